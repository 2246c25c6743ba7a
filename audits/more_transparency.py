"""Transparency (tính minh bạch), continued: answers, reports, satisfaction, privacy, leaders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audits.checks import check, failed, partial, passed, unknown
from audits.feedbacks import feedback_search
from audits.reports import Report, may_lead_to_report, reports
from audits.sections import Place, is_section_link, judge_section, searched
from audits.site import NAMES, Seen, Site
from pages.leaders import Leader, leaders_of
from pages.page import Page
from pages.privacy import notice_of, speaks_of_personal_data
from pages.reports import is_report
from pages.satisfaction import is_poll, results_of
from pages.sections import Section
from pages.topics import Topic
from pages.urls import authority
from records.finding import Finding, Status

HALF_YEAR = 183


@check("transparency.answers_published", version=1, law="feedback")
def answers_published(site: Site, as_of: date) -> Finding:
    """Answers to citizens can be read in full (one is enough); only the state 'Đã trả lời': partial.

    The value is the share of the listed items whose answer can be read.
    """
    view = site.feedback
    search = feedback_search(site)
    entries = view.until(as_of)
    if not entries:
        if view.empty:
            seen, a_list = view.lists[0]
            return failed("empty_list", looked_at=[seen.evidence(a_list.quote, a_list.locator)])
        if view.login:
            return unknown("login_required", looked_at=search.looked_at)
        if search.open:
            return unknown(search.open, looked_at=search.looked_at)
        return failed("no_feedback_list", looked_at=search.looked_at)
    full = [e for e in entries if e.item.answer]
    unit = f"share;n={len(entries)}"
    if full:
        return passed(f"{len(full) / len(entries):.4f}", unit, supports=[e.evidence for e in full[:3]])
    looked = [e.evidence for e in entries[:10]]
    if view.unread_details:
        return unknown("budget_exhausted" if site.log.complete else "not_in_archive", looked_at=looked)
    answered = [e for e in entries if e.is_answered]
    if answered:
        return partial("state_only", "0.0000", unit, supports=[e.evidence for e in answered[:3]])
    if view.unread_pages:
        return unknown("budget_exhausted" if site.log.complete else "not_in_archive", looked_at=looked)
    return failed("never_answered", "0.0000", unit, looked_at=looked)


@check("transparency.handling_report", version=1, law="practice", of_time=True)
def handling_report(site: Site, as_of: date) -> Finding:
    """A report on handling citizens' reflections, complaints or reception within 183 days before `as_of`.

    By its own date (posting, issue), else by the last day of the period that its title names. Older: partial. Answers
    to voters, schedules, plans and decisions on single cases are no reports.
    """
    found = list(reports(site, as_of))
    dated = [(r.day, r) for r in found if r.day is not None and r.day <= as_of]
    day, newest = max(dated, key=lambda pair: pair[0], default=(None, None))
    if day is not None and newest is not None and (as_of - day).days <= HALF_YEAR:
        return passed(_value(newest), "date", supports=[newest.evidence])
    search = searched(
        site, Topic.REPORT, Topic.COMPLAINTS, weight=0.95, ignore=lambda inbound: not may_lead_to_report(inbound)
    )
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    undated = [r.evidence for r in found if r.day is None or r.bound]
    if undated:
        return unknown("undated", looked_at=undated)
    if newest is not None:
        return partial("stale", _value(newest), "date", supports=[newest.evidence], looked_at=search.looked_at)
    return failed("not_found", looked_at=search.looked_at)


def _value(report: Report) -> str:
    assert report.day is not None
    return f">={report.day.isoformat()}" if report.bound else report.day.isoformat()


@check("transparency.satisfaction", version=1, law="study")
def satisfaction(site: Site, as_of: date) -> Finding:
    """A citizen can rate an answer (mức độ hài lòng), or the satisfaction results are published.

    Votes on articles, polls on the portal, and satisfaction with public services (SIPAS) are none.
    """
    view = site.feedback
    for reading in view.readings:
        page = reading.seen.page
        if (
            reading.feedback.satisfaction is not None
            and page is not None
            and not is_poll(page, reading.feedback.satisfaction[1])
        ):
            return passed("rating", "label", supports=[reading.seen.evidence(*reading.feedback.satisfaction)])
    for reading in view.readings:
        page = reading.seen.page
        results = (
            results_of(page)
            if page is not None and reading.feedback.about and not reading.feedback.other_channel
            else None
        )
        if results is not None:
            return passed("results", "label", supports=[reading.seen.evidence(*results)])
    for seen in site.pages:
        page = seen.page
        if page is not None and is_report(page.heading) and site.belongs(seen.url) and not seen.why_not:
            results = results_of(page)
            if results is not None:
                return passed("results", "label", supports=[seen.evidence(*results)])
    search = feedback_search(site)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    if view.login and not view.entries:
        return unknown("login_required", looked_at=search.looked_at)
    if view.unread_details and not any(e.detail_read for e in view.entries):
        return unknown("budget_exhausted" if site.log.complete else "not_in_archive", looked_at=search.looked_at)
    return failed("not_found", looked_at=[*search.looked_at, *(e.evidence for e in view.entries[:5])])


@check("transparency.privacy_policy", version=1, law="practice")
def privacy_policy(site: Site, as_of: date) -> Finding:
    """A notice on privacy or personal data (chính sách bảo mật) on the portal or its feedback form.

    The app's policy in a store, laws and news about data protection, and state secrets are none.
    """
    section = judge_section(site, Section.PRIVACY, Topic.PRIVACY, accepts=_is_policy)
    if section.status is Status.PASS:
        return section
    for seen, _ in site.feedback.forms():
        notice = notice_of(seen.page) if seen.page is not None else None
        if notice is not None:
            return passed(seen.url, "url", supports=[seen.evidence(*notice)])
    return section


def _is_policy(place: Place) -> bool:
    return place.target is not None and place.target.page is not None and speaks_of_personal_data(place.target.page)


@check("transparency.leader_contacts", version=1, law="leader_contacts")
def leader_contacts(site: Site, as_of: date) -> Finding:
    """The provincial leaders (chủ tịch, phó chủ tịch UBND) are named with an office telephone or e-mail.

    Names only: partial. The value counts the leaders with a contact, or those named where none has one.
    """
    best: tuple[Seen, list[Leader]] | None = None
    elsewhere = frozenset(block.text for block in site.home_page.blocks) if site.home_page is not None else frozenset()
    for seen, page in _leader_pages(site):
        leaders = leaders_of(page, elsewhere=elsewhere)
        if leaders and (best is None or _worth(leaders) > _worth(best[1])):
            best = (seen, leaders)
    if best is not None:
        seen, leaders = best
        reached = [leader for leader in leaders if leader.contact]
        if reached:
            return passed(len(reached), "count", supports=[seen.evidence(x.quote, x.locator) for x in reached])
    # Where the leaders are named, only another page on them may say more; where not, any that leads there.
    search = searched(site, Topic.LEADERS, weight=0.5 if best is None else 0.8)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    if best is not None:
        return partial(
            "names_only", len(leaders), "count", supports=[seen.evidence(x.quote, x.locator) for x in leaders]
        )
    return failed("not_found", looked_at=search.looked_at)


def _worth(leaders: list[Leader]) -> tuple[int, int]:
    return sum(leader.contact for leader in leaders), len(leaders)


def _leader_pages(site: Site) -> Iterator[tuple[Seen, Page]]:
    """Pages on leaders, the organisation or contacts: by their head or a section's link, never a news item."""
    service = authority(site.province.service_portal) if site.province.service_portal else ""
    for seen in site.pages:
        page = seen.page
        if page is None or seen.why_not or seen.dead or not site.belongs(seen.url) or authority(seen.url) == service:
            continue
        links = site.inbound.get(site.address(seen.url), [])
        led = any(is_section_link(i) and i.topics.get(Topic.LEADERS, 0.0) >= 0.5 for i in links)
        topics = site.topics(seen)
        if (led or topics.get(Topic.LEADERS, 0.0) >= NAMES) and max(
            topics.get(Topic.NEWS, 0.0), topics.get(Topic.RECEPTION, 0.0)
        ) < NAMES:
            yield seen, page
