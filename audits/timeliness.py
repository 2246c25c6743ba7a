"""Timeliness (tính cập nhật): is it alive on `as_of`?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audits.apps import STORES
from audits.checks import by_age, check, failed, partial, passed, unknown
from audits.feedbacks import feedback_search, nothing_listed
from audits.receptions import reception_search
from audits.sections import is_section_link, searched
from audits.site import NAMES, VIETNAM, Inbound, Seen, Site
from pages.feedback import Item
from pages.legal_documents import LegalDocument, has_documents, legal_documents
from pages.news import news_of
from pages.page import Page
from pages.postings import Posting, day_in_address, posted_on
from pages.reception import ScheduleKind
from pages.topics import Topic
from pages.urls import authority
from records.finding import Evidence, Finding

# The study calls a channel dead after three to six months of silence.
QUARTER, HALF_YEAR = 92, 183


@check("timeliness.reception_schedule", version=1, law="reception", of_time=True)
def reception_schedule(site: Site, as_of: date) -> Finding:
    """The newest day that the leaders' reception schedule (lịch tiếp công dân) covers lies in `as_of`'s month or later.

    On days 1 to 20 the month before is still current, since the law wants a notice five working days before a
    session that often falls late in the month. Within 92 days, or only a standing rule without a period: partial.
    """
    view = site.reception
    month = as_of.replace(day=1)
    current_from = (month - timedelta(days=1)).replace(day=1) if as_of.day <= 20 else month
    dated = view.dated(as_of)
    sound = [f for f in dated if not f.schedule.suspect]
    best = (sound or dated)[0] if dated else None
    last = best.schedule.last if best is not None else None
    if best is not None and last is not None and last >= current_from:
        return passed(last.isoformat(), "date", supports=[best.evidence])
    search = reception_search(site, view, newer_than=last)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    if any(f.schedule.suspect == "suspect_year" for f in dated):
        return unknown("suspect_year", looked_at=[f.evidence for f in dated if f.schedule.suspect])
    if best is not None and last is not None and (as_of - last).days <= QUARTER:
        return partial("stale", last.isoformat(), "date", supports=[best.evidence], looked_at=search.looked_at)
    rules = [f for f in view.counted(as_of) if f.schedule.kind is ScheduleKind.STANDING_RULE]
    if rules:
        return partial("standing_rule_only", supports=[rules[0].evidence], looked_at=search.looked_at)
    if best is not None and last is not None:
        return failed("stale", last.isoformat(), "date", supports=[best.evidence], looked_at=search.looked_at)
    hours = [f.evidence for f in view.counted(as_of) if f.schedule.kind is ScheduleKind.OFFICE_HOURS]
    if hours:
        return failed("office_hours_only", supports=hours[:3], looked_at=search.looked_at)
    return failed("not_found", looked_at=search.looked_at)


@check("timeliness.feedback_response", version=1, law="feedback", of_time=True)
def feedback_response(site: Site, as_of: date) -> Finding:
    """Newest answer to a citizen (trả lời phản ánh, kiến nghị), by its own answer date.

    Passes within 92 days of `as_of`, partial within 183. An answered item without an answer date was answered on or
    after the day it was asked, which bounds the date from below (`>=`).
    """
    view = site.feedback
    entries = view.until(as_of)
    search = feedback_search(site)
    if not entries:
        return nothing_listed(view, search)
    answered = [e for e in entries if e.is_answered]
    dated = [(day, e) for e in answered if (day := e.item.answered or e.item.asked) is not None]
    undated = [e for e in answered if e.item.answered is None]
    newest, entry = max(dated, key=lambda pair: (pair[0], pair[1].item.answered is not None), default=(None, None))
    if newest is not None and entry is not None and (as_of - newest).days <= QUARTER:
        return passed(_bound(entry.item, newest), "date", supports=[entry.evidence])
    uncertain = _newer_may_stand_unread(site, search.open)
    if uncertain:
        return unknown(uncertain, looked_at=search.looked_at)
    looked = [e.evidence for e in entries[:10]]
    if not answered:
        return failed("never_answered", looked_at=looked)
    if newest is None or entry is None or any(e.item.asked is None for e in undated):
        return unknown("undated_answers", looked_at=looked)
    if (as_of - newest).days <= HALF_YEAR:
        reason = "stale" if entry.item.answered else "undated_answers"
        return partial(reason, _bound(entry.item, newest), "date", supports=[entry.evidence], looked_at=looked)
    if undated:  # an undated answer to an old question may be younger than every dated one
        return unknown("undated_answers", looked_at=looked)
    return failed("stale", newest.isoformat(), "date", supports=[entry.evidence], looked_at=looked)


def _bound(item: Item, day: date) -> str:
    """The day, as a lower bound where it is only the day on which the item was asked."""
    return day.isoformat() if item.answered is not None else f">={day.isoformat()}"


def _newer_may_stand_unread(site: Site, open_reason: str) -> str:
    """Why a newer answer than those read may exist: a reason's code, or ''."""
    view = site.feedback
    if view.unread_details:
        return "budget_exhausted" if site.log.complete else "not_in_archive"
    if open_reason:
        return open_reason
    if view.orders <= {"descending"} and view.orders:
        return ""  # the newest items stand on the first page, and that was read
    if view.unread_pages:
        return "budget_exhausted" if site.log.complete else "not_in_archive"
    if view.post_paging:
        return "post_paging"
    return ""


@check("timeliness.app_update", version=1, law="app", of_time=True)
def app_update(site: Site, as_of: date) -> Finding:
    """The citizen app was updated in its store within 365 days; 730: partial. Two listings: the newest update."""
    apps = site.apps
    if not apps.live:
        if apps.unread or set(STORES) - apps.searched:
            return unknown(apps.unread or "store_not_searched", looked_at=apps.looked_at)
        if site.home_why_not and not apps.registry_ids:
            return unknown(site.home_why_not)
        return unknown("not_applicable")
    newest = apps.newest_update
    if newest is None:
        return unknown("undated", looked_at=[one.evidence("name") for one in apps.live])
    day, one = newest
    if day > as_of:
        return unknown("updated_after_as_of", looked_at=[one.evidence("updated")])
    return by_age(day, as_of, passes=365, partly=730, supports=[one.evidence("updated")])


# A shorter label without a date may be a section's name ('Phòng ban chuyên môn'), and no news item.
TITLE_WORDS = 7


@dataclass(frozen=True, slots=True)
class NewsItem:
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


def _item(site: Site, seen: Seen, posting: Posting) -> NewsItem:
    """The item's day as the list gives it, else as its own page does."""
    shown = seen.evidence(posting.quote, posting.locator)
    if posting.day is not None:
        return NewsItem(posting.day, shown)
    # A label of a few words is a menu's: behind 'Giá cả thị trường' stand today's prices.
    target = site.at(posting.link.url) if len(posting.title.split()) >= TITLE_WORDS else None
    if target is not None and target.page is not None and not target.why_not and target.page.media == "html":
        own = posted_on(target.page, captured=_day(target), title=posting.title)
        if own is not None:
            return NewsItem(own.day, target.evidence(own.quote, own.locator))
    return NewsItem(day_in_address(posting.link.url), shown)


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
