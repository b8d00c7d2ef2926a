cd $HOME; mkdir empty; smtpscope bounces empty; smtpscope bounces --json empty; smtpscope bounces --format sisimai empty
