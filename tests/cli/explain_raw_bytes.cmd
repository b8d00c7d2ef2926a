printf '550 Empf\344nger unbekannt\n' | smtpscope explain --json --raw | pick.py reply repaired raw_b64
