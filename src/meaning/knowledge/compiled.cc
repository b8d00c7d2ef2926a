// SPDX-License-Identifier: Apache-2.0
// One `visit` a struct serves both directions, so that writing and reading cannot differ.
#include "meaning/knowledge/compiled.h"

#include <cstring>
#include <type_traits>

namespace smtpscope::knowledge {
namespace {

constexpr std::string_view kMagic = "smtpscope-knowledge-1\n";

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class... Ts>
  void operator()(Ts&... fields) {
    (put(fields), ...);
  }

 private:
  void number(std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out_.push_back(static_cast<char>(n | 0x80));
    out_.push_back(static_cast<char>(n));
  }
  template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
  void put(T& value) {
    // Small negative numbers (-1 for "any") stay small: zigzag.
    const auto wide = static_cast<std::int64_t>(value);
    number((static_cast<std::uint64_t>(wide) << 1) ^ static_cast<std::uint64_t>(wide >> 63));
  }
  void put(std::string_view& text) {
    number(text.size());
    out_.append(text);
  }
  template <class T>
  void put(std::optional<T>& value) {
    bool has = value.has_value();
    put(has);
    if (has) put(*value);
  }
  template <class T>
  void put(std::vector<T>& items) {
    number(items.size());
    for (T& item : items) put(item);
  }
  template <class T>
    requires std::is_class_v<T>
  void put(T& row) {
    visit(*this, row);
  }

  std::string& out_;
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}

  template <class... Ts>
  void operator()(Ts&... fields) {
    (take(fields), ...);
  }
  bool ok() const noexcept { return ok_; }
  std::string_view rest() const noexcept { return in_; }

 private:
  std::uint64_t number() {
    std::uint64_t n = 0;
    for (unsigned shift = 0; shift < 64 && !in_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(in_.front());
      in_.remove_prefix(1);
      n |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return n;
    }
    ok_ = false;
    return 0;
  }
  template <class T>
    requires std::is_integral_v<T> || std::is_enum_v<T>
  void take(T& value) {
    const std::uint64_t n = number();
    value = static_cast<T>(static_cast<std::int64_t>(n >> 1) ^ -static_cast<std::int64_t>(n & 1));
  }
  void take(std::string_view& text) {
    const std::uint64_t n = number();
    if (n > in_.size()) {
      ok_ = false;
      return;
    }
    text = in_.substr(0, n);
    in_.remove_prefix(n);
  }
  template <class T>
  void take(std::optional<T>& value) {
    bool has = false;
    take(has);
    if (has) take(value.emplace());
  }
  template <class T>
  void take(std::vector<T>& items) {
    const std::uint64_t n = number();
    if (n > in_.size()) {  // every item takes at least one byte
      ok_ = false;
      return;
    }
    items.resize(n);
    for (T& item : items) take(item);
  }
  template <class T>
    requires std::is_class_v<T>
  void take(T& row) {
    visit(*this, row);
  }

  std::string_view in_;
  bool ok_ = true;
};

template <class A>
void visit(A& a, EnhancedPattern& r) {
  a(r.klass, r.subject, r.detail);
}
template <class A>
void visit(A& a, Outcome& r) {
  a(r.reason, r.fault, r.persistence, r.address_action, r.retry_after_s, r.list, r.link, r.note);
}
template <class A>
void visit(A& a, Example& r) {
  a(r.reply, r.host, r.stage);
}
template <class A>
void visit(A& a, Rule& r) {
  a(r.id, r.owner, r.user, r.owner_name, r.text, r.receiver_code, r.exclude, r.regex, r.codes,
    r.enhanced, r.stages, r.beats_text, r.needs_receiver, r.priority, r.outcome, r.problem,
    r.advice, r.source, r.seen, r.examples, r.near_misses, r.file, r.line);
}
template <class A>
void visit(A& a, Sourced& r) {
  a(r.what, r.source);
}
template <class A>
void visit(A& a, ReceiverRetry& r) {
  a(r.reason, r.after_s, r.give_up_s, r.source);
}
template <class A>
void visit(A& a, Receiver& r) {
  a(r.id, r.title, r.kind, r.also, r.mx, r.domains, r.markers, r.codes, r.web, r.banner, r.ehlo,
    r.postmaster, r.delist, r.fbl, r.contact, r.limits, r.requirements, r.retry, r.file, r.line);
}
template <class A>
void visit(A& a, ListReturn& r) {
  a(r.code, r.means);
}
template <class A>
void visit(A& a, List& r) {
  a(r.id, r.title, r.kind, r.zones, r.names, r.web, r.delist, r.note, r.returns, r.file, r.line);
}
template <class A>
void visit(A& a, Action& r) {
  a(r.action, r.text, r.link);
}
template <class A>
void visit(A& a, ReasonInfo& r) {
  a(r.name, r.fault, r.persistence, r.address_action, r.title, r.summary, r.explanation,
    r.for_sender, r.actions, r.retry_when, r.retry_steps_s, r.retry_after_s, r.give_up_s, r.sisimai,
    r.kumomta, r.sparkpost, r.powermta, r.ses, r.split);
}
template <class A>
void visit(A& a, Problem& r) {
  a(r.name, r.title, r.explanation, r.for_sender, r.source, r.words, r.actions, r.file, r.line);
}
template <class A>
void visit(A& a, StageOutcome& r) {
  a(r.stages, r.klass, r.code, r.outcome);
}
template <class A>
void visit(A& a, CodeInfo& r) {
  a(r.code, r.title, r.meaning, r.reference, r.note, r.commands, r.enhanced, r.standard,
    r.outcomes);
}
template <class A>
void visit(A& a, EnhancedInfo& r) {
  a(r.code, r.title, r.meaning, r.reference, r.note, r.kind, r.basic, r.outcomes);
}
template <class A>
void visit(A& a, Declined& r) {
  a(r.receiver, r.match, r.why);
}
template <class A>
void visit(A& a, Knowledge& k) {
  a(k.rules, k.receivers, k.lists, k.reasons, k.problems, k.codes, k.enhanced, k.subjects,
    k.declined, k.tlds);
}

}  // namespace

std::string format_compiled(Knowledge& knowledge, std::string_view engine) {
  std::string out(kMagic);
  Writer writer(out);
  writer(engine);
  visit(writer, knowledge);
  return out;
}

base::Result<Compiled> load_compiled(std::string_view bytes) {
  const auto fail = [] {
    return tl::unexpected(base::Error{"", 0, "the built-in knowledge cannot be read",
                                      "the build is broken; build it again"});
  };
  if (!bytes.starts_with(kMagic)) return fail();
  Compiled out;
  Reader reader(bytes.substr(kMagic.size()));
  reader(out.engine);
  visit(reader, out.knowledge);
  if (!reader.ok()) return fail();
  out.knowledge.index();
  return out;
}

}  // namespace smtpscope::knowledge
