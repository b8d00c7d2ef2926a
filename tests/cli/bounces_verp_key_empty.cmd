echo > $HOME/key; cd $HOME && smtpscope bounces --verp-key key --addresses suppress mail
