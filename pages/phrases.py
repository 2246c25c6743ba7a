"""Find many phrases in a label in one pass, as whole words; with diacritics, or without where the label has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pages.text import fold, has_diacritics, plain

_WORD = re.compile(r"[^\W_]+")
Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Match(Generic[Meaning]):
    """`meaning` of a phrase found at the words `start`:`end` of the label."""

    meaning: Meaning
    start: int
    end: int


def words_of(label: str) -> tuple[str, ...]:
    """The words of a label, folded; without diacritics where it has none at all."""
    return tuple(_WORD.findall(fold(label))) if has_diacritics(label) else tuple(plain(label).split())


class Phrases(Generic[Meaning]):
    """A compiled vocabulary: phrase -> meanings. Built once, then only read."""

    def __init__(self, meanings: Mapping[str, Iterable[Meaning]]) -> None:
        # first word -> second word ('' where there is none) -> phrases: 'công', 'thông' begin dozens of them
        self._by_words: dict[str, dict[str, list[tuple[tuple[str, ...], Meaning]]]] = {}
        for phrase, means in meanings.items():
            spellings = {tuple(_WORD.findall(fold(phrase))), tuple(plain(phrase).split())}
            for words in spellings - {()}:
                begun = self._by_words.setdefault(words[0], {}).setdefault(words[1] if len(words) > 1 else "", [])
                begun.extend((words, meaning) for meaning in means)

    def find(self, words: tuple[str, ...]) -> list[Match[Meaning]]:
        """All phrases in `words`, overlapping ones too."""
        found = []
        for start, word in enumerate(words):
            begun = self._by_words.get(word)
            if begun is None:
                continue
            after = words[start + 1] if start + 1 < len(words) else ""
            for second in ("", after) if after else ("",):
                for phrase, meaning in begun.get(second, ()):
                    end = start + len(phrase)
                    if words[start:end] == phrase:
                        found.append(Match(meaning, start, end))
        return found
