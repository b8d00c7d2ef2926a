smtpscope explain --json --file samples/1-gmail-not-authenticated.txt | pick.py reason receiver && smtpscope explain --json samples/1-gmail-not-authenticated.txt | pick.py reason receiver
