"""All notations of dates in a prepared text, not overlapping, with what they borrow from each other."""

from __future__ import annotations

import re
from dataclasses import replace

from pages.date_found import Found, Precision
from pages.date_numbers import numeric
from pages.date_text import Prepared
from pages.date_words import LUNAR, english, month_first, months, parts_of_year, short_month, worded, years


def find(text: Prepared) -> list[Found]:
    """All notations of `text` in order, not overlapping, possible or not (30/02/2021 is left to the caller)."""
    found: list[Found] = []
    taken = _Taken()
    for notation in (month_first, worded, short_month, english, parts_of_year, months, numeric, years):
        for item in notation(text):
            if taken.free(item.start, item.end):
                taken.add(item.start, item.end)
                if item.m1 and not LUNAR.match(text.masked, item.end):
                    found.append(item)
    found.sort(key=lambda f: f.start)
    return _with_lists(text, found)


class _Taken:
    """The positions that a notation has claimed already."""

    def __init__(self) -> None:
        self._marks: dict[int, int] = {}

    def free(self, start: int, end: int) -> bool:
        return not any(i in self._marks for i in range(start, end))

    def add(self, start: int, end: int) -> None:
        for i in range(start, end):
            self._marks[i] = end


# --- days that borrow their month from the date after them

_NGAY = r"(?:ngày|ngay)\s{0,3}"
_AND = r"\s{0,3}(?:,|;|và|va|&|hoặc)\s{0,3}(?:và\s)?"
_NUMBER = re.compile(r"[0-9]{1,2}")
_LIST = re.compile(
    rf"{_NGAY}:?\s{{0,3}}(?P<list>[0-9]{{1,2}}(?:{_AND}(?:{_NGAY})?[0-9]{{1,2}}(?![0-9])){{1,31}})"
    r"(?=\s{0,3}(?:tháng|thang|/|-|\.))"
)
_FROM = re.compile(
    rf"(?:từ|tu|ngày|ngay)\s{{0,3}}(?:{_NGAY})?(?P<day>[0-9]{{1,2}})\s{{0,3}}(?:-|đến hết|đến|den|tới)\s{{0,3}}"
    rf"(?:hết\s)?(?:{_NGAY})?$"
)
_DASHED = re.compile(r"(?<![\w/.,-])(?P<day>[0-9]{1,2})\s?-\s?$")


def _with_lists(text: Prepared, found: list[Found]) -> list[Found]:
    """'ngày 05 và 20 tháng 3', 'các ngày 3, 10, 17/3/2022', 'từ ngày 14 đến ngày 20/7/2025'."""
    words = text.masked
    lists = list(_LIST.finditer(words)) if "ng" in words else []
    out: list[Found] = []
    at = 0
    previous_end = 0
    for item in found:
        if item.precision is not Precision.DAY:
            out.append(item)
            previous_end = item.end
            continue
        while at < len(lists) and lists[at].end("list") <= item.start:
            at += 1
        if (
            at < len(lists)
            and lists[at].start() >= previous_end
            and lists[at].start("list") < item.start < lists[at].end("list")
        ):
            for number in _NUMBER.finditer(words, lists[at].start("list"), item.start):
                out.append(replace(item, start=number.start(), end=number.end(), d1=int(number[0]), d2=int(number[0])))
        else:
            begin = _FROM.search(words, max(previous_end, item.start - 32), item.start)
            if begin is None and words[item.start : item.end].find("th") > 0:
                begin = _DASHED.search(words, max(previous_end, item.start - 6), item.start)
            if begin is not None and 1 <= int(begin["day"]) <= item.d1:
                item = replace(item, start=begin.start("day"), precision=Precision.RANGE, d1=int(begin["day"]))
        out.append(item)
        previous_end = item.end
    return out
