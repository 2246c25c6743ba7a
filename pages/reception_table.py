"""Schedules laid out as tables: a row per day, a row per receiver, months by receivers, or receivers by months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pages.dates import Mention, Precision, Role, find_dates, find_standing_rules
from pages.excerpts import join
from pages.page import Page, Table
from pages.receivers import ACT, Place, Receiver, names_elsewhere, receivers_of
from pages.reception_facts import Facts, Rule, Session, Setting
from pages.reception_heads import WORDS, Head, block_head, head_of
from pages.reception_list import entries_of
from pages.reception_period import Period, middle_of, period_of
from pages.reception_text import LONG, NOBODY, section_period
from pages.text import fold
from pages.wording import Wording

_COLUMN = WORDS["column"]


def _whole(name: str) -> Wording:
    return Wording(*(rf"^\W*(?:{words})\W*$" for words in _COLUMN[name]))


_DAY, _MONTH, _RECEIVER, _IGNORED = _whole("day"), _whole("month"), _whole("receiver"), _whole("ignored")
_DOCUMENT, _SCHEDULE, _RESULT = _whole("document"), _whole("schedule"), _whole("result")
_EVERY_MONTH = Wording("(?:hằng|hàng|mỗi|trong|các) tháng", "định kỳ")
_CALLED_OFF = Wording("(?:tạm )?(?:hoãn|dừng|ngừng|ngưng)", "hủy")
_NUMBERS = re.compile(r"(?<![\d/.-])(?:ngày )?0?([1-9]|[12]\d|3[01])(?![\d/.-]|\s*(?:h|giờ|tháng)\b)")
_MONTH_CELL = re.compile(r"^\W*(?:tháng|thang|t)?\W*0?([1-9]|1[0-2])(?:\s*[/-]\s*(\d{4})|\s*năm\s*(\d{4}))?\W*$")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_NUMBERED = re.compile(r"\d+\s?/(?:\d{4}/)?(?:TB|KH|QĐ|CV|BC|UBND)[-/ |]")  # a document's number: a list of notices
_A_MONTH = Wording(r"^\W*tháng (?:\d{1,2}|[ivx]+)\W*$")
_DAY_AND_MONTH = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})(?![\d/.-])")
_ROLES = frozenset({Role.SESSION, Role.UNKNOWN})
_NO_RECEIVER: frozenset[Receiver] = frozenset()


def table_rows(page: Page) -> dict[int, tuple[int, int]]:
    """Which blocks are rows of which table: block index -> (table, row)."""
    places: dict[int, tuple[int, int]] = {}
    for number, table in enumerate(page.tables):
        at = table.before + 1
        for y, row in enumerate(table.rows):
            while at < len(page.blocks) and page.blocks[at].kind == "caption":
                at += 1
            if at >= len(page.blocks) or page.blocks[at].kind != "row":
                continue
            if all(part in row for part in page.blocks[at].text.split(" | ")):
                places[at] = (number, y)
                at += 1
    return places


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table are: by their heads."""

    day: frozenset[int]
    month: int  # -1: none
    receiver: frozenset[int]
    ignored: frozenset[int]
    people: dict[int, frozenset[Receiver]]  # columns headed by a receiver ('Chủ tịch UBND tỉnh')
    months: dict[int, int]  # columns headed by a month
    every_month: bool  # 'Ngày tiếp hằng tháng'


def read_tables(setting: Setting, facts: Facts) -> None:
    """Read every table that is a schedule into `facts`."""
    blocks = {place: index for index, place in setting.rows.items()}
    for number, table in enumerate(setting.page.tables):
        first = next((i for i, (t, _) in sorted(setting.rows.items()) if t == number), -1)
        head = Head.NONE
        if first >= 0:
            head, _ = block_head(setting.page.blocks[first], setting.whole)
        heads, count = _heads(table)
        if head in (Head.RELATED, Head.LOOKALIKE, Head.AGENDA) or any(_DOCUMENT(h) or _RESULT(h) for h in heads):
            continue
        trusted = head in (Head.SCHEDULE, Head.POSTPONEMENT) or (head is Head.RECEPTION and setting.trusted)
        if not trusted and head_of(table.caption) is not Head.SCHEDULE and not any(map(_SCHEDULE, heads)):
            continue
        columns = _columns(table, heads, setting)
        section = section_period(setting.page.blocks[first], setting) if first >= 0 else None
        _Table(setting, facts, replace(table, header=count), number, columns, section, blocks).read()


