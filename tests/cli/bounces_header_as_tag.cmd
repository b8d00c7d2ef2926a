smtpscope bounces --json --header Feedback-ID --header X-Not-There bounces/sisimai/postfix_only_headers_came_back.eml | grep -o '"tags":{[^}]*}'
