// SPDX-License-Identifier: Apache-2.0
#include "io/imap_connection.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <curl/curl.h>
#include <poll.h>
#include <sys/socket.h>

#include "io/limits.h"
#include "io/shared_library.h"

namespace smtpscope::io {
namespace {

using Clock = std::chrono::steady_clock;

struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) init = nullptr;
  decltype(&curl_easy_cleanup) cleanup = nullptr;
  decltype(&curl_easy_setopt) set = nullptr;
  decltype(&curl_easy_perform) perform = nullptr;
  decltype(&curl_easy_getinfo) info = nullptr;
  decltype(&curl_easy_send) send = nullptr;
  decltype(&curl_easy_recv) receive = nullptr;
  decltype(&curl_easy_strerror) error_text = nullptr;
};

base::Result<Curl> load() {
  auto library = SharedLibrary::open("libcurl.so.4", "libcurl4", "reading an IMAP mailbox");
  if (!library) return tl::unexpected(library.error());
  Curl out;
  library->find("curl_global_init", out.global_init);
  library->find("curl_easy_init", out.init);
  library->find("curl_easy_cleanup", out.cleanup);
  library->find("curl_easy_setopt", out.set);
  library->find("curl_easy_perform", out.perform);
  library->find("curl_easy_getinfo", out.info);
  library->find("curl_easy_send", out.send);
  library->find("curl_easy_recv", out.receive);
  library->find("curl_easy_strerror", out.error_text);
  if (!library->complete() || out.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    return tl::unexpected(
        base::Error{"", 0, "libcurl.so.4 cannot be used", "install libcurl4 again"});
  }
  return out;
}

/// Loaded once, at the first IMAP mailbox.
const base::Result<Curl>& loaded() {
  static const base::Result<Curl> library = load();
  return library;
}

std::string advice_for(CURLcode code, const ImapUrl& url) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "check the name of the host";
    case CURLE_COULDNT_CONNECT:
      return "check host and port; imaps is 993, imap with STARTTLS is 143";
    case CURLE_OPERATION_TIMEDOUT:
      return "the server does not answer; check host and port, and firewalls between";
    case CURLE_LOGIN_DENIED:
      return "the server refused the login of " + url.user +
             "; check user and password, and whether the server wants an app password";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "its certificate is not trusted, or not for " + url.host +
             "; use the name that it is for, or give the file of its authority";
    case CURLE_USE_SSL_FAILED:
      return "the server offers no STARTTLS, and a password does not go unencrypted to another "
             "host; try imaps://";
    case CURLE_SSL_CONNECT_ERROR:
      return "is this a port for TLS? imaps is 993, imap with STARTTLS is 143";
    default:
      return "";
  }
}

}  // namespace

struct ImapConnection::State {
  State(const Curl& library, const ImapUrl& address) : curl(library), url(address) {}
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  base::Result<void> log_in(const std::string& password, const std::string& ca_file);
  base::Result<void> wait(short events, Clock::time_point until);
  base::Result<void> fill(Clock::time_point until);
  tl::unexpected<base::Error> failed(CURLcode code) const;
  tl::unexpected<base::Error> broken(const char* message) const {
    return tl::unexpected(base::Error{name, 0, message, "try again later"});
  }
  Clock::time_point deadline(std::size_t bytes) const {
    return Clock::now() + std::chrono::seconds(kImapSilenceSeconds) +
           std::chrono::seconds(bytes / kImapSlowest);
  }

  const Curl& curl;
  ImapUrl url;
  std::string name = url.host + ":" + std::to_string(url.port);
  CURL* easy = nullptr;
  char error_text[CURL_ERROR_SIZE] = {};
  std::string input = std::string(kReadBytes, '\0');
  std::size_t begin = 0, end = 0;  // of what is not read yet
  std::string line;
  unsigned tag = 0;
};

/// libcurl would log out and wait for the answer, through whatever the server is still sending. We
/// say it and hang up.
ImapConnection::State::~State() {
  if (easy == nullptr) return;
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl.info(easy, CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) {
    constexpr std::string_view kLogout = "S0 LOGOUT\r\n";
    std::size_t n = 0;
    curl.send(easy, kLogout.data(), kLogout.size(), &n);
    ::shutdown(socket, SHUT_RDWR);
  }
  curl.cleanup(easy);
}

tl::unexpected<base::Error> ImapConnection::State::failed(CURLcode code) const {
  const char* text = error_text[0] != '\0' ? error_text : curl.error_text(code);
  return tl::unexpected(base::Error{name, 0, text, advice_for(code, url)});
}

