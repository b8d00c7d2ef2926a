evil.py --batch | smtpscope explain --batch | visible.py | pick.py id reason
