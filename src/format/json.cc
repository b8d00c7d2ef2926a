// SPDX-License-Identifier: Apache-2.0
#include "format/json.h"

#include <array>
#include <cstring>

#include "base/utf8.h"

#include "format/json_writer.h"

namespace smtpscope::format {
namespace {

using core::Answer;
using core::Classifier;
using core::Judged;
using verdict::Verdict;

constexpr char kHex[] = "0123456789abcdef";

void append_escape(char32_t c, std::string& out) {
  out.append("\\u");
  for (int shift = 12; shift >= 0; shift -= 4) out.push_back(kHex[(c >> shift) & 0xf]);
}

/// Per byte: 0 plain, 1 needs an escape, 2 may begin U+2028..202E or U+2066..2069.
constexpr auto kByteKind = [] {
  std::array<unsigned char, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = 1;
  table[0x7f] = 1;
  table['"'] = 1;
  table['\\'] = 1;
  table[0xc2] = 2;  // C1 controls
  table[0xd8] = 2;  // U+061C
  table[0xe2] = 2;
  return table;
}();

/// Eight bytes at a time: true where none is a control, a quote, a backslash, DEL or above ASCII.
bool are_plain(const char* at) noexcept {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  std::uint64_t x = 0;
  std::memcpy(&x, at, sizeof x);
  const auto with = [x](std::uint64_t byte) {  // high bits where a byte is this one
    const std::uint64_t y = x ^ kOnes * byte;
    return (y - kOnes) & ~y;
  };
  return ((x | (x - kOnes * 0x20) | with('"') | with('\\') | with(0x7f)) & kHigh) == 0;
}

bool is_misleading(char32_t c) {
  return (c >= 0x80 && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x61c || c == 0x200e || c == 0x200f;
}

void append_escaped_byte(char c, std::string& out) {
  switch (c) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      append_escape(static_cast<unsigned char>(c), out);
  }
}

void append_retry(const verdict::Retry& retry, std::string& out) {
  out.append(",\"retry\":{\"when\":\"").append(to_string(retry.when)).push_back('"');
  if (retry.when == verdict::RetryWhen::after) {
    append_count_member("after_s", retry.after_s, out);
    if (retry.steps_s[0] != 0) {
      out.append(",\"steps_s\":[");
      for (std::size_t i = 0; i < retry.steps_s.size() && retry.steps_s[i] != 0; ++i) {
        if (i > 0) out.push_back(',');
        append_integer(retry.steps_s[i], out);
      }
      out.push_back(']');
    }
    append_count_member("give_up_s", retry.give_up_s, out);
  }
  append_word_member("basis", to_string(retry.basis), out);
  out.push_back('}');
}

void append_actions(const core::Explanation& explanation, bool prose, std::string& out) {
  if (explanation.actions.empty()) return;
  out.append(",\"actions\":[");
  bool first = true;
  for (const knowledge::Action& action : explanation.actions) {
    if (!first) out.push_back(',');
    first = false;
    out.append("{\"action\":\"").append(to_string(action.action)).push_back('"');
    if (prose) append_text_member("text", action.text, out);
    append_text_member("link", action.link, out);
    out.push_back('}');
  }
  out.push_back(']');
}

void append_evidence(const verdict::Evidence& evidence, std::string& out) {
  out.append(",\"evidence\":{\"rule\":");
  append_json_string(evidence.rule, out);
  append_word_member("basis", to_string(evidence.basis), out);
  if (!evidence.span.empty()) {
    out.append(",\"span\":[");
    append_integer(evidence.span.begin, out);
    out.push_back(',');
    append_integer(evidence.span.end, out);
    out.push_back(']');
  }
  out.append(",\"runners_up\":[");
  for (std::size_t i = 0; i < evidence.runners_up.size() && !evidence.runners_up[i].empty(); ++i) {
    if (i > 0) out.push_back(',');
    append_json_string(evidence.runners_up[i], out);
  }
  out.append("]}");
}

void append_place(const Judged& judged, std::string& out) {
  append_text_member("found_in", judged.found.wrapper, out);
  if (judged.stage != reply::Stage::unknown)
    append_word_member("stage", to_string(judged.stage), out);
  append_text_member("remote_host", judged.found.host, out);
  append_text_member("remote_ip", judged.found.ip, out);
  append_text_member("recipient", judged.found.recipient, out);
}

void append_base64(std::string_view bytes, std::string& out) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out.push_back(k <= n ? kAlphabet[group >> (18 - 6 * k) & 63] : '=');
    }
  }
}

}  // namespace

