smtpscope explain --json bounces/recorded/postfix-several-recipients.eml | pick.py reason recipient found_in code decides
