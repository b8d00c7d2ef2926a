#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Types a line into zsh on a pseudo terminal, presses Tab, and reads what became of it.

usage: complete_in_zsh.py PREFIX
"""
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

# What is typed before Tab, and what the line must hold after it.
CASES = [
    ("smtpscope expl", "smtpscope explain "),
    ("smtpscope explain --jso", "smtpscope explain --json "),
    ("smtpscope explain --stage star", "smtpscope explain --stage starttls "),
    ("smtpscope rules dif", "smtpscope rules diff "),
    ("smtpscope rules diff oth", "smtpscope rules diff other/"),
    ("smtpscope rules show google.mailbox_full.over_qu", "google.mailbox_full.over_quota"),
]


def read_until(master, wanted, seconds):
    """What the terminal showed, until `wanted` stands in it or the time is over."""
    shown, end = "", time.monotonic() + seconds
    while time.monotonic() < end and wanted not in shown:
        if select.select([master], [], [], 0.1)[0]:
            shown += os.read(master, 65536).decode("utf-8", "replace")
            shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]", "", shown)
    return shown


def complete(prefix, folder, line, wanted):
    master, slave = pty.openpty()
    env = dict(os.environ, TERM="dumb", HOME=folder, ZDOTDIR=folder)
    shell = subprocess.Popen(["zsh", "-f", "-i"], stdin=slave, stdout=slave, stderr=slave, env=env,
                             cwd=folder, start_new_session=True)
    os.close(slave)
    try:
        os.write(master, (f"PS1='>'; unsetopt zle_bracketed_paste; fpath=('{prefix}/share/zsh/site-functions' $fpath)\n"
                          "autoload -U compinit; compinit -u -D; print rea''dy\n").encode())
        if "ready" not in read_until(master, "ready", 20):
            return "zsh did not start"
        os.write(master, (line + "\t").encode())
        shown = read_until(master, wanted, 10)
        return "" if wanted in shown else shown
    finally:
        shell.kill()
        shell.wait()
        os.close(master)


def main():
    prefix, failed = sys.argv[1], False
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "other"))
        for line, wanted in CASES:
            shown = complete(prefix, folder, line, wanted)
            if shown:
                print(f"zsh: {line}\n  shows:    {shown!r}\n  expected: {wanted}")
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
