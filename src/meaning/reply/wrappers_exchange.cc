// SPDX-License-Identifier: Apache-2.0
// Exchange and Exchange Online: `#550 5.1.1 ...##`, `#< #5.1.1 smtp;550 ...>`, `Remote Server
// returned '550 ...'`, `-> 550 ...`, and the `{LED=...}` of queue and trace output.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

bool begin_at_code(std::string_view text, std::size_t at, Opening& out) noexcept {
  if (!read_code(text.substr(at))) return false;
  out.begin = at;
  out.wrapper = "exchange";
  return true;
}

/// The address and host on the lines above `Remote Server returned`.
void take_lines_above(std::string_view text, std::size_t at, Opening& out) noexcept {
  std::string_view back = before(text, at, kMaxNameBytes);
  if (const std::size_t blank = back.rfind("\n\n"); blank != kNone) back.remove_prefix(blank + 2);
  for (int lines = 0; lines < 2 && !back.empty(); ++lines) {
    back = base::trim(back);
    const std::size_t lf = back.rfind('\n');
    const std::string_view line = lf == kNone ? back : back.substr(lf + 1);
    std::size_t length = 0;
    if (const auto address = read_address(line); !address.empty()) {
      out.recipient = address;
    } else if (peer_at_start(line, length).host.find('.') != kNone && length == line.size()) {
      out.host = line;
    }
    back = lf == kNone ? std::string_view{} : back.substr(0, lf);
  }
}

}  // namespace

bool open_returned(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  std::size_t begin = skip_space(text, after);
  if (begin < text.size() && (text[begin] == '\'' || text[begin] == '"')) {
    out.quote = text[begin];
    out.close = Close::quote;
    ++begin;
  } else {
    out.close = Close::folded;
  }
  if (text.substr(begin, 1) == "<") begin = skip_space(text, begin + 1);
  const std::size_t type = match_phrase(text.substr(begin), "smtp;");
  begin = skip_space(text, begin + type);
  if (!begin_at_code(text, begin, out)) {
    // `'<mx.example.net #5.1.1 smtp;550 ...>'` is opened by what stands inside.
    return false;
  }
  take_lines_above(text, at, out);
  return true;
}

bool open_gave_error(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  std::size_t begin = skip_space(text, after);
  std::size_t length = 0;
  if (!read_code(text.substr(begin)) && !parse_enhanced_code(text.substr(begin), length) &&
      match_phrase(text.substr(begin), "remote server returned") == 0) {
    return false;
  }
  out.begin = begin;
  out.close = Close::folded;
  out.wrapper = "exchange";
  out.host = peer_at_end(base::trim(before(text, at, kMaxNameBytes))).host;
  return true;
}

bool open_hash(Source& source, std::size_t at, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  if (at > 0 && !base::is_space(text[at - 1])) return false;
  const std::string_view rest = text.substr(after);
  if (!read_code(rest) || !enhanced_after_code(rest)) return false;
  begin_at_code(text, after, out);
  out.close = Close::hashes;
  take_lines_above(text, at, out);
  return true;
}

bool open_arrow(Source& source, std::size_t, std::size_t after, Opening& out) {
  const std::size_t begin = skip_space(source.text, after);
  out.close = Close::line;
  const Code code = read_code(source.text.substr(begin));
  return code.failing() && begin_at_code(source.text, begin, out);
}

bool open_led(Source& source, std::size_t, std::size_t after, Opening& out) {
  const std::string_view text = source.text;
  if (!begin_at_code(text, after, out)) return false;
  // The field ends at `}`; a `{` inside belongs to the reply.
  const std::string_view field = text.substr(after, kMaxReplyBytes);
  const std::size_t end = field.find('}');
  out.made_end = after + (end == kNone ? field.size() : end);
  out.made = text.substr(after, out.made_end - after);
  const std::string_view behind = text.substr(out.made_end, kMaxNameBytes);
  std::size_t length = 0;
  if (const std::size_t fqdn = behind.find("{FQDN="); fqdn != kNone) {
    out.host = peer_at_start(behind.substr(fqdn + 6), length).host;
  }
  if (const std::size_t ip = behind.find("{IP="); ip != kNone) {
    out.ip = peer_at_start(behind.substr(ip + 4), length).ip;
  }
  return true;
}

}  // namespace smtpscope::reply
