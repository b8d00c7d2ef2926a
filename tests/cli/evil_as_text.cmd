evil.py | smtpscope explain | visible.py | head -n 4
