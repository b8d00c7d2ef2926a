# SPDX-License-Identifier: Apache-2.0
"""Runs one server in its namespace: starts the names, the sink and a log, gives the server its cases,
and waits for the notices. record.sh calls it inside the namespace.

usage: run.py SERVER TREE OUT.json [VARIANT...]
Each variant of a server's configuration runs after the other, bounded by its own time.
"""
import asyncio
import importlib
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time

import sink as sinks
import world

HERE = pathlib.Path(__file__).resolve().parent
LOG_LIMIT = 1 << 20


class Log(asyncio.DatagramProtocol):
    """Takes what goes to /dev/log and writes it as rsyslog's traditional file format does."""

    def __init__(self):
        self.lines, self.size = [], 0

    def datagram_received(self, data, _):
        text = re.sub(rb"^<\d+>", b"", data).rstrip(b"\0\n").decode("utf-8", "surrogateescape")
        found = re.match(r"(\w{3} [ \d]\d \d\d:\d\d:\d\d) (.*)", text, re.S)
        if found is None or self.size > LOG_LIMIT:
            return
        host = world.SERVER.partition(".")[0]
        self.lines.append(f"{found.group(1)} {host} " + found.group(2).replace("\n", "#012"))
        self.size += len(text)


class Tree:
    """The folder a server was installed in; commands run with it as their root."""

    def __init__(self, path):
        self.path, self.children = pathlib.Path(path), []

    def write(self, name, text, mode=0o644, owner=None):
        path = self.path / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        if owner:
            self.run("chown", owner, "/" + name.lstrip("/"))

    def run(self, *command, data=None, check=True, env=None):
        done = subprocess.run(["chroot", str(self.path), *command], input=data, capture_output=True,
                              timeout=60, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", **(env or {})})
        if check and done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{(done.stdout + done.stderr).decode()}")
        return done

    def start(self, *command, stderr=None):
        self.children.append(subprocess.Popen(
            ["chroot", str(self.path), *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=stderr or subprocess.DEVNULL, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}))

    def stop(self):
        """Ends what start() started, by its pid."""
        for child in self.children:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(10)
        self.children = []


def give_by_smtp(case):
    """Hands a case to the server; the replies it got: [(stage, recipient, reply)]."""
    said, utf8 = [], "SMTPUTF8" in case.mail
    with socket.create_connection((world.SERVER_IP, 25), 20, (world.CLIENT_IP, 0)) as connection:
        lines = connection.makefile("rb")

        def ask(command, stage, recipient=None):
            if command is not None:
                connection.sendall(command.encode() + b"\r\n")
            reply = []
            while not reply or reply[-1][3:4] == "-":
                line = lines.readline().decode("utf-8", "replace").rstrip("\r\n")
                if not line:
                    raise ConnectionError(f"{case.name}: the server closed at {stage}")
                reply.append(line)
            if stage != "quit" and reply[-1][0] not in "23":
                said.append((stage, recipient, "\n".join(reply)))
            return reply[-1][0] in "23"

        ask(None, "banner")
        ask("EHLO " + world.CLIENT, "ehlo")
        sender = "" if case.sender == "<>" else case.sender
        if ask(f"MAIL FROM:<{sender}> {case.mail}".rstrip(), "mail"):
            taken = [ask(f"RCPT TO:<{r}> {case.rcpt.get(r, '')}".rstrip(), "rcpt", r) for r in case.to]
            if any(taken) and ask("DATA", "data"):
                text = re.sub(r"^\.", "..", case.message(), flags=re.M).replace("\n", "\r\n")
                ask(text + ".", "eod")
        ask("QUIT", "quit")
    assert utf8 or case.message().isascii(), case.name
    return said


def give_by_command(tree, case):
    sender = "" if case.sender == "<>" else case.sender
    done = tree.run("/usr/sbin/sendmail", "-i", "-f", sender, *case.options, *case.to, data=case.message().encode(),
                    check=False)
    said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
    return [("command", None, said)] if said else []


async def wait_for_port(seconds=20):
    for _ in range(seconds * 5):
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(world.SERVER_IP, 25), 1)
            writer.close()
            return
        except (OSError, asyncio.TimeoutError):
            await asyncio.sleep(0.2)
    raise RuntimeError("the server does not listen")


async def run_variant(server, tree, variant, state):
    """Sets up, starts, gives the cases, waits, stops."""
    loop, sink, given = asyncio.get_running_loop(), state["sink"], {}
    cases = [case for case in server.CASES if case.variant == variant]
    before = len(sink.kept)
    await loop.run_in_executor(None, server.setup, tree, variant)  # it logs: this thread must read
    await loop.run_in_executor(None, server.start, tree, variant)
    try:
        if server.LISTENS:
            await wait_for_port()
        began = time.time()
        for case in cases:
            give = give_by_smtp if case.via == "smtp" else lambda c: give_by_command(tree, c)
            try:
                given[case.name] = await loop.run_in_executor(None, give, case)
            except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
                print(f"{server.NAME} {variant} {case.name}: {error}", file=sys.stderr)
        expected = sum(len(case.notices) for case in cases)
        limit = getattr(server, "SECONDS", {}).get(variant, 100)
        while time.time() - began < limit and len(sink.kept) - before < expected:
            await asyncio.sleep(0.5)
            if hasattr(server, "tick"):
                await loop.run_in_executor(None, server.tick, tree, variant, time.time() - began)
        await asyncio.sleep(3)
    finally:
        await loop.run_in_executor(None, server.stop, tree, variant)
        tree.stop()
    print(f"{server.NAME} {variant}: {len(sink.kept) - before} notices of {expected}, {time.time() - began:.0f} s",
          file=sys.stderr)
    return given


async def main():
    name, path, out, *wanted = sys.argv[1:]
    server, tree = importlib.import_module("servers." + name), Tree(path)
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(world.Names, ("127.0.0.1", 53))
    log, socket_path = Log(), tree.path / "dev/log"
    socket_path.unlink(missing_ok=True)
    await loop.create_datagram_endpoint(lambda: log, str(socket_path), family=socket.AF_UNIX)
    os.chmod(socket_path, 0o666)
    tree.write("etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:2\n")
    tree.write("etc/hosts", f"127.0.0.1 localhost\n{world.SERVER_IP} {world.SERVER} relay\n")
    sink = sinks.Sink(sinks.load_dialogs(HERE / "dialogs.txt"))
    await sink.start()
    runs, state = [], {"sink": sink}
    for variant in wanted or server.VARIANTS:
        sink.record.clear(), sink.kept.clear(), log.lines.clear(), sink.said.clear()
        given = await run_variant(server, tree, variant, state)
        lines = server.log(tree, variant) if hasattr(server, "log") else log.lines
        runs.append({"server": name, "variant": variant, "given": given, "record": list(sink.record), "log": list(lines),
                     "kept": [{"t": t, "rcpt": r, "sender": s, "text": text.decode("latin-1")}
                              for t, s, r, text in sink.kept]})
        pathlib.Path(out).write_text(json.dumps(runs, indent=1))


if __name__ == "__main__":
    asyncio.run(main())
