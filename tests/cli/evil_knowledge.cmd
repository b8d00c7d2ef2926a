smtpscope rules check --knowledge knowledge/evil 2>&1 | visible.py | head -n 2
