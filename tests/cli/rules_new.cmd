smtpscope rules new '550 5.7.1 "Gremlins" ate it' | sed 's/^seen .*/seen .../'
