"""Lists of linked titles with the day on which each was posted: news, notices, drafts, reports."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pages.dates import Mention, Precision, Role, find_dates, find_dates_in, role_of
from pages.memory import consulted, remembered
from pages.page import Block, Link, Page, Region, Table
from pages.text import fold, plain
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SENT_BY = Wording.of(_WORDS["sent_by"])
_LINE_WORDS = frozenset(_WORDS["date_line"]) | frozenset(plain(word) for word in _WORDS["date_line"])
_PUBLISHED = tuple(_WORDS["published_meta"])
_PROBE = re.compile(r"\d|trước|qua|nay|ago", re.IGNORECASE)  # no date, no relative date without one of these
_ITEM = re.compile(r".*(?:^|\s)(?:li|tr)(?::nth-of-type\(\d+\))?(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")

_CONTENT = (Region.MAIN, Region.ASIDE)
_TITLE_WORDS = 4  # 'Xem chi tiết', 'Kinh tế - Xã hội' are no titles
_LONG_TITLE = 7  # words that no entry of a menu has
_LONGEST_TITLE = 400
_LONGEST_ITEM = 1200  # a title with its lead and date in one block
_MOST_BLOCKS = 6000
_FOLLOWING = 4  # blocks after a title that may hold its date: lead, source, category, counter
_STRANGE_WORDS = 5  # a date's own line may name its author or category
_HEAD = 6  # blocks below an article's title in which its date stands
_TAIL = 40  # at most so many blocks at the end of the text: 'Ngày đăng: ...' under it


@dataclass(frozen=True, slots=True)
class Posting:
    """A title that leads to its own page; `day` is when it was posted, None where the list does not say.

    `quote` bears title and day and is verbatim; `heading` is the name of the box that the title stands in.
    """

    link: Link
    day: date | None
    quote: str
    locator: str

    @property
    def title(self) -> str:
        """The words of the link."""
        return self.link.label

    @property
    def heading(self) -> str:
        """The name of the box around, unless that is the title itself."""
        return "" if plain(self.link.heading) == plain(self.link.label) else self.link.heading


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and the words that give it."""

    day: date
    quote: str
    locator: str


def clock_of(page: Page, captured: date) -> date:
    """The day near which the page's relative dates are read: its own clock where it shows one, else `captured`."""
    for block in page.blocks[:60]:
        if len(block.text) <= 200:
            for mention in find_dates_in(block):
                if mention.role is Role.CLOCK and mention.precision is Precision.DAY:
                    return mention.first
    return captured


@remembered
def postings(page: Page, *, captured: date) -> list[Posting]:
    """The titles listed in the page's content, in the order of the page, each once.

    The day stands in the title's own block or table row, below it, or, where the whole list is printed so, above it: a
    single date above the first title is the page's clock.
    """
    anchor = clock_of(page, captured)
    blocks = page.blocks[:_MOST_BLOCKS]
    titles = _titles(page, len(blocks))
    holders = {link.block for link in titles}
    clocks = _clocks(blocks, titles, captured)
    rows = _rows(page.tables)
    out: dict[str, Posting] = {}
    for group in _groups(titles):
        own = {link.url: _own_day(blocks, link, anchor, rows) for link in group}
        open_ones = [link for link in group if own[link.url] is None]
        below = {link.url: _day_below(blocks, link, holders, clocks, anchor) for link in open_ones}
        above = {link.url: _day_above(blocks, link, holders, clocks, anchor) for link in open_ones}
        counts = (sum(d is not None for d in above.values()), sum(d is not None for d in below.values()))
        printed_above = counts[0] > counts[1] and counts[0] >= 2
        for link in group:
            text = blocks[link.block].text
            title = link.label if link.label in text else text[:_LONGEST_TITLE]
            behind = own[link.url] or (None if printed_above else below.get(link.url))
            before = above.get(link.url) if printed_above else None
            if behind is not None:
                out[link.url] = Posting(link, behind.day, _joined(title, behind, text), link.selector)
            elif before is not None:
                out[link.url] = Posting(link, before.day, f"{before.quote} […] {title}", link.selector)
            else:
                out[link.url] = Posting(link, None, title, link.selector)
    return [out[link.url] for link in titles]


def _clocks(blocks: Sequence[Block], titles: Sequence[Link], captured: date) -> set[int]:
    """Lines above the first news-like title that print the day of the visit: the page's clock, below its menu."""
    first = min((link.block for link in titles if len(link.label.split()) >= _LONG_TITLE), default=len(blocks))
    dated = {n: found.day for n in range(first) if (found := _line(blocks[n], captured)) is not None}
    if dated:
        consulted(captured)
    return {n for n, day in dated.items() if day == captured}


