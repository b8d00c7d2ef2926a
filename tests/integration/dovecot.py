# SPDX-License-Identifier: Apache-2.0
"""A Dovecot of one's own for a test: on loopback, with a private configuration in a temporary
directory, ports that were free, a certificate that it signed itself, and one user."""
import os
import pwd
import grp
import shutil
import signal
import socket
import subprocess
import time

USER, PASSWORD = "bounces@example.org", "not a secret"

CONFIG = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{dir}/cert.pem
ssl_key = <{dir}/key.pem
mail_location = maildir:{dir}/mail
passdb {{
  driver = passwd-file
  args = {dir}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={dir}/home
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service auth {{
  user = {internal}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def find_dovecot():
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class Dovecot:
    """Runs inside a `with`; has .plain and .tls, its ports, and .cert, the certificate's path."""

    def __init__(self, directory):
        self.dir, self.plain, self.tls = directory, free_port(), free_port()
        self.cert = f"{directory}/cert.pem"

    def __enter__(self):
        os.chmod(self.dir, 0o755)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                        f"{self.dir}/key.pem", "-out", self.cert], check=True, capture_output=True)
        me = pwd.getpwuid(os.getuid())
        names = {"internal": me.pw_name, "login": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name,
                 "uid": me.pw_uid, "gid": me.pw_gid}
        if me.pw_uid == 0:  # then it wants users of its own, and root may have no mail
            nobody = pwd.getpwnam("nobody")
            names = {"internal": "dovecot", "login": "dovenull", "group": "dovecot", "uid": nobody.pw_uid,
                     "gid": nobody.pw_gid}
        for name in ("mail", "home"):
            os.mkdir(f"{self.dir}/{name}")
            os.chown(f"{self.dir}/{name}", names["uid"], names["gid"])
        with open(f"{self.dir}/users", "w", encoding="ascii") as out:
            out.write(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        with open(f"{self.dir}/dovecot.conf", "w", encoding="ascii") as out:
            out.write(CONFIG.format(dir=self.dir, plain=self.plain, tls=self.tls, **names))
        self.process = subprocess.Popen([find_dovecot(), "-F", "-c", f"{self.dir}/dovecot.conf"],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self):
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.plain), 1) as s:
                    s.settimeout(5)
                    if s.recv(100).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("dovecot did not start:\n" + self.log())

    def log(self):
        out = ""
        if self.process.poll() is not None:
            out = self.process.stdout.read().decode(errors="replace")
        if os.path.exists(f"{self.dir}/log"):
            with open(f"{self.dir}/log", encoding="utf-8", errors="replace") as log:
                out += log.read()
        return out

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
