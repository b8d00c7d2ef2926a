printf '452-4.2.2 The recipient is over quota.\r\n452-4.2.2 Please try again\r\n452 4.2.2 later.\r\n' | smtpscope explain --json | pick.py reason code enhanced reply
