smtpscope explain --json --domain gmail.com '452 4.2.2 over quota' | pick.py reason receiver retry.when
