smtpscope rules list own. --knowledge knowledge/good --knowledge knowledge/second | sed 's/  */ /g'
