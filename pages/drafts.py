"""Draft legal documents put up for comment (lấy ý kiến dự thảo), with the last day that each speaks of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pages.dates import Mention, Precision, Role, find_dates_in
from pages.memory import remembered
from pages.page import Block, Page, Region
from pages.postings import postings
from pages.sections import Section, names_section
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_DRAFT = Wording.of(_WORDS["draft"])
_OTHER_HEADING = Wording.of(_WORDS["other_heading"])
_COUNT = (Role.POSTED, Role.UNKNOWN, Role.DEADLINE, Role.DOCUMENT)
_MOST_BLOCKS = 4000
_FOLLOWING = 5  # blocks below a draft's title that may hold its days
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as listed or shown: `first` and `last` of the days printed with it (posting, comments open until)."""

    title: str
    first: date | None
    last: date | None
    quote: str
    locator: str


@remembered
def drafts_of(page: Page, *, captured: date) -> list[Draft]:
    """The drafts on a page of the section, in the order of the page; the page's clock is no draft's day.

    A draft is a row, item or linked title that says 'dự thảo'; where nothing says so every linked title is one.
    """
    blocks = [b for b in page.blocks[:_MOST_BLOCKS] if b.region is Region.MAIN]
    out: list[Draft] = []
    starts = [n for n, b in enumerate(blocks) if len(b.text) <= _LONGEST and _is_draft(b)]
    for place, n in enumerate(starts):
        behind = min(starts[place + 1] if place + 1 < len(starts) else len(blocks), n + 1 + _FOLLOWING)
        mentions = [(m, blocks[n]) for m in _days(blocks[n])]
        for below in blocks[n + 1 : behind]:
            if below.kind == "heading" and blocks[n].kind != "heading":
                break
            mentions += [(m, below) for m in _days(below)]
        out.append(_draft(blocks[n], mentions))
    if any(draft.last for draft in out):
        return out
    for item in postings(page, captured=captured):
        if item.day is not None and item.link.region is Region.MAIN and not _OTHER_HEADING(item.heading):
            out.append(Draft(item.title, item.day, item.day, item.quote, item.locator))
    return out


def _is_draft(block: Block) -> bool:
    above = block.headings[-1] if block.headings and block.headings[-1] != block.text else ""
    long_enough = len(block.text.split()) >= 4 if block.kind != "row" else " | " in block.text
    if names_section(block.text, Section.DRAFTS):
        return False  # the section's own name, in a menu or above the list
    return long_enough and _DRAFT(block.text[:300]) and not (above and _OTHER_HEADING(above) and not _DRAFT(above))


def _days(block: Block) -> list[Mention]:
    if len(block.text) > _LONGEST:
        return []
    return [m for m in find_dates_in(block) if m.precision in (Precision.DAY, Precision.RANGE) and m.role in _COUNT]


def _draft(block: Block, mentions: list[tuple[Mention, Block]]) -> Draft:
    title = block.text[:300]
    if not mentions:
        return Draft(title, None, None, title, block.locator)
    first = min(m.first for m, _ in mentions)
    mention, holder = max(mentions, key=lambda pair: pair[0].last)
    quote = block.text[:400] if holder is block else f"{title[:200]} […] {holder.text[:300]}"
    return Draft(title, first, mention.last, quote, block.locator)
