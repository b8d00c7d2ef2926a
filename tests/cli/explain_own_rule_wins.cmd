smtpscope explain --json '550 5.1.1 User unknown, gremlins ate the mail' --knowledge knowledge/good | pick.py reason evidence.rule
