smtpscope bounces --pipe bounces/sisimai/ordinary_mail.eml
