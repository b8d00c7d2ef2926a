// SPDX-License-Identifier: Apache-2.0
#include "sources/bounce/subject.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace smtpscope::bounce {
namespace {

/// How subjects of bounces begin, and no newsletter or statistics about bounces.
constexpr std::array kHeads = std::to_array<std::string_view>(
    {"undeliverable",
     "undelivered mail",
     "undelivered message r",
     "non-deliver",
     "nondeliver",
     "non deliver",
     "ndn:",
     "returned mail:",
     "returned email",
     "returned e-mail",
     "returned message",
     "returning message",
     "returned to sender",
     "mail returned",
     "message returned",
     "failure notice",
     "failure delivery",
     "failed mail",
     "failed delivery",
     "mail failure",
     "mail error",
     "mail system error",
     "mail delivery ",
     "mail could not be",
     "mail not delivered",
     "mail undeliver",
     "message delivery ",
     "message could not be",
     "message not delivered",
     "message undeliver",
     "message delayed",
     "message you sent",
     "your message could",
     "your message to",
     "your message was not",
     "your mail could",
     "your mail to",
     "delivery failure",
     "delivery failed",
     "delivery has failed",
     "delivery problem",
     "delivery unsuccessful",
     "delivery status",
     "delivery notification",
     "delivery report (",
     "delivery of your m",
     "unable to deliver m",
     "unable to deliver y",
     "error sending m",
     "error sending y",
     "warning: message",
     "warning: could not send",
     "warning - delayed mail",
     "delayed mail",
     "rejected mail",
     "rejected message",
     "message rejected",
     "mail rejected",
     "unzustellbar",
     "nicht zugestellt",
     "nachricht konnte",
     "mail konnte",
     "fehler bei der zustellung",
     "non remis",
     "\xc3\xa9"
     "chec de la remise",
     "\xc3\xa9"
     "chec de remise",
     "echec de",
     "message non",
     "no se puede entregar",
     "no entregado",
     "correo devuelto",
     "mensaje no",
     "non recapitabile",
     "mancata consegna",
     "impossibile recapitare",
     "n\xc3\xa3o entregue",
     "n\xc3\xa3o foi poss",
     "mensagem n",
     "onbestelbaar",
     "\xe9\x80\x80\xe4\xbf\xa1",
     "\xe9\x85\x8d\xe4\xbf\xa1\xe4\xb8\x8d\xe8\x83\xbd",
     "\xe6\x9c\xaa\xe9\x80\x81\xe9\x81\x94",
     "\xe7\xb3\xbb\xe7\xbb\x9f\xe9\x80\x80\xe4\xbf\xa1",
     "\xe6\x97\xa0\xe6\xb3\x95",
     "\xe7\x84\xa1\xe6\xb3\x95",
     "\xd0\xbd\xd0\xb5\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0"
     "\xd0\xb2",
     "\xd0\x9d\xd0\xb5\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2",
     "\xd0\xbd\xd0\xb5 \xd1\x83\xd0\xb4\xd0\xb0\xd0\xb5\xd1\x82\xd1\x81\xd1\x8f "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2",
     "\xd0\x9d\xd0\xb5 \xd1\x83\xd0\xb4\xd0\xb0\xd0\xb5\xd1\x82\xd1\x81\xd1\x8f "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2",
     "\xd0\x9d\xd0\xb5 \xd0\xb2\xd0\xb4\xd0\xb0\xd0\xbb\xd0\xbe\xd1\x81\xd1\x8f "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2",
     "\xd0\xa1\xd0\xbe\xd0\xbe\xd0\xb1\xd1\x89\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5 \xd0\xbd\xd0\xb5 "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2",
     "\xd0\x92\xd0\xb0\xd1\x88\xd0\xb5 "
     "\xd1\x81\xd0\xbe\xd0\xbe\xd0\xb1\xd1\x89\xd0\xb5\xd0\xbd\xd0\xb8\xd0\xb5 \xd0\xbd\xd0\xb5 "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2",
     "\xc3\x89"
     "chec de la remise",
     "\xc3\x89"
     "chec de remise",
     "n\xc3\xa3o \xc3\xa9 poss\xc3\xadvel entregar",
     "n\xc3\xa3o foi poss\xc3\xadvel",
     "niedostarcz",
     "nie mo\xc5\xbcna dostarczy\xc4\x87",
     "kan ikke leveres",
     "kunde inte levereras",
     "det g\xc3\xa5r inte att leverera",
     "olevererb",
     "teslim edilemedi",
     "nedoru\xc4\x8d",
     "k\xc3\xa9zbes\xc3\xadthetetlen",
     "nelivrabil",
     "\xe6\x9c\xaa\xe4\xbc\xa0\xe9\x80\x92",
     "\xe6\x9c\xaa\xe9\x80\x81\xe8\xbe\xbe",
     "\xe6\x8a\x95\xe9\x80\x92\xe5\xa4\xb1\xe8\xb4\xa5",
     "\xec\xa0\x84\xec\x86\xa1 \xeb\xb6\x88\xea\xb0\x80",
     "\xeb\xb0\xb0\xeb\x8b\xac\xeb\x90\x98\xec\xa7\x80 \xec\x95\x8a\xec\x9d\x8c",
     "\xe9\x80\x81\xe4\xbf\xa1\xe3\x81\xa7\xe3\x81\x8d\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93"});

/// Bytes from the head in which the word for a ticket stands, and from it to its number.
constexpr std::size_t kTagged = 24;

/// What mail programs put before the subject that somebody answers or sends on.
constexpr std::array kAnswers = std::to_array<std::string_view>({"re:",
                                                                 "aw:",
                                                                 "sv:",
                                                                 "vs:",
                                                                 "r:",
                                                                 "res:",
                                                                 "rif:",
                                                                 "antw:",
                                                                 "odp:",
                                                                 "ynt:",
                                                                 "fw:",
                                                                 "fwd:",
                                                                 "wg:",
                                                                 "tr:",
                                                                 "rv:",
                                                                 "enc:",
                                                                 "i:",
                                                                 "doorst:",
                                                                 "vb:",
                                                                 "vl:",
                                                                 "pd:",
                                                                 "ilt:",
                                                                 "\xe5\x9b\x9e\xe5\xa4\x8d",
                                                                 "\xe7\xad\x94\xe5\xa4\x8d",
                                                                 "\xe8\xbd\xac\xe5\x8f\x91",
                                                                 "\xe5\x9b\x9e\xe8\xa6\x86",
                                                                 "\xe8\xbd\x89\xe5\xaf\x84"});

template <std::size_t N>
bool begins_with_one(std::string_view subject,
                     const std::array<std::string_view, N>& heads) noexcept {
  return std::any_of(heads.begin(), heads.end(), [subject](std::string_view head) {
    return base::starts_with_nocase(subject, head);
  });
}

/// `[External] Re: ...` -> `Re: ...`.
std::string_view without_tag(std::string_view subject) noexcept {
  subject = base::trim(subject);
  const std::size_t close = subject.find(']');
  if (!subject.starts_with('[') || close == std::string_view::npos) return subject;
  return base::trim(subject.substr(close + 1));
}

}  // namespace

bool is_bounce_subject(std::string_view subject) noexcept {
  // At the head: behind `Re: ` or the number of a ticket somebody talks about it.
  return begins_with_one(base::trim(subject), kHeads);
}

bool is_answer_subject(std::string_view subject) noexcept {
  return begins_with_one(without_tag(subject), kAnswers);
}

bool is_ticket_subject(std::string_view subject) noexcept {
  const std::size_t sign = subject.find('#');
  if (sign != std::string_view::npos && sign + 1 < subject.size() &&
      base::is_digit(subject[sign + 1]))
    return true;
  for (const std::string_view word : {"ticket", "case ", "issue", "bug ", "jira", "request "}) {
    const std::size_t at = base::find_nocase(subject, word);
    if (at == std::string_view::npos || at > kTagged) continue;
    const std::string_view rest = subject.substr(at, word.size() + kTagged);
    if (std::any_of(rest.begin(), rest.end(), base::is_digit)) return true;
  }
  return false;
}

}  // namespace smtpscope::bounce
