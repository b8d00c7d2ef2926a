evil.py | smtpscope explain --why | visible.py | grep -c 'matched against'
