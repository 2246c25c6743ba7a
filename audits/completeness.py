"""Completeness (tính đầy đủ): is the thing there at all?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from audits.apps import STORES
from audits.checks import check, failed, partial, passed, unknown
from audits.feedbacks import feedback_search
from audits.receptions import PERIODIC, reception_search
from audits.sections import Place, headed, judge_section, opened_by_menu, places, searched
from audits.site import VIETNAM, Seen, Site
from pages.drafts import Draft, drafts_of
from pages.hotline import Hotline, hotlines_of
from pages.page import Region, State
from pages.reception import ScheduleKind
from pages.sections import Section
from pages.text import plain, speaks_of
from pages.topics import Topic, topics_of_link
from pages.urls import authority, belongs
from records.capture import Outcome
from records.finding import Evidence, Finding, Status


@check("completeness.citizen_section", version=1, law="study")
def citizen_section(site: Site, as_of: date) -> Finding:
    """The home page's navigation has an entry for citizens as an audience (mục 'Công dân').

    Passes when that entry opens a live page or sub-menu with at least one citizen function; partial when its
    target is dead or empty. 'Tiếp công dân', 'Căn cước công dân' and the like are no such entry.
    """
    if site.home_why_not:
        return unknown(site.home_why_not)
    citizen = site.citizen
    for section in citizen.sections:
        if section.functions:
            return passed(section.entry.label, "label", supports=citizen.evidence(section))
    assert site.home is not None
    if not citizen.sections:
        return failed("not_found", looked_at=[site.home.evidence()])
    for section in citizen.sections:
        if section.why_not:
            return unknown(section.why_not, looked_at=citizen.evidence(section))
    section = citizen.sections[0]
    reason = "dead_target" if section.dead else "empty_section"
    return partial(reason, section.entry.label, "label", supports=citizen.evidence(section))


@check("completeness.reception_schedule", version=1, law="reception")
def reception_schedule(site: Site, as_of: date) -> Finding:
    """A page, or a document linked from one, gives the provincial leaders' reception schedule (lịch tiếp công dân).

    Partial when only the standing rule, or the reception office's hours or address, is given. The Party secretary's,
    the People's Council's, a department's or a district's schedule alone does not count.
    """
    view = site.reception
    counted = view.counted(as_of)
    # A postponement that names no day shows no schedule.
    named = (f for f in counted if f.schedule.kind is not ScheduleKind.POSTPONEMENT or f.schedule.last is not None)
    dated = [f for f in named if f.schedule.kind in PERIODIC]
    if dated:
        best = (view.dated(as_of) or dated)[0]
        return passed(best.seen.url, "url", supports=[best.evidence])
    search = reception_search(site, view)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    for kind, reason in (
        (ScheduleKind.STANDING_RULE, "standing_rule_only"),
        (ScheduleKind.OFFICE_HOURS, "office_hours_only"),
    ):
        less = [f for f in counted if f.schedule.kind is kind]
        if less:
            return partial(reason, less[0].seen.url, "url", supports=[f.evidence for f in less[:3]])
    others = [f.evidence for f in view.found]
    return failed("other_receivers_only" if others else "not_found", looked_at=[*others, *search.looked_at])


@check("completeness.feedback_channel", version=1, law="feedback")
def feedback_channel(site: Site, as_of: date) -> Finding:
    """A working page where a citizen can send a question, reflection or petition (phản ánh, kiến nghị).

    A form on the province's hosts, also behind a login, or the province's own feedback system that answers. Partial
    with only an e-mail address, a hotline, or a link to the national system.
    """
    view = site.feedback
    for seen, form in view.forms():
        return passed(seen.url, "url", supports=[seen.evidence(form.heading or form.fields[0].label, form.locator)])
    for reading in view.login:
        return passed(
            reading.seen.url, "url", supports=[reading.seen.evidence(reading.feedback.login_quote)], reason="login"
        )
    own_system = _own_feedback_host(site)
    if own_system is not None:
        return passed(own_system.url, "url", supports=[own_system])
    search = feedback_search(site, lists_only=False)
    contacts = [
        (kind, r.seen.evidence(words, locator)) for r in view.readings for kind, words, locator in r.feedback.contacts
    ]
    # A page that answers 5xx, again on the second try, is no working page, whatever it would show.
    broken = search.open and all(
        (s := site.at(u)) is not None and (s.http_status or 0) >= 500 for u in search.open_urls
    )
    if search.open and not (broken and contacts):
        return unknown(search.open, looked_at=search.looked_at)
    if contacts:
        kinds = "+".join(sorted({kind for kind, _ in contacts}))
        first = contacts[0][1]
        return partial(f"only_{kinds}", first.url, "url", supports=[e for _, e in contacts[:3]])
    return failed("not_found", looked_at=search.looked_at)


def _own_feedback_host(site: Site) -> Evidence | None:
    """The home of a feedback system of the province's own that answers and takes something in."""
    for reading in site.feedback.readings:
        seen = reading.seen
        if reading.feedback.other_channel or seen.page is None or authority(seen.url) == site.portal_authority:
            continue
        sends = [
            link
            for link in seen.page.links
            if any(speaks_of(link.label, words) for words in ("gửi phản ánh", "gửi kiến nghị", "gửi câu hỏi"))
        ]
        if sends and reading.feedback.about:
            return seen.evidence(sends[0].label, sends[0].selector)
    return None


