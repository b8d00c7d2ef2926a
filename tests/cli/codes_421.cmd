smtpscope codes --json 421 | head -n 1 | pick.py kind code
