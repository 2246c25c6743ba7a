"""Accessibility (tính dễ tiếp cận), continued: response time, search, languages, dead links, login."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterator
from datetime import date

from audits.checks import check, failed, partial, passed, unknown
from audits.feedbacks import ENOUGH, feedback_search
from audits.sections import why_unread
from audits.site import Seen, Site
from pages.languages import versions_of
from pages.page import Link, State
from pages.search_box import search_boxes
from pages.urls import authority
from records.capture import Kind, Outcome
from records.finding import Evidence, Finding

# checks.md, accessibility.broken_links.
SAMPLE = 40
_NOT_ASKED = (Outcome.ROBOTS, Outcome.NOT_ALLOWED_ADDRESS, Outcome.NOT_IN_ARCHIVE)


@check("accessibility.response_time", version=1, law="practice")
def response_time(site: Site, as_of: date) -> Finding:
    """Median time to first byte of the portal's host is at most 1 s; at most 3 s: partial. At least 10 answers."""
    asked = [
        s
        for s in site.seen
        if s.kind is Kind.RESPONSE
        and s.outcome is Outcome.OK
        and s.elapsed_ms is not None
        and authority(s.url) == site.portal_authority
    ]
    times = [s.elapsed_ms for s in asked if s.elapsed_ms is not None]
    if len(times) < ENOUGH:
        if not site.log.complete and not times:
            return unknown("not_in_archive")
        return unknown(site.home_why_not or "too_few", value=len(times), unit="count")
    median = round(statistics.median(times))
    unit = f"ms;n={len(times)}"
    asked.sort(key=lambda s: abs((s.elapsed_ms or 0) - median))
    evidence = [s.evidence() for s in asked[:3]]
    if median <= 1000:
        return passed(median, unit, supports=evidence)
    if median <= 3000:
        return partial("slow", median, unit, supports=evidence)
    return failed("slow", median, unit, supports=evidence, looked_at=evidence)


@check("accessibility.site_search", version=1, law="portal_functions")
def site_search(site: Site, as_of: date) -> Finding:
    """A search box (ô tìm kiếm) on the home page; boxes for files, documents or a newsletter are none."""
    if site.home_why_not or site.home is None or site.home_page is None:
        return unknown(site.home_why_not or "home_unreachable")
    for form in search_boxes(site.home_page):
        quote = next((words for words in form.buttons if words and words in site.home_page.text()), "")
        return passed(form.locator, "label", supports=[site.home.evidence(quote, form.locator)])
    return failed("not_found", looked_at=[site.home.evidence()])


@check("accessibility.languages", version=1, law="portal_functions")
def languages(site: Site, as_of: date) -> Finding:
    """Another language version is offered on the home page: English, or an ethnic minority's language such as Khmer.

    A link whose page is dead offers nothing.
    """
    if site.home_why_not or site.home is None or site.home_page is None:
        return unknown(site.home_why_not or "home_unreachable")
    offered: dict[str, list[Evidence]] = {}
    dead: list[Evidence] = []
    for version in versions_of(site.home_page):
        evidence = site.home.evidence(version.quote, version.locator)
        target = site.at(version.url) if version.url else None
        if version.url and not site.belongs(version.url):
            continue
        if version.url and site.address(version.url) == site.address(site.home.url):
            continue
        if target is not None and _is_dead(target):
            dead.append(evidence)
        else:
            offered.setdefault(version.language, [evidence])
    if offered:
        return passed(";".join(sorted(offered)), "label", supports=[e for es in offered.values() for e in es])
    return failed("dead_link" if dead else "not_found", looked_at=[*dead, site.home.evidence()])


@check("accessibility.broken_links", version=1, law="practice")
def broken_links(site: Site, as_of: date) -> Finding:
    """Of up to 40 links within the province on home page and citizen section at most 1 % are dead; 5 %: partial.

    The sample is stable: the 40 addresses with the smallest SHA-256. Dead are 404, 410, also where
    only the page's words say so, and hosts that do not exist. Counted
    are those of the sample that this visit requested; with fewer than 10 of them nothing is said.
    """
    if site.home_why_not or site.home is None:
        return unknown(site.home_why_not or "home_unreachable")
    links: dict[str, tuple[Seen, Link]] = {}
    for seen, link in _links(site):
        address = site.address(link.url)
        if site.belongs(link.url) and address != site.address(site.home.url):
            links.setdefault(address, (seen, link))
    sample = sorted(links, key=lambda address: hashlib.sha256(address.encode()).digest())[:SAMPLE]
    targets = {address: site.by_address.get(address) for address in sample}
    asked = {a: t for a, t in targets.items() if t is not None and t.outcome not in _NOT_ASKED}
    if len(asked) < ENOUGH:
        unread = next((why_unread(site, a) for a, t in targets.items() if t is None), "")
        forbidden = any(t is not None and t.outcome is Outcome.ROBOTS for t in targets.values())
        why = "blocked_by_robots" if forbidden else unread if len(sample) >= ENOUGH else "too_few"
        return unknown(why or "too_few", value=len(asked), unit="count")
    dead = {a: t for a, t in asked.items() if _is_dead(t)}
    share = len(dead) / len(asked)
    value, unit = f"{share:.4f}", f"share;n={len(asked)}"
    shown = [links[a][0].evidence(links[a][1].label, links[a][1].selector) for a in (dead or asked)][:10]
    gone = [t.evidence() for t in dead.values()]
    if share <= 0.01:
        return passed(value, unit, supports=shown)
    if share <= 0.05:
        return partial("dead_links", value, unit, supports=shown, looked_at=gone)
    return failed("dead_links", value, unit, supports=shown, looked_at=[*shown, *gone])


def _is_dead(target: Seen) -> bool:
    """404, 410, no such host, or a page that says 'not found' with status 200."""
    says_so = target.page is not None and target.page.state in (State.SOFT_404, State.PARKED)
    return target.http_status in (404, 410) or target.outcome is Outcome.DNS or says_so


def _links(site: Site) -> Iterator[tuple[Seen, Link]]:
    """The links of the home page, then those of the citizen sections' pages."""
    pages = [site.home, *(section.target for section in site.citizen.sections)]
    for seen in pages:
        if seen is not None and seen.page is not None and not _is_dead(seen):
            yield from ((seen, link) for link in seen.page.links)


@check("accessibility.no_login", version=1, law="study")
def no_login(site: Site, as_of: date) -> Finding:
    """The published feedback can be read without signing in; where nothing is published: `not_applicable`."""
    view = site.feedback
    entries = view.until(as_of)
    if entries:
        return passed("open", "label", supports=[entries[0].evidence])
    if view.empty:
        return unknown("not_applicable")
    if view.login:
        evidence = [r.seen.evidence(r.feedback.login_quote) for r in view.login]
        return failed("login_required", supports=evidence, looked_at=evidence)
    return unknown(feedback_search(site).open or "not_applicable")
