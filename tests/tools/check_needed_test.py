#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
import unittest

import trees  # finds tools/
import check_needed


class Needed(unittest.TestCase):
    def test_allowed(self):
        self.assertEqual(check_needed.find_unwanted(["libre2.so.9", "libstdc++.so.6", "ld-linux-x86-64.so.2"]), [])

    def test_unwanted(self):
        self.assertEqual(check_needed.find_unwanted(["libc.so.6", "libicuuc.so.72", "libcurl.so.4"]),
                         ["libicuuc.so.72", "libcurl.so.4"])


if __name__ == "__main__":
    unittest.main()
