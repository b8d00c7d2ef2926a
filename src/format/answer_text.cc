// SPDX-License-Identifier: Apache-2.0
#include "format/answer_text.h"

#include <algorithm>

#include "core/explanation.h"

namespace smtpscope::format {
namespace {

using core::Answer;
using core::Classifier;
using core::Judged;
using verdict::AddressAction;
using verdict::Fault;
using verdict::Persistence;
using verdict::Verdict;

constexpr std::size_t kLabelWidth = 13;

std::string_view fault_words(Fault fault) {
  switch (fault) {
    case Fault::recipient:
      return "the recipient or the mailbox";
    case Fault::recipient_domain:
      return "the recipient's domain (its DNS, MX or administrator)";
    case Fault::receiving_server:
      return "the receiving server; nothing to do on your side";
    case Fault::sender_address:
      return "your sender address or account";
    case Fault::sending_domain:
      return "your domain (SPF, DKIM, DMARC, DNS, reputation)";
    case Fault::sending_host:
      return "your sending host (IP, PTR, HELO, rate, listing)";
    case Fault::client:
      return "your software (how it speaks, authenticates or encrypts)";
    case Fault::message:
      return "this message (content or form)";
    case Fault::network:
      return "the network between the two servers";
    case Fault::unknown:
      return "the reply does not tell";
    case Fault::none:
      return "nobody's: nothing failed";
  }
  return "";
}

std::string_view address_words(AddressAction action) {
  switch (action) {
    case AddressAction::keep:
      return "keep it; this says nothing against the address";
    case AddressAction::review:
      return "keep it for now, and look again if it happens repeatedly";
    case AddressAction::suppress:
      return "stop sending to it";
  }
  return "";
}

std::string retry_words(const Verdict& v) {
  if (!v.retry) return "";
  switch (v.retry->when) {
    case verdict::RetryWhen::never:
      return "no; the same mail will be refused again";
    case verdict::RetryWhen::once_fixed:
      return "once the cause is fixed";
    case verdict::RetryWhen::after:
      break;
  }
  std::string out = "after " + format_duration(v.retry->after_s);
  if (v.retry->basis == verdict::RetryBasis::text) out += ", as the reply says";
  if (v.retry->basis == verdict::RetryBasis::receiver) out += ", as is known of this receiver";
  if (v.retry->give_up_s != 0) out += "; give up after " + format_duration(v.retry->give_up_s);
  return out;
}

class AnswerWriter {
 public:
  AnswerWriter(const Classifier& classifier, const TextOptions& options)
      : classifier_(classifier), o_(options) {}

  std::string run(const Answer& answer) {
    const Judged& judged = answer.verdict();
    const auto explanation = core::explain(classifier_.knowledge(), judged.verdict);
    reply(judged);
    place(answer, judged);
    headline(judged.verdict, explanation);
    facts(judged);
    prose(explanation);
    actions(explanation);
    others(answer);
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).push_back('\n'); }

  /// The reply as it came, the deciding words emphasised; without colour a marker line would break
  /// with wrapped lines, so they are repeated among the facts.
  void reply(const Judged& judged) {
    const std::string_view text = judged.found.reply.text;
    const auto span = judged.verdict.evidence.span;
    out_.append("  ");
    std::string shown;
    if (text.empty()) shown = "(empty)";
    append_escaped(text.substr(0, span.begin), true, shown);
    shown.append(o_.style.bold()).append(o_.style.underline());
    append_escaped(text.substr(span.begin, span.end - span.begin), true, shown);
    shown.append(o_.style.off());
    append_escaped(text.substr(span.end), true, shown);
    for (const char c : shown) {
      out_.push_back(c);
      if (c == '\n') out_.append("  ");
    }
    out_.push_back('\n');
  }