base::Result<void> ImapConnection::State::log_in(const std::string& password,
                                                 const std::string& ca_file) {
  easy = curl.init();
  if (easy == nullptr) return broken("no memory for a connection");
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + url.host + "]" : url.host;
  const std::string address =
      std::string(url.tls ? "imaps://" : "imap://") + host + ":" + std::to_string(url.port) + "/";
  const bool may_be_plain = !url.tls && url.is_loopback();
  curl.set(easy, CURLOPT_ERRORBUFFER, error_text);
  curl.set(easy, CURLOPT_URL, address.c_str());
  curl.set(easy, CURLOPT_PROTOCOLS_STR, "imap,imaps");
  curl.set(easy, CURLOPT_USERNAME, url.user.c_str());
  curl.set(easy, CURLOPT_PASSWORD, password.c_str());
  curl.set(easy, CURLOPT_USE_SSL,
           static_cast<long>(may_be_plain ? CURLUSESSL_TRY : CURLUSESSL_ALL));
  if (may_be_plain) {  // then a certificate that nobody has signed is no worse
    curl.set(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl.set(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  curl.set(easy, CURLOPT_CONNECT_ONLY, 1L);
  curl.set(easy, CURLOPT_PROXY, "");  // a proxy for web pages is none for mail
  curl.set(easy, CURLOPT_TIMEOUT, static_cast<long>(kImapConnectSeconds));
  if (!ca_file.empty()) curl.set(easy, CURLOPT_CAINFO, ca_file.c_str());
  const CURLcode code = curl.perform(easy);
  if (code != CURLE_OK) return failed(code);
  return {};
}

base::Result<void> ImapConnection::State::wait(short events, Clock::time_point until) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl.info(easy, CURLINFO_ACTIVESOCKET, &socket);
  if (socket == CURL_SOCKET_BAD) return broken("the server closed the connection");
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
  const auto silence = std::chrono::milliseconds(1000LL * kImapSilenceSeconds);
  if (left.count() <= 0) return broken("the server is too slow");
  pollfd entry{socket, events, 0};
  const int ready = ::poll(&entry, 1, static_cast<int>(std::min(left, silence).count()));
  if (ready == 0) return broken("the server has stopped answering");
  if (ready < 0 && errno != EINTR) return broken("cannot wait for the server");
  return {};
}

/// Reads what is there, at least a byte, into an input that is empty.
base::Result<void> ImapConnection::State::fill(Clock::time_point until) {
  begin = end = 0;
  while (true) {
    std::size_t n = 0;
    const CURLcode code = curl.receive(easy, input.data(), input.size(), &n);
    if (code == CURLE_OK && n > 0) {
      end = n;
      return {};
    }
    if (code == CURLE_OK) return broken("the server closed the connection");
    if (code != CURLE_AGAIN) return failed(code);
    if (auto waited = wait(POLLIN, until); !waited) return waited;
  }
}

base::Result<ImapConnection> ImapConnection::open(const ImapUrl& url, const std::string& password,
                                                  const std::string& ca_file) {
  const auto& library = loaded();
  if (!library) return tl::unexpected(library.error());
  auto state = std::make_unique<State>(*library, url);
  if (auto done = state->log_in(password, ca_file); !done) return tl::unexpected(done.error());
  return ImapConnection(std::move(state));
}

base::Result<std::string> ImapConnection::send(std::string_view command) {
  const std::string tag = "S" + std::to_string(++state_->tag);
  const std::string text = tag + " " + std::string(command) + "\r\n";
  const auto until = state_->deadline(text.size());
  for (std::size_t done = 0; done < text.size();) {
    std::size_t n = 0;
    const CURLcode code =
        state_->curl.send(state_->easy, text.data() + done, text.size() - done, &n);
    done += n;
    if (code == CURLE_AGAIN) {
      if (auto waited = state_->wait(POLLOUT, until); !waited)
        return tl::unexpected(waited.error());
    } else if (code != CURLE_OK) {
      return state_->failed(code);
    }
  }
  return tag;
}

base::Result<std::string_view> ImapConnection::read_line() {
  State& s = *state_;
  const auto until = s.deadline(kMaxImapLine);
  s.line.clear();
  while (true) {
    if (s.begin == s.end) {
      if (auto filled = s.fill(until); !filled) return tl::unexpected(filled.error());
    }
    const std::string_view got = std::string_view(s.input).substr(s.begin, s.end - s.begin);
    const std::size_t size = std::min(got.find('\n'), got.size());
    s.line += got.substr(0, size);
    s.begin += std::min(size + 1, got.size());
    if (s.line.size() > kMaxImapLine) return s.broken("the server sent a line without end");
    if (size == got.size()) continue;
    if (s.line.ends_with('\r')) s.line.pop_back();
    return std::string_view(s.line);
  }
}

base::Result<void> ImapConnection::read_literal(char* to, std::size_t size) {
  State& s = *state_;
  const auto until = s.deadline(size);
  for (std::size_t done = 0; done < size;) {
    if (s.begin == s.end) {
      if (auto filled = s.fill(until); !filled) return filled;
    }
    const std::size_t n = std::min(size - done, s.end - s.begin);
    if (to != nullptr) std::memcpy(to + done, s.input.data() + s.begin, n);
    s.begin += n;
    done += n;
  }
  return {};
}

ImapConnection::ImapConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}
ImapConnection::ImapConnection(ImapConnection&&) noexcept = default;
ImapConnection& ImapConnection::operator=(ImapConnection&&) noexcept = default;
ImapConnection::~ImapConnection() = default;

}  // namespace smtpscope::io
