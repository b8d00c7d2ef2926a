printf '250 2.1.5 Ok\n450 4.2.0 <a@example.com>: Recipient address rejected: Greylisted\n554 5.5.1 Error: no valid recipients\n' | smtpscope explain --json | pick.py code reason decides
