smtpscope bounces --format sisimai bounces/sisimai/ordinary_mail.eml bounces/sisimai/delivered_report.eml bounces/sisimai/vacation.eml
