// SPDX-License-Identifier: Apache-2.0
// What an application that sends mail does with a failed attempt: try again later, stop, or tell
// somebody. Build: cc retry.c $(pkg-config --cflags --libs smtpscope) -o retry
#include <inttypes.h>
#include <smtpscope/smtpscope.h>
#include <stdio.h>

static int decide(const smtpscope_scope* scope, const char* reply) {
  smtpscope_question question = SMTPSCOPE_QUESTION_INIT;
  question.text = reply;
  question.stage = "rcpt";
  smtpscope_verdict* verdict = NULL;
  const smtpscope_status status = smtpscope_classify(scope, &question, &verdict);
  if (status != SMTPSCOPE_OK) {
    fprintf(stderr, "%s\n", smtpscope_status_text(status));
    return 1;
  }
  uint32_t seconds = 0;
  printf("%s: ", smtpscope_verdict_reason(verdict));
  switch (smtpscope_retry(verdict, &seconds)) {
    case SMTPSCOPE_RETRY_NOT_NEEDED:
      printf("delivered\n");
      break;
    case SMTPSCOPE_RETRY_AFTER:
      printf("try again in %" PRIu32 " seconds\n", seconds);
      break;
    case SMTPSCOPE_RETRY_ONCE_FIXED:
      printf("first %s\n", smtpscope_verdict_action(verdict, 0));
      break;
    case SMTPSCOPE_RETRY_NEVER:
      printf("stop, %s the address\n", smtpscope_verdict_address_action(verdict));
      break;
    case SMTPSCOPE_RETRY_INVALID:
      break;
  }
  smtpscope_verdict_free(verdict);
  return 0;
}

int main(int argc, char** argv) {
  char error[1024];
  smtpscope_scope* scope = NULL;
  if (smtpscope_open(NULL, &scope, error, sizeof error) != SMTPSCOPE_OK) {
    fprintf(stderr, "%s\n", error);
    return 1;
  }
  int failed = 0;
  for (int i = 1; i < argc; ++i) failed |= decide(scope, argv[i]);
  smtpscope_close(scope);
  return failed;
}
