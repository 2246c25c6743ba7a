"""Effectiveness (tính hiệu quả): does it work for people?"""

from __future__ import annotations

import math
from datetime import date, timedelta

from audits.apps import STORES
from audits.checks import check, failed, partial, passed, unknown
from audits.feedbacks import ENOUGH, Entry, feedback_search, nothing_listed
from audits.site import Site
from pages.feedback import Stage
from records.finding import Evidence, Finding


@check("effectiveness.feedback_totals", version=1, law="study")
def feedback_totals(site: Site, as_of: date) -> Finding:
    """The portal publishes how many reflections it received and handled (số phản ánh tiếp nhận, đã xử lý).

    Only one of the two numbers: partial.
    """
    published = [(r.seen, r.feedback.totals) for r in site.feedback.readings if r.feedback.totals is not None]
    own = [(seen, t) for seen, t in published if t is not None]
    for seen, totals in own:
        if totals.received is not None and totals.answered is not None:
            value = f"received={totals.received};answered={totals.answered}"
            return passed(value, "pairs", supports=[seen.evidence(totals.quote, totals.locator)])
    search = feedback_search(site)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    for seen, totals in own:
        name, count = ("received", totals.received) if totals.received is not None else ("answered", totals.answered)
        return partial(
            f"{name}_only", f"{name}={count}", "pairs", supports=[seen.evidence(totals.quote, totals.locator)]
        )
    return failed("not_found", looked_at=search.looked_at)


def no_items(site: Site, search_open: str) -> Finding | None:
    """What a share or median over feedback items is where there are none to count; None where there are some."""
    view = site.feedback
    if view.entries:
        return None
    if view.empty:
        return unknown("not_applicable")
    if view.login:
        return unknown("login_required")
    return unknown(search_open or "not_applicable")


@check("effectiveness.test_posts", version=1, law="study", of_time=True)
def test_posts(site: Site, as_of: date) -> Finding:
    """At most 5 % of the year's listed items are tests of the system ('test', 'thử nghiệm'); at most 20 %: partial."""
    search = feedback_search(site)
    nothing = no_items(site, search.open)
    if nothing is not None:
        return nothing
    entries = site.feedback.of_the_year(as_of)
    if len(entries) < ENOUGH:
        return unknown("too_few", value=len(entries), unit="count", looked_at=[e.evidence for e in entries])
    tests = [e for e in entries if e.item.is_test]
    share = len(tests) / len(entries)
    value, unit = f"{share:.4f}", f"share;n={len(entries)}"
    evidence = [e.evidence for e in (tests or entries[:3])]
    if share <= 0.05:
        return passed(value, unit, supports=evidence)
    if share <= 0.20:
        return partial("test_posts", value, unit, supports=evidence)
    return failed("test_posts", value, unit, supports=evidence, looked_at=evidence)


@check("effectiveness.feedback_activity", version=1, law="study", of_time=True)
def feedback_activity(site: Site, as_of: date) -> Finding:
    """At least 12 items in the 365 days before `as_of`, by the day they were asked; at least one: partial."""
    view = site.feedback
    search = feedback_search(site)
    entries = view.until(as_of)
    if not entries:
        return nothing_listed(view, search, 0, "count")
    since = as_of - timedelta(days=365)
    recent = [e for e in entries if (e.item.asked or e.item.answered or date.min) >= since]
    evidence = [e.evidence for e in recent[:12]]
    if len(recent) >= 12:
        return passed(len(recent), "count", supports=evidence)
    reason = _more_may_be_recent(site, since, search.open)
    if reason:
        return unknown(reason, value=len(recent), unit="count", looked_at=evidence)
    if any(e.item.asked is None and e.item.answered is None for e in entries):
        return unknown("undated_items", looked_at=[e.evidence for e in entries[:10]])
    if recent:
        return partial("few", len(recent), "count", supports=evidence)
    return failed("stale", 0, "count", looked_at=[e.evidence for e in entries[:10]])


def _more_may_be_recent(site: Site, since: date, open_reason: str) -> str:
    """Why items of the year may stand on pages that were not read: a reason's code, or ''."""
    view = site.feedback
    if open_reason:
        return open_reason
    days = [e.item.asked for e in view.entries if e.item.asked is not None]
    reaches_back = bool(days) and min(days) < since and view.orders <= {"descending"}
    if view.unread_pages and not reaches_back:
        return "budget_exhausted" if site.log.complete else "not_in_archive"
    if view.post_paging and not reaches_back:
        return "post_paging"
    return ""


