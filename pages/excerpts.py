"""Sentences of a block and verbatim excerpts of them, for quotes."""

from __future__ import annotations

import re

GAP = " […] "
LIMIT = 400  # characters of a quote

_END = re.compile(r"[.!?;]+\s+(?=\S)")
# 'TP. Hồ Chí Minh', 'Q. 3', 'P. họp', 'Ths. A' and the number of a list item ('1. Chủ tịch') end no sentence.
_ABBREVIATION = re.compile(r"(?:[^\W\d_]{1,2}|Ths|ThS|Tx|\d{1,2}|[IVX]{1,4})\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence of `text`, in order, without the blanks between."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        stop = end.start() + len(end[0].rstrip())
        word = text[start:stop].rsplit(None, 1)[-1].lstrip('("“')
        at_start = stop - start <= len(word) + 2
        if text[end.end()].islower() or (_ABBREVIATION.fullmatch(word) and (at_start or not word[0].isdigit())):
            continue
        spans.append((start, stop))
        start = end.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The span of the sentence that holds `position`; the whole text where none does."""
    for start, end in sentences(text):
        if start <= position < end:
            return start, end
    return 0, len(text)


def excerpt(text: str, start: int, end: int, *, limit: int = LIMIT) -> str:
    """The sentence of `text` around `start`:`end`, cut to about `limit` characters around it at word bounds."""
    first, last = sentence_at(text, start)
    last = max(last, end)
    if last - first <= limit:
        return text[first:last].strip()
    room = max(40, (limit - (end - start)) // 2)
    first, last = max(first, start - room), min(last, end + room, max(start - room, first) + 2 * limit)
    if first > 0 and not text[first - 1].isspace():
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text) and not text[last].isspace():
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else last
    return text[first:last].strip()


def join(*parts: str) -> str:
    """Verbatim parts that stand in the page in this order, as one quote; repeated ones once."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part in k for k in kept):
            kept.append(part)
    return GAP.join(kept)
