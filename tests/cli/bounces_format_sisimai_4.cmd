smtpscope bounces --format sisimai-4 bounces/sisimai/postfix_unknown_user.eml bounces/sisimai/vacation.eml
