#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_layers.py on a good tree, and on that tree with one mistake each."""
import unittest

from trees import errors_of
import check_layers

TABLE = """# Layers
| folder | what | may include | pure |
|---|---|---|---|
| base | text | - | yes |
| meaning/reply | grammar | base | yes |
| core | face | base reply | yes |
| io | files | base | no |
| cli | main | all | no |

After the table a line with | a bar | in it.
"""
GOOD = {
    "ARCHITECTURE.md": TABLE,
    "src/CMakeLists.txt": "smtpscope_folder(base base)\n"
                          "smtpscope_folder(reply meaning/reply DEPS base\n                 LIBS re2)\n"
                          "smtpscope_folder(core core DEPS base reply LIBS x)  # DEPS no\n"
                          "smtpscope_folder(io io DEPS base)\n",
    "src/base/text.h": "#include <string>\n",
    "src/meaning/reply/reply.h": '#include "base/text.h"\n#include "meaning/reply/limits.h"\n',
    "src/meaning/reply/reply_test.cc": '#include <fstream>\n#include "core/core.h"\n',
    "src/core/core.h": '#include "meaning/reply/reply.h"\n// getenv( stands in a comment only\n',
    "src/io/files.cc": '#include <fstream>\n#include "base/text.h"\n',
    "src/cli/main.cc": '#include <cstdio>\n#include "core/core.h"\n#include "io/files.h"\n',
}


class Layers(unittest.TestCase):
    def errors(self, **changes):
        tree = dict(GOOD)
        for path, text in changes.pop("files", {}).items():
            if text is None:
                del tree[path]
            else:
                tree[path] = text
        for old, new in changes.pop("table", {}).items():
            self.assertIn(old, tree["ARCHITECTURE.md"])
            tree["ARCHITECTURE.md"] = tree["ARCHITECTURE.md"].replace(old, new)
        for old, new in changes.pop("cmake", {}).items():
            self.assertIn(old, tree["src/CMakeLists.txt"])
            tree["src/CMakeLists.txt"] = tree["src/CMakeLists.txt"].replace(old, new)
        return errors_of(check_layers.check, tree)

    def one(self, expected, **changes):
        errors = self.errors(**changes)
        self.assertEqual(len(errors), 1, errors)
        self.assertIn(expected, errors[0])

    def test_good_tree(self):
        self.assertEqual(self.errors(), [])

    def test_arrow_upwards(self):
        self.one("src/base/text.h:1: error: base may not include meaning/reply",
                 files={"src/base/text.h": '#include "meaning/reply/reply.h"\n'})

    def test_test_may_not_include_everything(self):
        self.one("meaning/reply may not include io",
                 files={"src/meaning/reply/reply_test.cc": '#include "io/files.h"\n'})

    def test_include_of_unknown_folder(self):
        self.one('"nowhere/x.h" is in no folder', files={"src/io/files.cc": '#include "nowhere/x.h"\n'})

    def test_include_without_folder(self):
        self.one('write "io/files.h"', files={"src/io/files.cc": '#  include "files.h"\n'})

    def test_impure_headers(self):
        for header in ("fstream", "iostream", "cstdio", "thread", "chrono", "ctime", "unistd.h", "filesystem",
                       "random", "sys/stat.h"):
            self.one(f"core is pure and must not include <{header}>",
                     files={"src/core/core.h": f"#include <{header}>\n"})

    def test_environment(self):
        self.one("core is pure: time and environment",
                 files={"src/core/core.h": 'auto x = std::getenv("HOME");\n'})

    def test_folder_without_row(self):
        self.one("the folder smtp is not in the layer table",
                 files={"src/smtp/a.h": "", "src/smtp/b.h": ""})

    def test_row_without_folder(self):
        self.one("there is no folder src/io with sources",
                 files={"src/io/files.cc": None, "src/cli/main.cc": '#include "core/core.h"\n'})

    def test_circle(self):
        errors = self.errors(table={"| base | text | - |": "| base | text | reply |"},
                             cmake={"(base base)": "(base base DEPS reply)"})
        self.assertEqual(len(errors), 1, errors)
        self.assertIn("goes round: base -> meaning/reply -> base", errors[0])

    def test_unknown_word_in_table(self):
        self.one("io may include bass, which is no folder", table={"| files | base |": "| files | base bass |"})

    def test_row_twice(self):
        self.one("io stands twice", table={"| cli |": "| io | files | base | no |\n| cli |"})

    def test_pure_is_yes_or_no(self):
        self.one("`pure` is yes or no", table={"| files | base | no |": "| files | base | maybe |"})

    def test_no_table(self):
        self.one("there is no table", files={"ARCHITECTURE.md": "nothing\n"})

    def test_cmake_has_more(self):
        self.one("io are not those of the layer table: reply only here",
                 cmake={"(io io DEPS base)": "(io io DEPS base reply)"})

    def test_cmake_has_less(self):
        self.one("src/CMakeLists.txt:4: error: the DEPS of core are not those of the layer table: reply only there",
                 cmake={"DEPS base reply LIBS x": "DEPS base LIBS x"})

    def test_cmake_has_unknown_folder(self):
        self.one("smtp/engine is no folder", cmake={"(io io": "(engine smtp/engine DEPS base)\nsmtpscope_folder(io io"})


if __name__ == "__main__":
    unittest.main()
