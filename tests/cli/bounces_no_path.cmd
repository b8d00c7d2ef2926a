smtpscope bounces
