"""Dates as the two stores print them, in Vietnamese and English."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

_VIETNAM = timezone(timedelta(hours=7))
_MONTH_NAMES = (
    "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|oct october|"
    "nov november|dec december"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("|"), 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SHAPES = (
    # '15 thg 3, 2022', '15 tháng 3, 2022', 'ngày 15 tháng 3 năm 2022', '15 Th3 2022'
    re.compile(r"(?P<d>\d{1,2})\s+(?:tháng|thg|th)\.?\s*(?P<m>\d{1,2})\s*,?\s*(?:năm\s+)?(?P<y>\d{4})", re.I),
    re.compile(r"(?:tháng|thg)\.?\s*(?P<m>\d{1,2})\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})", re.I),
    re.compile(rf"(?P<M>{_MONTH})\.?\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}})", re.I),  # 'Mar 15, 2022'
    re.compile(rf"(?P<d>\d{{1,2}})\s+(?P<M>{_MONTH})\.?,?\s+(?P<y>\d{{4}})", re.I),  # '15 March 2022'
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),  # Vietnamese order: day first
)


def printed_date(text: str) -> date | None:
    """The day that `text` is, where it is a date and nothing else (a weekday or 'ngày' before it aside)."""
    text = text.strip().strip(".:")
    if len(text) > 60:
        return None
    text = re.sub(r"^(?:ngày|on)\s+", "", text, flags=re.I)
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            named = found.groupdict()
            month = _MONTHS[named["M"].lower()] if named.get("M") else int(named["m"])
            try:
                return date(int(named["y"]), month, int(named["d"]))
            except ValueError:
                return None
    return None


def stamped_date(stamp: object) -> date | None:
    """The day in Việt Nam of seconds since 1970 or of an ISO time ('2022-03-15T08:00:00Z')."""
    try:
        if isinstance(stamp, int | float) and not isinstance(stamp, bool) and 1e9 < stamp < 4e9:
            return datetime.fromtimestamp(stamp, _VIETNAM).date()
        if isinstance(stamp, str):
            moment = datetime.fromisoformat(stamp.strip())
            return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        pass
    return None
