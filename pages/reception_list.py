"""Links to single notices: which period their labels name, whose they are, when they were posted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pages.attached import attached, is_file, says_so
from pages.dates import Precision, Role, find_dates
from pages.page import Link, Page, Region
from pages.receivers import Place, Receiver, receivers_of
from pages.reception_heads import WORDS, Head, head_of
from pages.reception_period import period_of
from pages.text import fold


@dataclass(frozen=True, slots=True)
class Listed:
    """A link to a notice whose label names a period ('Lịch tiếp công dân tháng 3/2022')."""

    url: str
    label: str
    first: date | None
    last: date | None
    locator: str
    receivers: frozenset[Receiver] = frozenset()
    posted: date | None = None


_NOTICE_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(fold(w) for w in WORDS['head']['notice_words'])})(?!\w)")


def listed_notices(page: Page, whole: tuple[Head, str], place: Place) -> tuple[Listed, ...]:
    """Links whose label names a period of a schedule, the newest first.

    A label must say itself that it is a schedule; below a schedule's own heading the period is enough ('Tháng 3/2022').
    """
    found: dict[str, Listed] = {}
    for link in page.links:
        if link.url == page.url or link.region is Region.BREADCRUMB:
            continue
        label = _label(page, link)
        head = head_of(label)
        if head in (Head.LOOKALIKE, Head.RELATED, Head.AGENDA):
            continue
        above = _above(link, whole)
        if head in (Head.NONE, Head.RECEPTION) and not (
            above is Head.SCHEDULE and (head is Head.RECEPTION or only_a_period(label))
        ):
            continue
        posted = _posted_beside(page, link)
        period = period_of(label, posted)
        days = [m for m in find_dates(label, anchor=posted) if m.precision is Precision.DAY and m.role in _DAYS]
        if period is not None:
            first, last = period.first, period.last
        elif days:
            first, last = min(m.first for m in days), max(m.first for m in days)
        else:
            continue
        who = receivers_of(label, place)
        if not who and head is Head.NONE:
            who = receivers_of(link.heading, place)
        entry = Listed(link.url, label, first, last, link.selector, who, posted)
        if link.url not in found or len(entry.label) > len(found[link.url].label):
            found[link.url] = entry
    return tuple(sorted(found.values(), key=lambda e: (e.last or date.min, e.posted or date.min), reverse=True))


_DAYS = frozenset({Role.SESSION, Role.UNKNOWN})


def _label(page: Page, link: Link) -> str:
    """The link's words; for a bare 'Tải về' or file name the cell or line beside it that names the notice."""
    if head_of(link.label) is not Head.NONE or not 0 <= link.block < len(page.blocks) or len(link.label) > 60:
        return link.label
    beside = page.blocks[link.block].text.split(" | ")
    if not (is_file(link.url) or says_so(link.label)):
        return link.label
    return next((cell for cell in beside if head_of(cell) in (Head.SCHEDULE, Head.POSTPONEMENT)), link.label)


def entries_of(page: Page) -> frozenset[int]:
    """The blocks that are entries of a list: mostly a link to another page. What they say is that page's."""
    entries: set[int] = set()
    for link in page.links:
        if (
            not 0 <= link.block < len(page.blocks)
            or link.url.split("#")[0] == page.url.split("#")[0]
            or is_file(link.url)
        ):
            continue
        text = page.blocks[link.block].text
        titled = text == page.heading and link.region is Region.MAIN
        if (
            not titled
            and len(link.label) >= 8
            and (2 * len(link.label) >= len(text) or head_of(link.label) is not Head.NONE)
        ):
            entries.add(link.block)
    return frozenset(entries)


def below_entries(page: Page, entries: frozenset[int]) -> frozenset[str]:
    """The headings that are entries of a list: what stands below one is the entry's lead and posting date."""
    return frozenset(page.blocks[i].text for i in entries if page.blocks[i].kind == "heading")


def leads_of_entries(page: Page, entries: frozenset[int]) -> frozenset[int]:
    """The blocks between the entries of a news list, and as many behind the last: the lead and date of each."""
    linked = [i for i in sorted(entries) if page.blocks[i].region is Region.MAIN and len(page.blocks[i].text) >= 20]
    leads: set[int] = set()
    for at, after in pairwise(linked):
        between = range(at + 1, after)
        if 1 <= len(between) <= _LEAD and all(page.blocks[i].kind not in ("heading", "row", "item") for i in between):
            leads.update(between)
            behind = range(after + 1, min(after + 1 + len(between), len(page.blocks)))
            if after == linked[-1]:
                leads.update(i for i in behind if page.blocks[i].region is Region.MAIN)
    return frozenset(leads)


_LEAD = 4  # blocks between two entries: date, section, lead, 'Xem tiếp'


def _above(link: Link, whole: tuple[Head, str]) -> Head:
    for text in (link.heading, *reversed(link.trail)):
        head = head_of(text)
        if head is not Head.NONE:
            return head
    return whole[0] if link.region is Region.MAIN else Head.NONE


def only_a_period(label: str) -> bool:
    """Whether a label says nothing but a period and words of notices ('Thông báo tháng 3/2022', 'Lịch quý I')."""
    rest = _NOTICE_WORDS.sub(" ", fold(label))
    return len(label) <= 80 and not re.search(r"[^\W\d_]{2,}", rest)


def _posted_beside(page: Page, link: Link) -> date | None:
    """The posting date that stands with a link: in its own block behind the label, or alone in the next ones."""
    if not 0 <= link.block < len(page.blocks):
        return None
    block = page.blocks[link.block]
    rest = block.text.replace(link.label, " ", 1)
    near = [
        rest,
        *(
            b.text
            for b in page.blocks[link.block + 1 : link.block + 3]
            if b.region is block.region and len(b.text) <= 60
        ),
    ]
    if link.block and len(page.blocks[link.block - 1].text) <= 30:
        near.append(page.blocks[link.block - 1].text)
    for text in near:
        for mention in find_dates(text):
            if mention.precision is Precision.DAY and mention.role in (Role.POSTED, Role.UNKNOWN):
                return mention.first
    return None


def schedule_attachments(page: Page, whole: tuple[Head, str]) -> tuple[str, ...]:
    """Files and 'see here' links that hold or may hold the schedule itself."""
    found: list[str] = []
    for link in attached(page):
        label = head_of(link.label)
        beside = page.blocks[link.block].text if 0 <= link.block < len(page.blocks) else ""
        if label is Head.LOOKALIKE or (label is Head.NONE and head_of(beside[:200]) is Head.LOOKALIKE):
            continue
        above = _above(link, whole)
        wanted = (Head.SCHEDULE, Head.POSTPONEMENT)
        if (
            label in wanted
            or above in wanted
            or head_of(beside[:200]) in wanted
            or (above is Head.RECEPTION and label is not Head.NONE)
        ):
            found.append(link.url)
    return tuple(dict.fromkeys(url for url in found if url != page.url))
