"""Timeliness (tính cập nhật): is it alive on `as_of`?"""

from __future__ import annotations

from datetime import date, timedelta

from audits.apps import STORES
from audits.checks import by_age, check, failed, partial, passed, unknown
from audits.feedbacks import feedback_search
from audits.receptions import reception_search
from audits.site import Site
from pages.feedback import Item
from pages.reception import ScheduleKind
from records.finding import Finding

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
        if view.empty:
            seen, a_list = view.lists[0]
            return failed("empty_list", looked_at=[seen.evidence(a_list.quote, a_list.locator)])
        if view.login:
            return unknown("login_required", looked_at=search.looked_at)
        if search.open:
            return unknown(search.open, looked_at=search.looked_at)
        return failed("no_feedback_list", looked_at=search.looked_at)
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