@check("completeness.feedback_published", version=1, law="feedback")
def feedback_published(site: Site, as_of: date) -> Finding:
    """A public list with at least one citizen question or reflection; partial when the list is there but empty."""
    view = site.feedback
    entries = view.until(as_of)
    if entries:
        return passed(len(entries), "count", supports=[entries[0].evidence])
    search = feedback_search(site)
    if view.empty:
        seen, a_list = view.lists[0]
        return partial("empty_list", 0, "count", supports=[seen.evidence(a_list.quote, a_list.locator)])
    if view.login:
        return failed("login_required", looked_at=_login_evidence(site), supports=_login_evidence(site))
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    return failed("no_feedback_list", looked_at=search.looked_at)


def _login_evidence(site: Site) -> list[Evidence]:
    return [r.seen.evidence(r.feedback.login_quote) for r in site.feedback.login]


@check("completeness.citizen_app", version=1, law="app")
def citizen_app(site: Site, as_of: date) -> Finding:
    """At least one store listing of the province's official citizen app (ứng dụng công dân) is live.

    Partial when the portal advertises an app but no live listing was found. Fails only if, besides the portal, the
    stores' own search was read and had no match; an app that only the registry knows and that is gone: `delisted`.
    """
    apps = site.apps
    if apps.live:
        stores = [store for store in STORES if any(one.listing.store == store for one in apps.live)]
        return passed(";".join(stores), "label", supports=[one.evidence("name") for one in apps.live])
    if apps.unread:
        return unknown(apps.unread, looked_at=apps.looked_at)
    if set(STORES) - apps.searched:
        return unknown("store_not_searched", looked_at=apps.looked_at)
    dead = [evidence for evidence, store, app_id in apps.advertised if (store, app_id) in apps.gone]
    if dead:
        return partial("advertised_only", "", "", supports=dead, looked_at=apps.looked_at)
    if apps.registry_ids and apps.registry_ids <= apps.gone:
        return failed("delisted", looked_at=apps.looked_at)
    if site.home_why_not:  # what the portal advertises was not read
        return unknown(site.home_why_not, looked_at=apps.looked_at)
    return failed("not_found", looked_at=apps.looked_at)


_FIELD_REPORTING = ("phản ánh hiện trường", "phản ảnh hiện trường")
_LABEL_WORDS = 10  # a longer link is the title of a news item


@check("completeness.field_reporting", version=1, law="study")
def field_reporting(site: Site, as_of: date) -> Finding:
    """Field reporting (phản ánh hiện trường) is offered on the portal, its feedback system, or in the app's listing."""
    for reading in site.feedback.readings:
        offered = reading.feedback.field_reporting
        if offered is not None:
            where = "portal" if authority(reading.seen.url) == site.portal_authority else "feedback_system"
            return passed(where, "label", supports=[reading.seen.evidence(*offered)])
    for inbound in (one for links in site.inbound.values() for one in links):
        target = site.at(inbound.link.url)
        alive = target is not None and not target.dead and target.outcome is Outcome.OK
        if alive and site.belongs(inbound.link.url) and any(speaks_of(inbound.link.label, w) for w in _FIELD_REPORTING):
            source = site.at(inbound.source)
            if source is not None and len(inbound.link.label.split()) <= _LABEL_WORDS:
                return passed("portal", "label", supports=[source.evidence(inbound.link.label, inbound.link.selector)])
    for one in site.apps.live:
        for words in _FIELD_REPORTING:
            if speaks_of(f"{one.listing.name} {one.listing.description}", words):
                return passed("app", "label", supports=[one.seen.evidence(_as_printed(one.seen.body, words))])
    search = feedback_search(site, lists_only=False)
    if search.open and search.open != "login_required":  # what only the signed-in see is not offered to all
        return unknown(search.open, looked_at=search.looked_at)
    if not site.apps.live and set(STORES) - site.apps.searched:
        return unknown("store_not_searched", looked_at=search.looked_at)
    return failed("not_found", looked_at=search.looked_at)


