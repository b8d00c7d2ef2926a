// SPDX-License-Identifier: Apache-2.0
// How fast a reply becomes a verdict, on one core, in CPU seconds. Replies are made from the rules'
// own examples:
//   realistic   the examples' wordings, every address, host, id, number different each time; also
//               with answers kept, since wordings without variable parts do repeat in real logs
//   recombined  sentences of different examples put together, so that no template repeats
//   templates   300 templates, ids different: matches are remembered, answers are not
//   same text   300 replies, byte for byte the same: answers are remembered
// Yardsticks in the same run: reading every byte once, and an RE2::Set of all phrases.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

#include "meaning/rules/variation.h"

#include "core/classifier.h"
#include "io/knowledge_files.h"

namespace {

using smtpscope::core::Classifier;
using smtpscope::core::Memory;
namespace reply = smtpscope::reply;
namespace masking = smtpscope::masking;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Examples that are one plain reply.
std::vector<std::string> plain_examples(const Classifier& classifier) {
  std::vector<std::string> out;
  for (const auto& rule : classifier.knowledge().rules) {
    for (const auto& example : rule.examples) {
      const auto paste = reply::find_replies(example.reply);
      if (paste.replies.size() == 1 && paste.replies[0].wrapper.empty())
        out.emplace_back(example.reply);
    }
  }
  return out;
}

std::string random_id(std::mt19937& random, std::size_t n) {
  constexpr char kAlphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(kAlphabet[random() % 32]);
  out[n / 2] = static_cast<char>('0' + random() % 10);
  return out;
}

/// The reply with each variable part replaced by a fresh one.
std::string with_other_ids(const Classifier& classifier, const std::string& text,
                           std::mt19937& random) {
  masking::Template folded;
  const auto parsed = reply::parse_reply(text);
  masking::make_template(parsed, classifier.names(), folded);
  std::string out;
  std::size_t copied = 0;
  for (const auto& token : folded.tokens) {
    const std::string_view rest = folded.text.substr(token.at);
    const std::string_view word = rest.substr(0, rest.find(' '));
    std::string value;
    if (word == "<addr>")
      value = "user" + random_id(random, 6) + "@mail" + random_id(random, 3) + ".example.com";
    else if (word == "<ip>")
      value = "192.0.2." + std::to_string(random() % 255);
    else if (word == "<host>")
      value = "mx" + random_id(random, 4) + ".example.net";
    else if (word == "<id>")
      value = random_id(random, 10);
    else if (word == "<n>")
      value = std::to_string(random() % 100000);
    else
      continue;
    out.append(text, copied, token.src_begin - copied);
    const bool angle = text[token.src_begin] == '<' && word == "<addr>";
    out.append(angle ? "<" + value + ">" : value);
    copied = token.src_end;
  }
  return out + text.substr(copied);
}

std::string recombine(const std::vector<std::string>& examples, std::mt19937& random) {
  std::string out = random() % 2 == 0 ? "550 5.7.1" : "451 4.7.1";
  for (int i = 0; i < 3; ++i) {
    const std::string& from = examples[random() % examples.size()];
    std::vector<std::string> words;
    std::string word;
    for (const char c : from) {
      if (c == ' ' || c == '\n') {
        if (!word.empty()) words.push_back(word);
        word.clear();
      } else {
        word.push_back(c);
      }
    }
    if (!word.empty()) words.push_back(word);
    const std::size_t begin = words.size() > 8 ? random() % (words.size() - 7) : 0;
    for (std::size_t k = begin; k < words.size() && k < begin + 7; ++k) out += " " + words[k];
  }
  return out;
}

enum class Keep { nothing, templates, answers };

/// Replies a second.
double measure(const Classifier& classifier, const std::vector<std::string>& replies, int rounds,
               Keep keep, bool warm = false) {
  Memory memory;
  memory.set_caching(keep != Keep::nothing);
  memory.set_keeping_answers(keep == Keep::answers);
  volatile std::size_t sink = 0;
  const auto pass = [&] {
    for (const std::string& text : replies) {
      const auto& answer = classifier.classify_kept({text, reply::Stage::unknown, {}, {}}, memory);
      sink = sink + answer.verdict().verdict.evidence.rule.size();
    }
  };
  if (warm) {
    pass();
    pass();
  }
  const double begin = cpu_seconds();
  for (int i = 0; i < rounds; ++i) pass();
  return static_cast<double>(replies.size()) * rounds / (cpu_seconds() - begin);
}

double hits_per_reply(const Classifier& classifier, const std::vector<std::string>& replies) {
  smtpscope::rules::ScanMemory memory;
  masking::Template folded;
  std::size_t hits = 0;
  for (const std::string& text : replies) {
    masking::make_template(reply::parse_reply(text), classifier.names(), folded);
    classifier.matcher().builtin().scan(folded.text, memory);
    hits += memory.hits.size();
  }
  return static_cast<double>(hits) / static_cast<double>(replies.size());
}

double bytes_scan(const std::vector<std::string>& replies) {
  const double begin = cpu_seconds();
  volatile unsigned sink = 0;
  for (int round = 0; round < 5; ++round) {
    for (const std::string& text : replies) {
      unsigned sum = 0;
      for (const char c : text) sum = sum * 31 + static_cast<unsigned char>(c);
      sink = sink + sum;
    }
  }
  return static_cast<double>(replies.size()) * 5 / (cpu_seconds() - begin);
}

double re2_set(const Classifier& classifier, const std::vector<std::string>& replies) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(std::int64_t{512} << 20);
  RE2::Set set(options, RE2::UNANCHORED);
  for (const auto& rule : classifier.knowledge().rules) {
    for (const auto text : rule.text) {
      for (const std::string& phrase :
           smtpscope::rules::fold_alternative(text, classifier.names())) {
        set.Add(RE2::QuoteMeta(phrase), nullptr);
      }
    }
  }
  if (!set.Compile()) return 0;
  std::vector<std::string> folded_texts;
  masking::Template folded;
  for (const std::string& text : replies) {
    masking::make_template(reply::parse_reply(text), classifier.names(), folded);
    folded_texts.emplace_back(folded.text);
  }
  const double begin = cpu_seconds();
  std::size_t n = 0;
  for (const std::string& text : folded_texts) {
    std::vector<int> found;
    n += set.Match(text, &found) ? 1 : 0;
  }
  return static_cast<double>(replies.size()) / (cpu_seconds() - begin) + static_cast<double>(n) * 0;
}

