smtpscope explain --json --knowledge knowledge/good '550 5.1.1 User unknown, gremlins ate the mail' | pick.py reason evidence.rule
