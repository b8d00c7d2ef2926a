smtpscope bounces --json --all bounces/sisimai/ordinary_mail.eml
