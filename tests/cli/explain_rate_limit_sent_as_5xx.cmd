smtpscope explain --json --host mx3.qq.com '550 Ip frequency limited [aBcD1234 IP: 192.0.2.7]. http://service.mail.qq.com/detail/122/1017' | pick.py reason persistence stated address_action receiver
