smtpscope bounces bounces/sisimai/postfix_*.eml bounces/sisimai/arf_two_recipients.eml bounces/sisimai/vacation.eml bounces/sisimai/ordinary_mail.eml
