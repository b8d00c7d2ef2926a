smtpscope explain '550 x' --knowledge samples
