smtpscope bounces --format sisimai-5.2 bounces/sisimai/postfix_only_headers_came_back.eml
