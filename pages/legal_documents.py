"""Published legal and steering documents (văn bản pháp luật, văn bản chỉ đạo điều hành): number and day of issue."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pages.dates import Mention, Precision, Role, find_dates, find_dates_in
from pages.memory import remembered
from pages.page import Block, Page, Region
from pages.postings import Dated, day_of_row, postings, rows_of
from pages.text import fold
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_BEFORE_NUMBER = frozenset(_WORDS["before_number"])
_DRAFT = Wording.of(_WORDS["draft"])
_KIND = Wording(*(f"^(?:{kind})" for kind in _WORDS["kinds"]))
_OTHER_HEADING = Wording.of(_WORDS["other_heading"])

# '1089/QĐ-UBND', '40/2021/NQ-HĐND', '1486/UBND-KT', '13/2023/NĐ-CP', '12-CT/TU', '05 /TB-VPUBND'
_NUMBER = re.compile(
    r"(?<![\w/.,-])\d{1,6}(?:\s?/\s?(?:19|20)\d\d)?\s?[/-]\s?[A-ZĐ][A-Za-zĐđ&]{0,11}\d{0,3}(?:\s?[-/.]\s?[A-ZĐ][\w&]{0,11}){0,3}"
)
_WORD = re.compile(r"[^\W\d_]+")
_MOST_BLOCKS = 6000
_LEAD = 120  # characters before a number in which only the document's kind may stand
_FOLLOWING = 8  # blocks below a number that may hold its day: abstract, kind, agency, day of issue
_SAME_LINE = 40  # characters behind a number in which 'ngày ...' is its own: 'Quyết định số 1778/QĐ-UBND ngày 7/2/2023'
_LETTERHEAD = 25  # blocks of a document that hold its number and its place line


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """One document. `issued` tells whether `day` is the day of issue or, where that is not printed, of posting."""

    number: str
    day: date
    issued: bool
    quote: str
    locator: str
    url: str = ""


@remembered
def legal_documents(page: Page, *, captured: date, section: bool = True) -> list[LegalDocument]:
    """The dated documents that a page lists or shows, in the order of the page; drafts are none.

    A document (PDF, DOCX) is read by its letterhead only: its text cites others. In a `section` on documents titles
    without a number count too; on a home page 'Nghị quyết Đại hội đi vào cuộc sống' is news.
    """
    if page.media != "html":
        return _letterhead(page)
    blocks = [b for b in page.blocks[:_MOST_BLOCKS] if b.region in (Region.MAIN, Region.ASIDE)]
    numbers = [(n, found) for n, block in enumerate(blocks) if (found := _leading_number(block)) is not None]
    rows = {text: roles for text, _, roles in rows_of(page.tables)}
    out: list[LegalDocument] = []
    for place, (n, number) in enumerate(numbers):
        if _is_other(blocks[n]):
            continue
        behind = numbers[place + 1][0] if place + 1 < len(numbers) else len(blocks)
        document = _day_of(blocks, n, min(behind, n + 1 + _FOLLOWING), number, rows, captured)
        if document is not None:
            out.append(document)
    if not out and len(numbers) == 1:  # 'Ngày ban hành' stands before 'Số ký hiệu'
        out += _single(blocks, numbers[0][1])
    return out or (_titled(page, captured) if section else [])


@remembered
def has_documents(page: Page) -> bool:
    """Whether the page names any document by its number, dated or not."""
    return any(_leading_number(b) is not None for b in page.blocks[:_MOST_BLOCKS] if b.region is Region.MAIN)


def _is_other(block: Block) -> bool:
    above = block.headings[-1] if block.headings else ""
    return bool(_DRAFT(block.text[:200])) or (above != block.text and bool(above) and _OTHER_HEADING(above))


def _leading_number(block: Block) -> re.Match[str] | None:
    """The number that a block names a document by: nothing but its kind stands before it, or it fills a cell."""
    text = block.text
    if len(text) > 2000:
        return None
    for match in _NUMBER.finditer(text, 0, 600):
        start = text.rfind(" | ", 0, match.start())
        before = text[start + 3 if start >= 0 else 0 : match.start()]
        words = _WORD.findall(fold(before[-_LEAD:]))
        if len(before) <= _LEAD and all(word in _BEFORE_NUMBER for word in words):
            return match
        if block.kind != "row":
            return None
    return None


def _day_of(
    blocks: Sequence[Block],
    at: int,
    behind: int,
    number: re.Match[str],
    rows: dict[str, tuple[Role, ...]],
    captured: date,
) -> LegalDocument | None:
    block = blocks[at]
    mentions = [m for m in find_dates_in(block) if m.precision is Precision.DAY]
    under_head = _issue_cell(block, rows) if block.kind == "row" else None
    if under_head is not None:
        return LegalDocument(number[0], under_head, True, block.text[:400], block.locator)
    issued = _first(mentions, Role.DOCUMENT) or next(
        (m for m in mentions if _right_behind(block.text, number, m)), None
    )
    if issued is not None:
        return LegalDocument(number[0], issued.first, True, _cut(block.text, issued.end), block.locator)
    if block.kind == "row" and mentions:
        dated = day_of_row(block, rows, captured)
        return None if dated is None else LegalDocument(number[0], dated.day, False, dated.quote[:400], dated.locator)
    posted = _first(mentions, Role.POSTED, Role.UNKNOWN)
    if posted is not None:
        return LegalDocument(
            number[0], posted.first, posted.role is not Role.POSTED, _cut(block.text, posted.end), block.locator
        )
    lines: list[tuple[Mention, Block]] = []
    for below in blocks[at + 1 : behind]:
        if below.region is not block.region:
            break
        if len(below.text) <= 400:
            lines += [(m, below) for m in find_dates_in(below) if m.precision is Precision.DAY]
    for roles in ((Role.DOCUMENT,), (Role.POSTED, Role.UNKNOWN)):
        for mention, below in lines:
            if mention.role in roles and (mention.role is not Role.UNKNOWN or _is_line(below, mention)):
                quote = f"{block.text[:200]} […] {_cut(below.text, mention.end)}"
                return LegalDocument(number[0], mention.first, mention.role is not Role.POSTED, quote, block.locator)
    return None


def _issue_cell(block: Block, rows: dict[str, tuple[Role, ...]]) -> date | None:
    """The day under 'Ngày ban hành'; a cell under 'Ngày hiệu lực' is none."""
    cells, roles = block.text.split(" | "), rows.get(block.text, ())
    if len(cells) != len(roles):
        return None
    for cell, role in zip(cells, roles, strict=True):
        if role is Role.DOCUMENT:
            days = [m.first for m in find_dates(cell) if m.precision is Precision.DAY]
            if days:
                return days[0]
    return None


def _first(mentions: Sequence[Mention], *roles: Role) -> Mention | None:
    return next((m for role in roles for m in mentions if m.role is role), None)


def _right_behind(text: str, number: re.Match[str], mention: Mention) -> bool:
    """'... số 1778/QĐ-UBND ngày 7/2/2023': the day belongs to the number before it."""
    gap = text[number.end() : mention.start] if mention.start >= number.end() else "|"
    return (
        "|" not in gap
        and len(gap) <= _SAME_LINE
        and set(_WORD.findall(fold(gap))) <= {"ngày", "ngay", "ký", "tháng", "của"}
    )


def _is_line(block: Block, mention: Mention) -> bool:
    rest = _WORD.findall(block.text[: mention.start] + " " + block.text[mention.end :])
    return len(rest) <= 4


def _cut(text: str, end: int) -> str:
    return text[: max(end, 300)][:600]


def _single(blocks: Sequence[Block], number: re.Match[str]) -> list[LegalDocument]:
    for block in blocks:
        for mention in find_dates_in(block) if len(block.text) <= 400 else ():
            if mention.role is Role.DOCUMENT and mention.precision is Precision.DAY:
                return [LegalDocument(number[0], mention.first, True, block.text, block.locator)]
    return []


def _titled(page: Page, captured: date) -> list[LegalDocument]:
    """Documents listed by their titles only ('Quyết định về việc ...'), by the day on which they were posted."""
    return [
        LegalDocument("", item.day, False, item.quote, item.locator, item.link.url)
        for item in postings(page, captured=captured)
        if item.day is not None and _KIND(item.title) and not _DRAFT(item.title) and not _OTHER_HEADING(item.heading)
    ]


def _letterhead(page: Page) -> list[LegalDocument]:
    head = page.blocks[:_LETTERHEAD]
    number = next(
        (
            m
            for b in head
            if (m := _NUMBER.search(b.text[:300])) and not _DRAFT(b.text) and not _cites(b.text[: m.start()])
        ),
        None,
    )
    dated: Dated | None = None
    for block in head:
        for mention in find_dates_in(block) if len(block.text) <= 600 else ():
            if mention.role is Role.DOCUMENT and mention.precision is Precision.DAY and dated is None:
                dated = Dated(mention.first, _cut(block.text, mention.end), block.locator)
    if number is None or dated is None or any(_DRAFT(b.text[:60]) for b in head[:6]):
        return []
    return [LegalDocument(number[0], dated.day, True, dated.quote, dated.locator)]


def _cites(before: str) -> bool:
    return len(_WORD.findall(before)) > 8 or "căn cứ" in fold(before)
