"""Completeness (tính đầy đủ), continued: complaints, drafts, hotline, access to information."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from audits.checks import check, failed, partial, passed, unknown
from audits.sections import Place, headed, judge_section, opened_by_menu, places, searched
from audits.site import VIETNAM, Seen, Site
from pages.drafts import Draft, drafts_of
from pages.hotline import Hotline, hotlines_of
from pages.page import Region, State
from pages.sections import Section
from pages.topics import Topic
from pages.urls import authority
from records.finding import Finding, Status

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
    """Hotlines on the home page, in what all pages repeat, and on pages about contacts or feedback."""
    service = authority(site.province.service_portal) if site.province.service_portal else ""
    items = {site.address(entry.seen.url) for entry in site.feedback.entries}
    for seen in site.pages:
        page = seen.page
        if page is None or page.media != "html" or not site.belongs(seen.url) or authority(seen.url) == service:
            continue
        if not any(probe in site.words(seen) for probe in _HOTLINE_PROBES):
            continue
        topics = site.topics(seen)
        about = topics.get(Topic.HOTLINE, 0.0) >= 0.5 or topics.get(Topic.FEEDBACK, 0.0) >= 0.8
        whole = seen is site.home or (about and site.address(seen.url) not in items)
        for line in hotlines_of(page):
            if whole or line.region in _SITE_WIDE:
                yield seen, line


@check("completeness.information_access_section", version=1, law="information_section")
def information_access_section(site: Site, as_of: date) -> Finding:
    """A section on access to information (chuyên mục Tiếp cận thông tin), or the published lists of information.

    The press spokesperson, the portal's editorial rules, and the regulation alone are no section.
    """
    return judge_section(site, Section.INFORMATION, Topic.INFORMATION)
