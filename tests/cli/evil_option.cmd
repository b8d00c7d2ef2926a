smtpscope explain "--$(printf 'x\033[31m\342\200\256')" 2>&1 | visible.py | grep -c -F -e '--x\x1b[31m\u202e'
