#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import unittest

from trees import errors_of
import check_sizes

GOOD = {"ARCHITECTURE.md": "a\n" * 150, "CONTRIBUTING.md": "a\n" * 80, "src/a/b.cc": "\n" * 400}


class Sizes(unittest.TestCase):
    def check(self, **files):
        return errors_of(check_sizes.check, {**GOOD, **files})

    def test_good_tree(self):
        self.assertEqual(self.check(), ([], []))

    def test_long_file_is_listed(self):
        errors, remarks = self.check(**{"src/a/b.cc": "\n" * 401})
        self.assertEqual((errors, len(remarks)), ([], 1))
        self.assertIn("src/a/b.cc: 401 lines", remarks[0])

    def test_too_long_file_fails(self):
        for name in ("src/a/b.cc", "tools/x.py", "tests/y.sh", "src/CMakeLists.txt", "test"):
            errors, _ = self.check(**{name: "\n" * 801})
            self.assertEqual(len(errors), 1, name)
            self.assertIn(f"{name}: error: 801 lines", errors[0])

    def test_data_may_be_long(self):
        self.assertEqual(self.check(**{"tests/cli/a.out": "\n" * 2000}), ([], []))

    def test_pages(self):
        for name, limit in check_sizes.PAGES.items():
            errors, _ = self.check(**{name: "a\n" * (limit + 1)})
            self.assertIn(f"{name}: error: {limit + 1} lines", errors[0])

    def test_page_is_missing(self):
        errors, _ = errors_of(check_sizes.check, {"CONTRIBUTING.md": ""})
        self.assertEqual(errors, ["ARCHITECTURE.md: error: there is no such page"])


if __name__ == "__main__":
    unittest.main()
