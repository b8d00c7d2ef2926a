smtpscope bounces --json bounces/sisimai/postfix_unknown_user.eml
