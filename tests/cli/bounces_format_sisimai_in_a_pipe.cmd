smtpscope bounces --pipe --format sisimai < bounces/sisimai/postfix_unknown_user.eml | python3 -c 'import json,sys; print([r["origin"] for r in json.load(sys.stdin)])'
