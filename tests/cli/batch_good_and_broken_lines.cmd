smtpscope explain --batch < cli/batch_good_and_broken_lines.txt | pick.py id reason stage error
