// SPDX-License-Identifier: Apache-2.0
// What an application does with the bounces that come back: whom they are about, what happened, and
// what to do. Build: cc bounce.c $(pkg-config --cflags --libs smtpscope) -o bounce
#include <smtpscope/smtpscope.h>
#include <stdio.h>
#include <stdlib.h>

static char* read_file(const char* path, size_t* length) {
  FILE* in = fopen(path, "rb");
  char* bytes = in == NULL ? NULL : malloc((size_t)SMTPSCOPE_MAX_TEXT + 1);
  // One byte more than the library takes: it says so then.
  if (bytes != NULL) *length = fread(bytes, 1, (size_t)SMTPSCOPE_MAX_TEXT + 1, in);
  if (in != NULL && ferror(in)) {
    free(bytes);
    bytes = NULL;
  }
  if (in != NULL) fclose(in);
  if (bytes == NULL) perror(path);
  return bytes;
}

static void print(const smtpscope_attempt* attempt) {
  const smtpscope_verdict* verdict = smtpscope_attempt_verdict(attempt);
  printf("%s: %s, %s: %s the address\n", smtpscope_attempt_recipient(attempt),
         smtpscope_attempt_outcome(attempt), smtpscope_verdict_reason(verdict),
         smtpscope_verdict_address_action(verdict));
  for (size_t i = 0; i < smtpscope_verdict_actions(verdict); ++i) {
    printf("  %s\n", smtpscope_verdict_action_text(verdict, i));
  }
}

static int read_mail(const smtpscope_scope* scope, const char* path) {
  smtpscope_mail mail = SMTPSCOPE_MAIL_INIT;
  char* bytes = read_file(path, &mail.length);
  if (bytes == NULL) return 1;
  mail.bytes = bytes;
  mail.file = path;
  smtpscope_bounce* bounce = NULL;
  const smtpscope_status status = smtpscope_read_bounce(scope, &mail, &bounce);
  free(bytes);
  if (status != SMTPSCOPE_OK) {
    fprintf(stderr, "%s: %s\n", path, smtpscope_status_text(status));
    return 1;
  }
  for (size_t i = 0; i < smtpscope_bounce_count(bounce); ++i) print(smtpscope_bounce_at(bounce, i));
  if (smtpscope_bounce_count(bounce) == 0) {
    printf("no bounce: %s\n", smtpscope_bounce_why_not(bounce));
  }
  smtpscope_bounce_free(bounce);
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
  for (int i = 1; i < argc; ++i) failed |= read_mail(scope, argv[i]);
  smtpscope_close(scope);
  return failed;
}
