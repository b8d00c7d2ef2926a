// SPDX-License-Identifier: Apache-2.0
// The search: line by line, and within a line by the table of openers. What an opener finds is
// searched for a reply inside it, a few levels deep. Every byte is passed once a level.
#include "meaning/reply/find_replies.h"

#include <algorithm>
#include <utility>

#include "meaning/reply/session.h"
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

class Finder {
 public:
  Finder(std::string_view searched, std::string_view undone, Paste& paste)
      : source_(searched, paste.unescaped), text_(searched), undone_(undone), paste_(paste) {}

  void run() {
    for (std::size_t at = 0; at < text_.size();) {
      if (paste_.replies.size() >= kMaxRepliesPerPaste) return;
      const bool at_start = at == 0 || text_[at - 1] == '\n';
      const std::size_t next = at_start ? take_line(at) : take_rest(at, end_of_line(at));
      if (next == kNone) return;
      at = std::max(next, at + 1);
    }
  }

 private:
  /// Where the line ends that `at` is in, looked for once a line: a thousand replies may stand on
  /// one line of megabytes.
  std::size_t end_of_line(std::size_t at) {
    if (at > line_end_ || line_end_ == kNone) line_end_ = line_end(text_, at);
    return line_end_;
  }

  /// The line that begins at `at`; where to go on, or kNone to stop.
  std::size_t take_line(std::size_t at) {
    const Line line = read_line(text_, at);
    const std::string_view whole = text_.substr(at, line.end - at);
    if (!paste_.replies.empty() && begins_returned_message(whole)) return kNone;
    if (line.command != Stage::unknown) {
      take_command(line);
      return line.end + 1;
    }
    if (line.code) return take_coded(line);
    if (begins_with_enhanced(line)) return take_enhanced(line);
    note_line(whole);
    return take_rest(at, line.end);
  }

  void take_command(const Line& line) {
    const std::string_view body = text_.substr(line.body, line.end - line.body);
    const std::size_t angle = body.find('<');
    session_.command(line.command, angle == kNone ? std::string_view{} : angle_text(body, angle));
  }

  std::size_t take_coded(const Line& line) {
    Opening opening;
    opening.begin = line.body;
    opening.close = Close::plain;
    if (line.from_server) opening.wrapper = "transcript";
    // Close::plain reads whole lines, marks and all.
    std::size_t end = find_close(text_, begin_lines(line.begin, opening), text_.size());
    // `"550 5.1.1 ..."`
    const char mark = line.body > line.begin ? text_[line.body - 1] : '\0';
    if ((mark == '"' || mark == '\'' || mark == '`') && text_[end - 1] == mark) --end;
    if (repeats_server(line)) {
      const std::size_t next = emit(opening, end, false);
      paste_.replies.back().echo = true;
      return next;
    }
    if (line.from_server && line_end(text_, line.begin) < end) {
      opening.made = without_marks(line.begin, end);
      opening.made_end = end;
    } else if (paste_.replies.empty() && !session_.seen()) {
      opening.begin = with_leading_lines(line);
    }
    return emit(opening, end, true);
  }

  /// Sendmail's own `550 5.1.1 <a@b>... User unknown` below the server's `<<< 550 ...`.
  bool repeats_server(const Line& line) const {
    if (line.from_server || !line.code.failing() || paste_.replies.empty()) return false;
    const Found& last = paste_.replies.back();
    return last.wrapper == "sendmail" && last.reply.code >= 400 && !talking_to_.host.empty();
  }

  static Opening begin_lines(std::size_t begin, Opening opening) {
    opening.begin = begin;
    return opening;
  }

  std::string_view without_marks(std::size_t begin, std::size_t end) {
    std::string& room = paste_.unescaped;
    if (room.capacity() < 64) room.reserve(4 * text_.size() + 64);
    if (room.capacity() - room.size() < end - begin + 1) return {};
    const std::size_t from = room.size();
    for (std::size_t at = begin; at < end;) {
      const Line line = read_line(text_, at);
      room += base::trim(text_.substr(line.body, std::min(line.end, end) - line.body));
      room += '\n';
      at = line.end + 1;
    }
    return base::trim(std::string_view(room).substr(from));
  }

