smtpscope explain --why '550 5.7.1 Gremlins ate the mail' --knowledge knowledge/good | sed -n '/^Why this rule/,$p'