def _as_printed(body: str, words: str) -> str:
    """`words` as `body` prints them; '' where escapes hide them."""
    start = body.casefold().find(words)
    return body[start : start + len(words)] if start >= 0 else ""


@check("completeness.public_services_link", version=1, law="portal_content")
def public_services_link(site: Site, as_of: date) -> Finding:
    """The portal links to the province's public service portal (cổng dịch vụ công) and it answers.

    Partial where the link is dead.
    """
    if site.home_why_not:
        return unknown(site.home_why_not)
    own = authority(site.province.service_portal) if site.province.service_portal else ""
    candidates = []
    for seen in site.pages:
        if seen.page is None or authority(seen.url) != site.portal_authority:
            continue
        for link in seen.page.links:
            host = authority(link.url)
            names = topics_of_link(link).get(Topic.SERVICES, 0.0) >= 0.6
            if (own and host == own) or (names and host != site.portal_authority and _serves(site, link.url)):
                candidates.append((seen, link))
        if candidates:
            break  # pages come nearest to the home page first
    if not candidates:
        search = site.search(Topic.SERVICES)
        if search.open:
            return unknown(search.open, looked_at=search.looked_at)
        return failed("not_found", looked_at=search.looked_at)
    dead = None
    for seen, link in candidates:
        evidence = seen.evidence(link.label, link.selector)
        target = site.at(link.url)
        if target is None:
            continue
        if target.outcome is Outcome.OK and not _gone(target):
            return passed(link.url, "url", supports=[evidence, target.evidence()])
        if target.outcome in (Outcome.DNS, Outcome.REFUSED) or _gone(target):
            dead = dead or (link, evidence, target)
    if dead is not None:
        link, evidence, target = dead
        return partial("dead_link", link.url, "url", supports=[evidence], looked_at=[target.evidence()])
    target = next((t for _, link in candidates if (t := site.at(link.url)) is not None), None)
    if target is None:
        return unknown("not_looked_at" if site.log.complete else "not_in_archive")
    if target.why_not in ("page_unreachable",):
        link = candidates[0][1]
        return partial("dead_link", link.url, "url", supports=[candidates[0][0].evidence(link.label, link.selector)])
    return unknown(target.why_not or "unreadable", looked_at=[target.evidence()])


def _gone(target: Seen) -> bool:
    """Whether the service portal's address says that nothing is there (its front page may well be built by scripts)."""
    state = target.page.state if target.page is not None else State.OK
    return target.http_status in (404, 410) or state in (State.SOFT_404, State.PARKED, State.CONSTRUCTION)


def _serves(site: Site, url: str) -> bool:
    """Whether a host is a public service portal of the province: dichvucong.*, or named by the registry."""
    host = authority(url)
    if host == f"dichvucong.{plain(site.province.name).replace(' ', '')}.gov.vn":  # the form that the decrees prescribe
        return True
    named = host.split(".")[0] in ("dichvucong", "dvc", "motcua", "hcc", "tthc")
    return named and belongs(url, authority(site.province.portal))


YEAR = timedelta(days=365)
# A page without any of these words prints no hotline: a cheap probe before the reader.
_HOTLINE_PROBES = ("nong", "hotline", "hot line", "tong dai", "1022", "dien thoai tiep nhan")
_SITE_WIDE = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.ASIDE})


@check("completeness.complaints_section", version=1, law="practice")
def complaints_section(site: Site, as_of: date) -> Finding:
    """The portal has a section on complaints and denunciations (khiếu nại, tố cáo; đơn thư) that holds something.

    Reports, procedures or single decisions on complaints, and crime reports (tố giác tội phạm), are no section.
    """
    return judge_section(site, Section.COMPLAINTS, Topic.COMPLAINTS)


