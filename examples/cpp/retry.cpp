// SPDX-License-Identifier: Apache-2.0
// What an application that sends mail does with a failed attempt: try again later, stop, or tell
// somebody. Build: c++ retry.cpp $(pkg-config --cflags --libs smtpscope) -o retry
#include <iostream>

#include <smtpscope/smtpscope.hpp>

namespace {

bool decide(const smtpscope::Scope& scope, std::string_view reply) {
  smtpscope::Options options;
  options.stage = "rcpt";
  const auto verdict = smtpscope::classify(scope, reply, options);
  if (!verdict) {
    std::cerr << verdict.error() << "\n";
    return false;
  }
  std::cout << verdict->reason << ": ";
  const smtpscope::RetryDecision decision = smtpscope::retry_decision(*verdict);
  switch (decision.when) {
    case smtpscope::Retry::not_needed:
      std::cout << "delivered\n";
      break;
    case smtpscope::Retry::after:
      std::cout << "try again in " << decision.after.count() << " seconds\n";
      break;
    case smtpscope::Retry::once_fixed:
      std::cout << "first " << verdict->actions.at(0).action << "\n";
      break;
    case smtpscope::Retry::never:
      std::cout << "stop, " << verdict->address_action << " the address\n";
      break;
  }
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
  for (int i = 1; i < argc; ++i) ok = decide(*scope, argv[i]) && ok;
  return ok ? 0 : 1;
}
