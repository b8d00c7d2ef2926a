// SPDX-License-Identifier: Apache-2.0
#include "format/summary_text.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

#include "core/explanation.h"

namespace smtpscope::format {
namespace {

using attempt::Outcome;
using core::Cause;
using core::Summary;
using verdict::AddressAction;
using verdict::Fault;
using verdict::Reason;

/// What a section of the table gathers, in the order of what to look at first.
enum class Section : std::uint8_t { dead, ours, complaint, review, theirs, passing };

Section section_of(const Cause& cause) noexcept {
  const verdict::Verdict& v = cause.verdict;
  if (v.reason == Reason::complaint) return Section::complaint;
  if (v.address_action == AddressAction::suppress) return Section::dead;
  switch (v.fault) {
    case Fault::sender_address:
    case Fault::sending_domain:
    case Fault::sending_host:
    case Fault::client:
    case Fault::message:
      return Section::ours;
    case Fault::recipient:
    case Fault::recipient_domain:
      return Section::review;
    default:
      break;
  }
  return v.persistence == verdict::Persistence::transient ? Section::passing : Section::theirs;
}

struct Heading {
  Section section;
  std::string_view title, text;
};
constexpr std::array kHeadings = std::to_array<Heading>({
    {Section::dead, "Dead addresses", "stop sending to them"},
    {Section::ours, "On your side", "the addresses are fine; mend these and send again"},
    {Section::complaint, "Complaints", "people who pressed the spam button"},
    {Section::review, "On the recipient's side", "keep the addresses, look again if it goes on"},
    {Section::theirs, "Elsewhere", "said for good, but not about the address"},
    {Section::passing, "Passing", "tried again by itself, or worth another try"},
});

/// Rows a person sees: one a reason and section, whoever is at fault.
using Causes = std::map<std::pair<Section, Reason>, Cause>;
using Row = const Causes::value_type*;

std::string receivers(const Cause& cause, std::size_t most) {
  std::vector<std::pair<std::string_view, std::uint64_t>> rows(cause.receivers.begin(),
                                                               cause.receivers.end());
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  std::string out;
  for (std::size_t i = 0; i < rows.size() && i < most; ++i) {
    if (i > 0) out.append(", ");
    out.append(rows[i].first).append(" ").append(format_count(rows[i].second));
  }
  const std::size_t left = rows.size() - std::min(most, rows.size());
  if (left > 0)
    out.append(", ")
        .append(format_count(left))
        .append(left == 1 ? " more receiver" : " more receivers");
  return out;
}

/// Lines and runs of blanks as one blank: the shape of a reply does not matter here.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!base::is_space(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

class Writer {
 public:
  Writer(const core::Classifier& classifier, const Summary& summary, const TextOptions& options)
      : classifier_(classifier), summary_(summary), options_(options) {
    for (const auto& [key, cause] : summary.causes) {
      const auto [it, fresh] = causes_.try_emplace({section_of(cause), std::get<2>(key)}, cause);
      if (!fresh) it->second.merge(cause);
    }
    for (const auto& row : causes_) rows_.push_back(&row);
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](Row a, Row b) { return a->second.attempts > b->second.attempts; });
  }

  std::string write(bool with_proof) {
    write_head(with_proof);
    for (const Heading& heading : kHeadings) write_section(heading);
    return std::move(out_);
  }

 private:
  void write_head(bool with_proof) {
    out_.append(format_count(summary_.mails)).append(summary_.mails == 1 ? " mail" : " mails");
    out_.append(" read");
    const std::uint64_t failed =
        count(Outcome::bounced) + count(Outcome::expired) + count(Outcome::rejected);
    append_part(failed, "failed delivery", "failed deliveries");
    append_part(count(Outcome::complaint), "complaint", "complaints");
    append_part(count(Outcome::delayed), "delay notice", "delay notices");
    append_part(count(Outcome::delivered) + count(Outcome::relayed) + count(Outcome::expanded),
                "report of success", "reports of success");
    append_part(count(Outcome::auto_reply) + count(Outcome::mdn) + count(Outcome::challenge) +
                    count(Outcome::address_change),
                "automatic answer", "automatic answers");
    append_part(summary_.others, "no bounce", "no bounces");
    out_.push_back('\n');
    if (summary_.dead.empty()) return;
    const auto proven = static_cast<std::uint64_t>(std::count_if(
        summary_.dead.begin(), summary_.dead.end(), [](const auto& row) { return row.second; }));
    out_.append(format_count(summary_.dead.size()))
        .append(summary_.dead.size() == 1 ? " address to give up" : " addresses to give up");
    if (with_proof) {
      out_.append(", ").append(format_count(proven)).append(" of them proven to be ours");
    }
    out_.append(" (--addresses suppress lists them)\n");
  }

  std::uint64_t count(Outcome outcome) const {
    const auto it = summary_.outcomes.find(outcome);
    return it == summary_.outcomes.end() ? 0 : it->second;
  }

  void append_part(std::uint64_t n, std::string_view one, std::string_view many) {
    if (n > 0) out_.append(", ").append(format_count(n)).append(" ").append(n == 1 ? one : many);
  }

  void write_section(const Heading& heading) {
    bool first = true;
    for (const Row row : rows_) {
      if (row->first.first != heading.section) continue;
      if (first) {
        out_.append("\n").append(options_.style.bold()).append(heading.title);
        out_.append(options_.style.off()).append(": ").append(heading.text).append("\n");
      }
      first = false;
      write_cause(row->second, heading.section);
    }
  }

  void write_cause(const Cause& cause, Section section) {
    const std::string n = format_count(cause.attempts);
    out_.append(n.size() < 8 ? 8 - n.size() : 0, ' ').append(n).append("  ");
    const core::Explanation explanation = core::explain(classifier_.knowledge(), cause.verdict);
    out_.append(options_.style.bold()).append(to_string(cause.verdict.reason));
    out_.append(options_.style.off()).append("  ");
    append_escaped(explanation.title, false, out_);
    out_.push_back('\n');
    line("", receivers(cause, 5));
    if (section == Section::complaint) return;
    if (!cause.reply.empty()) {
      line("such as: ", one_line(cut_utf8(cause.reply, 3 * options_.width)));
    }
    if (section == Section::ours && !explanation.actions.empty()) {
      line("first: ", explanation.actions[0].text);
      for (const auto& action : explanation.actions) {
        if (action.link.empty()) continue;
        line("form: ", action.link);
        break;
      }
    }
  }

  void line(std::string_view label, std::string_view text) {
    if (text.empty()) return;
    constexpr std::size_t kIndent = 10;
    out_.append(kIndent, ' ').append(options_.style.dim()).append(label);
    out_.append(options_.style.off());
    append_wrapped(text, kIndent + label.size(), options_.width, out_);
    if (!out_.ends_with('\n')) out_.push_back('\n');
  }

  const core::Classifier& classifier_;
  const Summary& summary_;
  const TextOptions& options_;
  Causes causes_;
  std::vector<Row> rows_;
  std::string out_;
};

}  // namespace

std::string format_count(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string format_summary(const core::Classifier& classifier, const Summary& summary,
                           bool with_proof, const TextOptions& options) {
  return Writer(classifier, summary, options).write(with_proof);
}

}  // namespace smtpscope::format
