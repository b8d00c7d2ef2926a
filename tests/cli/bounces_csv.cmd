smtpscope bounces --csv bounces/sisimai/postfix_unknown_user.eml bounces/sisimai/postfix_evil_names.eml
