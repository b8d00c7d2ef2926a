smtpscope bounces --json --csv bounces/sisimai
