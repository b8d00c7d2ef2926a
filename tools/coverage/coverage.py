#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Says for each receiver which collected facts of type `code` the rules win, decline or leave open.

usage: coverage.py PROGRAM FACTS.tsv [--knowledge DIR] [--receiver ID]... [--all] [--rows open|won|declined]
FACTS has the columns provider, fact_type, key, match_or_value, meaning, remedy, persistence, reason, address_action, source.
A row is won when `explain --batch` names its reason, or one that accepted.tsv allows with a sentence why; declined when
knowledge/declined.toml names it; else open. A reason that comes from the basic code alone does not win a row.
Exit code 1 while a named receiver has open rows.
"""
import argparse
import collections
import csv
import json
import pathlib
import re
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
KNOWLEDGE = HERE.parent.parent / "knowledge"

# The facts' names for providers where ours differ.
RECEIVERS = {
    "exchange-online": "microsoft365", "outlook.com": "microsoft", "spectrum": "charter", "gmx/web.de": "gmx",
    "orange/laposte": "orange", "tencent-qq": "qq", "163/netease": "netease", "yahoo.co.jp": "yahoo_japan",
    "t-online": "t_online", "wp.pl": "wp", "mail.ru": "mail_ru", "i.ua": "i_ua", "forwardemail": "forward_email",
    "duck.com": "duckduckgo", "blueyonder": "virgin", "ses": "amazon_ses", "ses-submit": "amazon_ses",
    "trellix-fireeye": "trellix",
}
NOBODY = {"any", "postfix", "postfix-client", "rspamd"}  # software and everybody: no receiver is told

# Receivers whose rows must not stay open.
NAMED = """google microsoft microsoft365 yahoo aol apple comcast cox charter att verizon proton fastmail zoho rackspace
godaddy titan namecheap amazon_ses amazon_workmail cloudflare improvmx forward_email gmx ionos t_online freenet strato
hetzner ovh orange free sfr laposte libero virgilio aruba tim telefonica telenet kpn ziggo seznam wp onet interia o2pl
mail_ru yandex rambler qq netease sina aliyun naver daum docomo kddi softbank biglobe uol terra locaweb bt virgin
talktalk sky bigpond optus shaw telus rogers bell proofpoint mimecast barracuda cisco symantec trendmicro sophos
fortinet forcepoint spamexperts hornetsecurity retarus vade mxroute mailchannels mailcow""".split()

# What the sources write for the variable parts of a reply.
PLACEHOLDERS = [
    (r"\$\(_(?:ipsrc|ip)\)|\{IP\}|\{ip\}|<ip>|x+\.x+\.x+\.x+|IP_ADDRESS", "192.0.2.25"),
    (r"\$\(_(?:from|sender)\)|\$\(_(?:to|rcpt|recipient)\)", "<user@example.com>"),
    (r"\$\(_\w+\)", "k3JqX1a7Z"),
]


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        for line, row in enumerate(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            if row["fact_type"] == "code":
                row["line"] = line
                row["receiver"] = "" if row["provider"] in NOBODY else RECEIVERS.get(row["provider"], row["provider"])
                yield row


def read_receivers():
    found = {}
    for path in sorted((KNOWLEDGE / "receivers").glob("*.toml")):
        for receiver in tomllib.loads(path.read_text(encoding="utf-8")).get("receiver", []):
            found[receiver["id"]] = receiver
    return found


def count_rules():
    """How many rules each receiver has of its own."""
    count = collections.Counter()
    for path in sorted((KNOWLEDGE / "rules").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        count[data["file"].get("receiver", "")] += len(data.get("rule", []))
    return count


def host_of(receiver):
    """A host that runs this receiver's mail system: its first MX pattern, filled in."""
    return receiver["mx"][0].replace("*", "mx1") if receiver.get("mx") else None


def codes_of(row):
    """The basic codes of a key like `550|554 5.7.1 [CS01]`, else one that fits the row; `` for a bare status."""
    if found := re.match(r"[245](?:\d\d|xx)(?:\|[245]\d\d)*\b", row["key"]):
        return [code.replace("xx", "50") for code in found[0].split("|")]
    if row["key"].startswith("dsn="):
        return [""]
    status = re.search(r"\b[245](?=\.\d{1,3}\.\d{1,3}\b)", row["key"])
    return ["451" if (status[0] if status else "") == "4" or row["persistence"] == "temp" else "550"]


def ranges_of(value, persistence):
    """Codes that the facts write as a range or a tail, as servers write them."""
    if m := re.fullmatch(r"AUP#\*(\d+)(?:-(\d+))?", value):  # Spectrum: AUP#*1020-1080
        numbers = range(int(m[1]), int(m[2] or m[1]) + 1, 10)
        return [f"554 AUP#{way}-{n}" for n in numbers for way in ("In", "Out")]
    if m := re.fullmatch(r"_(\d{3})", value):  # Orange and La Poste: _416
        code = "421" if persistence == "temp" else "550"
        return [f"{code} {sign}_{m[1]} [{m[1]}]" for sign in ("OFR", "OFR006", "OUK", "LPN", "LPN007")]
    return []


