smtpscope explain --json 550 5.1.1 User unknown | pick.py reason reply
