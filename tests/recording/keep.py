# SPDX-License-Identifier: Apache-2.0
"""Turns what run.py recorded into fixtures: the notices, the truth beside them, and the logs.

usage: keep.py RECORD.json...
The truth is what the sink said and what the cases know of the configuration; no notice is read for
it, only searched for the address of the sender it answers. Rows of servers not recorded now stay.
"""
import collections
import importlib
import json
import pathlib
import re
import sys

import case as cases
import world

TESTS = pathlib.Path(__file__).resolve().parent.parent
MAILS, LOGS = TESTS / "bounces/recorded", TESTS / "logs/recorded"
ENHANCED = re.compile(r"^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?=\s|$)")
FAILED = ("bounced", "expired", "delayed", "rejected")


def facts_of_reply(reply):
    """code and enhanced as the lines have them; absent where they have none."""
    found = [m.group(1) for m in map(ENHANCED.match, reply.split("\n")) if m]
    return {"code": int(reply.split("\n")[-1][:3]), **({"enhanced": found[0]} if found else {}), "reply": reply}


def said_to(record, sender, recipient, until, outcome):
    """The last thing the sink did to a recipient of a sender, before a time."""
    last = None
    for row in record:
        if row["t"] > until:
            break
        names_it = recipient.lower() in [r.lower() for r in row.get("rcpt", ())]
        at_host = "rcpt" not in row and row["host"] == cases.host_of(recipient)
        if "sender" in row and row["sender"] != sender or not (names_it or at_host):
            continue
        if row.get("reply", "4")[0] == "2" and outcome in FAILED:
            continue
        last = row
    return last


def truth_of(case, run, recipient, outcome, until):
    """One recipient's row: from the given, the known, or the sink's record."""
    ended = case.final.get(recipient, recipient)
    row = {"recipient": ended, "outcome": outcome}
    if ended.lower() != recipient.lower():
        row["original_recipient"] = recipient
    if outcome == "rejected":
        stage, _, reply = next(g for g in run["given"][case.name] if g[1] in (recipient, None))
        return {**row, "stage": stage, **facts_of_reply(reply)}
    if recipient in case.local:
        known = dict(case.local[recipient])
        reply = known.pop("reply", None)
        return {**row, **(facts_of_reply(reply) if reply else {}), **known}
    sender = "" if case.sender == "<>" or recipient == case.sender else case.sender  # a notice came back
    said = said_to(run["record"], sender, ended, until, outcome)
    if said is None:
        raise LookupError(f"{case.name}: the sink has nothing about {ended}")
    row.update(stage=said["stage"], remote_host=said["host"], remote_ip=said["ip"])
    if "did" in said:
        return {**row, "did": said["did"]}
    return {**row, **facts_of_reply(said["reply"])}


def belongs(kept, case):
    if kept["sender"] not in ("", "double-bounce@" + world.SERVER, "postmaster@" + world.SERVER, "#@[]"):
        return False
    if case.sender in kept["rcpt"]:
        return True
    return re.search(rf"(?<![\w.+-]){re.escape(case.name)}@shop\.example\.org", kept["text"]) is not None


def notices_of(run, case):
    """[(suffix, outcomes, kept mail)]: each expected notice with the mail that came, in order."""
    came = collections.defaultdict(list)
    for kept in run["kept"]:
        if belongs(kept, case):
            came[kept["rcpt"][0]].append(kept)
    pairs = []
    for suffix, outcomes, *to in case.notices:
        queue = came[to[0] if to else case.sender]
        if not queue:
            print(f"{run['server']} {case.name}: no notice {suffix or ''} came", file=sys.stderr)
            continue
        pairs.append((suffix, outcomes, queue.pop(0)))
    if any(came.values()):
        print(f"{run['server']} {case.name}: {sum(map(len, came.values()))} more than expected", file=sys.stderr)
    return pairs


def write_mail(name, kept):
    """As a mailbox has it, with the envelope before the first line; line ends as LF, but odd ones stay."""
    text = kept["text"].encode("latin-1")
    trace = f"Return-Path: <{kept['sender']}>\nDelivered-To: {kept['rcpt'][0]}\n"
    (MAILS / name).write_bytes(trace.encode() + text)


def keep_run(server, run, mails, logs):
    for case in server.CASES:
        if case.variant != run["variant"] or case.name not in run["given"]:
            continue
        head = {**({"message_id": case.message_id} if case.keeps_message else {}), "sender": case.sender}
        ends = {}
        for suffix, outcomes, kept in notices_of(run, case):
            name = "-".join(filter(None, (run["server"], case.name, suffix))) + ".eml"
            try:
                rows = [truth_of(case, run, r, o, kept["t"]) for r, o in outcomes.items()]
            except (LookupError, StopIteration) as error:
                print(f"{run['server']}: {error}", file=sys.stderr)
                continue
            ends.update({row["recipient"]: row for row in rows})
            if suffix is None:
                continue
            write_mail(name, kept)
            mails[name] = {"file": name, "server": run["server"], "kind": case.kind, "reporting": world.SERVER,
                           **({"sender": "<>"} if list(outcomes) == [case.sender] else head), "recipients": rows}
        for r in case.to:
            if said := said_to(run["record"], case.sender, r, 1e12, "delivered"):
                if "reply" in said and said["reply"][0] == "2":
                    ends[r] = truth_of(case, run, r, "delivered", 1e12)
        if ends and run["variant"] not in getattr(server, "UNLOGGED", ()):
            logs.append({"log": f"{run['server']}.log", "variant": run["variant"], **head,
                         "recipients": list(ends.values())})


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def old_rows(path, server_of, servers):
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    return [row for row in rows if server_of(row) not in servers]


def main():
    runs = [run for path in sys.argv[1:] for run in json.loads(pathlib.Path(path).read_text())]
    servers = {run["server"] for run in runs}
    MAILS.mkdir(parents=True, exist_ok=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    mails = {row["file"]: row for row in old_rows(MAILS / "truth.jsonl", lambda r: r["server"], servers)}
    logs = old_rows(LOGS / "truth.jsonl", lambda r: r["log"].partition(".")[0], servers)
    for server in servers:
        for path in MAILS.glob(server + "-*.eml"):
            path.unlink()
    for run in runs:
        keep_run(importlib.import_module("servers." + run["server"]), run, mails, logs)
    write_rows(MAILS / "truth.jsonl", [mails[name] for name in sorted(mails)])
    write_rows(LOGS / "truth.jsonl", sorted(logs, key=lambda r: (r["log"], r["sender"])))
    for server in servers:
        unlogged = getattr(importlib.import_module("servers." + server), "UNLOGGED", ())
        lines = [line for run in runs if run["server"] == server and run["variant"] not in unlogged for line in run["log"]]
        (LOGS / f"{server}.log").write_text("\n".join(lines) + "\n", encoding="utf-8", errors="surrogateescape")
    print(f"{len(mails)} mails, {len(logs)} messages in logs")


if __name__ == "__main__":
    main()
