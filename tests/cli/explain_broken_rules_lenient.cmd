smtpscope explain --json '550 5.7.1 Gremlins ate the mail' --lenient --knowledge knowledge/unknown_field | pick.py reason evidence.rule
