smtpscope codes --all | grep -c -E '^ *(421|550) '