void print(const char* what, double per_second) {
  std::printf("  %-34s %8.2f M/s  %7.0f ns\n", what, per_second / 1e6, 1e9 / per_second);
}

void run(const Classifier& classifier, const char* title) {
  std::mt19937 random(20261124);
  const auto examples = plain_examples(classifier);
  constexpr std::size_t kCount = 200000;
  std::vector<std::string> realistic, recombined, templates;
  for (std::size_t i = 0; i < kCount; ++i) {
    realistic.push_back(with_other_ids(classifier, examples[random() % examples.size()], random));
    recombined.push_back(recombine(examples, random));
    templates.push_back(
        with_other_ids(classifier, examples[(i % 300) * examples.size() / 300], random));
  }
  const std::vector<std::string> same(templates.begin(), templates.begin() + 300);
  std::size_t bytes = 0;
  for (const auto& text : realistic) bytes += text.size();
  std::printf(
      "%s: %zu rules, %zu phrases, %.0f bytes a reply\n", title,
      classifier.knowledge().rules.size(),
      classifier.matcher().builtin().phrase_count() + classifier.matcher().user().phrase_count(),
      static_cast<double>(bytes) / kCount);
  std::printf("  phrase hits a reply: realistic %.1f, recombined %.1f\n",
              hits_per_reply(classifier, realistic), hits_per_reply(classifier, recombined));
  print("realistic, all ids differ", measure(classifier, realistic, 1, Keep::templates));
  print("realistic, answers kept too", measure(classifier, realistic, 1, Keep::answers));
  print("recombined, nothing kept", measure(classifier, recombined, 1, Keep::nothing));
  print("recombined, in vain looked for", measure(classifier, recombined, 1, Keep::answers));
  print("300 templates, ids differ", measure(classifier, templates, 2, Keep::templates, true));
  print("300 texts, byte for byte", measure(classifier, same, 20000, Keep::answers, true));
  print("yardstick: every byte once", bytes_scan(realistic));
  print(
      "yardstick: RE2::Set, phrases alone",
      re2_set(classifier, std::vector<std::string>(realistic.begin(), realistic.begin() + 20000)));
}

/// Rules with generated phrases up to `total`, as a user's file.
std::string padding_rules(std::size_t total, std::size_t have) {
  std::mt19937 random(7);
  std::string out = "[file]\nlanguage = \"en\"\ntitle = \"padding\"\n";
  for (std::size_t i = have; i < total; ++i) {
    const std::string words =
        random_id(random, 6) + " " + random_id(random, 5) + " " + random_id(random, 7);
    out += "[[rule]]\nid = \"pad.policy.n" + std::to_string(i) + "\"\nwhen = { text = [\"" + words +
           "\"] }\nverdict = { reason = \"policy\" }\n[[rule.example]]\nreply = \"550 " + words +
           "\"\n";
  }
  return out;
}

}  // namespace

int main() {
  std::vector<smtpscope::base::Error> errors;
  const auto load = [&](std::size_t total) {
    std::vector<smtpscope::knowledge::File> files;
    auto read = smtpscope::io::read_knowledge(SMTPSCOPE_KNOWLEDGE_DIR);
    if (!read) std::exit(3);
    for (auto& [path, bytes] : *read) files.push_back({path, std::move(bytes)});
    if (total != 0) files.push_back({"~padding.toml", padding_rules(total, 0)});
    auto loaded = Classifier::load_only(std::move(files), errors);
    if (!loaded) std::exit(3);
    return std::move(*loaded);
  };
  const Classifier shipped = load(0);
  run(shipped, "shipped rules");
  const std::size_t have = shipped.knowledge().rules.size();
  if (have < 2500)
    run(load(2500 - have), "padded to 2500 rules");
  else
    run(load(500), "padded by 500 rules");
}
