smtpscope codes --json mailbox full | pick.py kind reason | grep -m 1 mailbox_full
