smtpscope bounces --json bounces/recorded/postfix-user-unknown.eml bounces/recorded/postfix-spam-at-end.eml bounces/recorded/postfix-user-unknown.eml | pick.py id repeats recipient
