"""Fold Vietnamese text so that spellings of one word compare equal.

`fold` keeps the diacritics, which tell words apart (`công dân` is not `cộng đàn`); `plain` drops them, for labels
and addresses written without any (`LICH TIEP CONG DAN`, `lich-tiep-cong-dan`). checks.md, Common rules.
"""

import re
import unicodedata
from functools import lru_cache

# Both tone placements are in use on real portals: hoà/hòa, thuý/thúy, uỷ/ủy. The newer one (on the first
# vowel) is the one we fold to. After q the u belongs to the consonant (quý stays quý).
_TONES = "̣̀́̃̉"
_OLD_TONE = re.compile(rf"(?<!q)(o[ae]|uy)([{_TONES}])(?![a-z])")
# Soft hyphens, zero-width characters and direction marks change no meaning, and break every comparison.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_MARKS = dict.fromkeys(range(0x0300, 0x0370))  # combining diacritics
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def tidy(text: str) -> str:
    """The text as printed, in NFC, invisible characters dropped and white space folded to single blanks."""
    if text.isascii():
        return " ".join(text.split())
    text = " ".join(unicodedata.normalize("NFC", text).split())
    # None of the invisible characters is printable, and nearly all texts are: no search letter by letter then.
    return text if text.isprintable() else " ".join(_INVISIBLE.sub("", text).split())


# Labels repeat on every page of a portal and are worth remembering; whole texts do not and would fill the memory.
_LABEL = 160


def fold(text: str) -> str:
    """`text` for comparison: tidy, case-folded, tone marks in one placement; diacritics kept."""
    return _fold_label(text) if len(text) <= _LABEL else _fold(text)


def _fold(text: str) -> str:
    text = tidy(text).casefold()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    moved = _OLD_TONE.sub(lambda m: m[1][0] + m[2] + m[1][1], decomposed)
    return unicodedata.normalize("NFC", moved)


_fold_label = lru_cache(maxsize=32768)(_fold)


def plain(text: str) -> str:
    """`text` folded to a-z, 0-9 and single blanks: no diacritics, no punctuation (đ becomes d)."""
    return _plain_label(text) if len(text) <= _LABEL else _plain(text)


def _plain(text: str) -> str:
    text = tidy(text).casefold().replace("đ", "d")
    if not text.isascii():
        text = unicodedata.normalize("NFD", text).translate(_MARKS)
    return _NOT_WORD.sub(" ", text).strip()


_plain_label = lru_cache(maxsize=32768)(_plain)


def has_diacritics(text: str) -> bool:
    """Whether `text` holds a Vietnamese letter; a label without any may be compared by `plain`."""
    return not unicodedata.normalize("NFC", text).isascii()


def speaks_of(text: str, phrase: str) -> bool:
    """Whether `phrase` (written with its diacritics) stands in `text` as whole words.

    A text without diacritics is compared without them; one with diacritics must match them.
    """
    if has_diacritics(text):
        return f" {_words(fold(phrase))} " in f" {_words(fold(text))} "
    return f" {plain(phrase)} " in f" {plain(text)} "


def _words(folded: str) -> str:
    return " ".join(re.findall(r"\w+", folded))
