smtpscope bounces --format sisimai bounces/sisimai/postfix_two_recipients.eml bounces/sisimai/arf_abuse.eml
