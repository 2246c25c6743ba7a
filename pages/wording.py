"""Regular expressions written with Vietnamese diacritics that match text without any just as well.

A text that holds no diacritic at all ('LICH TIEP CONG DAN') is matched by the expression with its marks taken off; a
text with diacritics must match them (`công dân` is not `cộng đàn`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from pages.memory import remembered
from pages.page import Page
from pages.text import fold, plain

_MARKED_WORD = re.compile(r"\w*[^\x00-\x7f]\w*")


def _unmarked(expression: str) -> str:
    decomposed = unicodedata.normalize("NFD", expression.replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


class Wording:
    """Any of several expressions (Python `re` over folded text, which has single blanks), as whole words.

    Positions are those of the folded text; for text that is tidy (a block's, a label's) they are the text's own.
    """

    def __init__(self, *expressions: str) -> None:
        self._expressions = expressions

    # Compiled when first asked for: there are hundreds, and most processes need a part of them.

    @cached_property
    def _joined(self) -> str:
        # Only the marked words are folded: folding the whole would turn `\S` into `\s`.
        return "|".join(_MARKED_WORD.sub(lambda m: fold(m[0]), e) for e in self._expressions)

    @cached_property
    def _marked(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{self._joined})(?!\w)")

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{_unmarked(self._joined)})(?!\w)")

    @classmethod
    def of(cls, expressions: Iterable[str]) -> Wording:
        """The same from a list in a vocabulary file."""
        return cls(*expressions)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match in the folded `text` from `start` on."""
        folded = fold(text)
        return (self._bare if folded.isascii() else self._marked).search(folded, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in the folded `text`."""
        folded = fold(text)
        return (self._bare if folded.isascii() else self._marked).finditer(folded)

    def __call__(self, text: str) -> bool:
        """Whether `text` holds one of them."""
        return self.search(text) is not None


@remembered
def words_of(page: Page) -> str:
    """All of a page's words without diacritics, for cheap probes before a reader is asked."""
    return plain(f"{page.title} {page.heading} {page.text()}")