def _groups(titles: Sequence[Link]) -> list[list[Link]]:
    """The titles of each box; those that head their own text are one list."""
    groups: dict[str, list[Link]] = {}
    for link in titles:
        groups.setdefault("" if plain(link.heading) == plain(link.label) else link.heading, []).append(link)
    return list(groups.values())


def _joined(title: str, dated: Dated, text: str) -> str:
    if dated.quote == text:
        return text[:_LONGEST_TITLE] if title in text[:_LONGEST_TITLE] and _shows(text, dated) else title
    return f"{title} […] {dated.quote}"


def _shows(text: str, dated: Dated) -> bool:
    return any(m.first == dated.day or m.last == dated.day for m in find_dates(text[:_LONGEST_TITLE]))


@remembered
def posted_on(page: Page, *, captured: date, title: str = "") -> Dated | None:
    """When the article that the page shows was posted: by the line at its title, its metadata, or a labelled date.

    `title` is what links call it, for pages whose heading is that of their section.
    """
    anchor = clock_of(page, captured)
    blocks = [b for b in page.blocks[:_MOST_BLOCKS] if b.region is Region.MAIN]
    at = _title_at(page, blocks, title)
    if at is not None:
        for block in blocks[at + 1 : at + 1 + _HEAD]:
            if block.kind == "heading" and block.level <= blocks[at].level:
                break
            dated = _line(block, anchor) or _labelled(block, anchor)
            if dated is not None:
                return dated
        own = _labelled(blocks[at], anchor)
        if own is not None:
            return own
    for name, content in page.meta:
        if name.casefold() in _PUBLISHED:
            day = next((m.first for m in find_dates(content) if m.precision is Precision.DAY), None)
            if day is not None:
                return Dated(day, "", f"meta[{name}]")
    labelled = [d for b in [*blocks[:_HEAD], *blocks[-_TAIL:]] if (d := _labelled(b, anchor)) is not None]
    return labelled[0] if len({d.day for d in labelled}) == 1 else None


_IN_ADDRESS = re.compile(
    r"/(20[0-2]\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=[/-])"
    r"|/(20[0-2]\d)-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?=/)"  # SharePoint: /pages/2022-3-28/Ten-bai.aspx
    # to the minute, second or thousandth: -202203280915.htm, -20220328091530123.htm
    r"|[/_-](20[0-2]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d(?:\d{3})?)?(?![\w-])"
)


def day_in_address(url: str) -> date | None:
    """The day that an address gives its article: '/2022/03/28/ten-bai.html', 'ten-bai-20220328091530123.htm'."""
    found = _IN_ADDRESS.search(url)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups() if part is not None))
    except ValueError:
        return None


def _title_at(page: Page, blocks: Sequence[Block], title: str) -> int | None:
    for wanted in (plain(title), plain(page.heading)):
        if wanted:
            for n, block in enumerate(blocks):
                if len(block.text) <= _LONGEST_TITLE and plain(block.text) == wanted:
                    return n
    return None


# --- titles


def _titles(page: Page, most: int) -> list[Link]:
    """One link for each address that a title leads to: the first whose words are printed."""
    found: dict[str, Link] = {}
    for link in page.links:
        if link.region in _CONTENT and 0 <= link.block < most and is_title(link.label):
            found.setdefault(link.url, link)
    return list(found.values())


def is_title(label: str) -> bool:
    """Whether a label is long enough for a title of something; a section's name is shorter."""
    return len(label) <= _LONGEST_TITLE and len(label.split()) >= _TITLE_WORDS <= len(_WORD.findall(label))


# --- days


def _own_day(blocks: Sequence[Block], link: Link, anchor: date, rows: dict[str, tuple[Role, ...]]) -> Dated | None:
    block = blocks[link.block]
    if block.kind == "row" and (dated := day_of_row(block, rows, anchor, title=link.label)) is not None:
        return dated
    return _beside(block, link.label, anchor)


def _day_below(blocks: Sequence[Block], link: Link, holders: set[int], clocks: set[int], anchor: date) -> Dated | None:
    block = blocks[link.block]
    for n in range(link.block + 1, min(len(blocks), link.block + 1 + _FOLLOWING)):
        below = blocks[n]
        if n in holders or below.region is not block.region or (below.kind == "heading" and below.level):
            break
        if not _same_item(link.selector, below.locator):
            break
        dated = _line(below, anchor) if n not in clocks else None
        if dated is not None:
            return dated
    return None


def _same_item(title: str, other: str) -> bool:
    """Whether two selectors lie in the same list item or table row, where the first lies in one."""
    item = _ITEM.match(title)
    if item is None or title.split(" ", 1)[0] != other.split(" ", 1)[0]:  # paths that begin at different ids
        return True
    return other == item[0] or other.startswith(item[0] + " ")


