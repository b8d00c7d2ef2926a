smtpscope bounces --json bounces/sisimai/postfix_two_recipients.eml | grep -o '"recipient":"[^"]*"'
