"""Timeliness (tính cập nhật), continued: news and legal documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from audits.checks import by_age, check, failed, unknown
from audits.sections import is_section_link, searched
from audits.site import NAMES, VIETNAM, Inbound, Seen, Site
from pages.legal_documents import LegalDocument, has_documents, legal_documents
from pages.news import news_of
from pages.page import Page
from pages.postings import Posting, posted_on
from pages.topics import Topic
from pages.urls import authority
from records.finding import Evidence, Finding

# A shorter label without a date may be a section's name ('Phòng ban chuyên môn'), and no news item.
TITLE_WORDS = 7


@dataclass(frozen=True, slots=True)
class Item:
    """One news item with its day (None: neither the list nor its own page, where it was read, gives one)."""

    day: date | None
    evidence: Evidence


@check("timeliness.news", version=1, law="portal_content", of_time=True)
def news(site: Site, as_of: date) -> Finding:
    """The newest news item (tin tức) of home page and news sections is at most 7 days old; 30: partial.

    By its own posting date, in the list or on its page; the header's clock, pickers, footers, planned events, notices
    and documents are no news. No news section at all: `fail`, `not_found`.
    """
    dated: list[tuple[date, Evidence]] = []
    undated: list[Evidence] = []
    for seen, page in _news_pages(site):
        captured = _day(seen)
        first = True
        for posting in news_of(page, captured=captured):
            if not site.belongs(posting.link.url):  # 'Tin Chính phủ', papers and ministries, fed in by others
                continue
            item = _item(site, seen, posting)
            if item.day is not None and item.day <= as_of:
                dated.append((item.day, item.evidence))
            elif item.day is None and first and len(posting.title.split()) >= TITLE_WORDS:
                undated.append(item.evidence)
            first = first and item.day is not None and item.day > as_of
    newest = max(dated, key=lambda pair: pair[0], default=None)
    if newest is not None and (as_of - newest[0]).days <= 7:
        return by_age(newest[0], as_of, passes=7, partly=30, supports=[newest[1]])
    # Sub-sections need not all be read: what is new stands on the home page or in a section called news outright.
    search = searched(site, Topic.NEWS, weight=0.95)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    if newest is None:
        if undated:
            return unknown("undated", looked_at=undated[:10])
        return failed("not_found", looked_at=search.looked_at)
    return by_age(newest[0], as_of, passes=7, partly=30, supports=[newest[1]], looked_at=search.looked_at)


def _news_pages(site: Site) -> Iterator[tuple[Seen, Page]]:
    """The home page, and pages that are about news, by their own head or the links to them."""
    for seen in site.pages:
        page = seen.page
        if (
            page is None
            or page.media != "html"
            or seen.why_not
            or not site.belongs(seen.url)
            or (seen.dead and seen is not site.home)
        ):
            continue
        if seen is site.home or (
            site.topics(seen).get(Topic.NEWS, 0.0) >= NAMES and _of_portal(site, seen, Topic.NEWS)
        ):
            yield seen, page


def _of_portal(site: Site, seen: Seen, topic: Topic) -> bool:
    """Whether a page is the portal's: on its host, or a system of its own that the portal names so, like vanban.*.

    A department's site is fresh by itself and says nothing of the portal.
    """
    if authority(seen.url) == site.portal_authority:
        return True
    links = site.inbound.get(site.address(seen.url), [])
    return any(
        is_section_link(i) and i.topics.get(topic, 0.0) >= 1.0 and authority(i.source) == site.portal_authority
        for i in links
    )


def _item(site: Site, seen: Seen, posting: Posting) -> Item:
    """The item's day as the list gives it, else as its own page does."""
    shown = seen.evidence(posting.quote, posting.locator)
    if posting.day is not None:
        return Item(posting.day, shown)
    target = site.at(posting.link.url)
    if target is None or target.page is None or target.why_not or target.page.media != "html":
        return Item(None, shown)
    own = posted_on(target.page, captured=_day(target), title=posting.title)
    return Item(None, shown) if own is None else Item(own.day, target.evidence(own.quote, own.locator))


def _day(seen: Seen) -> date:
    return seen.fetched_at.astimezone(VIETNAM).date()


@check("timeliness.legal_documents", version=1, law="legal_documents", of_time=True)
def legal_documents_fresh(site: Site, as_of: date) -> Finding:
    """The newest published legal or steering document (văn bản) is at most 31 days old; 92: partial.

    By its day of issue, where that is not printed by its posting date, and none later than `as_of`; days of coming into
    force and drafts do not count. No such section: `fail`, `not_found`.
    """
    found: list[tuple[LegalDocument, Seen]] = []
    undated: list[Evidence] = []
    for seen, page in _legal_pages(site):
        read = [d for d in legal_documents(page, captured=_day(seen), section=seen is not site.home) if d.day <= as_of]
        found += [(document, seen) for document in read]
        if not read and has_documents(page):
            undated.append(seen.evidence())
    newest = max(found, key=lambda pair: pair[0].day, default=None)
    shown = [] if newest is None else [newest[1].evidence(newest[0].quote, newest[0].locator)]
    if newest is not None and (as_of - newest[0].day).days <= 31:
        return by_age(newest[0].day, as_of, passes=31, partly=92, supports=shown)
    search = searched(site, Topic.LEGAL, weight=0.8, ignore=lambda inbound: not _is_list(inbound))
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    if newest is None:
        if undated:
            return unknown("undated", looked_at=undated[:10])
        return failed("not_found", looked_at=search.looked_at)
    return by_age(newest[0].day, as_of, passes=31, partly=92, supports=shown, looked_at=search.looked_at)


def _is_list(inbound: Inbound) -> bool:
    """A link to a list of documents, not to one document."""
    return is_section_link(inbound) and not any(c.isdigit() for c in inbound.link.label)


def _legal_pages(site: Site) -> Iterator[tuple[Seen, Page]]:
    """The home page, the sections on documents (drafts apart), and the files that these link."""
    home = site.address(site.home.url) if site.home is not None else ""
    sections: set[str] = set()
    behind: list[tuple[Seen, Page]] = []
    for seen in site.pages:
        page = seen.page
        if page is None or seen.why_not or not site.belongs(seen.url) or (seen.dead and seen is not site.home):
            continue
        topics = site.topics(seen)
        legal = topics.get(Topic.LEGAL, 0.0)
        about = legal >= NAMES and topics.get(Topic.DRAFTS, 0.0) < legal and _of_portal(site, seen, Topic.LEGAL)
        if seen is site.home or (page.media == "html" and about):
            sections.add(site.address(seen.url))
            yield seen, page
        else:
            behind.append((seen, page))
    for seen, page in behind:
        inbound = site.inbound.get(site.address(seen.url), [])
        if page.media != "html" and any(i.source in sections and i.source != home for i in inbound):
            yield seen, page
