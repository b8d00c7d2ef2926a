// SPDX-License-Identifier: Apache-2.0
#include "api/reading.h"

#include "core/explanation.h"
#include "format/json.h"

namespace smtpscope::api {
namespace {

/// Collects strings in one buffer and turns places into pointers when it is done.
class StringWriter {
 public:
  explicit StringWriter(std::string& out) : out_(out) {
    out_.reserve(kUsualBytes);
    places_.reserve(static_cast<std::size_t>(Field::end) + kUsualActions);
  }

  /// `keep_nul`: the length is told otherwise.
  void add(std::string_view text, const char*& pointer, bool keep_nul = false) {
    places_.push_back({&pointer, out_.size()});
    if (keep_nul) {
      out_.append(text);
    } else {
      append_shown(text, out_);
    }
    out_.push_back('\0');
  }

  void finish() noexcept {
    for (const Place& place : places_) *place.pointer = out_.data() + place.offset;
  }

 private:
  static constexpr std::size_t kUsualBytes = 1536, kUsualActions = 12;
  struct Place {
    const char** pointer;
    std::size_t offset;
  };
  std::string& out_;
  std::vector<Place> places_;
};

void add_actions(const core::Explanation& explanation, StringWriter& writer,
                 std::vector<smtpscope_verdict::Action>& out) {
  out.resize(explanation.actions.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const knowledge::Action& action = explanation.actions[i];
    out[i].word = to_string(action.action).data();  // a literal
    writer.add(action.text, out[i].text);
    writer.add(action.link, out[i].link);
  }
}

void fill(const Reading& reading, const core::Judged& judged, smtpscope_verdict& out) {
  const verdict::Verdict& v = judged.verdict;
  const core::Explanation e = core::explain(reading.loaded->classifier().knowledge(), v);
  out.reading = &reading;
  out.judged = &judged;
  StringWriter writer(out.strings);
  const auto add = [&](Field name, std::string_view text) {
    writer.add(text, out.fields[static_cast<std::size_t>(name)], name == Field::reply);
  };
  add(Field::enhanced, reply::format_enhanced_code(v.enhanced));
  add(Field::receiver, v.receiver);
  add(Field::receiver_code, v.receiver_code);
  add(Field::list, v.list);
  add(Field::rule, v.evidence.rule);
  add(Field::note, v.note);
  add(Field::title, e.title);
  add(Field::summary, e.summary);
  add(Field::explanation, e.explanation);
  add(Field::advice, e.advice);
  add(Field::for_sender, e.for_sender);
  add(Field::page, e.page);
  add(Field::reply, judged.found.reply.text);
  add(Field::found_in, judged.found.wrapper);
  add(Field::remote_host, judged.found.host);
  add(Field::remote_ip, judged.found.ip);
  add(Field::recipient, judged.found.recipient);
  for (std::size_t i = 0; i < v.evidence.runners_up.size(); ++i) {
    add(static_cast<Field>(static_cast<std::size_t>(Field::first_runner_up) + i),
        v.evidence.runners_up[i]);
  }
  add_actions(e, writer, out.actions);
  writer.finish();
}

void fill(Reading& reading) {
  const auto& replies = reading.answer.replies;
  reading.verdicts = std::make_unique<smtpscope_verdict[]>(replies.size());
  for (std::size_t i = 0; i < replies.size(); ++i) fill(reading, replies[i], reading.verdicts[i]);
}

}  // namespace

void append_shown(std::string_view text, std::string& out) {
  for (std::size_t nul; (nul = text.find('\0')) != std::string_view::npos;) {
    out.append(text.substr(0, nul)).append("\xef\xbf\xbd");
    text.remove_prefix(nul + 1);
  }
  out.append(text);
}

std::unique_ptr<Reading> make_reading(std::shared_ptr<const Loaded> loaded,
                                      const core::Question& question) {
  auto reading = std::make_unique<Reading>();
  reading->loaded = std::move(loaded);
  reading->text = question.text;
  reading->host = question.host;
  reading->domain = question.domain;
  reading->answer =
      reading->loaded->classify({reading->text, question.stage, reading->host, reading->domain});
  fill(*reading);
  return reading;
}

std::unique_ptr<Reading> make_reading(std::shared_ptr<const Loaded> loaded,
                                      const core::Judged& judged) {
  auto reading = std::make_unique<Reading>();
  reading->loaded = std::move(loaded);
  reading->is_part = true;
  reading->answer.raw = judged.found.reply.text;
  reading->answer.replies.push_back(judged);
  fill(*reading);
  return reading;
}

const std::string& find_json(const smtpscope_verdict& verdict) {
  std::call_once(verdict.json_made, [&] {
    const Reading& reading = *verdict.reading;
    std::string json;
    format::append_reply_object(reading.loaded->classifier(), reading.answer, *verdict.judged, {},
                                json);
    verdict.json = std::move(json);
  });
  return verdict.json;
}

}  // namespace smtpscope::api
