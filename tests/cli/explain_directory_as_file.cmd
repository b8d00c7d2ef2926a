smtpscope explain --file samples
