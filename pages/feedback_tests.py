"""Whether a citizen's item is real or somebody's test of the system ('test', 'thử nghiệm', 'asdf')."""

from __future__ import annotations

import re

from pages.feedback_words import WORDS, words_of
from pages.text import plain

_WORDS = {plain(word) for word in WORDS["tests"]["words"]}
_FILLERS = {words_of(word) for word in WORDS["tests"]["fillers"]} | {plain(word) for word in WORDS["tests"]["fillers"]}
_PAIRS = [words_of(pair) for pair in WORDS["tests"]["pairs"]]
_PAIRS_BARE = [plain(pair) for pair in WORDS["tests"]["pairs"]]
_KEYBOARD = [row[at : at + 4] for row in WORDS["tests"]["keyboard"] for at in range(len(row) - 3)]
_UNIT = re.compile(r"(?=.{4,})([a-z]{1,4}?)\1+[a-z]{0,2}")  # asdasd, dfdfdf, aaaa
# What a form or a habit adds to any question: 'Kính mong cơ quan có thẩm quyền xem xét, trả lời'.
_POLITE = re.compile(
    r"(?:^|[.;!?]\s*)(?:rất |kính |xin )?(?:mong|đề nghị|cảm ơn|chân thành cảm ơn|trân trọng)\b[^.;!?]*", re.I
)
_REAL_CONTENT = 12  # words; under a title 'test' a question of so many real words is a question


def is_test(title: str, content: str = "") -> bool:
    """Whether title and content test the system.

    A title alone decides where there is no content, or a short one; content that is a test decides always.
    """
    content = _POLITE.sub(". ", content)
    if content and _tests(content):
        return True
    return bool(title) and _tests(title) and len(words_of(content).split()) < _REAL_CONTENT


def _tests(text: str) -> bool:
    words = words_of(text)[:400]
    tokens = words.split()
    if not tokens or len(tokens) > 25:
        return False
    bare = words.isascii()
    hit = any(f" {pair} " in f" {words} " for pair in (_PAIRS_BARE if bare else _PAIRS))
    for token in tokens:
        if _is_test_word(token):
            hit = True
        elif token not in _FILLERS and not token.isdigit():
            return False
    return hit


def _is_test_word(token: str) -> bool:
    plain_token = plain(token)
    return plain_token in _WORDS or bool(re.fullmatch(r"(?:test|demo|abc|thunghiem)\d+", plain_token)) or _mash(token)


def _mash(token: str) -> bool:
    """Keys struck at random: 'asdfgh', 'sdfsdf', 'dfgh', 'xxxx'. Abbreviations are shorter or hold a vowel."""
    if not token.isascii() or not token.isalpha() or len(token) < 4:
        return False
    if any(row in token for row in _KEYBOARD) or _UNIT.fullmatch(token):
        return True
    return len(token) >= 6 and not re.search(r"[aeiouy]", token)
