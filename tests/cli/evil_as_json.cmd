evil.py | smtpscope explain --json | visible.py | pick.py reason reply repaired
