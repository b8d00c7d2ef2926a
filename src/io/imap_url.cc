// SPDX-License-Identifier: Apache-2.0
#include "io/imap_url.h"

#include <algorithm>

#include "base/text.h"
#include "base/utf8.h"

namespace smtpscope::io {
namespace {

int hex_value(char c) noexcept {
  if (base::is_digit(c)) return c - '0';
  return base::is_hex(c) ? base::to_lower(c) - 'a' + 10 : -1;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

bool has_control(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), base::is_control);
}

bool is_host(std::string_view host) noexcept {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return base::is_alnum(c) || c == '.' || c == '-' || c == ':' || c == '_';
  });
}

tl::unexpected<base::Error> wrong(std::string_view url, const char* message, const char* help) {
  return tl::unexpected(base::Error{std::string(url), 0, message, help});
}

constexpr const char* kShape = "write imaps://user@host/Folder";

/// Splits `host`, `host:port` or `[::1]:port`.
bool read_host(std::string_view text, ImapUrl& out) {
  std::string_view host = text, port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    host = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon);
  }
  if (!is_host(host)) return false;
  out.host = host;
  if (port.empty()) return true;
  const auto number = port.size() <= 6 ? base::parse_digits(port.substr(1)) : std::nullopt;
  if (port[0] != ':' || !number || *number == 0 || *number > 65535) return false;
  out.port = static_cast<std::uint16_t>(*number);
  return true;
}

/// UTF-16 in base64, with ',' for '/' and without '='.
class Utf7Run {
 public:
  explicit Utf7Run(std::string& out) : out_(out) {}
  void add(char32_t c) {
    if (!open_) out_.push_back('&');
    open_ = true;
    if (c >= 0x10000) {
      add_unit(0xd800 + ((c - 0x10000) >> 10));
      c = 0xdc00 + ((c - 0x10000) & 0x3ff);
    }
    add_unit(c);
  }
  void close() {
    if (!open_) return;
    if (bits_ > 0) put(held_ << (6 - bits_));
    out_.push_back('-');
    open_ = false;
    held_ = bits_ = 0;
  }

 private:
  void add_unit(char32_t unit) {
    held_ = (held_ << 16) | static_cast<std::uint32_t>(unit);
    for (bits_ += 16; bits_ >= 6;) {
      bits_ -= 6;
      put(held_ >> bits_);
    }
    held_ &= (1U << bits_) - 1;
  }
  void put(std::uint32_t six) {
    out_.push_back("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,"[six & 63]);
  }

  std::string& out_;
  bool open_ = false;
  std::uint32_t held_ = 0;
  unsigned bits_ = 0;
};

}  // namespace

bool ImapUrl::is_loopback() const {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

base::Result<ImapUrl> parse_imap_url(std::string_view url) {
  ImapUrl out;
  out.tls = url.starts_with("imaps://");
  out.port = out.tls ? 993 : 143;
  if (!is_imap_url(url)) return wrong(url, "this is no IMAP URL", kShape);
  const std::string_view rest = url.substr(url.find("//") + 2);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view authority = rest.substr(0, slash);
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos || at == 0) return wrong(url, "it names no user", kShape);
  if (authority.substr(0, at).find(':') != std::string_view::npos) {
    // The URL is not repeated: it would show the password.
    return tl::unexpected(base::Error{"", 0,
                                      "a password does not belong into a URL, where others see it",
                                      "put it into a file or into SMTPSCOPE_IMAP_PASSWORD"});
  }
  out.user = percent_decode(authority.substr(0, at));
  if (!read_host(authority.substr(at + 1), out)) return wrong(url, "it names no host", kShape);
  out.folder = slash < rest.size() ? percent_decode(rest.substr(slash + 1)) : std::string();
  if (out.folder.empty()) out.folder = "INBOX";
  if (has_control(out.user) || has_control(out.folder))
    return wrong(url, "there are control characters in it", kShape);
  return out;
}

std::string format_folder(std::string_view folder) {
  std::string text, out = "\"";
  base::repair_utf8(folder, text);
  Utf7Run run(out);
  for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(base::utf8_length(rest))) {
    const char c = rest[0];
    if (base::is_control(c)) continue;
    if (base::is_high(c)) {
      run.add(base::decode_utf8(rest));
      continue;
    }
    run.close();
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
    if (c == '&') out.push_back('-');
  }
  run.close();
  out.push_back('"');
  return out;
}

}  // namespace smtpscope::io
