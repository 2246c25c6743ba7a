"""facebook/duckling's Vietnamese phrases (../shared/data/suites, BSD-3-Clause), read against our grammar.

Duckling reads what people say to a machine, we read what portals print: the differences stand in docs/dates.md.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from pages.dates import Mention, Precision, find_dates

SUITE = Path(__file__).parents[3] / "shared" / "data" / "suites" / "duckling_vi_time.jsonl"
REFERENCE = date(2017, 2, 2)
GRAINS = {
    "Day": Precision.DAY,
    "Week": Precision.WEEK,
    "Month": Precision.MONTH,
    "Quarter": Precision.QUARTER,
    "Year": Precision.YEAR,
}
# Duckling looks ahead from now, we to the nearest day: a portal prints what has been as often as what will be.
NEAREST = {"ngày 12/10", "quý 3", "quý ba"}
# We keep the month where only explicit dates tell which days are meant (checks.md, 'Tuần thứ 3').
COARSER = {"tuần đầu tiên của tháng 9 năm 2017"}


def phrases() -> list[dict[str, str]]:
    if not SUITE.is_file():
        pytest.skip("the shared suites are not beside this checkout")
    return [json.loads(line) for line in SUITE.read_text(encoding="utf-8").splitlines()]


def expected(row: dict[str, str]) -> tuple[date, str]:
    year, month, day = map(int, re.findall(r"\d+", row["expect"])[:3])
    return date(year, month, day), row["expect"].split()[-1]


def right(found: list[Mention], day: date, grain: str) -> bool:
    return len(found) == 1 and found[0].first == day and found[0].precision is GRAINS[grain]


def test_most_phrases_that_name_a_day_week_month_quarter_or_year_are_read() -> None:
    calendar = [row for row in phrases() if row["kind"] == "datetime" and expected(row)[1] in GRAINS]
    read = [row for row in calendar if right(find_dates(row["text"], anchor=REFERENCE), *expected(row))]
    assert len(calendar) > 80
    assert len(read) / len(calendar) >= 0.85


def test_no_phrase_is_read_as_another_day() -> None:
    wrong = []
    for row in phrases():
        day, _ = expected(row)
        for mention in find_dates(row["text"], anchor=REFERENCE):
            fits = mention.first <= day <= mention.last
            if row["text"] in NEAREST:
                fits = (mention.first.month, mention.first.day) == (day.month, day.day)
            if not fits:
                wrong.append((row["text"], str(day), str(mention.first), str(mention.last)))
    assert wrong == []


def test_a_coarser_reading_is_given_only_where_it_is_meant() -> None:
    coarser = set()
    for row in phrases():
        _, grain = expected(row)
        for mention in find_dates(row["text"], anchor=REFERENCE):
            if row["kind"] == "datetime" and grain in GRAINS and mention.precision is not GRAINS[grain]:
                coarser.add(row["text"])
    assert coarser == COARSER


def test_a_time_of_day_alone_is_no_date() -> None:
    for row in phrases():
        _, grain = expected(row)
        names_no_day = not re.search(r"ngày|hôm|mai|qua|nay|\d/\d|chủ|chúa", row["text"])
        if grain in ("Hour", "Minute", "Second") and names_no_day:
            assert find_dates(row["text"], anchor=REFERENCE) == []
