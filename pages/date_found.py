"""A date as it was found in a text: days and months, with a year that may still be open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Precision(StrEnum):
    """What a date as printed names."""

    DAY = "day"
    RANGE = "range"  # explicit first and last day ('từ ngày 14/07/2025 đến ngày 20/07/2025', '6-12/9/2022')
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"  # 6 tháng đầu năm
    YEAR = "year"


LAST = -1  # in place of a day: the month's last


@dataclass(frozen=True, slots=True)
class Found:
    """A date as written: from day `d1` of month `m1` to day `d2` of `m2` (`LAST`: the month's last day).

    `year` is the year of the end, None where none is written; below 100 it is a two-digit year. `y1` is the year of
    the start where it is written apart.
    """

    start: int
    end: int
    precision: Precision
    m1: int
    d1: int
    m2: int
    d2: int
    year: int | None
    y1: int | None = None


def day_of(start: int, end: int, day: int, month: int, year: int | None) -> Found:
    """One day."""
    return Found(start, end, Precision.DAY, month, day, month, day, year)


def nothing(start: int, end: int) -> Found:
    """Claims a span that is no date, so that no part of it is read as one."""
    return Found(start, end, Precision.DAY, 0, 0, 0, 0, None)


def written_year(digits: str | None) -> tuple[int | None, bool]:
    """The year that digits write (two digits stay two), and whether they write one that can be none (190, 3022)."""
    if digits is None:
        return None, False
    value = int(digits)
    if len(digits) == 2:
        return value, False
    return (value, False) if len(digits) == 4 and 1800 <= value <= 2199 else (None, True)
