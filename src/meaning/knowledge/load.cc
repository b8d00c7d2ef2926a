// SPDX-License-Identifier: Apache-2.0
#include "meaning/knowledge/load.h"

#include <algorithm>
#include <unordered_map>

#include "meaning/knowledge/field_reader.h"
#include "meaning/knowledge/limits.h"

namespace smtpscope::knowledge {
namespace {

void load_file(const File& file, Knowledge& knowledge, std::vector<base::Error>& errors) {
  auto root = parse_toml(file.bytes, file.name);
  if (!root) {
    if (errors.size() < kMaxErrors) errors.push_back(root.error());
    return;
  }
  LoadContext context{knowledge, errors, ""};
  context.file = context.intern(file.name);
  const auto has = [&](std::string_view key) { return root->find(key) != nullptr; };
  if (has("file") || has("rule")) return load_rules(*root, file.user, context);
  if (has("receiver")) return load_receivers(*root, context);
  if (has("list")) return load_lists(*root, context);
  if (has("problem")) return load_problems(*root, context);
  if (has("declined")) return load_declined(*root, context);
  if (has("reason")) return load_reasons(*root, context);
  if (has("code")) return load_codes(*root, context);
  if (has("enhanced") || has("subject")) return load_enhanced(*root, context);
  if (has("tld")) return load_tlds(*root, context);
  if (has("fault") || has("persistence")) return;  // the enums are generated from these
  if (root->fields.empty()) return;
  context.fail(root->fields.front().value.line,
               "this is no knowledge file: it has none of [file], [[receiver]], [[list]], "
               "[[problem]], [[code]], [[enhanced]]",
               "a rule file begins with [file]; see knowledge/schema/rule.md");
}

class ReferenceCheck {
 public:
  explicit ReferenceCheck(const Knowledge& knowledge) : knowledge_(knowledge) {}

  std::vector<base::Error> run() {
    for (const Rule& rule : knowledge_.rules) check_rule(rule);
    for (const Receiver& row : knowledge_.receivers) {
      once(row.id, "receiver", row.file, row.line);
      for (const std::string_view also : row.also) want_receiver(also, row.file, row.line);
    }
    for (const List& row : knowledge_.lists) once(row.id, "list", row.file, row.line);
    for (const Problem& row : knowledge_.problems) once(row.name, "problem", row.file, row.line);
    if (knowledge_.reasons.size() != verdict::kReasonWords.size()) {
      fail("vocab/reasons.toml", 0, "the reasons are missing", "load vocab/ too");
    }
    return std::move(errors_);
  }

 private:
  void check_rule(const Rule& rule) {
    once(rule.id, "rule", rule.file, rule.line);
    if (rule.owner == Owner::receiver) want_receiver(rule.owner_name, rule.file, rule.line);
    if (!rule.outcome.list.empty() && find_list(knowledge_, rule.outcome.list) == nullptr) {
      fail(rule.file, rule.line, "there is no list `" + std::string(rule.outcome.list) + "`",
           "the lists stand in receivers/lists.toml");
    }
    if (!rule.problem.empty() && find_problem(knowledge_, rule.problem) == nullptr) {
      fail(rule.file, rule.line, "there is no problem `" + std::string(rule.problem) + "`",
           "the problems stand in problems.toml");
    }
  }

  void want_receiver(std::string_view id, std::string_view file, std::uint32_t line) {
    if (find_receiver(knowledge_, id) != nullptr) return;
    fail(file, line, "there is no receiver `" + std::string(id) + "`",
         "add it to a file in receivers/");
  }

  void once(std::string_view id, std::string_view kind, std::string_view file, std::uint32_t line) {
    const auto [it, fresh] = seen_.try_emplace(std::string(kind) + " " + std::string(id),
                                               std::string(file) + ":" + std::to_string(line));
    if (!fresh) {
      fail(file, line, "the " + std::string(kind) + " `" + std::string(id) + "` stands twice",
           "the other is " + it->second);
    }
  }

  void fail(std::string_view file, std::uint32_t line, std::string message, std::string help) {
    if (errors_.size() >= kMaxErrors) return;
    errors_.push_back({std::string(file), line, std::move(message), std::move(help)});
  }

  const Knowledge& knowledge_;
  std::vector<base::Error> errors_;
  std::unordered_map<std::string, std::string> seen_;
};

}  // namespace

bool holds_vocabulary(const std::vector<File>& files) noexcept {
  return std::any_of(files.begin(), files.end(),
                     [](const File& file) { return file.name.ends_with("vocab/reasons.toml"); });
}

std::vector<base::Error> load_files(std::vector<File> files, Knowledge& knowledge) {
  std::sort(files.begin(), files.end(),
            [](const File& a, const File& b) { return a.name < b.name; });
  std::vector<base::Error> errors;
  for (const File& file : files) load_file(file, knowledge, errors);
  knowledge.index();
  const auto user_rules = std::count_if(knowledge.rules.begin(), knowledge.rules.end(),
                                        [](const Rule& rule) { return rule.user; });
  if (static_cast<std::size_t>(user_rules) > kMaxUserRules) {
    errors.push_back({"", 0, "more than " + std::to_string(kMaxUserRules) + " rules of your own",
                      "each costs time at every start; merge wordings into one rule"});
  }
  return errors;
}

std::vector<base::Error> check_references(const Knowledge& knowledge) {
  return ReferenceCheck(knowledge).run();
}

}  // namespace smtpscope::knowledge
