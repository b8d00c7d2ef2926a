// SPDX-License-Identifier: Apache-2.0
#include "sources/attempt/attempt.h"

#include <array>

#include "base/hash.h"

namespace smtpscope::attempt {
namespace {

constexpr std::array kOutcomes = std::to_array<std::string_view>(
    {"queued", "delivered", "deferred", "bounced", "expired", "rejected", "discarded", "delayed",
     "relayed", "expanded", "auto_reply", "mdn", "challenge", "address_change", "complaint"});
constexpr std::array kDirections = std::to_array<std::string_view>({"out", "in", "local"});
constexpr std::array kTimeSources =
    std::to_array<std::string_view>({"stated", "zone_assumed", "year_inferred", "received"});

void append_hex(std::uint64_t value, std::string& out) {
  for (int shift = 60; shift >= 0; shift -= 4)
    out.push_back("0123456789abcdef"[value >> shift & 15]);
}

}  // namespace

std::string_view to_string(Outcome outcome) noexcept {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}
std::string_view to_string(Direction direction) noexcept {
  return kDirections[static_cast<std::size_t>(direction)];
}
std::string_view to_string(TimeSource source) noexcept {
  return kTimeSources[static_cast<std::size_t>(source)];
}

std::string format_id(const Attempt& a) {
  std::string key;
  for (const std::string_view field :
       {a.place.kind, a.place.file, a.recipient, a.message_id, a.queue_id, a.reply, a.words}) {
    key.append(field).push_back('\0');
  }
  key.append(std::to_string(a.place.offset)).push_back('\0');
  if (a.time) key.append(std::to_string(a.time->epoch_ms));
  std::string id;
  const std::uint64_t first = base::hash64(key);
  append_hex(first, id);
  key.append(id);
  append_hex(base::hash64(key), id);
  return id;
}

std::uint64_t statement_key(const Attempt& a) noexcept {
  if (a.message_id.empty()) return 0;
  std::uint64_t key = base::hash64(a.message_id, static_cast<std::uint64_t>(a.outcome));
  for (const std::string_view field : {a.recipient, a.reply}) key = base::hash64(field, key);
  return key;
}

}  // namespace smtpscope::attempt
