cd $HOME; smtpscope bounces --pipe --output not/there.json < $OLDPWD/bounces/sisimai/postfix_unknown_user.eml
