"""The moment that an element carries beside its words: <time datetime="2022-03-22T09:30:00+07:00">9 ngày trước</time>.

Also <abbr class="timeago" title="...">, <span data-livestamp="1647916200"> and the like: whatever a script would count
'9 ngày trước' from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from pages.tree import Element

VIETNAM = timezone(timedelta(hours=7))  # the same since 1975, without summer time
# The attributes in which portals keep it, the surest first. A title often says something else: it must be a date whole.
_NAMES = (
    "datetime",
    "data-datetime",
    "data-time",
    "data-timestamp",
    "data-livestamp",
    "data-date",
    "content",
    "title",
    "data-original-title",
)
_KEYS = frozenset(_NAMES)
_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"(?:[T ]\s?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"\s?(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.IGNORECASE,
)
# 'Thứ Ba, 22/03/2022 09:30', '22-3-2022', '09:30 22/03/2022': no offset is written, it is the portal's own time.
_CLOCK = r"[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?"
_DAY_FIRST = re.compile(
    rf"(?:[^\W\d_]{{2,5}}(?:\s[^\W\d_]{{1,4}}|\s[2-7])?,\s?(?:ngày\s)?)?(?:{_CLOCK}[\s,-]{{1,3}})?(?:ngày\s)?"
    rf"(?P<day>[0-9]{{1,2}})(?P<apart>[/.-])(?P<month>[0-9]{{1,2}})(?P=apart)(?P<year>[0-9]{{4}})"
    rf"(?:[\s,-]{{1,3}}(?:lúc\s)?{_CLOCK}(?:\s?(?:AM|PM|SA|CH))?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(?P<seconds>1[0-9]{9})(?:[0-9]{3})?")
# Day cells of a calendar, links to 'tin ngày 22/03/2022', controls: their date is that of what they open.
_NO_HOLDERS = frozenset({"a", "td", "th", "tr", "table", "body", "option", "button", "label"})
_LONGEST = 60  # characters of the words that a moment belongs to
_FIRST, _LAST = 1995, 2100  # no portal is older; 0001-01-01 and 1970-01-01 stand for 'unknown'


def times_of(elements: list[Element]) -> dict[int, tuple[str, str]]:
    """(words as printed, moment) by the order of the elements that carry a moment."""
    found: dict[int, tuple[str, str]] = {}
    for element in elements:
        attrs = element.attrs
        if attrs and 0 < element.size <= _LONGEST and not _KEYS.isdisjoint(attrs) and element.tag not in _NO_HOLDERS:
            moment = moment_of(attrs)
            words = element.text() if moment else ""
            if words and not words.isdigit():
                found[element.order] = (words, moment)
    return found


def moment_of(attrs: Mapping[str, str]) -> str:
    """The moment in an element's attributes as ISO 8601 in Vietnam's time: `2022-03-22T09:30:00+07:00`, or `2022-03-22`
    where no hour (or no offset, which decides nothing) is written; '' where there is none."""
    for name in _NAMES:
        value = attrs.get(name)
        if value and len(value) < 60:
            value = value.strip()
            epoch = _EPOCH.fullmatch(value) if name.startswith("data-") else None
            if moment := _of_epoch(int(epoch["seconds"])) if epoch else _moment(value):
                return moment
    return ""


def _of_epoch(seconds: int) -> str:
    return _kept(datetime.fromtimestamp(seconds, UTC).astimezone(VIETNAM))


def _moment(value: str) -> str:
    match = _ISO.fullmatch(value) or _DAY_FIRST.fullmatch(value)
    if match is None:
        return ""
    parts = match.groupdict()
    try:
        day = datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]))
        zone = parts.get("zone")
        if zone is None:
            return day.date().isoformat() if _FIRST <= day.year <= _LAST else ""
        moment = day.replace(hour=int(parts["hour"]), minute=int(parts["minute"]), second=int(parts["second"] or 0))
        return _kept(moment.replace(tzinfo=_zone(zone)).astimezone(VIETNAM))
    except (ValueError, OverflowError):
        return ""


def _zone(written: str) -> timezone:
    if written in "Zz":
        return UTC
    shift = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-shift if written[0] == "-" else shift)


def _kept(moment: datetime) -> str:
    return moment.isoformat() if _FIRST <= moment.year <= _LAST else ""
