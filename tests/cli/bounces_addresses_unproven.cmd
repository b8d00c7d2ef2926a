smtpscope bounces --addresses suppress --unproven bounces/sisimai/postfix_unknown_user.eml bounces/sisimai/sendmail_unknown_user.eml
