smtpscope bounces --json --prose bounces/sisimai/postfix_unknown_user.eml | grep -c '"explanation":"'
