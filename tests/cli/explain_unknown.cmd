smtpscope explain --json '550 Gremlins' | pick.py reason fault persistence address_action confidence evidence.rule
