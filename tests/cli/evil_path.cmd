smtpscope explain --file "$(printf 'x\033[31m\342\200\256')" 2>&1 | visible.py
