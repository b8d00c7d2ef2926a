printf ' \n\t\n' | smtpscope explain
