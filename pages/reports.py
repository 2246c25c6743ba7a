"""Reports on how citizens' reflections, complaints and receptions were handled, by their titles and periods."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

from pages.dates import Mention, Precision, Role, find_dates
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SUBJECT = Wording.of(_WORDS["subject"])
_REPORT = Wording.of(_WORDS["report"])
_RESULT = Wording.of(_WORDS["result"])
_NOT = Wording.of(_WORDS["not"])
_PERIODS = (Precision.MONTH, Precision.QUARTER, Precision.HALF, Precision.YEAR, Precision.RANGE, Precision.WEEK)
_LONGEST = 400
# 'số 455/BC-UBND ngày 22/06/2026': BC numbers a report (báo cáo), so the day is the one on which it was signed
_NUMBERED = re.compile(r"\b\d{1,5}\s?/(?:\d{4}/)?BC[-–/]?[A-ZĐ&.–-]{0,20},?\s{1,2}(?:ngày\s{1,2})?$")


def is_report(title: str) -> bool:
    """Whether `title` is that of a report on handling; schedules, plans, voters' petitions and single cases are none.

    'Kết quả xử lý phản ánh' without a period may be the list of answers itself, and is none.
    """
    if len(title.split()) < 3 or len(title) > _LONGEST or not _SUBJECT(title) or _NOT(title):
        return False
    return _REPORT(title) or (_RESULT(title) and period_of(title) is not None)


def period_of(title: str) -> tuple[date, date] | None:
    """First and last day of the period that the title names ('quý I/2022', 'năm 2021'); the latest where several."""
    found = [m for m in find_dates(title) if m.precision in _PERIODS and m.role is not Role.CITED]
    if not found:
        return None
    best = max(found, key=lambda m: (m.last, m.first))
    return best.first, best.last


def signed_on(text: str) -> Mention | None:
    """The day beside a report's own number in `text` ('Báo cáo số 455/BC-UBND ngày 22/06/2026 kết quả ...')."""
    for mention in find_dates(text):
        if mention.precision is Precision.DAY:
            before = text[: mention.start] if mention.text[:1].isdigit() else text[: mention.start] + "ngày "
            return mention if _NUMBERED.search(before) else None
    return None
