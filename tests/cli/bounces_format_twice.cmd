smtpscope bounces --format sisimai --json bounces/sisimai
