smtpscope codes
