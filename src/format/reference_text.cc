// SPDX-License-Identifier: Apache-2.0
#include "format/reference_text.h"

#include <algorithm>
#include <set>

namespace smtpscope::format {
namespace {

using knowledge::CodeInfo;
using knowledge::EnhancedInfo;
using knowledge::Knowledge;
using knowledge::Rule;

std::string join(const knowledge::Strings& words, std::string_view separator) {
  std::string out;
  for (const auto word : words) {
    if (!out.empty()) out.append(separator);
    out.append(word);
  }
  return out;
}

std::string stage_words(knowledge::StageSet stages) {
  std::string out;
  for (std::size_t i = 0; i < reply::kStageWords.size(); ++i) {
    if ((stages >> i & 1) == 0) continue;
    out.append(out.empty() ? "at " : ", ").append(reply::kStageWords[i]);
  }
  return out.empty() ? "else" : out;
}

class ReferenceWriter {
 public:
  ReferenceWriter(const Knowledge& knowledge, const TextOptions& options)
      : knowledge_(knowledge), o_(options) {}

  std::string code(const core::CodeDescription& d) {
    if (d.basic != nullptr) basic(*d.basic);
    if (d.enhanced != nullptr) enhanced(*d.enhanced);
    if (d.subject != nullptr) {
      out_.append("No registry and no server known to us names this code; its subject does.\n");
      enhanced(*d.subject);
    }
    if (d.basic == nullptr && d.enhanced == nullptr && d.subject == nullptr) {
      out_.append(
          "No registry names this code. Only its first digit tells: 2 accepted, 4 try again, 5 "
          "refused.\n");
    }
    meanings(d);
    replies(d);
    return std::move(out_);
  }

  std::string search(const core::SearchResult& result) {
    for (const auto* row : result.reasons) entry(to_string(row->name), row->title, row->summary);
    for (const auto* row : result.problems)
      entry("problem " + std::string(row->name), row->title, row->explanation);
    for (const auto* row : result.codes) entry(std::to_string(row->code), row->title, row->meaning);
    for (const auto* row : result.enhanced)
      entry(format_pattern(row->code), row->title, row->meaning);
    for (const auto* row : result.receivers) receiver(*row);
    for (const auto* row : result.lists) entry(row->id, row->title, row->delist);
    rules(result.rules);
    return std::move(out_);
  }

  std::string all() {
    for (const auto& row : knowledge_.codes) one_line(std::to_string(row.code), row.title);
    for (const auto& row : knowledge_.enhanced) one_line(format_pattern(row.code), row.title);
    return std::move(out_);
  }

 private:
  void heading(std::string_view head, std::string_view title) {
    out_.append(o_.style.bold())
        .append(escape(head))
        .append(o_.style.off())
        .append("  ")
        .append(escape(title))
        .append("\n");
  }
  void paragraph(std::string_view text) {
    if (text.empty()) return;
    out_.append("  ");
    append_wrapped(text, 2, o_.width, out_);
    out_.push_back('\n');
  }
  void fact(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    out_.append("  ").append(o_.style.cyan()).append(label).append(o_.style.off());
    out_.append(13 - std::min<std::size_t>(12, label.size()), ' ');
    append_wrapped(value, 15, o_.width, out_);
    out_.push_back('\n');
  }
  void one_line(std::string_view head, std::string_view title) {
    out_.append(escape(head)).append(head.size() < 8 ? 8 - head.size() : 1, ' ');
    out_.append(escape(title)).append("\n");
  }
  void entry(std::string_view head, std::string_view title, std::string_view text) {
    heading(head, title);
    paragraph(text);
    out_.push_back('\n');
  }

  void verdicts(const std::vector<knowledge::StageOutcome>& rows) {
    for (const auto& row : rows) {
      std::string text(to_string(row.outcome.reason));
      if (row.stages != 0) text += " " + stage_words(row.stages);
      if (row.klass != 0) text += " as " + std::to_string(row.klass) + ".x.x";
      fact("Taken for", text);
    }
  }

  void basic(const CodeInfo& row) {
    heading(std::to_string(row.code), row.title);
    paragraph(row.meaning);
    fact("Answers", join(row.commands, ", "));
    fact("Seen with", join(row.enhanced, ", "));
    fact("Standard",
         row.standard ? row.reference : std::string("no: ") + std::string(row.reference));
    verdicts(row.outcomes);
    paragraph(row.note);
    out_.push_back('\n');
  }

