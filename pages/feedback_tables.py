"""Citizens' items in data tables, columns in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pages.dates import find_dates
from pages.feedback_cuts import MOST_ITEMS
from pages.feedback_draft import Draft
from pages.feedback_found import Found, Row, are_citizens, make
from pages.feedback_heads import is_unit
from pages.feedback_items import ItemReader
from pages.feedback_privacy import join_quote
from pages.feedback_subject import Subject, channel_of, names_feedback
from pages.feedback_words import column_role, names, stage_of, words_of
from pages.page import Link, Page, Region, Table

_FOREIGN_HEADINGS = names("items", "foreign_headings")
_FOREIGN_COLUMNS = names("items", "foreign_columns")
_TELLING = frozenset({"asked", "answered", "stage", "answer", "sender", "agency", "due"})


def find_tables(page: Page, subject: Subject, anchor: date | None) -> Iterator[Found]:
    """The tables of `page` that list citizens' items."""
    rows = [at for at, block in enumerate(page.blocks) if block.kind == "row" and block.region is Region.MAIN]
    links: dict[int, list[Link]] = {}
    for link in page.links:
        links.setdefault(link.block, []).append(link)
    for table in page.tables[:200]:
        if table.region is Region.MAIN:
            places = [at for at in rows if page.blocks[at].locator.startswith(table.locator + " ")]
            if found := _table(page, table, subject, anchor, places, links):
                yield found


def _table(
    page: Page, table: Table, subject: Subject, anchor: date | None, places: list[int], links: dict[int, list[Link]]
) -> Found | None:
    if not table.rows or len(table.rows[0]) < 2:
        return None
    above = [name for name in (table.caption, *table.headings[::-1]) if name]
    header = table.header or int(_is_head(table.rows[0]))
    roles = _roles(table, header, anchor) if header else _guess(table, anchor)
    heads = [cell for row in table.rows[:header] for cell in row if cell]
    if not is_item_table(roles, heads, above, subject, told=bool(header)):
        return None
    rows: list[Row] = []
    cursor = 0
    for y, row in enumerate(table.rows[header : header + MOST_ITEMS], header):
        cells = [cell for cell in row if cell]
        if len(set(cells)) < 2:  # a row that spans the table: a pager, 'không có dữ liệu'
            continue
        at = next((n for n in range(cursor, len(places)) if _is_row(page.blocks[places[n]].text, cells)), None)
        place = places[at] if at is not None else -1
        cursor = at + 1 if at is not None else cursor
        times = {x: table.times_at(y, x) for x in range(len(row))} if table.times else {}
        draft = read_cells(dict(enumerate(row)), dict(enumerate(roles)), anchor, times)
        own = links.get(place, []) if place >= 0 else []
        if draft.texts or draft.title or own:
            draft.locator = page.blocks[place].locator if place >= 0 else table.locator
            rows.append((draft, own, ""))
    first, behind = (places[0], places[-1] + 1) if places else (0, 0)
    heading = above[0] if above else ""
    if header and not rows and (subject.own or any(names_feedback(name) for name in above)):
        words = join_quote([cell for cell in table.rows[header - 1] if cell])
        return Found((), (), heading, table.locator, first, behind, words)
    items, drafts = make(rows, page.url)
    if not items or not are_citizens(items, drafts, subject, above):
        return None
    return Found(items, drafts, heading, table.locator, first, behind)


def read_cells(
    cells: dict[int, str],
    roles: dict[int, str],
    anchor: date | None,
    times: Mapping[int, tuple[tuple[str, str], ...]] | None = None,
) -> Draft:
    """One row: each cell by its column's role; without one by what it is (a state, a date).

    `times` are the moments that markup gives to words, by column.
    """
    reader = ItemReader(anchor)
    for x, cell in cells.items():
        role = roles.get(x, "")
        reader.times = times.get(x, ()) if times else ()
        if not cell:
            continue
        if role:
            reader.value(role, cell)
        elif stage_of(cell):
            reader.value("stage", cell)
        elif len(cell) <= 40 and find_dates(cell, anchor=anchor, times=reader.times):
            reader.value("date", cell)
        else:
            reader.value("", cell)
        reader.pending = ""
    return reader.draft


