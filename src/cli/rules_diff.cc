// SPDX-License-Identifier: Apache-2.0
#include "cli/rules_diff.h"

#include <optional>

#include <simdjson.h>

#include "cli/command.h"
#include "io/files.h"
#include "io/knowledge_files.h"

namespace smtpscope::cli {
namespace {

struct Sample {
  std::string text, host, stage;
};

std::optional<core::Classifier> load_directory(const std::string& directory) {
  auto read = io::read_knowledge(directory);
  if (!read) {
    print_error(read.error());
    return std::nullopt;
  }
  std::vector<knowledge::File> files;
  for (auto& [path, bytes] : *read) files.push_back({path, std::move(bytes)});
  std::vector<base::Error> errors;
  auto loaded = core::Classifier::load_only(std::move(files), errors);
  for (const auto& error : errors) print_error(error);
  if (!loaded) {
    print_error(loaded.error());
    return std::nullopt;
  }
  return std::move(*loaded);
}

void take_examples(const core::Classifier& classifier, std::vector<Sample>& out) {
  for (const auto& rule : classifier.knowledge().rules) {
    for (const auto& example : rule.examples) {
      out.push_back({std::string(example.reply), std::string(example.host),
                     std::string(to_string(example.stage))});
    }
  }
}

Sample parse_sample(std::string_view line, simdjson::dom::parser& parser) {
  Sample sample;
  simdjson::dom::element root;
  std::string_view value;
  if (line.starts_with('{') &&
      parser.parse(line.data(), line.size()).get(root) == simdjson::SUCCESS) {
    if (root["text"].get_string().get(value) == simdjson::SUCCESS) sample.text = value;
    if (root["host"].get_string().get(value) == simdjson::SUCCESS) sample.host = value;
    if (root["stage"].get_string().get(value) == simdjson::SUCCESS) sample.stage = value;
  } else {
    sample.text = line;
  }
  return sample;
}

bool take_lines(const std::string& path, std::vector<Sample>& out) {
  auto bytes = io::read_file(path);
  if (!bytes) {
    print_error(bytes.error());
    return false;
  }
  simdjson::dom::parser parser;
  std::string_view rest = *bytes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0) out.push_back(parse_sample(rest.substr(0, end), parser));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return true;
}

/// What of a verdict a user would notice.
std::string describe(const core::Classifier& classifier, const Sample& sample,
                     core::Memory& memory) {
  const core::Question question{sample.text,
                                reply::parse_stage(sample.stage).value_or(reply::Stage::unknown),
                                sample.host,
                                {}};
  const core::Answer answer = classifier.classify(question, memory);
  const verdict::Verdict& v = answer.verdict().verdict;
  std::string out(to_string(v.reason));
  out.append(", ").append(to_string(v.fault));
  if (v.persistence) out.append(", ").append(to_string(*v.persistence));
  out.append(", ").append(to_string(v.address_action));
  return out.append(" (").append(v.evidence.rule).append(")");
}

std::string_view without_rule(std::string_view text) { return text.substr(0, text.rfind(" (")); }

}  // namespace

int run_diff(const std::string& from, const std::string& to, const std::string& replies) {
  const auto before = load_directory(from);
  const auto after = load_directory(to);
  if (!before || !after) return kCannotRead;
  std::vector<Sample> samples;
  if (replies.empty()) {
    take_examples(*before, samples);
    take_examples(*after, samples);
  } else if (!take_lines(replies, samples)) {
    return kCannotRead;
  }
  core::Memory memory_before, memory_after;
  std::size_t changed = 0;
  std::string out;
  for (const Sample& sample : samples) {
    const std::string old = describe(*before, sample, memory_before);
    const std::string now = describe(*after, sample, memory_after);
    if (without_rule(old) == without_rule(now)) continue;
    ++changed;
    format::append_escaped(sample.text, false, out);
    out += "\n  - " + old + "\n  + " + now + "\n";
  }
  out += std::to_string(samples.size()) + " replies, " + std::to_string(changed) +
         " verdicts change\n";
  write_out(out);
  return changed == 0 ? kDone : kFoundProblem;
}

}  // namespace smtpscope::cli
