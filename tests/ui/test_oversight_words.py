"""The lines of the log in words: every part that is logged has its own."""

import re

from lib.storage.engine import ROOT
from lib.ui import text
from lib.ui.log_parts import PART_WORDS

# What is written into the log under a name that stands in the code.
LOGGED = re.compile(
    r"""(?:page\.log(?:_once)?\(\s*"[CRUDE]",|_log_look\(\s*page,|looking\(\s*scope,)\s*"([^"]+)\""""
)


def test_every_part_that_is_logged_has_words() -> None:
    found = {
        part
        for path in (ROOT / "lib").rglob("*.py")
        for part in LOGGED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 50
    assert found - set(PART_WORDS) == set()


def test_the_words_are_dutch_and_differ() -> None:
    text.speak("nl")
    said = {text.t(words) for words in PART_WORDS.values()}
    assert len(said) == len(PART_WORDS)