YEAR = timedelta(days=365)
# 95 %: how sure a sample must be of its class where further items stand unread.
_Z = 1.96
_UNANSWERED = frozenset({Stage.RECEIVED, Stage.FORWARDED, Stage.PROCESSING, Stage.OVERDUE})


@check("effectiveness.response_rate", version=1, law="feedback", of_time=True)
def response_rate(site: Site, as_of: date) -> Finding:
    """At least 90 % of the listed items asked in the 365 days before `as_of` are answered; at least 50 %: partial.

    A list that shows answered items only proves nothing, unless it or its legend shows an unanswered state. Where
    further items of the year stand unread, those read must decide the class by themselves.
    """
    search = feedback_search(site)
    nothing = no_items(site, search.open)
    if nothing is not None:
        return nothing
    entries = site.feedback.until(as_of)
    recent = [e for e in entries if e.item.asked is not None and e.item.asked >= as_of - YEAR]
    looked = [e.evidence for e in recent[:10]]
    if len(recent) < ENOUGH:
        why = search.open or _more(site, as_of)
        return unknown(
            why if len(entries) >= ENOUGH and why else "too_few", value=len(recent), unit="count", looked_at=looked
        )
    answered = [e for e in recent if e.is_answered]
    if len(answered) == len(recent) and not _shows_unanswered(site, entries):
        return unknown("answered_only", value=len(recent), unit="count", looked_at=looked)
    unclear = [e for e in recent if not e.is_answered and e.item.stage is None and not e.detail_read]
    lowest, highest = len(answered) / len(recent), (len(answered) + len(unclear)) / len(recent)
    if _more(site, as_of):
        lowest, highest = _interval(lowest, len(recent))[0], _interval(highest, len(recent))[1]
    if _rate_class(lowest) != _rate_class(highest):
        return unknown(_more(site, as_of) or _budget(site), looked_at=looked)
    share = len(answered) / len(recent)
    value, unit = f"{share:.4f}", f"share;n={len(recent)}"
    evidence = [e.evidence for e in [*answered[:3], *(e for e in recent if not e.is_answered)]][:10]
    if share >= 0.9:
        return passed(value, unit, supports=evidence)
    if share >= 0.5:
        return partial("unanswered", value, unit, supports=evidence)
    return failed("unanswered", value, unit, supports=evidence, looked_at=evidence)


def _rate_class(share: float) -> int:
    return 2 if share >= 0.9 else 1 if share >= 0.5 else 0


def _shows_unanswered(site: Site, entries: list[Entry]) -> bool:
    """Whether the list or its legend shows a state in which nothing was answered."""
    offered = {stage for _, a_list in site.feedback.lists for stage in a_list.stages_offered}
    return bool(offered & _UNANSWERED) or any(not e.is_answered and (e.item.stage or e.detail_read) for e in entries)


