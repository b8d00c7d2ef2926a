smtpscope rules diff ../knowledge ../knowledge --replies cli/postfix_log_line.txt
