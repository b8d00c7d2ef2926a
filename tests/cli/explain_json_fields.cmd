smtpscope explain --json '550 5.1.1 User unknown' | pick.py v reason fault persistence address_action code enhanced confidence retry.when evidence.basis evidence.span reply
