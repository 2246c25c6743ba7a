"""Vietnamese dates as printed on portals: where they stand, what span of days they name, and how sure that is.

Our own grammar (vocabulary.md section 7; docs/dates.md). A precision is kept (`2022`, `2022-03`, `2022-03-15`), never
filled in.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from pages.date_found import LAST, Found, Precision
from pages.date_grammar import find
from pages.date_relative import find_relative
from pages.date_roles import VOCABULARY, Role, role_before, role_of
from pages.date_text import Prepared, prepare
from pages.memory import consulted
from pages.page import Block
from pages.standing_rules import StandingRule, find_standing_rules
from pages.text import plain

__all__ = [
    "Mention",
    "Precision",
    "Role",
    "StandingRule",
    "find_dates",
    "find_dates_in",
    "find_standing_rules",
    "last_day",
    "role_of",
    "suspect_year",
    "week_range",
]


@dataclass(frozen=True, slots=True)
class Mention:
    """A date in a text. `first`..`last` are the days it names (equal for a day); `text` as printed at `start`:`end`.

    `year_given` is False where the year came from an anchor. `suspect` is '' or a code: `suspect_year` (off by one
    against its neighbours), `weekday` (the printed weekday does not fit).
    """

    first: date
    last: date
    precision: Precision
    role: Role
    text: str
    start: int
    end: int
    year_given: bool = True
    suspect: str = ""


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def week_range(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that `day` is in."""
    monday = day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    return monday, monday + timedelta(days=min(6, date.max.toordinal() - monday.toordinal()))


def suspect_year(day: date, near: date) -> bool:
    """Whether `day` is likely meant a year earlier or later: it fits `near` by day and month, a year off.

    Real notices of January 2022 say 'ngày 3/1/2021'.
    """
    distance = abs((day - near).days)
    return 300 <= distance <= 430 and abs(distance - 365) <= 62


_PROBE = re.compile(r"[0-9]")


def find_dates_in(block: Block, *, anchor: date | None = None) -> list[Mention]:
    """All dates of a page's block, relative ones by the moment that markup gives them ('9 ngày trước' in a <time>)."""
    return find_dates(block.text, anchor=anchor, times=block.times)


def find_dates(text: str, *, anchor: date | None = None, times: Sequence[tuple[str, str]] = ()) -> list[Mention]:
    """All dates of `text` in order, with the role that the words around them give.

    `anchor` is a day near which dates without a year, two-digit years and relative dates ('2 ngày trước', 'hôm qua')
    are resolved; without it they are left out. Whoever knows the year may give its 2 July: every day and month is then
    nearest in that year. `times` are moments that markup gives to words of `text` (`Block.times`): what these words say
    without a year is resolved by their own moment, whatever the anchor. Impossible dates (16/72/2020, 30/02/2021) and
    placeholders (01/01/1970, 01/01/0001) are no dates. The mentions do not overlap.
    """
    if not text or (anchor is None and not times and not _PROBE.search(text)):
        return []
    # Several readers ask for the same line, and portals repeat their lines on every page.
    mentions, anchored = (_find_dates_again if len(text) <= _LINE else _find_dates)(text, anchor, tuple(times))
    if anchored and anchor is not None:
        consulted(anchor)
    return list(mentions)


_LINE = 400  # longer texts do not repeat


def _find_dates(text: str, anchor: date | None, times: tuple[tuple[str, str], ...]) -> tuple[tuple[Mention, ...], bool]:
    """The dates, and whether another anchor might have given others."""
    prepared = prepare(text)
    moments = _moments(prepared, times)
    found = _borrow_years(prepared, find(prepared))
    mentions: list[Mention] = []
    anchored = False
    for item in found:
        anchored = anchored or item.year is None or item.year < 100
        own = next((m.day for m in moments if m.start <= item.start and item.end <= m.end), None)
        mention = _resolve(prepared, item, own or anchor)
        if mention is not None:
            mentions.append(replace(mention, year_given=True) if own else mention)
    mentions = _with_moments(prepared, mentions, moments)
    if anchor is not None:
        absolute = mentions
        mentions = _with_relative(prepared, mentions, anchor)
        anchored = anchored or mentions != absolute
    mentions = _join_ranges(prepared, mentions)
    mentions = _with_roles(prepared, mentions)
    mentions = _flag_years(mentions)
    return tuple(
        replace(m, start=(s := prepared.place(m.start)), end=(e := prepared.place(m.end)), text=text[s:e])
        for m in mentions
    ), anchored


