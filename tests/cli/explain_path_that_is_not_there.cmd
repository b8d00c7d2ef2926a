smtpscope explain --file no/such/file
