printf '{"id":1,"text":"250 2.1.5 Ok\\n550 5.1.1 User unknown"}\n' | smtpscope explain --batch | pick.py id reason replies.0.reason