void append_json_string(std::string_view s, std::string& out) {
  out.push_back('"');
  std::size_t plain = 0;
  for (std::size_t i = 0; i < s.size();) {
    if (s.size() - i >= 8 && are_plain(s.data() + i)) {
      i += 8;
      continue;
    }
    const unsigned char kind = kByteKind[static_cast<unsigned char>(s[i])];
    if (kind == 0) {
      ++i;
      continue;
    }
    if (kind == 1) {
      out.append(s.substr(plain, i - plain));
      append_escaped_byte(s[i], out);
      plain = ++i;
      continue;
    }
    const std::size_t n = base::utf8_length(s.substr(i));
    const char32_t c = n == 0 ? 0 : base::decode_utf8(s.substr(i));
    if (is_misleading(c)) {
      out.append(s.substr(plain, i - plain));
      append_escape(c, out);
      plain = i + n;
    }
    i += n == 0 ? 1 : n;
  }
  out.append(s.substr(plain));
  out.push_back('"');
}

void append_verdict_members(const Classifier& classifier, const Verdict& v,
                            const JsonOptions& options, std::string& out) {
  out.append("\"v\":1,\"reason\":\"").append(to_string(v.reason)).push_back('"');
  append_word_member("fault", to_string(v.fault), out);
  if (v.persistence) append_word_member("persistence", to_string(*v.persistence), out);
  if (v.stated) append_word_member("stated", to_string(*v.stated), out);
  append_word_member("address_action", to_string(v.address_action), out);
  if (v.code != 0) append_count_member("code", static_cast<std::uint64_t>(v.code), out);
  append_enhanced_member(v.enhanced, out);
  if (!v.receiver.empty()) append_text_member("receiver", v.receiver, out);
  append_word_member("confidence", to_string(v.confidence), out);
  if (v.retry) append_retry(*v.retry, out);
  const core::Explanation explanation = core::explain(classifier.knowledge(), v);
  append_actions(explanation, options.prose, out);
  if (options.prose) {
    append_text_member("summary", explanation.summary, out);
    append_text_member("explanation", explanation.explanation, out);
    append_text_member("advice", explanation.advice, out);
    append_text_member("for_sender", explanation.for_sender, out);
  }
  append_evidence(v.evidence, out);
  if (!v.list.empty()) append_text_member("list", v.list, out);
  append_text_member("receiver_code", v.receiver_code, out);
  append_text_member("note", v.note, out);
  if (!v.problem.empty()) append_text_member("problem", v.problem, out);
}

void append_reply_object(const Classifier& classifier, const Answer& answer, const Judged& judged,
                         const JsonOptions& options, std::string& out) {
  out.push_back('{');
  append_verdict_members(classifier, judged.verdict, options, out);
  append_place(judged, out);
  out.append(",\"reply\":");
  append_json_string(judged.found.reply.text, out);
  if (answer.was_repaired || options.repaired) {
    out.append(",\"repaired\":true");
    if (options.raw) {
      out.append(",\"raw_b64\":\"");
      append_base64(answer.raw, out);
      out.push_back('"');
    }
  }
  if (&judged == &answer.replies[answer.deciding] && answer.replies.size() > 1) {
    out.append(",\"decides\":true");
  }
  out.push_back('}');
}

void append_batch_id(std::string_view id_json, std::string& out) {
  if (!id_json.empty()) out.append(",\"id\":").append(id_json);
}

std::size_t append_batch_object(const Classifier& classifier, const Answer& answer,
                                std::string_view id_json, const JsonOptions& options,
                                std::string& out) {
  const Judged& judged = answer.verdict();
  out.push_back('{');
  append_verdict_members(classifier, judged.verdict, options, out);
  const std::size_t id_at = out.size();
  append_batch_id(id_json, out);
  append_place(judged, out);
  if (!judged.found.wrapper.empty() || answer.replies.size() > 1) {
    out.append(",\"reply\":");
    append_json_string(judged.found.reply.text, out);
  }
  if (answer.was_repaired || options.repaired) out.append(",\"repaired\":true");
  if (answer.replies.size() > 1) {
    out.append(",\"replies\":[");
    bool first = true;
    for (const Judged& other : answer.replies) {
      if (&other == &judged) continue;
      if (!first) out.push_back(',');
      first = false;
      append_reply_object(classifier, answer, other, options, out);
    }
    out.push_back(']');
  }
  out.push_back('}');
  return id_at;
}

}  // namespace smtpscope::format
