"""Whether a page tells of a reception session that was held, or of one to come."""

from __future__ import annotations

from pages.excerpts import sentences
from pages.reception_heads import WORDS, Head, head_of
from pages.wording import Wording

_SENTENCE = WORDS["sentence"]
HELD = Wording.of(_SENTENCE["held"])
_TOLD = Wording.of(_SENTENCE["told"])
ANNOUNCES = Wording.of(_SENTENCE["announces"])
PLANS = Wording.of(_SENTENCE["plans"])
_LONGEST = 20_000  # characters read of one text


def is_report(texts: list[str], title: str) -> bool:
    """Whether a page's own texts tell of a session that was held, rather than of one to come.

    'Chủ tịch UBND tỉnh tiếp công dân định kỳ tháng 3' heads both kinds. A title that is itself a schedule's
    ('Lịch tiếp công dân ...') is none.
    """
    if head_of(title) in (Head.SCHEDULE, Head.POSTPONEMENT):
        return False
    held = told = coming = 0
    for text in texts:
        for start, end in sentences(text[:_LONGEST]):
            sentence = text[start:end]
            coming += ANNOUNCES(sentence)
            held += HELD(sentence)
            told += _TOLD(sentence)
    return held > 0 if not coming else held + told > coming


def announces(texts: list[str]) -> bool:
    """Whether a page's own texts speak of a session to come."""
    return any(
        ANNOUNCES(text[start:end]) or PLANS(text[start:end])
        for text in texts
        for start, end in sentences(text[:_LONGEST])
    )
