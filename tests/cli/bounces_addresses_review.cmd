smtpscope bounces --addresses review --unproven bounces/sisimai/postfix_two_recipients.eml
