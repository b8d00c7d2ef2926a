// SPDX-License-Identifier: Apache-2.0
// Hostile pastes through Classifier::classify; see linear.h. Exit code 1 above 2.3 a doubling.
#include <cstdlib>

#include "core/classifier.h"
#include "linear.h"

namespace {

using smtpscope::bench::Pattern;
using smtpscope::bench::repeat;
using smtpscope::core::Classifier;

const std::vector<Pattern> kPatterns = {
    {"endless 250-", [](std::size_t n) { return repeat("250-\r\n", n); }},
    {"endless 550-5.1.1 flattened", [](std::size_t n) { return repeat("550-5.1.1 user ", n); }},
    {"spaces", [](std::size_t n) { return "550 " + repeat(" ", n); }},
    {"<", [](std::size_t n) { return "550 " + repeat("<", n); }},
    {"digits", [](std::size_t n) { return "550 " + repeat("1", n); }},
    {"digits and dots", [](std::size_t n) { return "550 " + repeat("1.", n); }},
    {"@", [](std::size_t n) { return "550 " + repeat("a@", n); }},
    {"local part without @", [](std::size_t n) { return "550 " + repeat("a=", n); }},
    {"quotes", [](std::size_t n) { return "550 " + repeat("\"a", n); }},
    {"colons", [](std::size_t n) { return "550 " + repeat("a:", n); }},
    {"addresses", [](std::size_t n) { return "550 " + repeat("<user@example.com> ", n); }},
    {"hosts", [](std::size_t n) { return "550 " + repeat("a.b.c.example.com ", n); }},
    {"links", [](std::size_t n) { return "550 " + repeat("https://example.com/a?b=c ", n); }},
    {"one phrase", [](std::size_t n) { return "550 " + repeat("user unknown ", n); }},
    {"nested wrappers",
     [](std::size_t n) { return repeat("host a.example.com[192.0.2.1] said: 550 ", n); }},
    {"nested responses",
     [](std::size_t n) { return repeat("Response { code: 550, content: \"", n); }},
    {"many replies", [](std::size_t n) { return repeat("550 5.1.1 User unknown\n\n", n); }},
    {"JSON escapes", [](std::size_t n) { return "\"" + repeat("550 \\n\\u0041", n) + "\""; }},
    {"HTML escapes", [](std::size_t n) { return repeat("550 &lt;a&gt; ", n); }},
    {"bytes that are no UTF-8", [](std::size_t n) { return "550 " + repeat("\xff\xfe", n); }},
    {"Han", [](std::size_t n) { return "550 " + repeat("\xe4\xb8\x8d", n); }},
    {"NUL", [](std::size_t n) { return "550 " + std::string(n, '\0'); }},
};

}  // namespace

int main() {
  std::vector<smtpscope::base::Error> errors;
  const auto classifier = Classifier::load({}, errors);
  if (!classifier) return 3;
  return smtpscope::bench::measure_linear(kPatterns, [&](const std::string& text) {
    smtpscope::core::Memory memory;
    const auto answer =
        classifier->classify({text, smtpscope::reply::Stage::unknown, {}, {}}, memory);
    if (answer.replies.empty()) std::abort();
  });
}
