smtpscope bounces --addresses suppress bounces/sisimai
