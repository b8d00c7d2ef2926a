smtpscope rules new '550 5.7.1 "Gremlins" ate it \' | python3 -c 'import sys, tomllib; print(tomllib.load(sys.stdin.buffer)["rule"][0]["example"][0]["reply"])'