@check("completeness.draft_consultation", version=1, law="practice", of_time=True)
def draft_consultation(site: Site, as_of: date) -> Finding:
    """A section for comments on draft legal documents (lấy ý kiến dự thảo).

    Partial where it holds no draft of the 12 months before `as_of`, by the days printed with the drafts (posting,
    comments open until). Polls, satisfaction surveys and voters' opinions are no such section.
    """
    section = judge_section(site, Section.DRAFTS, Topic.DRAFTS)
    if section.status is not Status.PASS:
        empty = [p for p in places(site, Section.DRAFTS) if _is_empty(p)]
        if section.status is Status.FAIL and empty:
            return partial("empty_section", empty[0].url, "url", supports=[empty[0].evidence])
        return section
    listed = list(_drafts(site))
    happened = [(s, d, d.last) for s, d in listed if d.first is not None and d.last is not None and d.first <= as_of]
    if happened:
        seen, draft, newest = max(happened, key=lambda entry: entry[2])
        shown = seen.evidence(draft.quote, draft.locator)
        if newest >= as_of - YEAR:
            return passed(section.value, "url", supports=[*section.supports, shown])
    search = searched(site, Topic.DRAFTS)
    if search.open:
        return unknown(search.open, looked_at=section.supports)
    if happened:
        return partial("stale", section.value, "url", supports=[*section.supports, shown])
    if listed:
        return unknown("undated", looked_at=[s.evidence(d.quote, d.locator) for s, d in listed[:5]])
    return partial("empty_section", section.value, "url", supports=section.supports)


def _is_empty(place: Place) -> bool:
    """A section that stands and says that it holds nothing."""
    page = place.target.page if place.target is not None else None
    return page is not None and page.state is State.EMPTY


def _drafts(site: Site) -> Iterator[tuple[Seen, Draft]]:
    """The drafts on the section's pages, and on the pages that these list."""
    own = {
        site.address(p.target.url): p.target for p in places(site, Section.DRAFTS) if p.stands and p.target is not None
    }
    opened = opened_by_menu(site, Section.DRAFTS)
    for seen in (site.at(opened[1]) if opened else None, *(seen for seen, _ in headed(site, Section.DRAFTS))):
        if seen is not None:
            own.setdefault(site.address(seen.url), seen)
    behind = {
        address: seen
        for seen in site.pages
        if (address := site.address(seen.url)) not in own
        and "du thao" in site.words(seen)
        and any(i.source in own and i.link.region is Region.MAIN for i in site.inbound.get(address, []))
    }
    for seen in (*own.values(), *behind.values()):
        if seen.page is not None and not seen.why_not:
            captured = seen.fetched_at.astimezone(VIETNAM).date()
            yield from ((seen, draft) for draft in drafts_of(seen.page, captured=captured))


@check("completeness.hotline", version=1, law="channels")
def hotline(site: Site, as_of: date) -> Finding:
    """A telephone hotline for citizens (đường dây nóng, tổng đài 1022) is published, called so beside its number.

    The office's or the editors' telephone, a national hotline, and numbers in news items or questions are none.
    """
    for seen, line in _hotlines(site):
        return passed(line.number, "label", supports=[seen.evidence(line.quote, line.locator)])
    search = searched(site, Topic.HOTLINE)
    if search.open:
        return unknown(search.open, looked_at=search.looked_at)
    return failed("not_found", looked_at=search.looked_at)


def _hotlines(site: Site) -> Iterator[tuple[Seen, Hotline]]:
    """Hotlines on the home page, in what all pages repeat, the citizen section, pages of feedback or complaints."""
    service = authority(site.province.service_portal) if site.province.service_portal else ""
    items = {site.address(entry.seen.url) for entry in site.feedback.entries}
    sections = {site.address(one.target.url) for one in site.citizen.sections if one.target is not None}
    for seen in site.pages:
        page = seen.page
        if page is None or page.media != "html" or not site.belongs(seen.url) or authority(seen.url) == service:
            continue
        said = [site.words(seen), *(plain(alt) for _, alt in page.images), *(plain(c.label) for c in page.contacts)]
        if not any(probe in words for words in said for probe in _HOTLINE_PROBES):
            continue
        topics = site.topics(seen)
        named = max(topics.get(Topic.FEEDBACK, 0.0), topics.get(Topic.COMPLAINTS, 0.0))
        about = topics.get(Topic.HOTLINE, 0.0) >= 0.5 or named >= 0.8
        address = site.address(seen.url)
        whole = seen is site.home or address in sections or (about and address not in items)
        for line in hotlines_of(page):
            if whole or line.region in _SITE_WIDE:
                yield seen, line


@check("completeness.information_access_section", version=1, law="information_section")
def information_access_section(site: Site, as_of: date) -> Finding:
    """A section on access to information (chuyên mục Tiếp cận thông tin), or the published lists of information.

    The press spokesperson, the portal's editorial rules, and the regulation alone are no section.
    """
    return judge_section(site, Section.INFORMATION, Topic.INFORMATION)
