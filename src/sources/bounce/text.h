// SPDX-License-Identifier: Apache-2.0
// Lines, addresses and phrases in the words of a bounce. Everything is views and one pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace smtpscope::bounce {

/// The line at `at` without its LF; moves `at` to the next. Call while at < size.
std::string_view take_line(std::string_view text, std::size_t& at) noexcept;

/// Which three letters stand beside each other in a text, as bits of a hash. Scores of phrases are
/// looked for in the words of a bounce, and all but a few are refused by this.
class Trigrams {
 public:
  explicit Trigrams(std::string_view folded) noexcept;
  /// False where the phrase cannot stand in the text; phrases below three letters may always.
  bool may_hold(std::string_view phrase) const noexcept;

 private:
  static constexpr std::size_t kBits = 8192;
  static std::size_t bit_of(const char* at) noexcept {
    const auto byte = [at](int i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(at[i]));
    };
    return (byte(0) ^ byte(1) << 4 ^ byte(2) << 8) % kBits;
  }
  bool has(const char* at) const noexcept {
    const std::size_t bit = bit_of(at);
    return (bits_[bit / 64] >> (bit % 64) & 1) != 0;
  }

  std::array<std::uint64_t, kBits / 64> bits_{};
};

/// Words for people, and the same in lower case with every white space byte a blank, so that a
/// phrase is found whatever its case and over a line end. Offsets are the same in both.
struct Words {
  std::string_view text, folded;
  const Trigrams* trigrams = nullptr;  ///< of these words or of more; may be absent

  bool empty() const noexcept { return text.empty(); }
  /// Place of a phrase in lower case, npos for none.
  std::size_t find(std::string_view phrase, std::size_t from = 0) const noexcept;
  bool has(std::string_view phrase) const noexcept {
    return find(phrase) != std::string_view::npos;
  }
  Words substr(std::size_t from, std::size_t count = std::string_view::npos) const noexcept {
    return {text.substr(from, count), folded.substr(from, count), trigrams};
  }
  /// The same of a view into `text`.
  Words of(std::string_view part) const noexcept {
    return substr(static_cast<std::size_t>(part.data() - text.data()), part.size());
  }
  bool holds(std::string_view part) const noexcept {
    return !part.empty() && part.data() >= text.data() && part.data() < text.data() + text.size();
  }
  /// Behind the first of `phrases` (in their order) that stands here; empty for none.
  Words behind(std::initializer_list<std::string_view> phrases) const noexcept;
  /// Up to the nearest of `phrases`; all of it where none stands here.
  Words before(std::initializer_list<std::string_view> phrases) const noexcept;
  bool has_any(std::initializer_list<std::string_view> phrases) const noexcept;
};

/// The next address with an @ at or behind `at`, without angle brackets; `at` moves behind it.
/// Empty where there is none. Addresses with quotes are taken whole.
std::string_view find_address(std::string_view text, std::size_t& at) noexcept;

/// What stands for a recipient in a field or line: `rfc822; <a@example.net> (comment)` ->
/// `a@example.net`. A name without @ is taken as it is.
std::string_view clean_address(std::string_view written) noexcept;

/// A hash that is the same for addresses that differ in case only.
std::uint64_t address_key(std::string_view address) noexcept;

/// The part behind the last @; empty where there is none.
std::string_view domain_of(std::string_view address) noexcept;

/// `dns; mx.example.net (192.0.2.1)` -> type "dns", value `mx.example.net (192.0.2.1)`.
struct Typed {
  std::string_view type, value;
};
Typed split_type(std::string_view value) noexcept;

}  // namespace smtpscope::bounce
