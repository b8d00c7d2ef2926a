smtpscope bounces --addresses suppress --sent not-there bounces/sisimai/postfix_unknown_user.eml
