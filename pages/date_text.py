"""Text made ready for the date grammar: lower case, NFC, plain blanks, with what looks like a date but is none masked.

Positions are kept, so that a date found in the prepared text can be quoted from the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

MASK = "\x01"

# One character for one: blanks of all kinds (not the line feed), dashes, typographic slashes.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
        **dict.fromkeys("\t\r\v\f", " "),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("⁄∕／", "/"),
        MASK: " ",
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

_WEEKDAY = r"(?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tu|nam|sau|bay|[2-7])"
_MASKED = re.compile(
    "|".join(
        (
            r"https?://[^\s<>\"]{1,2000}|www\.[^\s<>\"]{1,2000}",
            r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}",
            # 43/2011/NĐ-CP, 12/2022/QĐ-UBND, 08/KH-UBND, 1234/UBND-NC, 104/2016/QH13
            r"(?<![0-9/])[0-9]{1,6}(?:\s?/\s?[0-9]{4})?\s?/\s?[^\W\d_][\w/&.-]{0,40}",
            # 11-QĐi/TW, 08-CT/TU
            r"(?<![0-9/.-])[0-9]{1,6}\s?-\s?[^\W\d_]{1,6}/[^\W\d_]{1,8}",
            # 09:53:34, 10:8, 20:45+07:00; not the colon of a label
            r"(?<![0-9])[0-9]{1,2}\s?:\s?[0-9]{1,2}(?:\s?:\s?[0-9]{1,2}(?:\.[0-9]{1,6})?)?(?![0-9]|/[0-9])",
            # 7h30, 13h, 8 h 30, 08h00’; '8h 15/3' keeps its 15/3
            r"(?<![0-9])[0-9]{1,2}\s?[hg][0-9]{2}(?![0-9]|[/.][0-9])",
            r"(?<![0-9])[0-9]{1,2}\s?(?:giờ|gio|h)(?![^\W\d_])(?:\s?[0-9]{1,2}(?![0-9]|\s?[/.-]\s?[0-9]|\s?th[áa]ng))?"
            r"(?:\s?(?:phút|phut|p|')(?!\w))?",
            rf"(?<!\w)(?:thứ|thu)\s{{0,2}}{_WEEKDAY}(?!\w)",
            r"(?<!\w)t[2-7](?![\w/.]|\s?-\s?[12][0-9]{3})",
            r"(?<!\w)gmt\s?[+-]\s?[0-9]{1,2}(?::?[0-9]{2})?(?![0-9])",
            # IP addresses and section numbers of four parts
            r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9.])",
            # units: 99,87 %, 3.5 tỷ
            r"(?<![0-9])[0-9]{1,3}(?:[.,][0-9]{1,3})?\s?[%‰]",
        )
    )
)

# 'TB_15-3-2022.pdf', 'lich-tiep-15_3_2022.docx', 'TCD_thang_3_2022.pdf': what joins the words is no part of the date.
_FILE_NAME = re.compile(r"[\w-]{1,200}\.(?:pdf|docx?|xlsx?|pptx?|rar|zip|jpe?g|png|rtf|odt)(?![\w])")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])_(?=[0-9])")
_BEFORE_NUMBER = re.compile(r"_|(?<=[^\W\d_])-(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Prepared:
    """`words` is the lower-cased text, `masked` the same with non-dates blanked by `MASK`; both of one length.

    `starts[i]` is the place in the original of the character at `i`; empty where the places are the same.
    """

    original: str
    words: str
    masked: str
    starts: tuple[int, ...]

    def place(self, index: int) -> int:
        """The position in the original text of position `index` (up to the length itself)."""
        return self.starts[index] if self.starts else index

    def index(self, place: int) -> int:
        """The position in `words` of position `place` of the original text."""
        return bisect_left(self.starts, place) if self.starts else place

    def part(self, start: int, end: int) -> Prepared:
        """What stands at `start`:`end` of `words`, as a text of its own."""
        words = self.words[start:end]
        return Prepared(words, words, self.masked[start:end], ())


def prepare(text: str) -> Prepared:
    """`text` made ready; linear in its length."""
    starts: tuple[int, ...] = ()
    source = text
    if not text.isascii() and (_INVISIBLE.search(text) or not unicodedata.is_normalized("NFC", text)):
        source, starts = _composed(text)
    words = source.translate(_SAME_LENGTH).lower()
    if len(words) != len(source):  # a letter whose lower case is longer (İ)
        words = "".join(low if len(low := c.lower()) == 1 else c for c in source.translate(_SAME_LENGTH))
    if "." in words:
        words = _FILE_NAME.sub(lambda m: _BEFORE_NUMBER.sub(" ", _BETWEEN_NUMBERS.sub("-", m[0])), words)
    masked = _MASKED.sub(lambda m: MASK * len(m[0]), words)
    return Prepared(text, words, masked, starts)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """NFC of `text` without invisible characters, and where each of its characters stood."""
    out: list[str] = []
    starts: list[int] = []
    index, size = 0, len(text)
    while index < size:
        end = index + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        cluster = text[index:end]
        if end - index > 1:
            cluster = unicodedata.normalize("NFC", cluster[:32])
        if not _INVISIBLE.match(cluster):
            for char in cluster:
                out.append(char)
                starts.append(index)
        index = end
    starts.append(size)
    return "".join(out), tuple(starts)