  /// Up to three lines without a code directly before the first of a multi-line reply, unless they
  /// end as a sentence of prose does.
  std::size_t with_leading_lines(const Line& line) const {
    const std::string_view lead = base::trim(text_.substr(0, line.begin));
    if (lead.empty() || line.begin > kMaxLeadingBytes) return line.body;
    if (std::count(lead.begin(), lead.end(), '\n') > 2 || lead.find("\n\n") != kNone) {
      return line.body;
    }
    if (lead.find("\n\r\n") != kNone ||
        base::trim(text_.substr(0, line.begin)).size() + 2 < line.begin - skip_space(text_, 0)) {
      return line.body;
    }
    const char last = lead.back();
    const bool goes_on = base::is_alnum(last) || last == ',' || base::is_high(last) ||
                         (last == '>' && lead.find(' ') != kNone);
    return goes_on && line.code.open() ? skip_space(text_, 0) : line.body;
  }

  bool begins_with_enhanced(const Line& line) const {
    std::size_t length = 0;
    const std::string_view body = text_.substr(line.body, line.end - line.body);
    if (!parse_enhanced_code(body, length)) return false;
    return length < body.size() && (base::is_blank(body[length]) || body[length] == ':');
  }

  std::size_t take_enhanced(const Line& line) {
    Opening opening;
    opening.begin = line.body;
    opening.close = Close::plain;
    const std::size_t end = find_close(text_, opening, text_.size());
    return emit(opening, end, line.from_server || session_.seen());
  }

  /// An address, a host or a blank line that the lines below refer to.
  void note_line(std::string_view whole) {
    const std::string_view line = base::trim(whole);
    if (line.empty()) {
      recipient_ = {};
      return;
    }
    constexpr std::string_view kTalking = "... while talking to ";
    if (match_phrase(line, kTalking) != 0) {
      std::size_t length = 0;
      talking_to_ = peer_at_start(line.substr(kTalking.size()), length);
      return;
    }
    const std::string_view address = read_address(line);
    if (address.empty()) return;
    const std::size_t end = static_cast<std::size_t>(address.data() - line.data()) + address.size();
    const std::string_view rest = line.substr(end);
    if (rest.empty() || rest[0] == '>' || rest[0] == ':' || rest[0] == '<') recipient_ = address;
  }

  std::size_t take_rest(std::size_t at, std::size_t end) {
    Opening opening;
    if (find_opening(source_, at, end, true, opening) == kNone) return end + 1;
    return emit(opening, find_close(text_, opening, text_.size()), false);
  }

  /// True where a server speaks: inside, words of a sending side prove nothing.
  static bool is_coded(std::string_view text) noexcept {
    std::size_t length = 0;
    return read_code(text) || parse_enhanced_code(text, length);
  }

  /// A server that could not verify the sender shows what another said of that address: one reply.
  static bool is_callout(std::string_view reply) noexcept {
    const Code code = read_code(reply);
    if (!code.open()) return false;
    return match_phrase(reply.substr(4), "verification failed for ") != 0 ||
           match_phrase(reply.substr(4), "callback setup failed while verifying ") != 0;
  }

  /// `550-Response: 553 5.1.1 no such user`
  bool is_callout_line(std::size_t at) const {
    const std::string_view line = base::trim(line_before(text_, at));
    constexpr std::string_view kResponse = "-response:";
    if (line.size() < kResponse.size() + 3) return false;
    const std::string_view end = line.substr(line.size() - kResponse.size() - 3);
    return read_code(end).open() && base::equals_nocase(end.substr(3), kResponse);
  }

  /// `compliant: 550-5.7.1 'From'`: the next of several lines that were joined to one.
  bool goes_on(const Opening& inner, std::string_view outer) const {
    const Code code = read_code(outer);
    const Code next = read_code(text_.substr(inner.begin));
    if (!code || next.value != code.value || (!code.open() && !next.open())) return false;
    return inner.begin > 0 && base::is_space(text_[inner.begin - 1]);
  }

