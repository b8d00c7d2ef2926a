smtpscope bounces --json - < /dev/null
