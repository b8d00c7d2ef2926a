# SPDX-License-Identifier: Apache-2.0
"""A Postfix of one's own for a test: on a free port of loopback, with configuration and queue in a
temporary directory, ended by its process id. Needs root, as Postfix does."""
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time

DAEMONS = "/usr/lib/postfix/sbin"

MAIN = """
compatibility_level = 3.6
queue_directory = {dir}/spool
data_directory = {dir}/data
daemon_directory = {daemons}
maillog_file = {dir}/log/mail.log
maillog_file_prefixes = {dir}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.org
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
smtpd_tls_security_level = none
smtpd_relay_restrictions = permit_mynetworks, reject
bounces_destination_recipient_limit = 1
transport_maps = inline:{{ {domain}=bounces: }}
"""

MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
bounces unix - n n - 4 pipe flags=DR user=nobody argv={argv}
"""


def find_postfix():
    """Whether one can be run here."""
    try:
        pwd.getpwnam("postfix")
    except KeyError:
        return False
    return os.getuid() == 0 and os.path.exists(f"{DAEMONS}/master")


class Postfix:
    """Runs inside a `with`; mail to @`domain` is piped into `argv`, run by nobody. Has .port."""

    def __init__(self, directory, domain, argv):
        self.dir, self.domain, self.argv = directory, domain, argv
        self.master = None
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]

    def __enter__(self):
        os.chmod(self.dir, 0o755)
        for name in ("etc", "spool", "data", "log"):
            os.mkdir(f"{self.dir}/{name}", 0o755)
        shutil.chown(f"{self.dir}/data", "postfix")
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
            with open(f"{self.dir}/etc/{name}", "w", encoding="ascii") as f:
                f.write(text.format(dir=self.dir, daemons=DAEMONS, port=self.port, domain=self.domain,
                                    argv=" ".join(self.argv)))
        self.run("postfix", "check")
        self.master = subprocess.Popen([f"{DAEMONS}/master", "-c", f"{self.dir}/etc", "-d"], env=self.environment(),
                                       start_new_session=True, stdin=subprocess.DEVNULL)
        try:
            self.wait(self.listens, "Postfix to listen")
        except AssertionError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.master.send_signal(signal.SIGTERM)  # it ends its daemons before itself
        try:
            self.master.wait(20)
        except subprocess.TimeoutExpired:
            self.master.kill()
            self.master.wait()

    @staticmethod
    def environment():
        return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}

    def run(self, command, *words):
        done = subprocess.run([f"/usr/sbin/{command}", "-c", f"{self.dir}/etc", *words], check=False,
                              capture_output=True, text=True, timeout=60, env=self.environment())
        if done.returncode != 0:
            raise AssertionError(f"{command} {words}: {done.returncode}\n{done.stderr}\n{self.log()}")
        return done.stdout

    def listens(self):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", self.port)) == 0

    def log(self):
        try:
            with open(f"{self.dir}/log/mail.log", encoding="utf-8", errors="replace") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    def wait(self, condition, what):
        """Polls; a test never asserts how long something took."""
        for _ in range(600):
            if condition():
                return
            time.sleep(0.1)
        raise AssertionError(f"waited a minute for {what}\n{self.log()}")
