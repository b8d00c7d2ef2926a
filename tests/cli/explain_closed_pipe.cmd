smtpscope explain '550 5.1.1 User unknown' | true
