smtpscope rules show own.policy.gremlin --knowledge knowledge/good
