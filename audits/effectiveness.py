"""Effectiveness (tính hiệu quả): does it work for people?"""

from __future__ import annotations

from datetime import date, timedelta

from audits.checks import check, failed, partial, passed, unknown
from audits.feedbacks import ENOUGH, feedback_search
from audits.site import Site
from records.finding import Finding


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
        if view.empty:
            seen, a_list = view.lists[0]
            return failed("empty_list", 0, "count", looked_at=[seen.evidence(a_list.quote, a_list.locator)])
        if view.login:
            return unknown("login_required", looked_at=search.looked_at)
        if search.open:
            return unknown(search.open, looked_at=search.looked_at)
        return failed("no_feedback_list", looked_at=search.looked_at)
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
