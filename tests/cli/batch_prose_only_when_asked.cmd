printf '{"text":"550 5.1.1 User unknown"}' | smtpscope explain --batch | pick.py reason summary explanation actions.0.text