  /// Opens what stands inside, then keeps the innermost. Returns where the search goes on.
  std::size_t emit(Opening opening, std::size_t end, bool in_session) {
    std::size_t passed = end;
    std::string_view outer;
    for (int depth = 0; depth < kMaxWrapperDepth && opening.made.empty(); ++depth) {
      const std::string_view whole = text_.substr(opening.begin, end - opening.begin);
      const bool coded = is_coded(whole);
      Opening inner;
      if (!find_inner(opening, end, coded, inner)) break;
      if (coded && outer.empty()) outer = whole;
      const std::size_t limit = coded || bounds(opening.close) ? end : text_.size();
      inherit(opening, inner);
      opening = inner;
      end = std::max(find_close(text_, opening, limit), opening.begin);
      passed = std::max(passed, end);
    }
    push(opening, end, outer, in_session);
    return passed;
  }

  /// True where what stands inside ends with the wrapper. A statement's end is only where its line
  /// ends, and the reply quoted in it may have more lines.
  static bool bounds(Close close) noexcept {
    return close != Close::line && close != Close::folded && close != Close::field;
  }

  /// The first opener inside that leads to another speaker. A statement within a statement only
  /// tells more about it (`delivery temporarily suspended: connect to ...`).
  bool find_inner(Opening& opening, std::size_t end, bool coded, Opening& inner) {
    const std::string_view whole = text_.substr(opening.begin, end - opening.begin);
    if (coded && is_callout(whole)) return false;
    std::size_t at = opening.begin + (coded ? 3 : 0);
    for (int n = 0; n < kMaxInnerTries && at < end; ++n, ++at) {
      at = find_opening(source_, at, end, !coded, inner);
      if (at == kNone || inner.begin >= end) return false;
      const bool statement = inner.local && inner.wrapper.empty();
      if (statement && opening.local) complete(opening, inner);
      if (statement || (coded && (inner.local || inner.bare))) continue;
      if (!goes_on(inner, whole) && !(coded && is_callout_line(inner.begin))) return true;
    }
    return false;
  }

  static void complete(Opening& opening, const Opening& inner) {
    if (opening.stage == Stage::unknown || opening.stage == Stage::local) {
      opening.stage = inner.stage;
    }
    if (opening.host.empty() && opening.ip.empty()) {
      opening.host = inner.host;
      opening.ip = inner.ip;
    }
  }

  /// What the outer wrapper knows and the inner does not say. The stage of a statement is none of a
  /// server's reply.
  static void inherit(const Opening& outer, Opening& inner) {
    if (inner.stage == Stage::unknown && !outer.local) inner.stage = outer.stage;
    if (inner.wrapper.empty()) inner.wrapper = outer.wrapper;
    if (inner.recipient.empty()) inner.recipient = outer.recipient;
    if (outer.local && inner.host.empty() && inner.ip.empty()) {
      inner.host = outer.host;
      inner.ip = outer.ip;
    }
  }

  void push(const Opening& opening, std::size_t end, std::string_view outer, bool in_session) {
    Found found;
    std::string_view words =
        opening.made.empty() ? text_.substr(opening.begin, end - opening.begin) : opening.made;
    words = base::trim(words);
    if (is_coded(words)) words = words.substr(0, size_without_expiry(words));
    found.reply = parse_reply(words);
    if (found.reply.text.empty()) return;
    if (in_session) session_.answer(found);
    if (opening.stage != Stage::unknown) found.stage = opening.stage;
    if (const Stage stage = stage_behind(end); stage != Stage::unknown) found.stage = stage;
    found.wrapper = opening.wrapper.empty() ? undone_ : opening.wrapper;
    found.host = opening.host;
    found.ip = opening.ip;
    if (!opening.recipient.empty()) found.recipient = opening.recipient;
    if (found.recipient.empty()) found.recipient = recipient_;
    found.local = opening.local && found.reply.code == 0;
    found.outer = outer;
    paste_.replies.push_back(found);
    if (found.wrapper == "transcript") refine_transcript(paste_.replies.back());
  }

