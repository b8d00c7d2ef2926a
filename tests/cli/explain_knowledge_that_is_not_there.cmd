smtpscope explain '550 x' --knowledge no/such/folder
