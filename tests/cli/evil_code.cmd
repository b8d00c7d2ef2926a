smtpscope codes "$(evil.py | tr -d '\0')" 2>&1 | visible.py | tail -n 1