  /// `(in reply to RCPT TO command)`
  Stage stage_behind(std::size_t end) const {
    const std::string_view rest = text_.substr(std::min(end, text_.size()), kMaxPhraseBlanks * 4);
    const std::size_t n = match_phrase(rest, "(in reply to ");
    return n == 0 ? Stage::unknown : stage_of_command(rest.substr(n));
  }

  /// Sendmail names the server before its transcript.
  void refine_transcript(Found& found) const {
    if (talking_to_.host.empty() && talking_to_.ip.empty()) return;
    found.wrapper = "sendmail";
    found.host = talking_to_.host;
    found.ip = talking_to_.ip;
  }

  Source source_;
  std::string_view text_;
  std::string_view undone_;
  Paste& paste_;
  Session session_;
  Peer talking_to_;
  std::string_view recipient_;
  std::size_t line_end_ = kNone;
};

/// `Nov 23 12:36:44 mx postfix/smtp[134]: 5A1BECF3: ` in front of a single line.
std::string_view behind_log_prefix(std::string_view text) {
  if (text.find('\n') != kNone) return text;
  const std::size_t pid = text.substr(0, kMaxNameBytes).find("]: ");
  if (pid == kNone || pid == 0 || !base::is_digit(text[pid - 1])) return text;
  const std::size_t open = text.substr(0, pid).rfind('[');
  if (open == kNone || !base::parse_digits(text.substr(open + 1, pid - open - 1))) return text;
  std::string_view rest = text.substr(pid + 3);
  std::size_t id = 0;
  while (id < rest.size() && base::is_alnum(rest[id])) ++id;
  const bool is_id = id > 5 && rest.substr(id, 2) == ": " && !base::is_lower(rest[0]);
  return is_id ? rest.substr(id + 2) : rest;
}

/// The value of the most telling key of a JSON document, which was made lines `key: value`.
std::string_view telling_value(std::string_view text) {
  for (const std::string_view key :
       {"response: ", "diagnosticcode: ", "reason: ", "error: ", "message: ", "description: "}) {
    for (std::size_t at = 0; at < text.size(); at = line_end(text, at) + 1) {
      if (match_phrase(text.substr(at), key) == 0) continue;
      const std::string_view value = text.substr(at + key.size());
      return value.substr(0, value.find("\n\n"));
    }
  }
  return text;
}

/// Nothing with a code and no statement known: the whole text is the reply.
Found whole_text(std::string_view text, std::string_view undone, bool is_mail) {
  Found found;
  if (undone == "json") {
    text = telling_value(text);
  } else {
    text = is_mail ? words_of_body(text) : behind_log_prefix(text);
  }
  found.reply = parse_reply(text);
  found.wrapper = undone;
  return found;
}

}  // namespace

void find_replies(std::string_view text, Paste& paste) {
  paste.deciding = 0;
  paste.replies.clear();
  const std::string_view trimmed = base::trim(text);
  if (is_plain_reply(trimmed)) {
    paste.unescaped.clear();
    paste.replies.emplace_back().reply =
        parse_reply(trimmed.substr(0, size_without_expiry(trimmed)));
    return;
  }
  paste.unescaped = {};  // how much room there is decides what is put together in it
  std::string_view undone;
  const bool copied = unescape(trimmed, paste.unescaped, undone);
  std::string_view searched = copied ? std::string_view(paste.unescaped) : trimmed;
  const std::size_t body = undone == "json" ? 0 : begin_of_body(searched);
  searched.remove_prefix(body);
  Finder(searched, undone, paste).run();
  if (paste.replies.empty()) paste.replies.push_back(whole_text(searched, undone, body != 0));
  decide(paste);
}

Paste find_replies(std::string_view text) {
  Paste paste;
  find_replies(text, paste);
  return paste;
}

}  // namespace smtpscope::reply