  void place(const Answer& answer, const Judged& judged) {
    std::string where;
    if (!judged.found.wrapper.empty()) where.append("found in: ").append(judged.found.wrapper);
    if (!judged.found.host.empty()) {
      where.append(where.empty() ? "" : ", ").append("said by ");
      append_escaped(judged.found.host, false, where);
    }
    if (!judged.found.recipient.empty()) {
      where.append(where.empty() ? "" : ", ").append("about ");
      append_escaped(judged.found.recipient, false, where);
    }
    if (judged.found.local)
      where.append(where.empty() ? "" : ", ")
          .append("a statement of the sending side, not a server's reply");
    if (judged.stage != reply::Stage::unknown) {
      where.append(where.empty() ? "" : ", ").append("stage ").append(to_string(judged.stage));
    }
    if (answer.was_repaired)
      where.append(where.empty() ? "" : ", ")
          .append("bytes that were not UTF-8 read as Windows-1252");
    if (where.empty()) return;
    out_.append("  ").append(o_.style.dim()).append("(").append(where).append(")");
    line(o_.style.off());
  }

  std::string_view colour_of(const Verdict& v) const {
    if (!v.persistence) return o_.style.green();
    return *v.persistence == Persistence::permanent ? o_.style.red() : o_.style.yellow();
  }

  void headline(const Verdict& v, const core::Explanation& e) {
    out_.push_back('\n');
    out_.append(colour_of(v)).append(o_.style.bold());
    out_.append(escape(e.title.empty() ? to_string(v.reason) : e.title)).append(o_.style.off());
    out_.append(o_.style.dim()).append("  ").append(to_string(v.reason));
    if (v.persistence) out_.append(", ").append(to_string(*v.persistence));
    line(o_.style.off());
    if (!e.summary.empty()) {
      append_wrapped(e.summary, 0, o_.width, out_);
      out_.push_back('\n');
    }
    out_.push_back('\n');
  }

  void fact(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    out_.append("  ").append(o_.style.cyan()).append(label).append(o_.style.off());
    out_.append(kLabelWidth - std::min(kLabelWidth - 1, label.size()), ' ');
    append_wrapped(value, kLabelWidth + 2, o_.width, out_);
    out_.push_back('\n');
  }

  void facts(const Judged& judged) {
    const Verdict& v = judged.verdict;
    if (v.persistence) {
      fact("Whose fault", fault_words(v.fault));
      fact("Try again", retry_words(v));
      fact("The address", address_words(v.address_action));
    }
    if (v.stated) {
      fact("Mind", *v.stated == Persistence::permanent
                       ? "the code says permanent, but this receiver means it for a while only"
                       : "the code says temporary, but trying again will not help");
    }
    fact("Receiver", receiver_name(v));
    std::string code;
    append_escaped(v.receiver_code, false, code);
    fact("Its code", code);
    if (const auto* list = knowledge::find_list(classifier_.knowledge(), v.list))
      fact("Listed by", list->title);
    fact("Sure", evidence_words(judged));
    fact("Note", v.note);
  }

  std::string_view receiver_name(const Verdict& v) const {
    const auto* receiver = knowledge::find_receiver(classifier_.knowledge(), v.receiver);
    return receiver == nullptr ? v.receiver : receiver->title;
  }

  std::string evidence_words(const Judged& judged) const {
    const Verdict& v = judged.verdict;
    std::string out(to_string(v.confidence));
    switch (v.evidence.basis) {
      case verdict::Basis::text: {
        const auto span = v.evidence.span;
        if (span.empty()) {
          out += ", by what kind of mail it is";
          break;
        }
        out += ", by the words \"";
        append_escaped(judged.found.reply.text.substr(span.begin, span.end - span.begin), false,
                       out);
        out += "\"";
        break;
      }
      case verdict::Basis::receiver_code:
        out += ", by the receiver's own code";
        break;
      case verdict::Basis::enhanced_code:
        out += ", by the enhanced code";
        break;
      case verdict::Basis::basic_code:
        out += ", by the code alone";
        break;
      case verdict::Basis::stage:
        out += ", by the stage alone";
        break;
    }
    out.append(" (").append(v.evidence.rule).append(")");
    return out;
  }

  void prose(const core::Explanation& e) {
    for (const std::string_view text : {e.explanation, e.advice}) {
      if (text.empty()) continue;
      out_.push_back('\n');
      append_wrapped(text, 0, o_.width, out_);
      out_.push_back('\n');
    }
  }