  void enhanced(const EnhancedInfo& row) {
    heading(format_pattern(row.code), row.title);
    paragraph(row.meaning);
    std::string codes;
    for (const auto code : row.basic) codes += (codes.empty() ? "" : ", ") + std::to_string(code);
    fact("Seen with", codes);
    fact("Standard",
         row.kind == "de_facto" ? "no: " + std::string(row.reference) : std::string(row.reference));
    verdicts(row.outcomes);
    paragraph(row.note);
    out_.push_back('\n');
  }

  std::string_view title_of(const Rule& rule) const {
    const auto* receiver = knowledge::find_receiver(knowledge_, rule.owner_name);
    return receiver != nullptr && rule.owner == knowledge::Owner::receiver ? receiver->title
                                                                           : rule.owner_name;
  }

  void meanings(const core::CodeDescription& d) {
    if (d.own_meanings.empty()) return;
    out_.append(o_.style.bold())
        .append("Who means something else by it")
        .append(o_.style.off())
        .append("\n");
    for (const Rule* rule : d.own_meanings) {
      fact(to_string(rule->outcome.reason),
           std::string(title_of(*rule)) + ": " +
               std::string(rule->advice.empty() ? rule->id : rule->advice));
    }
    out_.push_back('\n');
  }

  void replies(const core::CodeDescription& d) {
    if (d.replies.empty()) return;
    out_.append(o_.style.bold()).append("Replies known").append(o_.style.off()).append("\n");
    constexpr std::size_t kMost = 40;
    std::size_t n = 0;
    for (const auto& known : d.replies) {
      if (++n > kMost) {
        out_.append("  ... and " + std::to_string(d.replies.size() - kMost) +
                    " more; --json shows all\n");
        return;
      }
      out_.append("  ").append(o_.style.dim()).append(escape(title_of(*known.rule))).append(", ");
      out_.append(to_string(known.rule->outcome.reason)).append(o_.style.off()).append("\n    ");
      std::string text;
      append_escaped(known.example->reply, true, text);
      for (const char c : text) {
        out_.push_back(c);
        if (c == '\n') out_.append("    ");
      }
      out_.push_back('\n');
    }
  }

  void receiver(const knowledge::Receiver& row) {
    heading(row.id, row.title);
    fact("Domains", join(row.domains, ", "));
    fact("MX", join(row.mx, ", "));
    fact("Pages", row.postmaster);
    fact("Unblock", row.delist);
    fact("Feedback", row.fbl);
    fact("Contact", row.contact);
    for (const auto& limit : row.limits) fact("Limit", limit.what);
    for (const auto& requirement : row.requirements) fact("Requires", requirement.what);
    out_.push_back('\n');
  }

  void rules(const std::vector<const Rule*>& rows) {
    constexpr std::size_t kMost = 25;
    if (rows.empty()) return;
    out_.append(o_.style.bold()).append("Rules").append(o_.style.off()).append("\n");
    for (std::size_t i = 0; i < rows.size() && i < kMost; ++i) {
      out_.append("  ").append(escape(rows[i]->id)).append("\n");
      if (rows[i]->examples.empty()) continue;
      std::string text;
      append_escaped(rows[i]->examples.front().reply, false, text);
      out_.append("    ")
          .append(o_.style.dim())
          .append(cut_utf8(text, 160))
          .append(o_.style.off())
          .append("\n");
    }
    if (rows.size() > kMost)
      out_.append("  ... and " + std::to_string(rows.size() - kMost) +
                  " more; `smtpscope rules list` has all\n");
  }

  const Knowledge& knowledge_;
  const TextOptions& o_;
  std::string out_;
};

}  // namespace

std::string format_pattern(const knowledge::EnhancedPattern& pattern) {
  std::string out;
  for (const std::int16_t part : {pattern.klass, pattern.subject, pattern.detail}) {
    if (!out.empty()) out.push_back('.');
    out += part < 0 ? std::string("x") : std::to_string(part);
  }
  return out;
}

std::string format_code(const Knowledge& knowledge, const core::CodeDescription& code,
                        const TextOptions& options) {
  return ReferenceWriter(knowledge, options).code(code);
}
std::string format_search(const Knowledge& knowledge, const core::SearchResult& result,
                          const TextOptions& options) {
  return ReferenceWriter(knowledge, options).search(result);
}
std::string format_all_codes(const Knowledge& knowledge, const TextOptions& options) {
  return ReferenceWriter(knowledge, options).all();
}

}  // namespace smtpscope::format
