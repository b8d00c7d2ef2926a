smtpscope explain --json --stage connect '554 No' | pick.py reason stage evidence.rule
