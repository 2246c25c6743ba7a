"""Citizens' feedback over a whole site: its lists joined with the items' own pages, its forms and its totals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from audits.checks import failed, unknown
from audits.site import Inbound, Search, Seen, Site
from pages.feedback import Feedback, FeedbackList, Item, Stage, read_feedback
from pages.page import Form
from pages.text import fold, plain
from pages.topics import Topic
from records.finding import Evidence, FeedbackItem, Finding

# A page without any of these words says nothing of feedback: cheap probe before the reader.
_PROBES = ("phan anh", "kien nghi", "hoi dap", "gop y", "y kien", "cau hoi", "tra loi", "pakn", "duong day nong")
# How links begin that lead to a form for sending something.
_SENDS = ("gui ", "dat cau hoi", "nhap ", "tao ", "viet ", "dang ky gui")
# Shares and medians need at least so many items (checks.md, Common rules).
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Reading:
    """One page and what it says of feedback."""

    seen: Seen
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Entry:
    """One item with the captures that bear it: the list's row, and the item's own page where it was read."""

    item: Item
    seen: Seen
    detail_read: bool

    @property
    def evidence(self) -> Evidence:
        """Where it stands."""
        return self.seen.evidence(self.item.quote, self.item.locator)

    def record(self) -> FeedbackItem:
        """The row for the data package; the title only as a hash."""
        item = self.item
        return FeedbackItem(
            url=item.url,
            title_sha256=hashlib.sha256(fold(item.title).encode()).hexdigest(),
            asked_on=item.asked,
            answered_on=item.answered,
            due_on=item.due,
            stage=item.stage.value if item.stage else "",
            agency=item.agency,
            is_test=item.is_test,
        )

    @property
    def is_answered(self) -> bool:
        """Whether it was answered, by state, text or date."""
        item = self.item
        return item.answer or item.answered is not None or item.stage is Stage.ANSWERED


@dataclass(frozen=True, slots=True)
class Feedbacks:
    """What a site says of citizens' feedback."""

    readings: tuple[Reading, ...]
    lists: tuple[tuple[Seen, FeedbackList], ...]
    entries: tuple[Entry, ...]
    login: tuple[Reading, ...]  # pages where the list or form stands behind a sign-in
    unread_pages: tuple[str, ...]  # further pages of lists that were not read
    post_paging: bool
    unread_details: int  # items without an answer's date whose own page, which may give one, was not read

    @property
    def empty(self) -> bool:
        """Whether a list stands there and none holds anything."""
        return bool(self.lists) and not self.entries

    @property
    def orders(self) -> frozenset[str]:
        """The orders in which the lists run."""
        return frozenset(a_list.order for _, a_list in self.lists if a_list.items)

    def until(self, as_of: date) -> list[Entry]:
        """Items that had happened by `as_of`; what came later is cut off."""
        kept = []
        for entry in self.entries:
            item = entry.item
            if item.asked is not None and item.asked > as_of:
                continue
            if item.answered is not None and item.answered > as_of:
                stage = None if item.stage is Stage.ANSWERED else item.stage
                item = replace(item, answered=None, answer=False, stage=stage)
            kept.append(replace(entry, item=item))
        return kept

    def of_the_year(self, as_of: date) -> list[Entry]:
        """Items of the 365 days before `as_of`, which rates look at (checks.md); undated ones are not ruled out."""
        since = as_of - timedelta(days=365)
        return [e for e in self.until(as_of) if (e.item.asked or e.item.answered or as_of) >= since]

    def forms(self) -> Iterable[tuple[Seen, Form]]:
        """Forms by which a citizen can send something."""
        for r in self.readings:
            if r.feedback.form is not None and not r.feedback.other_channel:
                yield r.seen, r.feedback.form


