head -c 100000 "$(command -v smtpscope)" | smtpscope explain --json | pick.py v confidence repaired
