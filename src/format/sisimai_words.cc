// SPDX-License-Identifier: Apache-2.0
#include "format/sisimai_words.h"

namespace smtpscope::format {
namespace {

constexpr SisimaiForm k4 = SisimaiForm::v4;
constexpr SisimaiForm k51 = SisimaiForm::v5_1;
constexpr SisimaiForm k52 = SisimaiForm::v5_2;

constexpr std::array kReasons = std::to_array<SisimaiReason>({
    {"authfailure", k51, "blocked", false, 972, 972},
    {"badreputation", k51, "blocked", false, 975, 975},
    {"blocked", k4, "", false, 971, 971},
    {"contenterror", k4, "", false, 960, 960},
    {"delivered", k4, "", false, 0, 0},
    {"exceedlimit", k4, "", false, 923, 0},
    {"expired", k4, "", false, 947, 947},
    {"failedstarttls", k52, "securityerror", false, 976, 976},
    {"feedback", k4, "", false, 0, 0},
    {"filtered", k4, "", false, 910, 924},
    {"hasmoved", k4, "", true, 916, 0},
    {"hostunknown", k4, "", true, 912, 0},
    {"mailboxfull", k4, "", false, 922, 922},
    {"mailererror", k4, "", false, 939, 0},
    {"mesgtoobig", k4, "", false, 934, 0},
    {"networkerror", k4, "", false, 944, 944},
    {"norelaying", k4, "", false, 909, 0},
    // Hard unless the code is 4xx.
    {"notaccept", k4, "", true, 932, 932},
    {"notcompliantrfc", k51, "contenterror", false, 0, 0},
    {"onhold", k4, "", false, 901, 901},
    {"policyviolation", k4, "", false, 972, 0},
    {"rejected", k4, "", false, 918, 918},
    {"requireptr", k51, "blocked", false, 0, 0},
    {"securityerror", k4, "", false, 970, 970},
    {"spamdetected", k4, "", false, 980, 980},
    {"speeding", k51, "toomanyconn", false, 946, 946},
    {"suppressed", k52, "suspend", false, 0, 0},
    {"suspend", k4, "", false, 921, 0},
    {"syntaxerror", k4, "", false, 902, 0},
    {"systemerror", k4, "", false, 930, 930},
    {"systemfull", k4, "", false, 931, 931},
    {"toomanyconn", k4, "", false, 945, 945},
    {"undefined", k4, "", false, 900, 900},
    {"userunknown", k4, "", true, 911, 0},
    {"vacation", k4, "", false, 0, 0},
    {"virusdetected", k4, "", false, 971, 0},
});

struct Module {
  std::string_view ours, name;
};

constexpr std::array kModules = std::to_array<Module>({
    {"activehunter", "Activehunter"},
    {"amavis", "Amavis"},
    {"aol", "Aol"},
    {"arf", "Feedback-Loop"},
    {"auto_reply", "RFC3834"},
    {"barracuda", "Barracuda"},
    {"biglobe", "Biglobe"},
    {"courier", "Courier"},
    {"domino", "Domino"},
    {"dragonfly", "DragonFly"},
    {"ezweb", "EZweb"},
    {"exchange", "Exchange2007"},
    {"exchange2003", "Exchange2003"},
    {"exchange2007", "Exchange2007"},
    {"exim", "Exim"},
    {"fml", "FML"},
    {"gmail", "Gmail"},
    {"gmx", "GMX"},
    {"google_groups", "GoogleGroups"},
    {"groups", "GoogleGroups"},
    {"gsuite", "GSuite"},
    {"imail", "IMailServer"},
    {"interscan", "InterScanMSS"},
    {"james", "ApacheJames"},
    {"jmrp", "Feedback-Loop"},
    {"kddi", "KDDI"},
    {"mailfoundry", "MailFoundry"},
    {"mailmarshal", "MailMarshalSMTP"},
    {"mailru", "MailRu"},
    {"mcafee", "McAfee"},
    {"messagelabs", "MessageLabs"},
    {"messaging_server", "MessagingServer"},
    {"mfilter", "mFILTER"},
    {"mxlogic", "MXLogic"},
    {"notes", "Notes"},
    {"office365", "Office365"},
    {"opensmtpd", "OpenSMTPD"},
    {"outlook", "Outlook"},
    {"postfix", "Postfix"},
    {"powermta", "PowerMTA"},
    {"qmail", "qmail"},
    {"rfc3464", "RFC3464"},
    {"rfc6591", "Feedback-Loop"},
    {"sendgrid", "SendGrid"},
    {"sendmail", "Sendmail"},
    {"ses", "AmazonSES"},
    {"surfcontrol", "SurfControl"},
    {"unsubscribe", "Feedback-Loop"},
    {"verizon", "Verizon"},
    {"workmail", "AmazonWorkMail"},
    {"yahoo", "Yahoo"},
    {"yandex", "Yandex"},
    {"zoho", "Zoho"},
});

}  // namespace

const SisimaiReason* find_sisimai_reason(std::string_view word, SisimaiForm form) noexcept {
  for (const SisimaiReason& reason : kReasons) {
    if (reason.word == word) return reason.since <= form ? &reason : nullptr;
  }
  return nullptr;
}

std::string_view find_sisimai_module(std::string_view ours) noexcept {
  for (const Module& module : kModules) {
    if (module.ours == ours) return module.name;
  }
  return {};
}

}  // namespace smtpscope::format