def texts_of(row):
    """Every text by which the row is asked for; all of them must be won."""
    key, value, codes = row["key"], row["match_or_value"], codes_of(row)
    for pattern, filler in PLACEHOLDERS:
        value = re.sub(pattern, filler, value)
    if re.match(r"[245]\d\d[ -]", value) or value in codes:
        return [value]
    if texts := ranges_of(value, row["persistence"]):
        return texts
    if key.endswith("*"):  # Comcast: RL0000*
        return [f"{code} {value}{n}" for code in codes for n in ("01", "03")]
    own = re.search(r"(\[\w+\]|\([A-Z]+\)) ?$", key)  # 421 [HCM1], 554 (NOWL)
    if own and own[1].strip("[]()") not in value:
        value = f"{own[1]} {value}"
    if value.startswith(".i.ua/"):
        value = "http://mail" + value
    status = re.search(r"\b[245]\.\d{1,3}\.\d{1,3}\b", key)
    if status and status[0] not in value:
        value = f"{status[0]} {value}"
    return [f"{code} {value}".strip() for code in codes]


def read_accepted():
    accepted = []
    with open(HERE / "accepted.tsv", encoding="utf-8", newline="") as f:
        for row in csv.DictReader((l for l in f if not l.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE):
            accepted.append(row)
            row["used"] = False
    return accepted


def fits(pattern, text):
    """`…` at the end of a pattern: the text begins so; `*` alone: anything."""
    return pattern in ("*", text) or (pattern.endswith("…") and text.startswith(pattern[:-1]))


def is_accepted(row, reason, accepted):
    for a in accepted:
        if a["receiver"] == row["receiver"] and fits(a["key"], row["key"]) and a["reason"] == reason \
                and fits(a["match"], row["match_or_value"]):
            a["used"] = True
            return True
    return False


def read_declined():
    return tomllib.loads((KNOWLEDGE / "declined.toml").read_text(encoding="utf-8"))["declined"]


def is_declined(row, declined):
    """`match` of a declined row is the fact's text (… at its end: the text begins so), its key, or several keys."""
    for d in declined:
        if d.get("receiver", row["receiver"]) != row["receiver"]:
            continue
        if fits(d["match"], row["match_or_value"]) or row["key"] in [k.strip() for k in d["match"].split(",")]:
            return True
    return False


def ask(program, knowledge, questions):
    command = [program, "explain", "--batch"]
    if knowledge:
        command += ["--knowledge", knowledge]
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    run = subprocess.run(command, input=lines.encode(), capture_output=True)
    answers = [json.loads(l) for l in run.stdout.decode().splitlines()]
    if len(answers) != len(questions):
        sys.exit(f"coverage: {len(questions)} questions, {len(answers)} answers: {run.stderr.decode()[:500]}")
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("facts")
    parser.add_argument("--knowledge", help="ask with this directory, not with what is built in")
    parser.add_argument("--receiver", action="append", help="only this one (repeatable)")
    parser.add_argument("--all", action="store_true", help="also receivers that need not be covered")
    parser.add_argument("--rows", choices=["open", "won", "declined", "none"], default="open", help="which rows to print")
    options = parser.parse_args()

    receivers = read_receivers()
    rows = list(read_rows(options.facts))
    unknown = sorted({r["receiver"] for r in rows} - set(receivers) - {""})
    for name in unknown:
        print(f"coverage: the facts' provider {name} is no receiver of ours; map it in RECEIVERS", file=sys.stderr)
    questions, owners = [], []
    for i, row in enumerate(rows):
        for text in texts_of(row):
            q = {"id": len(questions), "text": text}
            host = host_of(receivers[row["receiver"]]) if row["receiver"] in receivers else None
            if host:
                q["host"] = host
            questions.append(q)
            owners.append(i)
    accepted, declined = read_accepted(), read_declined()
    states = collections.defaultdict(list)
    for q, i, answer in zip(questions, owners, ask(options.program, options.knowledge, questions)):
        row = rows[i]
        reason, evidence = answer.get("reason", "none"), answer.get("evidence", {})
        right = reason == row["reason"] or is_accepted(row, reason, accepted)
        won = right and evidence.get("rule") not in ("registry", "registry.reply_code", "registry.stage", None)
        states[i].append((won, q["text"], reason, evidence.get("rule"), evidence.get("basis")))

    wanted = options.receiver or (sorted({r["receiver"] for r in rows}) if options.all else NAMED)
    count = collections.defaultdict(collections.Counter)
    shown = collections.defaultdict(list)
    for i, row in enumerate(rows):
        state = "won" if all(s[0] for s in states[i]) else "declined" if is_declined(row, declined) else "open"
        count[row["receiver"]][state] += 1
        if state == options.rows:
            worst = next((s for s in states[i] if not s[0]), states[i][0])
            shown[row["receiver"]].append((row, worst))
    total, rules = collections.Counter(), count_rules()
    for name in wanted:
        c = count[name]
        total.update(c)
        also = ", ".join(receivers[name].get("also", [])) if name in receivers else ""
        print(f"{name or '(anybody)':16} won {c['won']:4}  declined {c['declined']:3}  open {c['open']:3}"
              f"  rules {rules[name] if name else 0:3}" + (f" and those of {also}" if also else ""))
        for row, (_, text, reason, rule, basis) in shown[name]:
            guess = " (guessed)" if "auto-guessed" in row["source"] else ""
            print(f"    line {row['line']}: {row['reason']}{guess}, got {reason} by {rule} ({basis}): {text}")
    for a in accepted:
        if not a["used"]:
            print(f"coverage: accepted.tsv: nothing needs {a['receiver']} {a['key']} {a['match']}", file=sys.stderr)
    print(f"in all: won {total['won']}, declined {total['declined']}, open {total['open']}")
    return 1 if total["open"] else 0


if __name__ == "__main__":
    sys.exit(main())
