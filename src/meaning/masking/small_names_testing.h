// SPDX-License-Identifier: Apache-2.0
// For tests: the few names that the cases of docs/folding.md know, and folding of a text that
// stands in a heap block of its exact size, so that the address sanitizer sees every read beyond
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"

#include "meaning/masking/names.h"
#include "meaning/masking/template.h"

namespace smtpscope::masking {

inline knowledge::Knowledge small_knowledge() {
  knowledge::Knowledge k;
  k.tlds = {"com", "net", "org", "example", "test", "contact", "de", "it"};
  knowledge::Receiver google;
  google.id = "google";
  google.mx = {"*.l.google.com", "aspmx*.googlemail.com"};
  google.domains = {"gmail.com"};
  google.web = {"support.google.com"};
  k.receivers.push_back(google);
  knowledge::List zen;
  zen.id = "spamhaus.zen";
  zen.zones = {"zen.spamhaus.org"};
  zen.web = {"spamhaus.org"};
  k.lists.push_back(zen);
  return k;
}

struct SmallNames {
  knowledge::Knowledge knowledge = small_knowledge();
  Names names{knowledge};
  SmallNames() {
    for (const std::string_view word : {"s3150", "tss04", "ipv6"}) names.keep_word(word);
  }
};

/// Repairs, parses and folds; the text and its template live as long as this.
class Folded {
 public:
  Folded(std::string_view text, const Names& names) {
    std::string repaired;
    base::repair_utf8(text, repaired);
    text_.assign(repaired.begin(), repaired.end());
    text_.shrink_to_fit();
    reply_ = reply::parse_reply({text_.data(), text_.size()});
    make_template(reply_, names, folded_);
  }
  const reply::Reply& reply() const { return reply_; }
  const Template& folded() const { return folded_; }
  std::string shown() const { return std::string(folded_.shown()); }

 private:
  std::vector<char> text_;
  reply::Reply reply_;
  Template folded_;
};

}  // namespace smtpscope::masking
