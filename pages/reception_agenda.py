"""The weekly agenda (lịch công tác tuần): rows in which somebody receives, dated by the week's own range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pages.dates import Precision, find_dates, week_range
from pages.excerpts import excerpt
from pages.page import Block, Page, Region, Table
from pages.receivers import ACT, Place, Receiver, receivers_of
from pages.reception_heads import WORDS, Head, block_head, head_of
from pages.reception_text import CONDITION, NOBODY
from pages.text import fold
from pages.wording import Wording

_CONTENT = Wording(*(rf"^\W*(?:{words})\W*$" for words in WORDS["column"]["content"]))
# 'Họp về công tác tiếp công dân', 'Nghe báo cáo kết quả tiếp công dân' are meetings.
_A_MEETING = Wording.of(WORDS["agenda"]["meeting"])
_ATTENDS = Wording.of(WORDS["agenda"]["attends"])
_CALLED_OFF = Wording("hoãn", "dừng", "ngừng", "ngưng", "hủy")
_WEEK_WORDS = Wording("tuần", "từ ngày", "từ")
_WEEKDAY = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5}
_WEEKDAY_WORD = re.compile(
    r"(?<!\w)(?:thứ|thu|t\.?) ?(hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bay|[2-7])(?!\w)|(?<!\w)(?:chủ nhật|chu nhat|cn)(?!\w)"
)
_PLAIN = {"tu": "tư", "nam": "năm", "sau": "sáu", "bay": "bảy"}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A reception in the agenda of a week (`week` None where the page does not say which)."""

    day: date | None
    week: tuple[date, date] | None
    receivers: frozenset[Receiver]
    quote: str
    week_quote: str
    locator: str
    order: int
    week_order: int


def read_agenda(
    page: Page, whole: tuple[Head, str], rows: dict[int, tuple[int, int]], default: frozenset[Receiver], place: Place
) -> list[AgendaRow]:
    """The agenda's rows in which somebody receives."""
    if not _is_agenda(page, whole):
        return []
    found: list[AgendaRow] = []
    if receivers_of(whole[1], place) == {Receiver.OTHER}:
        default = frozenset({Receiver.OTHER})  # 'Lịch làm việc của Văn phòng UBND tỉnh': who is not named is the office
    week: tuple[date, date] | None = None
    week_block = -1
    day: date | None = None
    for index, block in enumerate(page.blocks):
        if block.region in (Region.NAV, Region.HEADER, Region.FOOTER, Region.BREADCRUMB):
            continue
        head, _ = block_head(block, whole)
        if head is Head.RELATED:
            continue
        if (named := _week_of(block)) is not None:
            week, week_block, day = named, index, None
        table = page.tables[rows[index][0]] if index in rows else None
        cells = table.rows[rows[index][1]] if table is not None else tuple(block.text.split(" | "))
        day = _day_of(cells, week, lead=table is not None) or day
        act = _act(block.text)
        if act is None:
            continue
        content = next((c for c in cells if _act(c) is not None), block.text)
        who = _who(content, cells, table, place) or default
        start, end = act
        quote = block.text if len(block.text) <= 400 else excerpt(block.text, start, end)
        week_quote = (
            page.blocks[week_block].text if week_block >= 0 and len(page.blocks[week_block].text) <= 300 else ""
        )
        found.append(AgendaRow(day, week, who, quote, week_quote, block.locator, index, week_block))
    return found


def _is_agenda(page: Page, whole: tuple[Head, str]) -> bool:
    if whole[0] is Head.AGENDA or head_of(page.heading) is Head.AGENDA:
        return True
    headings = (h for b in page.blocks if b.region in (Region.MAIN, Region.ASIDE) for h in b.headings[-1:])
    return any(head_of(heading) is Head.AGENDA for heading in dict.fromkeys(headings))


def _week_of(block: Block) -> tuple[date, date] | None:
    """The week that a line names: 'Từ ngày 14/07/2025 đến ngày 20/07/2025', 'Tuần 12 (21/3 - 27/3/2022)'."""
    if block.kind == "row" or len(block.text) > 300 or not _WEEK_WORDS(block.text):
        return None
    days = []
    for mention in find_dates(block.text):
        if mention.precision in (Precision.RANGE, Precision.WEEK) and (mention.last - mention.first).days <= 13:
            return mention.first, mention.last
        if mention.precision is Precision.DAY:
            days.append(mention.first)
    if len(days) == 1 and re.search(r"tuần[^.;]{0,40}(?:từ|bắt đầu)", fold(block.text)):
        return week_range(days[0])
    return None


def _day_of(cells: tuple[str, ...], week: tuple[date, date] | None, *, lead: bool) -> date | None:
    """The day that a row or a day's heading is for; the year comes from the week alone, never from elsewhere."""
    for cell in cells[:3] if lead else cells[:1]:
        if len(cell) > 60:
            continue
        anchor = week[0] + timedelta(days=3) if week else None
        for mention in find_dates(cell, anchor=anchor):
            fits = week is None or week[0] <= mention.first <= week[1]
            if mention.precision is Precision.DAY and fits:
                return mention.first
        weekday = _WEEKDAY_WORD.search(fold(cell))
        if weekday and week is not None:
            number = _WEEKDAY.get(_PLAIN.get(weekday[1], weekday[1]), 6) if weekday[1] else 6
            day = next((d for n in range(14) if (d := week[0] + timedelta(days=n)).weekday() == number), None)
            if day is not None and day <= week[1]:
                return day
    return None


def _act(text: str) -> tuple[int, int] | None:
    """Where a row says that somebody receives; None for meetings about reception and days without."""
    folded = fold(text)
    for match in ACT.finditer(folded):
        start = max(folded.rfind("|", 0, match.start()), folded.rfind(";", 0, match.start())) + 1
        before = folded[start : match.start()]
        if (
            _A_MEETING(before[-90:])
            or _CALLED_OFF(before[-40:])
            or NOBODY(before[-40:] + match[0])
            or CONDITION(before)
        ):
            continue
        return match.span()
    return None


def _who(content: str, cells: tuple[str, ...], table: Table | None, place: Place) -> frozenset[Receiver]:
    """Who receives: whom the entry names, else the column it stands in, else the row's other cells."""
    named = receivers_of(content, place)
    if named:
        return named
    if _ATTENDS(fold(content)[:30]):
        return frozenset({Receiver.OTHER})  # 'Dự tiếp công dân' at somebody else's
    if table is not None and table.header:
        at = next((x for x, cell in enumerate(cells) if cell == content), -1)
        head = " ".join(row[at] for row in table.rows[: table.header] if 0 <= at < len(row))
        if not _CONTENT(head) and (named := receivers_of(head, place)):
            return named
    others = [cell for cell in cells if cell != content]
    for cell in others:
        named |= receivers_of(cell, place)
    return named