  void actions(const core::Explanation& e) {
    if (!e.actions.empty()) {
      out_.push_back('\n');
      out_.append(o_.style.bold()).append("What to do");
      line(o_.style.off());
      int n = 0;
      for (const auto& action : e.actions) {
        out_.append("  ").append(std::to_string(++n)).append(". ");
        append_wrapped(action.text, 5, o_.width, out_);
        out_.push_back('\n');
        if (!action.link.empty()) {
          out_.append("     ").append(o_.style.cyan()).append(escape(action.link));
          line(o_.style.off());
        }
      }
    }
    if (!e.for_sender.empty()) {
      out_.push_back('\n');
      out_.append(o_.style.bold()).append("For the person who sent it");
      line(o_.style.off());
      out_.append("  ");
      append_wrapped(e.for_sender, 2, o_.width, out_);
      out_.push_back('\n');
    }
    if (!e.page.empty()) {
      out_.append("\n")
          .append(o_.style.dim())
          .append("More about this receiver: ")
          .append(escape(e.page));
      line(o_.style.off());
    }
  }

  void others(const Answer& answer) {
    if (answer.replies.size() < 2) return;
    out_.push_back('\n');
    out_.append(o_.style.bold()).append("Also in this text");
    line(o_.style.off());
    constexpr std::size_t kMost = 12;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < answer.replies.size(); ++i) {
      if (i == answer.deciding) continue;
      if (++shown > kMost) {
        line("  ... and " + std::to_string(answer.replies.size() - 1 - kMost) +
             " more; --json shows all");
        return;
      }
      const Judged& judged = answer.replies[i];
      out_.append("  ")
          .append(to_string(judged.verdict.reason))
          .append("  ")
          .append(o_.style.dim());
      std::string text;
      append_escaped(cut_utf8(judged.found.reply.text, 100), false, text);
      out_.append(text);
      line(o_.style.off());
    }
  }

  const Classifier& classifier_;
  const TextOptions& o_;
  std::string out_;
};

}  // namespace

std::string format_duration(std::uint32_t seconds) {
  struct Unit {
    std::uint32_t seconds;
    std::string_view name;
  };
  constexpr Unit kUnits[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
  std::string out;
  int parts = 0;
  for (const Unit& unit : kUnits) {
    const std::uint32_t n = seconds / unit.seconds;
    if (n == 0) continue;
    if (parts++ == 2) break;
    if (!out.empty()) out += " ";
    out += std::to_string(n) + " " + std::string(unit.name) + (n == 1 ? "" : "s");
    seconds -= n * unit.seconds;
  }
  return out.empty() ? "0 seconds" : out;
}

std::string format_answer(const Classifier& classifier, const Answer& answer,
                          const TextOptions& options) {
  return AnswerWriter(classifier, options).run(answer);
}

std::string format_trail(const Classifier& classifier,
                         const std::vector<rules::Candidate>& candidates, std::string_view folded,
                         const TextOptions& options) {
  std::string out;
  out.append(options.style.bold()).append("Why this rule").append(options.style.off()).append("\n");
  out.append("  matched against: ");
  append_escaped(folded, false, out);
  out.push_back('\n');
  if (candidates.empty()) out.append("  no rule fits; the registries of codes decided\n");
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const rules::Candidate& c = candidates[i];
    const auto& rule = classifier.knowledge().rules[c.rule];
    out.append(i == 0 ? "  won   " : "  lost  ").append(escape(rule.id));
    out.append("  ").append(options.style.dim()).append(rules::to_string(c.level));
    if (c.length != 0) {
      // Offsets count the space in front of the template, which is not shown.
      const std::size_t begin = std::min<std::size_t>(c.begin - 1, folded.size());
      const std::size_t end = std::min<std::size_t>(c.end - 1, folded.size());
      out.append(", \"");
      append_escaped(folded.substr(begin, end - begin), false, out);
      out.append("\" (").append(std::to_string(c.length)).append(" letters)");
    }
    if (c.conditions != 0)
      out.append(", ").append(std::to_string(c.conditions)).append(" conditions");
    if (i > 0) {
      const rules::Candidate& first = candidates.front();
      out.append(c.level != first.level             ? "; a lower level"
                 : c.length != first.length         ? "; shorter"
                 : c.conditions != first.conditions ? "; fewer conditions"
                                                    : "; lower priority");
    }
    out.append(options.style.off()).append("\n");
  }
  return out;
}

}  // namespace smtpscope::format