def feedbacks(site: Site) -> Feedbacks:
    """Read every page of the province, and the JSON its pages loaded, for citizens' feedback."""
    readings = []
    for seen in (*site.pages, *site.data):
        if seen.page is None or not site.belongs(seen.url):
            continue
        named = {Topic.FEEDBACK, Topic.TOTALS} & set(site.topics(seen))
        text = site.words(seen)
        if not named and not any(p in text for p in _PROBES) and seen.page.media != "json":
            continue
        captured = seen.fetched_at.date()
        feedback = read_feedback(seen.page, context=site.context(seen), captured=captured)
        if feedback.about or feedback.lists or feedback.detail or feedback.form or feedback.totals or feedback.contacts:
            readings.append(Reading(seen, feedback))
    own = [r for r in readings if not r.feedback.other_channel]
    home = site.address(site.home_page.url) if site.home_page is not None else ""
    lists = tuple((r.seen, a_list) for r in own for a_list in r.feedback.lists)
    details = {
        address: r
        for r in own
        if r.feedback.detail is not None and (address := site.address(r.seen.url)) != home  # no item's own page
    }
    entries, unread = _join(site, lists, details)
    unread_pages = {
        url
        for _, a_list in lists
        for url in (*a_list.more, *([a_list.last] if a_list.last else []))
        if (seen_page := site.at(url)) is None or seen_page.why_not
    }
    return Feedbacks(
        readings=tuple(readings),
        lists=lists,
        entries=entries,
        login=tuple(r for r in own if r.feedback.login),
        unread_pages=tuple(sorted(unread_pages)),
        post_paging=any(a_list.post_paging for _, a_list in lists),
        unread_details=unread,
    )


def _join(
    site: Site, lists: tuple[tuple[Seen, FeedbackList], ...], details: dict[str, Reading]
) -> tuple[tuple[Entry, ...], int]:
    """Each item once: a row of a list, completed by the item's own page."""
    entries: dict[str, Entry] = {}
    unread = 0
    for seen, a_list in lists:
        here = site.address(seen.url)
        for item in a_list.items:
            own = site.address(item.url)
            has_page = own != here
            key = own if has_page else f"{fold(item.title)}|{item.asked}|{item.answered}"
            if key in entries:
                continue
            detail = details.get(own) if has_page else None
            if detail is not None and detail.feedback.detail is not None:
                entries[key] = Entry(_complete(item, detail.feedback.detail), _bearing(seen, item, detail), True)
                continue
            if has_page and site.belongs(item.url) and item.answered is None:
                page = site.at(item.url)
                if page is None or page.why_not:
                    unread += 1
            entries[key] = Entry(item, seen, not has_page)
    for own, detail in details.items():
        if own not in entries and detail.feedback.detail is not None:
            entries[own] = Entry(detail.feedback.detail, detail.seen, True)
    return tuple(entries.values()), unread


def _complete(row: Item, detail: Item) -> Item:
    """The row with what only its own page says; the page's words bear it where it says more."""
    more = detail.answered is not None or detail.asked is not None or detail.agency or detail.answer
    asked, answered = row.asked or detail.asked, row.answered or detail.answered
    if asked is not None and answered is not None and answered < asked:
        answered = None  # a slip of the pen: nobody is answered before he asks
    return replace(
        row,
        asked=asked,
        answered=answered,
        due=row.due or detail.due,
        stage=row.stage or detail.stage,
        agency=row.agency or detail.agency,
        answer=row.answer or detail.answer,
        is_test=row.is_test or detail.is_test,
        quote=detail.quote if more and detail.quote else row.quote,
        locator=detail.locator if more and detail.quote else row.locator,
    )


def _bearing(seen: Seen, row: Item, detail: Reading) -> Seen:
    item = detail.feedback.detail
    assert item is not None
    more = item.answered is not None or item.asked is not None or item.agency or item.answer
    return detail.seen if more and item.quote else seen


def feedback_search(site: Site, *, lists_only: bool = True) -> Search:
    """Whether every place where citizens' feedback may stand was read.

    The items' own pages and a list's further pages are no such places: they are accounted for with their list. Nor,
    with `lists_only`, are pages whose link only invites to send something ('Gửi câu hỏi'): no list stands there.
    """
    view = site.feedback
    known = {site.address(entry.item.url) for entry in view.entries}
    known |= {site.address(url) for _, a_list in view.lists for url in (*a_list.more, a_list.last) if url}
    known -= {site.address(seen.url) for seen, _ in view.lists}

    def elsewhere(inbound: Inbound) -> bool:
        sends = lists_only and plain(inbound.link.label).startswith(_SENDS)
        return sends or site.address(inbound.link.url) in known

    return site.search(Topic.FEEDBACK, Topic.TOTALS, ignore=elsewhere)


def nothing_listed(view: Feedbacks, search: Search, value: object = "", unit: str = "") -> Finding:
    """What a check of the listed items says where none was read; `value` is that of a list which stands there empty."""
    if view.empty:
        seen, a_list = view.lists[0]
        return failed("empty_list", value, unit, looked_at=[seen.evidence(a_list.quote, a_list.locator)])
    if view.login:
        return unknown("login_required", looked_at=search.looked_at)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    return failed("no_feedback_list", looked_at=search.looked_at)
