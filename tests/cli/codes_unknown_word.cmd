smtpscope codes no-such-word-anywhere
