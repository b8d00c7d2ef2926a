smtpscope bounces --json --output x bounces/sisimai
