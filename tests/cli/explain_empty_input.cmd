smtpscope explain < /dev/null
