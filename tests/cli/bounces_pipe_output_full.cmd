smtpscope bounces --pipe --output /dev/full < bounces/sisimai/postfix_unknown_user.eml
