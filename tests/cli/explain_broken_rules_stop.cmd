smtpscope explain '550 5.7.1 Gremlins ate the mail' --knowledge knowledge/unknown_field
