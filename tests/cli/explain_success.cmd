smtpscope explain --json '250 2.0.0 Ok: queued as 4jY5Xk2' | pick.py reason fault persistence retry address_action
