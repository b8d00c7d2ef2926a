smtpscope explain --json < cli/postfix_log_line.txt | pick.py reason found_in stage remote_host remote_ip recipient reply
