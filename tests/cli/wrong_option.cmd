smtpscope explain --frobnicate
