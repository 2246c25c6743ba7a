"""Reports on handling over a whole site: those that pages show, and those that lists only name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from audits.sections import is_section_link
from audits.site import NAMES, VIETNAM, Inbound, Seen, Site
from pages.dates import Precision, Role, find_dates_in
from pages.page import Page, Region
from pages.postings import Dated, is_title, posted_on, postings
from pages.reports import is_report, period_of, signed_on
from pages.text import plain
from pages.topics import Topic
from records.finding import Evidence

_LETTERHEAD = 25  # blocks of a document in which its place line and title stand
# A page without any of these words lists no report: a cheap probe before the reader.
_PLACES = frozenset({Topic.REPORT, Topic.COMPLAINTS, Topic.RECEPTION})
_TITLE_ENDS = re.compile(r" \| |[:;(]|\.\s")
_OWN = (Role.UNKNOWN, Role.POSTED, Role.DOCUMENT)
_PROBES = ("bao cao", "ket qua", "tinh hinh", "thong ke", "tong hop", "cong khai")


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its day, None where nothing dates it; `bound` where it may be later (a period not yet over)."""

    day: date | None
    bound: bool
    evidence: Evidence


def reports(site: Site, as_of: date) -> Iterator[Report]:
    """Every report on handling that the province's pages show or list, dated by itself, else by its period."""
    for seen in site.pages:
        page = seen.page
        if page is None or seen.why_not or seen.dead or not site.belongs(seen.url):
            continue
        title = _own_title(site, seen, page)
        if title:
            yield _shown(seen, page, title, as_of)
        elif page.media == "html" and any(probe in site.words(seen) for probe in _PROBES):
            yield from _listed(site, seen, page, as_of)
            yield from _in_rows(seen, page, as_of)
            if not _PLACES.isdisjoint(t for t, weight in site.topics(seen).items() if weight >= NAMES):
                yield from _printed(seen, page, as_of)


def may_lead_to_report(inbound: Inbound) -> bool:
    """Whether behind a link, unread, an undated report may stand: a section, or a report's title without a period."""
    label = inbound.link.label
    return is_section_link(inbound) or (is_report(label) and period_of(label) is None)


def _shown(seen: Seen, page: Page, title: str, as_of: date) -> Report:
    own = posted_on(page, captured=_captured(seen), title=title) if page.media == "html" else None
    own = own or _issued(page)
    if own is None and (signed := signed_on(title)) is not None and title in page.text():
        return Report(signed.first, False, seen.evidence(title))
    if own is None:
        return _by_period(title, as_of, seen.evidence(title if title in page.text() else ""))
    text = page.text()
    parts = [part for part in (title, own.quote) if part and part in text]
    if title in own.quote:
        parts = [own.quote]
    quote = " […] ".join(sorted(parts, key=text.find))
    return Report(own.day, False, seen.evidence(quote, own.locator))


def _listed(site: Site, seen: Seen, page: Page, as_of: date) -> Iterator[Report]:
    """Reports that a page links and whose own page says nothing of itself: a file, or a page that was not read."""
    for item in postings(page, captured=_captured(seen)):
        if not is_report(item.title) or not site.belongs(item.link.url):
            continue
        target = site.at(item.link.url)
        behind = target.page if target is not None and not target.why_not else None
        if target is not None and (target.dead or (behind is not None and _own_title(site, target, behind))):
            continue  # gone, or counted as a page of its own
        evidence = seen.evidence(item.quote, item.locator)
        signed = signed_on(item.title)
        day = signed.first if signed is not None else item.day
        if day is not None:
            yield Report(day, False, evidence)
        else:
            yield _by_period(item.title, as_of, evidence)


def _in_rows(seen: Seen, page: Page, as_of: date) -> Iterator[Report]:
    """Rows of a table of documents that link nothing: '912/BC-UBND | 08/12/2023 | Báo cáo kết quả tiếp công dân'."""
    linked = {link.block for link in page.links}
    for n, block in enumerate(page.blocks):
        if block.kind != "row" or block.region is not Region.MAIN or n in linked or len(block.text) > 2000:
            continue
        title = next(
            (cell for cell in block.text.split(" | ") if is_report(_TITLE_ENDS.split(cell, maxsplit=1)[0])), ""
        )
        if not title:
            continue
        start = block.text.find(title)
        days = [
            m
            for m in find_dates_in(block)
            if m.precision is Precision.DAY and m.role in _OWN and not start <= m.start < start + len(title)
        ]
        signed = signed_on(title)
        evidence = seen.evidence(block.text[:400], block.locator)
        if signed is not None or days:
            yield Report(signed.first if signed is not None else days[0].first, False, evidence)
        else:
            yield _by_period(title, as_of, evidence)


def _printed(seen: Seen, page: Page, as_of: date) -> Iterator[Report]:
    """Reports in a section's own text: 'Báo cáo kết quả tiếp công dân tháng 10/2026 (ngày 26/10/2026): ...'."""
    linked = {link.block for link in page.links}
    for n, block in enumerate(page.blocks):
        if block.kind == "row" or block.region is not Region.MAIN or n in linked or len(block.text) > 2000:
            continue
        title = _TITLE_ENDS.split(block.text, maxsplit=1)[0]
        if not is_report(title) or period_of(title) is None:
            continue
        days = [
            m for m in find_dates_in(block) if m.precision is Precision.DAY and m.role in _OWN and m.start >= len(title)
        ]
        evidence = seen.evidence(block.text[:400], block.locator)
        if (signed := signed_on(block.text[: len(title) + 80])) is not None:
            yield Report(signed.first, False, evidence)
        elif days and days[0].start <= len(title) + 40:
            yield Report(days[0].first, False, evidence)
        else:
            yield _by_period(title, as_of, evidence)


def _by_period(title: str, as_of: date, evidence: Evidence) -> Report:
    """A report on a period was made after it; where that is not over, on or after its first day."""
    period = period_of(title)
    if period is None:
        return Report(None, False, evidence)
    first, last = period
    return Report(last, False, evidence) if last <= as_of else Report(first, True, evidence)


def _own_title(site: Site, seen: Seen, page: Page) -> str:
    """The title by which a page or document is a report: its heading, a heading in it, or what links call it."""
    names = [page.heading]
    if page.media == "html":
        names += [b.text for b in page.blocks if b.kind == "heading" and b.region is Region.MAIN][:3]
    else:  # 'BÁO CÁO' and, in the next line, what about
        head = page.blocks[:_LETTERHEAD]
        names += [f"{a.text} {b.text}" for a, b in pairwise(head) if plain(a.text) == "bao cao"]
    names += [i.link.label for i in site.inbound.get(site.address(seen.url), []) if is_title(i.link.label)]
    return next((name for name in names if name and is_report(name)), "")


def _issued(page: Page) -> Dated | None:
    """The day in a letterhead ('Đắk Nông, ngày 15 tháng 3 năm 2022')."""
    for block in page.blocks[:_LETTERHEAD]:
        for mention in find_dates_in(block) if len(block.text) <= 600 else ():
            if mention.role is Role.DOCUMENT and mention.precision is Precision.DAY:
                return Dated(mention.first, block.text[:300], block.locator)
    return None


def _captured(seen: Seen) -> date:
    return seen.fetched_at.astimezone(VIETNAM).date()
