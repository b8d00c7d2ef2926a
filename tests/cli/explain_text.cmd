smtpscope explain '550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in virtual mailbox table' | grep -E '^(  550|  Whose fault|  Try again|  The address|  Sure)'
