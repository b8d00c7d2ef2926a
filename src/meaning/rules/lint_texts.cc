// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "base/text.h"

#include "meaning/knowledge/limits.h"
#include "meaning/masking/template.h"
#include "meaning/masking/tokens.h"
#include "meaning/rules/lint.h"
#include "meaning/rules/phrase_set.h"

namespace smtpscope::rules {
namespace {

using knowledge::Rule;

// Words that say nothing alone; an alternative made only of these would win anything.
constexpr std::array<std::string_view, 48> kStopWords = {
    "the",  "a",      "an",   "and",   "or",   "of",      "to",    "in",     "on",      "at",
    "by",   "for",    "from", "with",  "is",   "are",     "was",   "be",     "been",    "has",
    "have", "this",   "that", "it",    "its",  "your",    "you",   "our",    "we",      "not",
    "no",   "please", "see",  "error", "mail", "message", "email", "server", "address", "host",
    "user", "sorry",  "smtp", "as",    "can",  "will",    "may",   "due"};

class TextCheck {
 public:
  TextCheck(const knowledge::Knowledge& knowledge, const masking::Names& names)
      : knowledge_(knowledge), names_(names) {}

  std::vector<base::Error> run(std::size_t first) {
    std::size_t with_regex = 0;
    for (std::size_t i = first; i < knowledge_.rules.size(); ++i) {
      check(knowledge_.rules[i]);
      with_regex += knowledge_.rules[i].regex.empty() ? 0 : 1;
    }
    const std::size_t count = knowledge_.rules.size() - first;
    if (first == 0 && with_regex * 20 > count) {
      errors_.push_back(
          {"", 0, "more than 5 % of the rules have a regex", "use phrases with gaps"});
    }
    return std::move(errors_);
  }

 private:
  void check(const Rule& rule) {
    if (rule.examples.empty()) {
      fail(rule, "has no example", "add [[rule.example]] with a reply that the rule wins");
    }
    if (rule.code_only()) {
      if (rule.codes.empty() && rule.enhanced.empty()) {
        fail(rule, "asks for nothing", "give text, receiver_code, code or enhanced");
      }
      if (rule.owner == knowledge::Owner::generic) {
        fail(rule, "has no text in a file of wordings", "codes alone are the registries' business");
      }
    }
    if (rule.beats_text && rule.near_misses.empty()) {
      fail(rule, "says beats_text without a near miss", "show the text that it beats");
    }
    if (!rule.regex.empty() && rule.text.empty()) {
      fail(rule, "has a regex without text", "add the phrases that must be hit first");
    }
    for (const std::string_view text : rule.text) check_alternative(rule, text, false);
    for (const std::string_view code : rule.receiver_code) check_alternative(rule, code, true);
    for (const auto& list : {rule.examples, rule.near_misses}) {
      for (const knowledge::Example& example : list) check_example(rule, example);
    }
  }

  void check_alternative(const Rule& rule, std::string_view written, bool own_code) {
    std::size_t letters = 0;
    bool cjk = false;
    bool all_stop = true;
    int words_in_all = 0;
    for (const std::string& phrase : fold_alternative(written, names_, own_code)) {
      int words = 0;
      std::string_view rest = phrase;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (word.empty()) continue;
        ++words;
        ++words_in_all;
        const bool mask = word.front() == '<';
        if (!mask) letters += word.size();
        cjk |= static_cast<unsigned char>(word.front()) >= 0xe3;
        const bool stop =
            mask || std::find(kStopWords.begin(), kStopWords.end(), word) != kStopWords.end();
        if (!stop || word.find(':') != std::string_view::npos) all_stop = false;
      }
      if (words > knowledge::kMaxPhraseWords) {
        fail(rule, "has the phrase \"" + std::string(written) + "\" with more than eight words",
             "keep the words that make the statement, or use a gap");
      }
    }
    if (letters < 4 && !(cjk && letters >= 6)) {
      const bool named = written.find(':') != std::string_view::npos;
      if (!named)
        fail(rule,
             "has the phrase \"" + std::string(written) +
                 "\" with fewer than four letters or digits",
             "a phrase so short wins by accident");
    } else if (all_stop && words_in_all <= 2) {
      fail(rule, "has the phrase \"" + std::string(written) + "\" made only of common words",
           "add the word that matters");
    }
  }

  /// Addresses and IPs in examples must be nobody's.
  void check_example(const Rule& rule, const knowledge::Example& example) {
    const std::string_view text = example.reply;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool starts =
          i == 0 || !(base::is_alnum(text[i - 1]) || text[i - 1] == '.' || text[i - 1] == ':');
      if (starts && (base::is_hex(text[i]) || text[i] == ':')) {
        const std::size_t n = masking::match_ip(text, i);
        if (n != 0 && !is_documentation_ip(text.substr(i, n))) {
          fail(rule, "has an example with the address " + std::string(text.substr(i, n)),
               "use 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 or 2001:db8::/32");
        }
        if (n != 0) i += n - 1;
      } else if (text[i] == '@' && i + 1 < text.size() && i > 0 && base::is_alnum(text[i - 1])) {
        const std::size_t n = masking::match_name_run(text, i + 1);
        const std::string_view domain = text.substr(i + 1, n);
        if (n != 0 && domain.find('.') != std::string_view::npos &&
            !is_documentation_domain(rule, domain)) {
          fail(rule, "has an example with an address at " + std::string(domain),
               "use example.com, example.net, example.org, .test, .invalid or .example");
        }
      }
    }
  }

  static bool is_documentation_ip(std::string_view ip) {
    if (base::starts_with_nocase(ip, "ipv6:")) ip.remove_prefix(5);
    for (const std::string_view ok :
         {"192.0.2.", "198.51.100.", "203.0.113.", "127.", "::1", "0.0.0.0"}) {
      if (ip.starts_with(ok)) return true;
    }
    return base::starts_with_nocase(ip, "2001:db8:") || base::starts_with_nocase(ip, "2001:0db8:");
  }

  /// Domains of the receiver itself may stand, too: `user@gmail.com` is what Gmail says.
  bool is_documentation_domain(const Rule& rule, std::string_view domain) const {
    for (const std::string_view ok : {"example.com", "example.net", "example.org", ".test",
                                      ".invalid", ".example", ".localdomain"}) {
      if (base::ends_with_nocase(domain, ok)) return true;
    }
    if (rule.owner != knowledge::Owner::receiver) return false;
    return names_.find_receiver_of_domain(domain) != masking::Names::kNoReceiver ||
           names_.find_receiver_of_host(domain) != masking::Names::kNoReceiver;
  }

  void fail(const Rule& rule, std::string message, std::string help) {
    if (errors_.size() >= knowledge::kMaxErrors) return;
    errors_.push_back({std::string(rule.file), rule.line,
                       "the rule `" + std::string(rule.id) + "` " + std::move(message),
                       std::move(help)});
  }

  const knowledge::Knowledge& knowledge_;
  const masking::Names& names_;
  std::vector<base::Error> errors_;
};

}  // namespace

std::vector<base::Error> check_rule_texts(const knowledge::Knowledge& knowledge,
                                          const masking::Names& names, std::size_t first_rule) {
  return TextCheck(knowledge, names).run(first_rule);
}

}  // namespace smtpscope::rules