def _day_above(blocks: Sequence[Block], link: Link, holders: set[int], clocks: set[int], anchor: date) -> Dated | None:
    n = link.block - 1
    if n < 0 or n in holders or n in clocks or blocks[n].region is not blocks[link.block].region:
        return None
    return _line(blocks[n], anchor)


def _beside(block: Block, title: str, anchor: date) -> Dated | None:
    """The day printed in the title's own block, before or after the title; not one that the title itself names."""
    if len(block.text) > _LONGEST_ITEM or not _PROBE.search(block.text):
        return None
    start = block.text.find(title)
    end = start + len(title) if start >= 0 else -1
    for mention in find_dates_in(block, anchor=anchor):
        inside = start <= mention.start < end
        if mention.precision is Precision.DAY and not inside and mention.role in (Role.POSTED, Role.UNKNOWN):
            # 'Tiêu đề ... (17/06/2021)' and 'Tiêu đề Ngày đăng: 19/10/2024'; a day in a sentence about it is none
            gap = block.text[end : mention.start] if mention.start >= end >= 0 else block.text[mention.end : start]
            if mention.role is Role.POSTED or len(_WORD.findall(gap)) <= _STRANGE_WORDS:
                return Dated(mention.first, block.text, block.locator)
    return None


def _line(block: Block, anchor: date) -> Dated | None:
    """The day of a block that holds little else: 'Thứ bảy - 02/07/2022 09:04', '31/03/2021 | 16:40 | Lượt xem: 97'."""
    text = block.text
    if len(text) > 160 or not _PROBE.search(text):
        return None
    for mention in find_dates_in(block, anchor=anchor):
        if mention.precision is not Precision.DAY or not _may_be_posted(mention, text):
            continue
        strange = [
            w for w in _WORD.findall(fold(text[: mention.start] + " " + text[mention.end :])) if w not in _LINE_WORDS
        ]
        if len(strange) <= _STRANGE_WORDS or mention.role is Role.POSTED:
            return Dated(mention.first, text, block.locator)
    return None


def _labelled(block: Block, anchor: date) -> Dated | None:
    if len(block.text) > 600 or not _PROBE.search(block.text):
        return None
    for mention in find_dates_in(block, anchor=anchor):
        if mention.precision is Precision.DAY and (
            mention.role is Role.POSTED or (mention.role is Role.ASKED and _SENT_BY(block.text))
        ):
            return Dated(mention.first, block.text[:_LONGEST_TITLE], block.locator)
    return None


def _may_be_posted(mention: Mention, text: str) -> bool:
    # Drupal prints 'Gửi bởi bbt vào Thứ Hai, 28/11/2022': sent to the site, not asked by anybody.
    return mention.role in (Role.POSTED, Role.UNKNOWN) or (mention.role is Role.ASKED and _SENT_BY(text))


# --- rows of tables


def _rows(tables: Iterable[Table]) -> dict[str, tuple[Role, ...]]:
    """The roles of each row's filled cells by the column heads, by the row's text as its block prints it."""
    return {text: roles for text, _, roles in rows_of(tables)}


def rows_of(tables: Iterable[Table]) -> list[tuple[str, tuple[str, ...], tuple[Role, ...]]]:
    """(text as the row's block prints it, its filled cells, their roles by the column heads) of every body row."""
    found = []
    for table in tables:
        head = table.rows[table.header - 1] if table.header else ()
        if not head and table.rows and any(role_of(cell) is not Role.UNKNOWN for cell in table.rows[0]):
            head = table.rows[0]  # column heads in plain cells
        roles = [role_of(cell) for cell in head]
        for row in table.rows:
            filled = [(cell, roles[x] if x < len(roles) else Role.UNKNOWN) for x, cell in enumerate(row) if cell]
            if filled and row != head:
                cells, of_cells = zip(*filled, strict=True)
                found.append((" | ".join(cells), cells, of_cells))
    return found


def day_of_row(block: Block, rows: dict[str, tuple[Role, ...]], anchor: date, *, title: str = "") -> Dated | None:
    """The day on which what a table's row names was posted: by the column's head, else the first cell that is a date.

    The cell that holds `title` may name days of its own.
    """
    cells = block.text.split(" | ")
    roles = rows.get(block.text, ())
    first: Dated | None = None
    for n, cell in enumerate(cells):
        if title and title in cell:
            continue
        role = roles[n] if len(roles) == len(cells) else Role.UNKNOWN
        for mention in find_dates(cell, anchor=anchor, times=block.times):
            if mention.precision is not Precision.DAY or len(cell) > 60:
                continue
            said = mention.role if mention.role is not Role.UNKNOWN else role
            if said is Role.POSTED:
                return Dated(mention.first, block.text, block.locator)
            if said is Role.UNKNOWN and first is None:
                first = Dated(mention.first, block.text, block.locator)
    return first
