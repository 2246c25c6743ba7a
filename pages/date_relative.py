"""Dates told from today: 'hôm qua', '2 ngày trước', 'tuần trước', 'quý này', 'thứ Ba tuần tới'."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from pages.date_found import Precision
from pages.date_text import Prepared


@dataclass(frozen=True, slots=True)
class Relative:
    first: date
    last: date
    precision: Precision
    start: int
    end: int


_NUMBER = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_UNIT = "giây|phút|giờ|tiếng|ngày|hôm|tuần|tháng|năm"
_AGO = re.compile(
    rf"(?<![\w/.,:-])(?P<number>[0-9]{{1,3}}|{'|'.join(_NUMBER)})\s{{1,2}}(?P<unit>{_UNIT})\s{{1,2}}trước(?![^\W\d_])"
)
# '2 ngày trước khi ...', '5 năm trước đây' say something else
_NOT_AGO = re.compile(r"\s{0,3}(?:khi|ngày|đó|kỳ|hạn|lúc|thời|thềm|tết|đây|ít|và)(?![^\W\d_])|\s{0,2}[0-9]")
_DAYS = {
    "hôm nay": 0, "bữa nay": 0, "sáng nay": 0, "trưa nay": 0, "chiều nay": 0, "tối nay": 0, "đêm nay": 0,
    "vừa xong": 0,
    "hôm qua": -1, "sáng qua": -1, "chiều qua": -1, "tối qua": -1, "đêm qua": -1, "hôm kia": -2,
    "ngày mai": 1, "sáng mai": 1, "trưa mai": 1, "chiều mai": 1, "tối mai": 1, "ngày kia": 2,
}  # fmt: skip
_DAY = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_DAYS)})(?![^\W\d_])")
# 'Hôm nay: 1.234' counts visitors; 'Hôm nay, Thứ Ba, ngày 15/03/2022' says itself which day it is
_COUNTED = re.compile(
    r"[\s:,|\x01-]{0,12}(?:là\s{1,2})?(?:ngày\s{0,2}|chủ nhật[\s,]{0,2}|tháng\s{0,2}){0,2}[\s:\x01]{0,3}[0-9]"
)
_STEPS = {
    "này": 0, "nay": 0, "hiện tại": 0, "trước": -1, "ngoái": -1, "qua": -1, "vừa qua": -1, "vừa rồi": -1,
    "sau": 1, "tới": 1, "tiếp theo": 1, "kế tiếp": 1, "tiếp": 1,
}  # fmt: skip
_STEP = "|".join(sorted(_STEPS, key=len, reverse=True))
_PERIOD = re.compile(rf"(?<![^\W\d_])(?P<unit>tuần|tháng|quý|năm)\s{{1,2}}(?P<step>{_STEP})(?![^\W\d_])")
# 'các năm trước', 'cùng kỳ năm trước', '5 năm trước', 'tháng trước liền kề', 'hằng năm qua' compare; they date nothing
_NOT_A_PERIOD = re.compile(r"(?:các|những|cùng kỳ|so với|[0-9]|nhiều|mấy|vài|hàng|hằng|mỗi|của)\s{1,3}$")
_WEEKDAY = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_WEEKDAY_STEP = re.compile(
    r"(?<![^\W\d_])(?:thứ\s{1,2}(?P<day>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>ch[ủú]a?\s{0,2}nhật))\s{1,2}"
    r"(?:(?:của\s{1,2})?tuần\s{1,2}(?P<week>này|nay|trước|sau|tới)|(?P<step>tới|vừa rồi|vừa qua|tuần rồi))(?![^\W\d_])"
)


def find_relative(text: Prepared, anchor: date) -> list[Relative]:
    """Relative dates in order, not overlapping, counted from `anchor`.

    'N giờ trước' counts whole days back. 'N tuần/tháng/năm trước' is what a page's counter rounds down to, so it names
    a span of days, as precise as its unit.
    """
    words = text.words
    found: list[Relative] = []
    for match in _WEEKDAY_STEP.finditer(words):
        found.append(_weekday(match, anchor))
    for match in _AGO.finditer(words):
        if not _NOT_AGO.match(words, match.end()):
            found.append(_ago(match, anchor))
    for match in _DAY.finditer(words):
        if _COUNTED.match(text.masked, match.end()):
            continue
        day = _shift(anchor, _DAYS[match[0]])
        found.append(Relative(day, day, Precision.DAY, *match.span()))
    for match in _PERIOD.finditer(words):
        if not _NOT_A_PERIOD.search(words, max(0, match.start() - 12), match.start()):
            found.append(_period(match, anchor))
    found.sort(key=lambda r: (r.start, -r.end))
    out: list[Relative] = []
    for item in found:
        if not out or item.start >= out[-1].end:
            out.append(item)
    return out


def _shift(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _months_back(day: date, months: int) -> date:
    count = max(day.year * 12 + day.month - 1 - months, 12)
    year, month = min(count // 12, 9999), count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _ago(match: re.Match[str], anchor: date) -> Relative:
    number = _NUMBER.get(match["number"]) or int(match["number"])
    unit = match["unit"]
    span = match.span()
    if unit in ("giây", "phút", "giờ", "tiếng"):
        hours = number if unit in ("giờ", "tiếng") else 0
        day = _shift(anchor, -(hours // 24))
        return Relative(day, day, Precision.DAY, *span)
    if unit in ("ngày", "hôm"):
        day = _shift(anchor, -number)
        return Relative(day, day, Precision.DAY, *span)
    if unit == "tuần":
        return Relative(_shift(anchor, -7 * number - 6), _shift(anchor, -7 * number), Precision.WEEK, *span)
    months = number if unit == "tháng" else 12 * number
    step = 1 if unit == "tháng" else 12
    precision = Precision.MONTH if unit == "tháng" else Precision.YEAR
    return Relative(_shift(_months_back(anchor, months + step), 1), _months_back(anchor, months), precision, *span)


def _period(match: re.Match[str], anchor: date) -> Relative:
    step = _STEPS[match["step"]]
    unit = match["unit"]
    if unit == "tuần":
        first = _shift(anchor, 7 * step - anchor.weekday())
        return Relative(first, _shift(first, 6), Precision.WEEK, *match.span())
    if unit == "năm":
        year = min(max(anchor.year + step, 1), 9999)
        return Relative(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, *match.span())
    length = 3 if unit == "quý" else 1
    base = date(anchor.year, (anchor.month - 1) // length * length + 1, 1)
    first = _months_back(base, -step * length)
    end = _months_back(first, 1 - length)
    last = date(end.year, end.month, calendar.monthrange(end.year, end.month)[1])
    return Relative(first, last, Precision.QUARTER if unit == "quý" else Precision.MONTH, *match.span())


def _weekday(match: re.Match[str], anchor: date) -> Relative:
    weekday = 6 if match["sunday"] else _WEEKDAY[match["day"]]
    if match["week"]:
        day = _shift(anchor, 7 * _STEPS[match["week"]] - anchor.weekday() + weekday)
    elif match["step"] == "tới":
        day = _shift(anchor, (weekday - anchor.weekday() - 1) % 7 + 1)
    else:
        day = _shift(anchor, -((anchor.weekday() - weekday - 1) % 7 + 1))
    return Relative(day, day, Precision.DAY, *match.span())
