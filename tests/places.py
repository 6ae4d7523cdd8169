"""Where things stand: every test takes the paths from here, so that it may move from folder to folder."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
PACKAGE = ROOT / "ladder_sim"
CORPUS = TESTS / "corpus"
SCHEMES = ROOT / "scenarios" / "schemes"
