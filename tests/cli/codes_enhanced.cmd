smtpscope codes --json 5.1.1 | grep -c '"kind":"reply"' > /dev/null && smtpscope codes 5.1.1 | grep -c 'Replies known'
