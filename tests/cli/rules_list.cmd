smtpscope rules list own.policy --knowledge knowledge/good
