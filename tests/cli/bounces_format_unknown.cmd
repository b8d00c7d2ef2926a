smtpscope bounces --format sisimai-6 bounces/sisimai
