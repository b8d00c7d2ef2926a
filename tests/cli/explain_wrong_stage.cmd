smtpscope explain --stage lunch '550 x'
