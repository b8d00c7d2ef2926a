// SPDX-License-Identifier: Apache-2.0
// What an application does with the bounces that come back: whom they are about, what happened, and
// what to do. Build: c++ bounce.cpp $(pkg-config --cflags --libs smtpscope) -o bounce
#include <fstream>
#include <iostream>
#include <sstream>

#include <smtpscope/smtpscope.hpp>

namespace {

void print(const smtpscope::Attempt& attempt) {
  std::cout << attempt.recipient << ": " << attempt.outcome << ", " << attempt.verdict.reason
            << ": " << attempt.verdict.address_action << " the address\n";
  for (const smtpscope::Action& action : attempt.verdict.actions) {
    std::cout << "  " << action.text << "\n";
  }
}

bool read_mail(const smtpscope::Scope& scope, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream mail;
  if (!in || !(mail << in.rdbuf())) {
    std::cerr << path << ": cannot be read\n";
    return false;
  }
  smtpscope::MailOptions options;
  options.file = path;
  const auto bounce = smtpscope::read_bounce(scope, mail.str(), options);
  if (!bounce) {
    std::cerr << path << ": " << bounce.error() << "\n";
    return false;
  }
  for (const smtpscope::Attempt& attempt : bounce->attempts) print(attempt);
  if (bounce->attempts.empty()) std::cout << "no bounce: " << bounce->why_not << "\n";
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const auto scope = smtpscope::Scope::open();
  if (!scope) {
    std::cerr << scope.error() << "\n";
    return 1;
  }
  bool ok = true;
  for (int i = 1; i < argc; ++i) ok = read_mail(*scope, argv[i]) && ok;
  return ok ? 0 : 1;
}