_DATE_HEADS = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)"), role)
    for words, role in (
        ("hạn|hẹn", "due"),
        ("trả lời|xử lý|phản hồi|giải quyết|hoàn thành|kết quả", "answered"),
        ("nhận|tiếp nhận|gửi|hỏi|phản ánh|kiến nghị", "asked"),
    )
)


def _roles(table: Table, header: int, anchor: date | None) -> list[str]:
    """Roles of columns by their heads, all rows of heads together: 'Thời gian' above 'Tiếp nhận' and 'Trả lời'."""
    roles: list[str] = []
    for x, last in enumerate(table.rows[header - 1]):
        heads = [row[x] for row in table.rows[:header] if row[x] and row[x] not in (table.caption, "")]
        whole = " ".join(dict.fromkeys(heads))
        role = column_role(whole) or column_role(last)
        if role not in ("asked", "answered", "due", "sender", "question", "title") and _holds_days(
            table, header, x, anchor
        ):
            role = next((r for pattern, r in _DATE_HEADS if pattern.search(words_of(last))), role)
        roles.append(role)
    return roles


def _holds_days(table: Table, header: int, x: int, anchor: date | None) -> bool:
    """Whether a column holds days and nothing else."""
    cells = [row[x] for row in table.rows[header : header + 20] if row[x]]
    return bool(cells) and sum(len(c) <= 25 and bool(find_dates(c, anchor=anchor)) for c in cells) >= 0.8 * len(cells)


def _is_head(row: Sequence[str]) -> bool:
    """Whether a first row without <th> names columns."""
    roles = [column_role(cell) for cell in row if cell]
    return len([r for r in roles if r]) >= 2 and all(len(cell) <= 40 for cell in row)


def _guess(table: Table, anchor: date | None) -> list[str]:
    """Roles of columns without a head: only states are sure."""
    guessed: list[str] = []
    for x in range(len(table.rows[0])):
        cells = [row[x] for row in table.rows[:20] if row[x]]
        if cells and sum(stage_of(c) is not None for c in cells) >= 0.8 * len(cells):
            guessed.append("stage")
        elif cells and sum(len(c) < 40 and bool(find_dates(c, anchor=anchor)) for c in cells) >= 0.8 * len(cells):
            guessed.append("date")
        elif cells and sum(is_unit(c) for c in cells) >= 0.8 * len(cells):
            guessed.append("agency")
        elif cells and sum(len(c.split()) for c in cells) >= 4 * len(cells) and "question" not in guessed:
            guessed.append("question")
        else:
            guessed.append("other")
    return guessed


def is_item_table(
    roles: Sequence[str], heads: Sequence[str], above: Sequence[str], subject: Subject, *, told: bool
) -> bool:
    """Whether columns are those of citizens' items: by their names, and by what the page is about."""
    if any(_FOREIGN_COLUMNS.whole(head) for head in heads) or any(channel_of(name) for name in (*above[:2], *heads)):
        return False
    if above and not names_feedback(above[0]) and _FOREIGN_HEADINGS.begins(above[0]):
        return False
    has = set(roles)
    if not has & {"question", "title"}:
        return False
    about = subject.any or any(names_feedback(name) for name in above)
    if not told:
        return about and bool(has & {"stage", "date"})
    if "contact" in has and not has & {"asked", "answered", "stage", "answer", "sender"}:
        return False  # whom to write to about what
    if about:
        return bool(has & _TELLING or "date" in has)
    # Without a word from the page the columns must say it: what was asked and what became of it.
    asked = bool(re.search(r"câu hỏi|phản ánh|kiến nghị|góp ý|hỏi", words_of(" ".join(heads))))
    return asked and len(has & _TELLING) >= 2


def rows_of_tables(page: Page) -> set[int]:
    """The places of rows of tables with three columns or more: what they are was told here.

    Two columns may be an item's labels and values ('Câu hỏi | ...', 'Trả lời | ...').
    """
    wide = tuple(t.locator + " " for t in page.tables[:200] if t.rows and len(t.rows[0]) >= 3)
    if not wide:
        return set()
    return {at for at, block in enumerate(page.blocks) if block.kind == "row" and block.locator.startswith(wide)}


def _is_row(text: str, cells: Sequence[str]) -> bool:
    if text == " | ".join(cells):
        return True
    shown = {part for cell in cells for part in (cell, *cell.split(" | "))}  # spans repeat a cell in several rows
    return set(text.split(" | ")) <= shown
