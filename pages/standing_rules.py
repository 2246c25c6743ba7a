"""Standing rules of when somebody receives: 'ngày 15 hằng tháng', 'thứ Ba, tuần thứ 3 hằng tháng'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pages.date_text import prepare


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A day that comes again. `every` is `month` or `week`.

    `days` are days of the month (-1: the last); else `weekdays` (Monday 0) of week `week` of the month (1-5, -1 the
    last, 0 every week). `nth` is True where it counts weekdays ('thứ Ba đầu tiên'), False where it counts weeks
    ('tuần thứ 3'): the two differ, and only explicit dates tell which days are meant. `text` is as printed at
    `start`:`end`.
    """

    days: tuple[int, ...]
    text: str
    start: int
    end: int
    every: str = "month"
    weekdays: tuple[int, ...] = ()
    week: int = 0
    nth: bool = False


_EVERY = (
    r"(?:(?:hằng|hàng|mỗi|hang|moi)\s{1,2}(?:tháng|thang)|của\s{1,2}(?:mỗi\s{1,2}|các\s{1,2})?(?:tháng|thang)"
    r"|các\s{1,2}tháng|trong\s{1,2}(?:các\s|mỗi\s)?tháng|/tháng)"
)
_SEP = r"\s{0,3}(?:,|;|và|va|hoặc|&|-|\+)\s{0,3}"
_LIST = rf"(?P<days>[0-9]{{1,2}}(?:{_SEP}(?:(?:ngày|ngay)\s{{1,2}})?[0-9]{{1,2}}(?![0-9])){{0,9}})"
_NO_MONTH = r"(?!\s{0,2}[0-9]|\s{1,2}(?:[0-9]|một|hai|ba|tư|tám|chín|mười)(?![^\W]))"
_DAYS_FIRST = re.compile(
    r"(?:ngày|ngay|vào|mùng|mồng)[\s:]{1,3}(?:(?:các\s)?(?:ngày|ngay|mùng|mồng)\s{1,2})?"
    rf"{_LIST}[\s,(]{{1,3}}(?:định kỳ\s{{1,2}})?{_EVERY}{_NO_MONTH}"
)
_MONTH_FIRST = re.compile(
    r"(?:hằng|hàng|mỗi|hang|moi)\s{1,2}(?:tháng|thang)[\s,:]{1,3}"
    r"(?:(?:tiếp|tiếp dân|tiếp công dân|định kỳ|01|1|một|lần|ngày|kỳ|02|2|hai)\s{1,2}){0,5}?"
    rf"(?:vào\s{{1,2}})?(?:các\s)?(?:ngày|ngay|mùng|mồng)[\s:]{{1,3}}{_LIST}"
    r"(?![0-9]|\s?[/.-]\s?[0-9]|\s{1,2}(?:tháng|thang)\s?[0-9])"
)
_END_OF_MONTH = re.compile(
    rf"ngày\s(?P<work>làm việc\s)?(?P<which>đầu tiên|đầu|cuối cùng|cuối)\s{{1,2}}{_EVERY}{_NO_MONTH}"
)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_DAY = r"(?:thứ\s{0,2}(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?!\w)"
_ORDINALS = {
    "nhất": 1, "đầu tiên": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "cuối cùng": -1, "cuối": -1,
    "1": 1, "01": 1, "2": 2, "02": 2, "3": 3, "03": 3, "4": 4, "04": 4, "5": 5, "05": 5,
}  # fmt: skip
_ORDINAL = r"(?:(?:thứ\s{1,2})?(?:0?[1-5]|nhất|hai|ba|tư|bốn|năm)|đầu tiên|đầu|cuối cùng|cuối)"
# 'ngày thứ sáu của tuần lễ cuối tháng', 'Thứ Ba, tuần thứ 3 hằng tháng', 'thứ Năm đầu tiên của tháng'
_WEEK_OF_MONTH = re.compile(
    rf"(?P<weekdays>{_DAY}(?:{_SEP}{_DAY}){{0,4}})[\s,(]{{1,3}}(?:của\s{{1,2}})?"
    rf"(?:(?P<week>tuần)\s{{1,2}}(?:lễ\s{{1,2}})?)?(?P<ordinal>{_ORDINAL})[\s,)]{{1,3}}"
    rf"(?:(?:của\s{{1,2}}|trong\s{{1,2}})?{_EVERY}|tháng){_NO_MONTH}"
)
_WEEKLY = re.compile(
    rf"(?P<weekdays>{_DAY}(?:{_SEP}{_DAY}){{0,4}})[\s,(]{{1,3}}(?:(?:hằng|hàng|mỗi)\s{{1,2}}tuần|của\s(?:mỗi\s)?tuần)(?!\s(?:thứ|đầu|cuối|này|sau|tới))"
)
# 'đăng ký trước ngày 20 hằng tháng', 'báo cáo chậm nhất ngày 15 hằng tháng' are deadlines, no reception days.
_DEADLINE = re.compile(r"(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|hạn|đến|đến hết|sau)\s{1,3}(?:vào\s)?$")
_NUMBER = re.compile(r"[0-9]{1,2}")
_WEEKDAY_WORD = re.compile(r"thứ\s{0,2}(hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật")


def find_standing_rules(text: str) -> list[StandingRule]:
    """The standing rules of `text` in order; deadlines ('trước ngày 20 hằng tháng') are none."""
    prepared = prepare(text)
    words = prepared.words
    if "th" not in words and "tuần" not in words:
        return []
    found: list[tuple[int, int, StandingRule]] = []

    def add(match: re.Match[str], **facts: object) -> None:
        if _DEADLINE.search(words, max(0, match.start() - 20), match.start()):
            return
        if any(match.start() < end and start < match.end() for start, end, _ in found):
            return
        start, end = prepared.place(match.start()), prepared.place(match.end())
        rule = StandingRule(facts.pop("days", ()), text[start:end], start, end, **facts)  # type: ignore[arg-type]
        found.append((*match.span(), rule))

    for pattern in (_DAYS_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(words):
            days = tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(match["days"])))
            if all(1 <= d <= 31 for d in days):
                add(match, days=days)
    for match in _END_OF_MONTH.finditer(words):
        add(match, days=(-1,) if match["which"].startswith("cuối") else (1,))
    for match in _WEEK_OF_MONTH.finditer(words):
        ordinal = match["ordinal"].removeprefix("thứ").strip()
        add(match, weekdays=_weekdays(match["weekdays"]), week=_ORDINALS[ordinal], nth=match["week"] is None)
    for match in _WEEKLY.finditer(words):
        add(match, weekdays=_weekdays(match["weekdays"]), every="week")
    found.sort(key=lambda f: f[0])
    return [rule for _, _, rule in found]


def _weekdays(text: str) -> tuple[int, ...]:
    return tuple(6 if m[1] is None else _WEEKDAYS[m[1]] for m in _WEEKDAY_WORD.finditer(text))
