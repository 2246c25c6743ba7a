"""Transparency (tính minh bạch): can a citizen see what happens and whom to ask?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from audits.checks import check, failed, partial, passed, unknown
from audits.effectiveness import no_items
from audits.feedbacks import ENOUGH, Entry, feedback_search, nothing_listed
from audits.reports import Report, may_lead_to_report, reports
from audits.sections import Place, is_section_link, judge_section, searched
from audits.site import NAMES, Search, Seen, Site
from pages.feedback_subject import names_feedback
from pages.information import Information, read_information
from pages.leaders import Leader, leaders_of
from pages.page import Page, State
from pages.privacy import notice_of, speaks_of_personal_data
from pages.regulation import names_regulation
from pages.reports import is_report
from pages.satisfaction import is_poll, results_of
from pages.sections import Section
from pages.topics import Topic
from pages.urls import authority
from records.finding import Finding, Status

# A page without any of these words says nothing of access to information.
_PROBES = ("cung cap thong tin", "tiep can thong tin", "dau moi")


def _readings(site: Site) -> Iterator[tuple[Seen, Information]]:
    """Pages and documents of the province that speak of access to information."""
    for seen in site.pages:
        page = seen.page
        if page is None or not site.belongs(seen.url):
            continue
        text = site.words(seen)
        if Topic.INFORMATION in site.topics(seen) or any(p in text for p in _PROBES):
            yield seen, read_information(page, context=site.context(seen), owner=site.province.name)


@check("transparency.information_regulation", version=1, law="information_regulation")
def information_regulation(site: Site, as_of: date) -> Finding:
    """The regulation on providing information to citizens (quy chế cung cấp thông tin) is published and readable.

    Under the Law on Access to Information; the portal's editorial rules and the press rules are others. Only mentioned,
    or linked dead: partial.
    """
    found = [(seen, r.regulation) for seen, r in _readings(site) if r.regulation is not None]
    mentions = []
    why = ""
    for seen, regulation in found:
        assert regulation is not None
        if regulation.day is not None and regulation.day > as_of:
            continue
        value = ";".join(x for x in (regulation.number, regulation.day.isoformat() if regulation.day else "") if x)
        evidence = seen.evidence(regulation.quote, regulation.locator)
        if regulation.readable:
            return passed(value, "label", supports=[evidence])
        mentions.append((value, evidence))
        for url in regulation.links:
            target = site.at(url)
            if target is not None and target.page is not None and not target.why_not and not target.dead:
                if target.page.media != "html" and names_regulation(target.page):  # the document itself, with its text
                    return passed(value, "label", supports=[evidence, target.evidence()])
            elif target is not None and target.page is not None and target.page.state is State.SCAN:
                why = why or "needs_ocr"
            elif target is None:
                why = why or ("not_looked_at" if site.belongs(url) else "")
            else:
                why = why or target.why_not
    search = site.search(Topic.INFORMATION)
    if search.open or why:
        return unknown(search.open or why, looked_at=[*(e for _, e in mentions), *search.looked_at])
    if mentions:
        value, evidence = mentions[0]
        return partial("mentioned_only", value, "label", supports=[evidence])
    return failed("not_found", looked_at=search.looked_at)


@check("transparency.contact_point", version=1, law="information_contact")
def contact_point(site: Site, as_of: date) -> Finding:
    """A contact point for information requests (đầu mối cung cấp thông tin), with a phone, e-mail or address.

    The unit or person only: partial. The press spokesperson (người phát ngôn) is another.
    """
    found = [(seen, r.contact_point) for seen, r in _readings(site) if r.contact_point is not None]
    for seen, point in found:
        if point is not None and point.contacts:
            value = f"who={_pair(point.who)};contacts={','.join(sorted(point.contacts))}"
            return passed(value, "pairs", supports=[seen.evidence(point.quote, point.locator)])
    search: Search = site.search(Topic.INFORMATION)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    for seen, point in found:
        if point is not None:
            return partial(
                "no_contact", f"who={_pair(point.who)}", "pairs", supports=[seen.evidence(point.quote, point.locator)]
            )
    return failed("not_found", looked_at=search.looked_at)


def _pair(text: str) -> str:
    """`text` as one half of a `key=value;` list."""
    return text.replace(";", ",").replace("=", "-")[:120]


@check("transparency.processing_stages", version=1, law="feedback")
def processing_stages(site: Site, as_of: date) -> Finding:
    """Two or more distinct stages (tiếp nhận, đang xử lý, đã trả lời) are seen over the list; only one: partial."""
    view = site.feedback
    search = feedback_search(site)
    entries = view.until(as_of)
    if not entries:
        return nothing_listed(view, search)
    shown: dict[str, Entry] = {}
    for entry in entries:
        if entry.item.stage is not None:
            shown.setdefault(entry.item.stage.value, entry)
    value = ";".join(sorted(shown))
    evidence = [entry.evidence for entry in shown.values()]
    if len(shown) >= 2:
        return passed(value, "label", supports=evidence)
    if view.unread_pages and len(entries) < ENOUGH:
        return unknown("budget_exhausted" if site.log.complete else "not_in_archive", looked_at=evidence)
    if shown:
        return partial("one_stage", value, "label", supports=evidence)
    return failed("no_stages", looked_at=[e.evidence for e in entries[:10]])


@check("transparency.responsible_unit", version=1, law="study")
def responsible_unit(site: Site, as_of: date) -> Finding:
    """The year's answers name the answering agency (cơ quan trả lời); fewer than half do: partial."""
    search = feedback_search(site)
    nothing = no_items(site, search.open)
    if nothing is not None:
        return nothing
    answered = [e for e in site.feedback.of_the_year(as_of) if e.is_answered]
    readable = [e for e in answered if e.detail_read or e.item.agency]
    if len(readable) < ENOUGH:
        if len(answered) >= ENOUGH:
            return unknown(
                "budget_exhausted" if site.log.complete else "not_in_archive", value=len(readable), unit="count"
            )
        return unknown("too_few", value=len(answered), unit="count", looked_at=[e.evidence for e in answered])
    named = [e for e in readable if e.item.agency]
    share = len(named) / len(readable)
    value, unit = f"{share:.4f}", f"share;n={len(readable)}"
    if share >= 0.5:
        return passed(value, unit, supports=[e.evidence for e in named[:5]])
    if named:
        return partial("few_named", value, unit, supports=[e.evidence for e in named[:5]])
    return failed("none_named", value, unit, looked_at=[e.evidence for e in readable[:10]])


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
        return nothing_listed(view, search)
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
            and not is_poll(page, *reading.feedback.satisfaction)
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
        if page is not None and site.belongs(seen.url) and not seen.why_not:
            # A report, or a box 'Phản ánh của người dân' of the home page.
            results = results_of(page) if is_report(page.heading) else results_of(page, below=names_feedback)
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
