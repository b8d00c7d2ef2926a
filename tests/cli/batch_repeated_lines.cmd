smtpscope explain --batch < cli/batch_repeated_lines.txt | sed 's/,"id":[^}]*}/}/' | sort | uniq -c | awk '{ print $1, "times the same answer" }'
