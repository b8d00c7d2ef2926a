head -c 3000000 /dev/zero | tr '\0' 5 | smtpscope explain --json | pick.py v reason confidence