def _interval(share: float, n: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    middle = (share + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
    half = _Z * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
    return middle - half, middle + half


def _more(site: Site, as_of: date) -> str:
    """Why items of the year may stand on further pages of the lists, unread: a reason's code, or ''."""
    view = site.feedback
    days = [e.item.asked for e in view.entries if e.item.asked is not None]
    if days and min(days) < as_of - YEAR and view.orders <= {"descending"}:
        return ""
    if view.unread_pages:
        return _budget(site)
    return ""  # what only a post-back reaches is never asked for: the list is what a browser shows


@check("effectiveness.response_time", version=1, law="feedback", of_time=True)
def response_time(site: Site, as_of: date) -> Finding:
    """Median days from question to answer, over the items answered in the 365 days before `as_of`, is at most 15.

    At most 30: partial. Only items with both dates count, at least 10; an answer dated before its question is a typing
    error. Where further items stand unread, those read must decide the class by themselves.
    """
    search = feedback_search(site)
    nothing = no_items(site, search.open)
    if nothing is not None:
        return nothing
    entries = site.feedback.until(as_of)
    timed = [
        ((e.item.answered - e.item.asked).days, e)
        for e in entries
        if e.item.answered is not None and e.item.asked is not None and as_of - YEAR <= e.item.answered
    ]
    timed = sorted(((days, e) for days, e in timed if days >= 0), key=lambda pair: pair[0])
    if len(timed) < ENOUGH:
        return unknown(
            _too_few(site, as_of, entries, search.open),
            value=len(timed),
            unit="count",
            looked_at=[e.evidence for _, e in timed],
        )
    n = len(timed)
    median = (timed[(n - 1) // 2][0] + timed[n // 2][0]) / 2
    low, high = median, median
    why = _more(site, as_of) or (_budget(site) if site.feedback.unread_details else "")
    if why:
        off = math.ceil(_Z * math.sqrt(n) / 2)
        low, high = timed[max(0, n // 2 - off)][0], timed[min(n - 1, (n - 1) // 2 + off)][0]
    if _days_class(low) != _days_class(high):
        return unknown(why, looked_at=[e.evidence for _, e in timed[:5]])
    value, unit = f"{median:g}", f"days;n={n}"
    evidence = [e.evidence for _, e in timed[max(0, n // 2 - 2) : n // 2 + 3]]
    if median <= 15:
        return passed(value, unit, supports=evidence)
    if median <= 30:
        return partial("slow", value, unit, supports=evidence)
    return failed("slow", value, unit, supports=evidence, looked_at=evidence)


def _days_class(days: float) -> int:
    return 2 if days <= 15 else 1 if days <= 30 else 0


def _budget(site: Site) -> str:
    return "budget_exhausted" if site.log.complete else "not_in_archive"


def _too_few(site: Site, as_of: date, entries: list[Entry], open_reason: str) -> str:
    """Why fewer than ten items give a time: unread ones, answers without a date, or there are no more."""
    if site.feedback.unread_details:
        return _budget(site)
    undated = [e for e in entries if e.is_answered and e.item.answered is None]
    since = [e for e in undated if e.item.asked is None or e.item.asked >= as_of - YEAR]
    if len(since) >= ENOUGH:
        return "undated_answers"
    return open_reason or _more(site, as_of) or "too_few"


@check("effectiveness.app_rating", version=1, law="app")
def app_rating(site: Site, as_of: date) -> Finding:
    """The citizen app's store rating is at least 4.0 with at least 50 ratings; at least 3.0: partial.

    Ratings of several listings are pooled by their counts.
    """
    apps = site.apps
    if not apps.live:
        if apps.unread or set(STORES) - apps.searched:
            return unknown(apps.unread or "store_not_searched", looked_at=apps.looked_at)
        if site.home_why_not and not apps.registry_ids:
            return unknown(site.home_why_not)
        return unknown("not_applicable")
    rated = [one for one in apps.live if one.listing.rating is not None and one.listing.ratings != 0]
    evidence = [one.evidence("rating") for one in rated]
    if not rated:
        return unknown("unrated", looked_at=[one.evidence("name") for one in apps.live])
    counted = [(one.listing.rating or 0.0, one.listing.ratings) for one in rated if one.listing.ratings is not None]
    count = sum(n for _, n in counted)
    if not counted:
        return unknown("ratings_uncounted", looked_at=evidence)
    rating = sum(value * n for value, n in counted) / count
    value = f"rating={rating:.2f};ratings={count}"
    if rating >= 4.0 and count >= 50:
        return passed(value, "pairs", supports=evidence)
    if rating >= 3.0:
        return partial("few_ratings" if rating >= 4.0 else "low", value, "pairs", supports=evidence)
    return failed("low", value, "pairs", supports=evidence, looked_at=evidence)


@check("effectiveness.channel_working", version=1, law="feedback")
def channel_working(site: Site, as_of: date) -> Finding:
    """The feedback form, with usable fields, and the list of answers were served without error in this visit.

    One of them: partial. A form or list that the portal links and that answered with an error did not work. Nothing is
    ever sent.
    """
    view = site.feedback
    search = feedback_search(site, lists_only=False)
    form = next(((seen, form) for seen, form in view.forms() if form.fields), None)
    shown: list[Evidence] = []
    if form is not None:
        seen, found = form
        shown.append(seen.evidence(found.heading or found.fields[0].label, found.locator))
    works = bool(view.lists or view.entries)
    if view.entries:
        shown.append(view.entries[0].evidence)
    elif view.lists:
        seen, a_list = view.lists[0]
        shown.append(seen.evidence(a_list.quote or a_list.heading, a_list.locator))
    value = f"form={'works' if form else 'none'};list={'works' if works else 'none'}"
    if form is not None and works:
        return passed(value, "pairs", supports=shown)
    reasons = {site.by_address[u].why_not if u in site.by_address else search.open for u in search.open_urls}
    if search.open and reasons != {"page_unreachable"}:
        return unknown(next(iter(sorted(reasons - {"page_unreachable", ""})), search.open), looked_at=search.looked_at)
    if shown:
        return partial(
            "no_list" if form is not None else "no_form", value, "pairs", supports=shown, looked_at=search.looked_at
        )
    if view.login:
        return unknown("login_required", looked_at=[r.seen.evidence(r.feedback.login_quote) for r in view.login])
    return failed("not_working" if search.open else "not_found", value, "pairs", looked_at=search.looked_at)
