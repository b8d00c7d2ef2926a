# SPDX-License-Identifier: Apache-2.0
"""Small source trees for the tests of tools/: a dict of path to text becomes a folder."""
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))


def errors_of(check, tree):
    """What `check` finds in a folder that holds `tree`."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in tree.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check(root)
