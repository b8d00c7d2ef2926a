smtpscope explain --json --host gmail-smtp-in.l.google.com '550 5.7.26 This mail has been blocked because the sender is unauthenticated.' | pick.py reason fault address_action receiver retry.when
