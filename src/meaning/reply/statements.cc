// SPDX-License-Identifier: Apache-2.0
// What a sending side says for itself: no connection, no address, no encryption, nothing to retry.
// Each is an attempt without a server's reply; the stage tells how far it came.
#include "meaning/reply/wrappers.h"

namespace smtpscope::reply {
namespace {

struct Statement {
  std::string_view phrase;
  Stage stage;
};

// Sorted by first letter. Stage::unknown: the words behind `while` or `in response to` tell.
constexpr std::array kStatements = std::to_array<Statement>({
    {"all relevant mx records point to non-existent hosts", Stage::dns},
    {"an mx or srv record indicated no smtp service", Stage::dns},
    {"a tls session is required", Stage::starttls},
    {"all hosts for ", Stage::local},
    {"connect to ", Stage::connect},
    {"conversation with ", Stage::unknown},
    {"cname lookup failed", Stage::dns},
    {"connected to ", Stage::connect},
    {"connection refused", Stage::connect},
    {"connection timed out", Stage::connect},
    {"connection reset", Stage::connect},
    {"connect econnrefused", Stage::connect},
    {"connect etimedout", Stage::connect},
    {"connect enetunreach", Stage::connect},
    {"couldn't connect to host", Stage::connect},
    {"could not connect to smtp host", Stage::connect},
    {"cannot start tls", Stage::starttls},
    {"certificate verify failed", Stage::starttls},
    {"certificate_verify_failed", Stage::starttls},
    {"domain ", Stage::dns},
    {"domain does not exist", Stage::dns},
    {"dns lookup failure", Stage::dns},
    {"dial tcp ", Stage::connect},
    {"envelope expired", Stage::local},
    {"failed to get socket", Stage::connect},
    {"getaddrinfo ", Stage::dns},
    {"greeting never received", Stage::banner},
    {"host or domain name not found", Stage::dns},
    {"host unknown", Stage::dns},
    {"host not found", Stage::dns},
    {"host lookup did not complete", Stage::dns},
    {"host is unreachable", Stage::connect},
    {"lost connection with ", Stage::unknown},
    {"lowest numbered mx record points to local host", Stage::local},
    {"lookup ", Stage::dns},
    {"mx lookup for ", Stage::dns},
    {"mail for ", Stage::local},
    {"message size ", Stage::local},
    {"message too large for peer", Stage::local},
    {"name service error", Stage::dns},
    {"no mx found for domain", Stage::dns},
    {"no such domain", Stage::dns},
    {"name or service not known", Stage::dns},
    {"name server: ", Stage::dns},
    {"no route to host", Stage::connect},
    {"no connection could be made", Stage::connect},
    {"network is unreachable", Stage::connect},
    {"network unreachable", Stage::connect},
    {"php_network_getaddresses", Stage::dns},
    {"remote host closed connection", Stage::unknown},
    {"retry time not reached", Stage::local},
    {"retry timeout exceeded", Stage::local},
    {"smtp timeout ", Stage::unknown},
    {"sorry, i couldn't find", Stage::dns},
    {"sorry, i wasn't able to establish an smtp connection", Stage::connect},
    {"smtp connect() failed", Stage::connect},
    {"socket timeout waiting on connect", Stage::connect},
    {"server certificate not ", Stage::starttls},
    {"sasl authentication failed", Stage::auth},
    {"temporary failure in mx lookup", Stage::dns},
    {"temporary failure in name resolution", Stage::dns},
    {"tls is required, but was not offered", Stage::starttls},
    {"tls session: (", Stage::starttls},
    {"unable to look up host", Stage::dns},
    {"unrouteable address", Stage::dns},
    {"unrouteable mail domain", Stage::dns},
    {"unroutable address", Stage::dns},
    {"unknownhostexception", Stage::dns},
    {"unknown user: ", Stage::local},
    {"wrong version number", Stage::starttls},
});

constexpr PhraseIndex kIndex = index_phrases(kStatements);

/// Phrases that are too common words to prove anything alone.
struct Needs {
  std::string_view phrase;
  std::string_view also;
};
constexpr std::array kNeeds = std::to_array<Needs>({
    {"domain ", "does not accept mail"},
    {"mail for ", "loops back to myself"},
    {"message size ", "exceeds size limit"},
    {"connect to ", "]"},
    {"conversation with ", "timed out"},
    {"connected to ", "but connection died"},
    {"lookup ", "no such host"},
    {"smtp timeout ", "after "},
    {"all hosts for ", "failing"},
    {"mx lookup for ", "failed"},
});

bool has_needed(std::string_view rest, std::string_view phrase) noexcept {
  for (const Needs& row : kNeeds) {
    if (row.phrase == phrase) {
      return base::find_nocase(rest.substr(0, kMaxNameBytes), row.also) != kNone;
    }
  }
  return true;
}

const Statement* find_statement(std::string_view rest) noexcept {
  if (rest.empty()) return nullptr;
  const PhraseIndex::Range range = kIndex.rows(rest.front());
  for (std::size_t i = range.first; i < range.last; ++i) {
    const Statement& row = kStatements[i];
    if (!may_match(rest, row.phrase) || match_phrase(rest, row.phrase) == 0) continue;
    if (has_needed(rest, row.phrase)) return &row;
  }
  return nullptr;
}

/// The stage a session had reached: `while sending RCPT TO`, `in response to end of data`.
Stage stage_reached(std::string_view rest) noexcept {
  rest = rest.substr(0, kMaxNameBytes);
  static constexpr Stops kSpace = stops_at(" \t\r\n");
  for (std::size_t at = find_stop(rest, 0, kSpace); at < rest.size();
       at = find_stop(rest, at + 1, kSpace)) {
    for (const std::string_view joint : {" while ", " in response to ", " after "}) {
      const std::size_t n = match_phrase(rest.substr(at), joint);
      if (n != 0) return stage_of_command(rest.substr(at + n));
    }
  }
  return Stage::connect;
}

}  // namespace

Stage stage_of_statement(std::string_view statement) noexcept {
  const Statement* row = find_statement(statement);
  if (row == nullptr) return Stage::unknown;
  return row->stage == Stage::unknown ? stage_reached(statement) : row->stage;
}

Peer peer_of_statement(std::string_view statement) noexcept {
  for (const std::string_view phrase :
       {"connect to ", "lost connection with ", "conversation with ", "connected to ",
        "tls is required, but was not offered by host "}) {
    std::size_t length = 0;
    const std::size_t n = match_phrase(statement, phrase);
    if (n == 0) continue;
    const Peer peer = peer_at_start(statement.substr(n), length);
    return peer.ip.empty() && peer.host.find('.') == kNone ? Peer{} : peer;
  }
  return {};
}

namespace {

/// Where the cause in front of Exim's `mailbox is full: retry timeout exceeded` begins; `at` where
/// there is none but a log's fields or an address.
std::size_t begin_of_cause(std::string_view text, std::size_t at) noexcept {
  const std::size_t from = at > kMaxCauseBytes ? at - kMaxCauseBytes : 0;
  const std::string_view before = text.substr(from, at - from);
  if (!before.ends_with(": ")) return at;
  const std::size_t stop = before.find_last_of("\n(");
  const std::string_view cause = base::trim(before.substr(stop == kNone ? 0 : stop + 1));
  if (cause.size() < 6 || cause.find_first_of("=@<[") != kNone) return at;
  return static_cast<std::size_t>(cause.data() - text.data());
}

/// Where the number of Python's `[Errno 111] Connection refused` begins; `at` where there is none.
std::size_t begin_of_number(std::string_view text, std::size_t at) noexcept {
  const std::string_view back = before(text, at, 20);
  const std::size_t open = back.rfind('[');
  if (open == kNone || !back.ends_with("] ")) return at;
  const std::string_view inner = back.substr(open + 1);
  if (match_phrase(inner, "errno ") == 0 && match_phrase(inner, "winerror ") == 0) return at;
  return at - (back.size() - open);
}

}  // namespace

bool open_statement(Source& source, std::size_t at, std::size_t, Opening& out) {
  const std::string_view rest = source.text.substr(at);
  const Statement* row = find_statement(rest);
  if (row == nullptr) return false;
  out.begin = row->phrase.starts_with("retry time") ? begin_of_cause(source.text, at)
                                                    : begin_of_number(source.text, at);
  out.close = Close::folded;
  out.stage = stage_of_statement(rest);
  const Peer peer = peer_of_statement(rest);
  out.host = peer.host;
  out.ip = peer.ip;
  out.local = true;
  return true;
}

}  // namespace smtpscope::reply
