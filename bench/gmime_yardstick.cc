// SPDX-License-Identifier: Apache-2.0
// What GMime needs to parse the mails of an mbox into its tree, and nothing else: a yardstick of
// bench/bounces.sh.
#include <cstdio>

#include <fcntl.h>
#include <gmime/gmime.h>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  g_mime_init();
  const int file = open(argv[1], O_RDONLY);
  if (file < 0) return 3;
  GMimeStream* stream = g_mime_stream_fs_new(file);
  GMimeParser* parser = g_mime_parser_new_with_stream(stream);
  g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
  int mails = 0;
  while (!g_mime_parser_eos(parser)) {
    GMimeMessage* message = g_mime_parser_construct_message(parser, nullptr);
    if (message == nullptr) break;
    ++mails;
    g_object_unref(message);
  }
  std::printf("%d mails\n", mails);
  g_object_unref(parser);
  g_object_unref(stream);
  return 0;
}
