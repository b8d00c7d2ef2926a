smtpscope bounces --pipe --knowledge knowledge/bad_toml < bounces/sisimai/postfix_unknown_user.eml 2>&1 | grep -c error; exit ${PIPESTATUS[0]}
