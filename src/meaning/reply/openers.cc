// SPDX-License-Identifier: Apache-2.0
// The table of openers. The search goes from word to word and compares each with the few phrases
// that begin with its first byte.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

// Sorted by first byte; within one the first that opens counts.
constexpr std::array kOpeners = std::to_array<Opener>({
    {"\"", open_quote, false},
    {"#", open_hash, false, false},
    {"'", open_quote, false},
    {"(reason:", open_sendmail_reason, false},
    {"(", open_smtplib, false},
    {"(", open_paren, false},
    {"** ", open_exim_failure, false, false},
    {", b'", open_bytes, false, false},
    {", b\"", open_bytes, false, false},
    {", '", open_bytes, false, false},
    {", \"", open_bytes, false, false},
    {"-> ", open_arrow, false},
    {":", open_colon, false},
    {"<", open_angle, false},
    {"== ", open_exim_failure, false, false},
    {"[", open_square, false, false},
    {"[", open_square_code, false, false},
    {"bouncing mail:", open_upstream, true, false},
    {"c=\"", open_confirmation, true, false},
    {"delivery temporarily suspended:", open_suspended},
    {"diagnostic-code:", open_diagnostic, true, false},
    {"ehlo response was:", open_ehlo_was},
    {"error (", open_error_number},
    {"error ", open_ironport},
    {"error_code :", open_zoho},
    {"gave this error:", open_gave_error},
    {"lmtp error after ", open_exim},
    {"other server returned was:", open_google},
    {"problem ", open_ironport},
    {"recipient ", open_haraka, true, false},
    {"refused to talk to me:", open_refused},
    {"reject:", open_reject, true, false},
    {"reject=", open_reject_field, true, false},
    {"rejected rcpt ", open_exim_rejected, true, false},
    {"remote server returned", open_returned},
    {"reply=", open_reply_field, true, false},
    {"responded with", open_responded},
    {"response {", open_kumo},
    {"responsecode ", open_zoho},
    {"result=\"", open_result, true, false},
    {"returned", open_returned},
    {"said:", open_said},
    {"server response was:", open_server_response},
    {"smtp code:", open_phpmailer},
    {"smtp error from remote mail server after ", open_exim},
    {"smtp error from remote mailer after ", open_exim},
    {"smtp error from remote server after ", open_exim},
    {"smtp error (state ", open_google},
    {"smtp;", open_smtp_type},
    {"stat=", open_stat, true, false},
    {"status=", open_status, true, false},
    {"unrecognized response from upstream server:", open_upstream, true, false},
    {"upstream error:", open_upstream, true, false},
    {"{led=", open_led, false},
});

constexpr PhraseIndex kIndex = index_phrases(kOpeners);

bool try_opener(Source& source, const Opener& opener, std::size_t at, bool word, bool free,
                Opening& out) {
  if ((opener.word && !word) || (!opener.inside && !free)) return false;
  const std::string_view rest = source.text.substr(at);
  if (!may_match(rest, opener.phrase)) return false;
  const std::size_t length = match_phrase(rest, opener.phrase);
  if (length == 0) return false;
  out = {};
  return opener.open(source, at, at + length, out);
}

}  // namespace

std::size_t find_opening(Source& source, std::size_t at, std::size_t end, bool free, Opening& out) {
  const std::string_view text = source.text;
  for (; at < end; ++at) {
    const char c = text[at];
    const bool word = at == 0 || !base::is_alnum(text[at - 1]);
    if (!word && base::is_alnum(c)) continue;
    const PhraseIndex::Range range = kIndex.rows(c);
    for (std::size_t i = range.first; i < range.last; ++i) {
      if (try_opener(source, kOpeners[i], at, word, free, out)) return at;
    }
    if (!free || !word) continue;
    out = {};
    if (open_statement(source, at, at, out)) return at;
  }
  return kNone;
}

}  // namespace smtpscope::reply