def _heads(table: Table) -> tuple[list[str], int]:
    """The head of each column, several head rows joined, and how many rows these are.

    Where none is marked the first row is one, if its cells are words of heads and hold no date.
    """
    count = table.header
    if not count and table.rows:
        first = table.rows[0]
        heads = (_DAY, _MONTH, _RECEIVER, _IGNORED, _A_MONTH, _DOCUMENT, _RESULT)
        named = sum(any(words(c) for words in heads) for c in first)
        if named == 1 and not any(ch.isdigit() for cell in first for ch in cell):
            named += sum(bool(receivers_of(c, Place(city=False))) for c in first)  # 'Ngày | Bí thư Tỉnh ủy | Chủ tịch'
        if _MONTH(first[0]) and len(first) > 2 and all(_month_number(c) for c in first[1:]):
            named = 2  # 'Tháng | 1 | 2 | 3'
        count = int(named >= 2 and not any(m.year_given for cell in first for m in find_dates(cell)))
    rows = table.rows[:count]
    width = len(table.rows[0]) if table.rows else 0
    return [" ".join(dict.fromkeys(row[x] for row in rows if x < len(row) and row[x])) for x in range(width)], count


def _columns(table: Table, heads: list[str], setting: Setting) -> _Columns:
    day: set[int] = set()
    receiver: set[int] = set()
    ignored: set[int] = set()
    people: dict[int, frozenset[Receiver]] = {}
    months: dict[int, int] = {}
    month = -1
    in_a_row = bool(heads) and bool(_MONTH(heads[0])) and all(_month_number(head) for head in heads[1:])
    for x, head in enumerate(heads):
        if not head:
            continue
        folded = fold(head)
        number = _month_number(head) if in_a_row or re.search(r"th[áa]ng|^t\d", folded) else 0
        if number:
            months[x] = number
        elif _MONTH(head):
            month = x
        elif _IGNORED(head):
            ignored.add(x)
        elif (named := receivers_of(head, setting.place)) and _holds_days(table, x):
            people[x] = named
        elif named or _RECEIVER(head):
            receiver.add(x)  # also 'Thường trực UBND tỉnh' above 'CT Đỗ Văn Tuấn'
        elif _DAY(head):
            day.add(x)
    if receiver and people:
        # 'Người tiếp | Ngày tiếp của lãnh đạo UBND tỉnh': the rows say who.
        day |= people.keys()
        people = {}
    every = any(_EVERY_MONTH(heads[x]) and "tháng" in fold(heads[x]) for x in day)
    return _Columns(frozenset(day), month, frozenset(receiver), frozenset(ignored), people, months, every)


def _holds_days(table: Table, x: int) -> bool:
    """Whether most cells of a column hold a day."""
    cells = [row[x] for row in table.rows[table.header :] if x < len(row) and row[x]][:40]
    days = sum(bool(_NUMBERS.search(fold(c)) or find_dates(c) or find_standing_rules(c) or NOBODY(c)) for c in cells)
    return 2 * days > len(cells)


def _month_number(cell: str) -> int:
    """The month that a cell alone names: '3', '03', 'Tháng 3', 'Tháng 03/2022', 'III'; 0 where none."""
    folded = fold(cell)
    if m := _MONTH_CELL.match(folded):
        return int(m[1])
    return _ROMAN.get(folded.removeprefix("tháng ").strip(" .:"), 0)


