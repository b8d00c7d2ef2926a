smtpscope bounces --pipe < bounces/sisimai/postfix_unknown_user.eml | grep -o '"reason":"[a-z_]*"'