_find_dates_again = lru_cache(maxsize=16384)(_find_dates)


# --- years

# '10/3 và 25/3/2022', 'tháng 9 và 9 tháng đầu năm 2020', 'từ 8h ngày 14/7 đến 17h ngày 20/7/2025'
_JOINT = re.compile(
    r"[\s\x01,;()]*(?:,|;|và|va|&|hoặc|đến hết|đến|den|tới|-)?[\s\x01,;()]*(?:và\s{0,2})?"
    r"(?:sáng|chiều|các|chủ nhật)?\s{0,2}(?:ngày|ngay)?[\s\x01:]*"
)


def _joined(text: Prepared, end: int, start: int) -> bool:
    return (
        0 < start - end <= 40
        and _JOINT.fullmatch(text.masked, end, start) is not None
        and "\n\n" not in text.words[end:start]
    )


def _borrow_years(text: Prepared, found: list[Found]) -> list[Found]:
    """Give a date without a year that of the date it is joined to: first the one after it, then the one before."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        here, after = out[i], out[i + 1]
        if here.year is None and after.year is not None and _joined(text, here.end, after.start):
            alike = here.precision is after.precision
            wraps = alike and (here.m2, here.d2) > (after.m1, after.d1) and here.m2 - after.m1 > 6
            year = after.y1 if after.y1 is not None else after.year
            out[i] = replace(here, year=year - 1 if wraps else year)
    for i in range(1, len(out)):
        before, here = out[i - 1], out[i]
        if here.year is None and before.year is not None and _joined(text, before.end, here.start):
            if before.precision is not Precision.DAY or here.precision is not Precision.DAY:
                continue
            wraps = (before.m2, before.d2) > (here.m1, here.d1) and before.m2 - here.m1 > 6
            out[i] = replace(here, year=before.year + 1 if wraps else before.year)
    return out


_PLACEHOLDERS = frozenset({date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30)})
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def _resolve(text: Prepared, item: Found, anchor: date | None) -> Mention | None:
    if item.year is not None and item.year >= 100:
        days = _days(item, item.year)
        given = True
    elif anchor is None:
        return None
    else:
        given = False
        days = _nearest(text, item, anchor)
    if days is None or days[0] > days[1] or days[0].year < _FIRST_YEAR or days[1].year > _LAST_YEAR:
        return None
    if item.precision in (Precision.DAY, Precision.RANGE) and days[0] in _PLACEHOLDERS:
        return None
    suspect = ""
    if item.precision is Precision.DAY:
        weekday = _weekday_around(text, item.start, item.end)
        if weekday is not None and weekday != days[0].weekday():
            suspect = "weekday"
    return Mention(*days, item.precision, Role.UNKNOWN, "", item.start, item.end, given, suspect)


def _days(item: Found, year: int) -> tuple[date, date] | None:
    """The days in `year` (of the end); None where there is no such day."""
    start_year = item.y1 if item.y1 is not None else year
    if item.y1 is None and (item.m1, item.d1) > (item.m2, item.d2 if item.d2 != LAST else 31):
        if item.m1 - item.m2 <= 6:
            return None
        start_year = year - 1  # 28/12 - 3/1/2022
    try:
        return _date(start_year, item.m1, item.d1), _date(year, item.m2, item.d2)
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date:
    return last_day(year, month) if day == LAST else date(year, month, day)


def _nearest(text: Prepared, item: Found, anchor: date) -> tuple[date, date] | None:
    """The reading nearest to `anchor`; a printed weekday decides between two within a year of it."""
    if item.year is not None:
        century = anchor.year - anchor.year % 100
        years = [century - 100 + item.year, century + item.year, century + 100 + item.year]
    else:
        years = [anchor.year - 1, anchor.year, anchor.year + 1]
    if item.m1 == item.m2 == 2 and item.d1 == 29:
        years += [anchor.year + n for n in (-4, -3, -2, 2, 3, 4)]
    readings = [days for year in years if 1 <= year <= 9999 and (days := _days(item, year)) is not None]
    if not readings:
        return None

    def distance(days: tuple[date, date]) -> int:
        if days[0] <= anchor <= days[1]:
            return 0
        return min(abs((days[0] - anchor).days), abs((days[1] - anchor).days))

    readings.sort(key=distance)
    if item.precision is Precision.DAY and item.year is None:
        weekday = _weekday_around(text, item.start, item.end)
        if weekday is not None:
            fitting = [r for r in readings if r[0].weekday() == weekday and distance(r) <= 366]
            return fitting[0] if fitting else readings[0]
    return readings[0]


# --- weekdays

_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "tu": 2, "năm": 3, "5": 3, "nam": 3, "sáu": 4, "6": 4, "sau": 4,
    "bảy": 5, "bẩy": 5, "7": 5, "bay": 5,
}  # fmt: skip
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?:(?:thứ|thu)\s{0,2}(?P<word>hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bẩy|bay|[2-7])(?!\w)|\bt(?P<short>[2-7])(?!\w)"
    r"|(?P<sunday>chủ\s{0,2}nhật|chúa\s{0,2}nhật|chu\s{0,2}nhat|\bcn\b)"
    r"|\b(?P<english>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b)"
)
_WEEKDAY_BEFORE = re.compile(
    rf"{_WEEKDAY}[\s,.:(|-]{{0,4}}(?:[0-9]{{1,2}}[:h][0-9]{{2}}[\s,-]{{0,3}})?(?:ngày|ngay|mùng|mồng)?[\s,:]{{0,3}}(?:mùng|mồng)?\s{{0,2}}$"
)
_WEEKDAY_AFTER = re.compile(rf"\s{{0,2}}(?:\(\s?|,\s)(?:nhằm\s|tức\s|là\s)?{_WEEKDAY}(?=\s?\)|\s{{0,2}}(?:[,.;\n]|$))")


def _weekday_around(text: Prepared, start: int, end: int) -> int | None:
    """The weekday (Monday 0) printed with a date: 'Thứ Năm, 14/06/2018', '12/02/2026 (Thứ Năm)'."""
    before = _WEEKDAY_BEFORE.search(text.words, max(0, start - 40), start)
    if before is not None:
        return _weekday(before.groupdict())
    after = _WEEKDAY_AFTER.match(text.words, end)
    return _weekday(after.groupdict()) if after is not None else None


def _weekday(groups: dict[str, str | None]) -> int:
    if groups.get("sunday"):
        return 6
    if english := groups.get("english"):
        return _ENGLISH_DAYS.index(english[:3])
    return _WEEKDAYS[groups.get("word") or groups.get("short") or ""]


# --- relative dates


def _with_relative(text: Prepared, mentions: list[Mention], anchor: date) -> list[Mention]:
    out = list(mentions)
    for relative in find_relative(text, anchor):
        if all(relative.end <= m.start or m.end <= relative.start for m in mentions):
            out.append(
                Mention(
                    relative.first,
                    relative.last,
                    relative.precision,
                    Role.UNKNOWN,
                    "",
                    relative.start,
                    relative.end,
                    False,
                )
            )
    out.sort(key=lambda m: m.start)
    return out


# --- moments that markup gives


@dataclass(frozen=True, slots=True)
class _Moment:
    """The day that markup gives to the words at `start`:`end`."""

    start: int
    end: int
    day: date


def _moments(text: Prepared, times: Sequence[tuple[str, str]]) -> list[_Moment]:
    found: list[_Moment] = []
    end = 0
    for words, moment in times:
        at = text.original.find(words, end)
        if at >= 0 and words:
            end = at + len(words)
            found.append(_Moment(text.index(at), text.index(end), date.fromisoformat(moment[:10])))
    return found


def _with_moments(text: Prepared, mentions: list[Mention], moments: list[_Moment]) -> list[Mention]:
    """Add the days of words that are told from today ('9 ngày trước') or name no day at all ('lúc 9:30', '9d ago')."""
    out = list(mentions)
    for moment in moments:
        if any(m.start < moment.end and moment.start < m.end for m in mentions):
            continue
        inside = find_relative(text.part(moment.start, moment.end), moment.day)
        start, end = moment.start, moment.end
        if inside:
            start, end = moment.start + inside[0].start, moment.start + inside[-1].end
        elif not _says_when(text.words[start:end]):
            continue
        out.append(Mention(moment.day, moment.day, Precision.DAY, Role.UNKNOWN, "", start, end))
    out.sort(key=lambda m: m.start)
    return out


_WHEN = frozenset(spelling for word in VOCABULARY["moment"]["words"] for spelling in (word, plain(word)))
_HOUR = re.compile(r"(?<![0-9])[0-9]{1,2}[:h][0-9]{2}(?![0-9])")
_WORDS = re.compile(r"[^\W\d_]+")


def _says_when(words: str) -> bool:
    """Whether words without a date tell a time: '9 days ago', 'khoảng 2 tháng', '09:30'; a title does not."""
    return _HOUR.search(words) is not None or not _WHEN.isdisjoint(_WORDS.findall(words))


# --- ranges

_TO = re.compile(
    r"[\s\x01,()]{0,12}(?:-|đến hết|đến|den|tới|cho đến|->|→)[\s\x01,(]{0,12}(?:hết\s)?(?:sáng|chiều|chủ nhật)?\s{0,2}"
    r"(?:ngày|ngay)?[\s\x01]{0,3}"
)
_LONGEST_RANGE = timedelta(days=3 * 366)  # '27/7/1947 đến 27/7/2022' is an anniversary


def _join_ranges(text: Prepared, mentions: list[Mention]) -> list[Mention]:
    """'từ ngày 14/07/2025 đến ngày 20/07/2025' is one range, not two days."""
    out: list[Mention] = []
    for here in mentions:
        before = out[-1] if out else None
        if (
            before is not None
            and before.precision is here.precision is Precision.DAY
            and before.first < here.first <= before.first + _LONGEST_RANGE
            and before.end < here.start <= before.end + 40
            and _TO.fullmatch(text.masked, before.end, here.start)
        ):
            out[-1] = replace(
                before,
                last=here.last,
                precision=Precision.RANGE,
                end=here.end,
                year_given=before.year_given and here.year_given,
                suspect=before.suspect or here.suspect,
            )
        else:
            out.append(here)
    return out


# --- roles


def _with_roles(text: Prepared, mentions: list[Mention]) -> list[Mention]:
    """Roles from the words before; a date joined to the one before it shares that one's role.

    A label is used up by the day that it stands before ('Ngày hỏi: 1/3/2022 | 5/3/2022' says nothing of the second),
    not by a month or a year ('tiếp công dân tháng 3/2022 vào ngày 15/3/2022').
    """
    original = text.original if not text.starts else "".join(text.original[i] for i in text.starts[:-1])
    out: list[Mention] = []
    begin = 0
    for here in mentions:
        role = role_before(text.words, original, begin, here.start)
        if (
            role is Role.UNKNOWN
            and out
            and here.precision is out[-1].precision
            and _joined(text, out[-1].end, here.start)
        ):
            role = out[-1].role
        out.append(replace(here, role=role))
        if here.precision in (Precision.DAY, Precision.RANGE):
            begin = here.end
    return out


# --- typing errors


def _flag_years(mentions: list[Mention]) -> list[Mention]:
    """Flag a day whose year is off by one against at least two others, or against the month that the text names.

    The dates of laws and letters referred to are often a year old, and no evidence either way.
    """
    days = [m for m in mentions if m.precision is Precision.DAY and m.year_given and m.role is not Role.CITED][:64]
    months = [m for m in mentions if m.precision is Precision.MONTH and m.year_given][:16]
    if len(days) < 3 and not (days and months):
        return mentions
    flagged: set[int] = set()
    for here in days:
        others = [m.first for m in days if m is not here]
        near = sum(abs((o - here.first).days) <= 180 for o in others)
        off = sum(suspect_year(here.first, o) for o in others)
        in_session = here.role in (Role.SESSION, Role.UNKNOWN)
        of_month = in_session and any(
            m.first.month == here.first.month and abs(m.first.year - here.first.year) == 1 for m in months
        )
        same = any(m.first <= here.first <= m.last for m in months)
        if (off >= 2 and near == 0) or (of_month and not same and near == 0):
            flagged.add(here.start)
    return [replace(m, suspect=m.suspect or "suspect_year") if m.start in flagged else m for m in mentions]
