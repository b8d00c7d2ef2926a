smtpscope rules show no.such.rule
