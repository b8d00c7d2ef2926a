smtpscope bounces --csv not-there.mbox bounces/sisimai/postfix_unknown_user.eml | cut -d, -f2,4,5 | tr -d '\r'