class _Table:
    """One table, while its rows are read."""

    def __init__(
        self,
        setting: Setting,
        facts: Facts,
        table: Table,
        number: int,
        columns: _Columns,
        section: Period | None,
        blocks: dict[tuple[int, int], int],
    ) -> None:
        self.setting, self.facts, self.table, self.number = setting, facts, table, number
        self.columns, self.blocks = columns, blocks
        self.section = section
        self.heads = [
            " ".join(dict.fromkeys(r[x] for r in table.rows[: table.header] if x < len(r)))
            for x in range(_width(table))
        ]
        period = section or setting.period
        self.year = period.first.year if period and period.first.year == period.last.year else 0
        self.month: tuple[int, int] | None = None  # the month of the rows below, as (year, month)
        if period and period.precision is Precision.MONTH and period.first.month == period.last.month:
            self.month = (period.first.year, period.first.month)
        self.people = _NO_RECEIVER
        self.entries = entries_of(setting.page)
        self.month_named: Period | None = None
        self.section_row = -1  # the row across the table that stands above
        self.anchor = middle_of(self.year) if self.year else setting.anchor

    def read(self) -> None:
        for y, row in enumerate(self.table.rows):
            if y < self.table.header:
                continue
            if len({cell for cell in row if cell}) == 1:
                self.across(next(cell for cell in row if cell), y)
                continue
            self.row(row, y)

    def across(self, cell: str, y: int) -> None:
        """A row across the whole table: a month, or a receiver, for the rows below."""
        period = period_of(cell, self.anchor) if len(cell) <= 80 else None
        if period and period.precision is Precision.MONTH:
            self.month = (period.first.year, period.first.month)
            self.month_named = period
            self.section_row = y
        elif named := receivers_of(cell, self.setting.place):
            self.people = named
            self.section_row = y

    def row(self, row: tuple[str, ...], y: int) -> None:
        month = self.month
        if self.columns.month >= 0 and self.columns.month < len(row):
            month = self._row_month(row[self.columns.month]) or month
        text = " | ".join(row)
        if any(head_of(cell) is Head.LOOKALIKE for cell in row):
            return  # 'Nội quy tiếp công dân | 15/3/2022'
        if self.blocks.get((self.number, y), -1) in self.entries or _NUMBERED.search(text):
            return
        if self.columns.people or self.columns.months:
            self._matrix(row, y, month)
            return
        called_off = NOBODY(text) or _CALLED_OFF(text)
        who = self._who(row)
        rules = [rule for x in self._dated(row) for rule in find_standing_rules(self._with_head(row[x]))]
        days = (
            []
            if called_off
            else [d for x in self._dated(row) for d in self._days(row[x], month, x in self.columns.day)]
        )
        if rules and not days:
            self._rule(y, who)
            return
        if (
            not days
            and self.columns.every_month
            and any(_NUMBERS.search(fold(row[x])) for x in self.columns.day if x < len(row))
        ):
            self._rule(y, who)
            return
        for day, suspect in days:
            self._session(day, who, y, suspect)

    def _matrix(self, row: tuple[str, ...], y: int, month: tuple[int, int] | None) -> None:
        """Receivers as columns and months as rows, or the other way round: each cell holds days."""
        who = self._who(row)
        for x, people in self.columns.people.items():
            if x < len(row) and row[x] and not NOBODY(row[x]) and not _CALLED_OFF(row[x]):
                if find_standing_rules(self._with_head(row[x])):
                    self._rule(y, people, headed=True)
                at = month or self._month_in(row)
                for day, suspect in self._days(row[x], at, True):
                    self._session(day, people, y, suspect, headed=True)
        for x, number in self.columns.months.items():
            year = self.year or (self.anchor.year if self.anchor and self.setting.posted != self.anchor else 0)
            if x < len(row) and row[x] and year and not NOBODY(row[x]) and not _CALLED_OFF(row[x]):
                for day, suspect in self._days(row[x], (year, number), True):
                    self._session(day, who, y, suspect, headed=True)

    def _month_in(self, row: tuple[str, ...]) -> tuple[int, int] | None:
        return next(
            (m for x in range(min(2, len(row))) if "th" in fold(row[x]) and (m := self._row_month(row[x]))), None
        )

    def _row_month(self, cell: str) -> tuple[int, int] | None:
        period = period_of(cell, self.anchor)
        if period and period.precision is Precision.MONTH:
            self.month_named = period
            return period.first.year, period.first.month
        number = _month_number(cell)
        return (self.year, number) if number and self.year else None

    def _dated(self, row: tuple[str, ...]) -> Iterator[int]:
        """The columns that may hold the day: those headed so, else all that are not headed otherwise."""
        if self.columns.day:
            yield from (x for x in sorted(self.columns.day) if x < len(row))
            return
        other = self.columns.ignored | self.columns.receiver | {self.columns.month}
        yield from (x for x in range(len(row)) if x not in other)

    def _days(self, cell: str, month: tuple[int, int] | None, day_column: bool) -> list[tuple[date, str]]:
        """The days of one cell; a bare number is one where the row's month is known."""
        anchor = date(month[0], month[1], 15) if month else self.anchor
        mentions = [m for m in find_dates(cell, anchor=anchor) if m.precision is Precision.DAY and m.role in _ROLES]
        if self.year:
            mentions = [m if m.year_given else _in_year(m, self.year) for m in mentions]
        if day_column and not mentions:  # a roster by weeks: '01/9 - 05/9'
            ranges = [m for m in find_dates(cell, anchor=anchor) if m.precision is Precision.RANGE and m.role in _ROLES]
            short = [m for m in ranges if (m.last - m.first).days <= 13]
            if short:
                return [(day, m.suspect) for m in short for day in (m.first, m.last)]
        if mentions or not (day_column and month):
            return [(m.first, m.suspect) for m in mentions]
        # '05/5' alone reads like a fraction; below 'Tháng 5' it is a day.
        numbers = [int(d[1]) for d in _DAY_AND_MONTH.finditer(cell) if int(d[2]) == month[1]]
        numbers = numbers or [int(n[1]) for n in _NUMBERS.finditer(fold(cell))]
        found = [(day, "") for number in numbers if (day := _day(month, number)) is not None]
        return found if len(found) <= 10 else []

    def _with_head(self, cell: str) -> str:
        return f"ngày {cell} hằng tháng" if self.columns.every_month and cell.strip().isdigit() else cell

    def _who(self, row: tuple[str, ...]) -> frozenset[Receiver]:
        """Whom the row names as receiver: in the columns for it, else in any that is not for guests, notes, places."""
        columns = sorted(self.columns.receiver)
        named = _NO_RECEIVER
        for x in columns:
            if x < len(row):
                # 'Bí thư Tỉnh ủy' above 'x': the head says who
                named |= receivers_of(row[x], self.setting.place) or (
                    receivers_of(self.heads[x], self.setting.place) if row[x].strip(" -–") else _NO_RECEIVER
                )
        if not named and any(x < len(row) and names_elsewhere(row[x]) for x in columns):
            return frozenset({Receiver.OTHER})  # 'Trung tâm Phát triển quỹ đất | 15/4/2022'
        if not named:
            others = [x for x in range(len(row)) if x not in self.columns.ignored and x not in self.columns.receiver]
            for x in others:
                named |= receivers_of(row[x], self.setting.place)
        if not named:
            # 'Nội dung: Chủ tịch UBND tỉnh tiếp công dân'
            named = next((w for c in row if ACT(c) and (w := receivers_of(c, self.setting.place))), _NO_RECEIVER)
        return named or self.people or self.setting.default

    def _quote(self, y: int, *, headed: bool) -> tuple[str, str, int]:
        """The row's words as they stand, behind the heads' where these name the receiver or the month."""
        index = self.blocks.get((self.number, y), -1)
        if index < 0:
            return "", self.table.locator, len(self.setting.page.blocks)
        block = self.setting.page.blocks[index]
        above = [max(0, self.table.header - 1)] if headed else []
        above += [self.section_row] if self.section_row >= 0 else []
        heads = sorted({self.blocks.get((self.number, row), -1) for row in above})
        words = [self.setting.page.blocks[i].text[:300] for i in heads if 0 <= i < index]
        return join(*words, self._told(block.text, self.table.rows[y])), block.locator, index

    def _told(self, text: str, row: tuple[str, ...]) -> str:
        """The row's words without the cells for guests, cases and notes, which may name citizens."""
        left_out = {row[x] for x in self.columns.ignored if x < len(row) and len(row[x]) > 3 and not ACT(row[x])}
        runs: list[list[str]] = [[]]
        for cell in text.split(" | "):
            if cell in left_out:
                runs.append([])
            else:
                runs[-1].append(cell)
        return join(*(" | ".join(run)[:400] for run in runs))

    def _session(self, day: date, who: frozenset[Receiver], y: int, suspect: str, *, headed: bool = False) -> None:
        quote, locator, order = self._quote(y, headed=headed)
        self.facts.sessions.append(Session(day, who, quote, locator, order, suspect, self.section, self.month_named))

    def _rule(self, y: int, who: frozenset[Receiver], *, headed: bool = False) -> None:
        quote, locator, order = self._quote(y, headed=headed)
        self.facts.rules.append(
            Rule(who, self.section if self.section and self.section.precision in LONG else None, quote, locator, order)
        )


def _width(table: Table) -> int:
    return max(map(len, table.rows), default=0)


def _day(month: tuple[int, int], number: int) -> date | None:
    try:
        return date(month[0], month[1], number)
    except ValueError:
        return None


def _in_year(mention: Mention, year: int) -> Mention:
    if mention.first.year == year:
        return mention
    try:
        day = mention.first.replace(year=year)
    except ValueError:
        return mention
    return Mention(
        day, day, mention.precision, mention.role, mention.text, mention.start, mention.end, False, mention.suspect
    )
