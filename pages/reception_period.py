"""The period that a schedule names: a month, a quarter, a year, a week (checks.md, Rulings)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pages.dates import Mention, Precision, Role, find_dates
from pages.text import fold
from pages.wording import Wording

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("reception.toml").read_text(encoding="utf-8"))["period"]

_OTHER_ROLES = frozenset(
    {
        Role.CITED,
        Role.DOCUMENT,
        Role.POSTED,
        Role.DEADLINE,
        Role.CLOCK,
        Role.PICKER,
        Role.COPYRIGHT,
        Role.COUNTER,
        Role.ASKED,
        Role.ANSWERED,
    }
)
# 'Luật Tiếp công dân năm 2013', 'nhiệm kỳ 2016 - 2021', 'Tết Nguyên đán năm 2021', 'từ năm 2022' name no period.
_NOT_ITS_PERIOD = Wording(
    rf"(?:{'|'.join(_WORDS['papers'])})[^,.;:]{{0,60}}$",
    rf"(?:{'|'.join(_WORDS['before'])})(?: đầu| hết| trong)?\W*(?:ngày )?$",
)
_WIDTH = {
    Precision.DAY: 0,
    Precision.WEEK: 1,
    Precision.RANGE: 1,
    Precision.MONTH: 2,
    Precision.QUARTER: 3,
    Precision.HALF: 4,
    Precision.YEAR: 5,
}


@dataclass(frozen=True, slots=True)
class Period:
    """`first`..`last` are the days a schedule says it is for; `start`:`end` where it says so in the text."""

    first: date
    last: date
    precision: Precision
    start: int
    end: int
    year_given: bool = True


def period_of(text: str, anchor: date | None = None) -> Period | None:
    """The narrowest period that `text` names, several months taken together; None where it names none.

    `anchor` resolves a month without a year ('lịch tiếp công dân tháng 2' above 'ngày 12 tháng 02 năm 2026').
    """
    folded = fold(text)
    named = [m for m in find_dates(text, anchor=anchor) if _may_name(m, folded)]
    if not named:
        return None
    narrowest = min(named, key=lambda m: _WIDTH[m.precision]).precision
    same = [m for m in named if m.precision is narrowest]
    first = min(m.first for m in same)
    last = max(m.last for m in same)
    if narrowest is not Precision.MONTH:
        first, last = same[0].first, same[0].last
        same = same[:1]
    start, end = same[0].start, max(m.end for m in same)
    return Period(first, last, narrowest, start, end, all(m.year_given for m in same))


def _may_name(mention: Mention, folded: str) -> bool:
    if mention.precision is Precision.DAY or mention.role in _OTHER_ROLES:
        return False
    before = folded[max(0, mention.start - 80) : mention.start]
    found = _NOT_ITS_PERIOD.search(before)
    if found is None:
        return True
    # 'từ tháng 01 đến tháng 6', 'từ ngày 14/07 đến ngày 20/07' are periods.
    return found[0].strip() in ("từ", "từ ngày") and mention.precision is not Precision.YEAR


def middle_of(year: int) -> date:
    """The day near which every date without a year falls into `year`."""
    return date(year, 7, 1)
