"""Accessibility (tính dễ tiếp cận): can a person reach and use it?"""

from __future__ import annotations

import hashlib
import json
import statistics
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from audits.checks import check, failed, partial, passed, unknown
from audits.completeness import citizen_section, feedback_channel, reception_schedule
from audits.feedbacks import ENOUGH, feedback_search
from audits.layouts import layouts, why_not_measured
from audits.receptions import reception_search
from audits.sections import why_unread
from audits.site import Search, Seen, Site
from pages.languages import versions_of
from pages.page import Link, State
from pages.search_box import search_boxes
from pages.urls import authority
from records.capture import Kind, Outcome
from records.finding import Evidence, Finding, Status

# checks.md, accessibility.availability: fewer requests say nothing about a share.
MIN_REQUESTS = 30


@check("accessibility.click_depth", version=1, law="study")
def click_depth(site: Site, as_of: date) -> Finding:
    """Citizen section, reception schedule and feedback channel are each at most 2 clicks from the home page.

    By the shortest link path; opening a menu costs nothing. Counted to the page that shows the thing or links the
    document that does. At most 3: partial. Reached only by a hint or the sitemap: `fail`, `no_path`.
    """
    if site.home_why_not:
        return unknown(site.home_why_not)
    depths: list[tuple[int, Evidence]] = []
    pathless: list[Evidence] = []
    unread: list[tuple[str, int | None]] = []  # why a thing is unknown, and how far the pages are that may show it
    best = site.citizen.best
    section = citizen_section(site, as_of)
    if best is not None and best.functions:
        evidence = site.citizen.evidence(best)[-1]
        depth = 0 if best.entry.children or best.target is None else site.clicks(best.target.url)
        depths.append((1 if depth is None else depth, evidence))
    elif section.status is Status.UNKNOWN:
        unread.append((section.reason, 1))
    for judge, search in (
        (reception_schedule, reception_search(site, site.reception)),
        (feedback_channel, feedback_search(site, lists_only=False)),
    ):
        finding = judge(site, as_of)
        if finding.status is Status.UNKNOWN:
            unread.append((finding.reason, _farthest(site, search)))
        elif finding.status in (Status.PASS, Status.PARTIAL):
            reached = [(d, e) for e in finding.supports if (d := _depth(site, e.url)) is not None]
            if reached:
                depths.append(min(reached, key=lambda pair: pair[0]))
            else:
                pathless += finding.supports[:1]
    if pathless:
        return failed("no_path", supports=pathless, looked_at=pathless)
    if not depths:
        return unknown(unread[0][0] if unread else "not_applicable")
    depth = max(d for d, _ in depths)
    evidence_list = [e for _, e in sorted(depths, key=lambda pair: -pair[0])]
    if depth > 3:
        return failed("too_deep", depth, "count", supports=evidence_list, looked_at=evidence_list)
    for reason, bound in unread:
        # Whether the thing stands there or not, the verdict is the same where its page is near enough.
        if bound is None or _grade(bound) > _grade(depth):
            return unknown(reason, looked_at=evidence_list)
    if depth == 3:
        return partial("deep", depth, "count", supports=evidence_list)
    return passed(depth, "count", supports=evidence_list)


def _grade(depth: int) -> int:
    """0: at most 2 clicks, 1: 3, 2: more."""
    return max(0, min(depth - 2, 2))


def _farthest(site: Site, search: Search) -> int | None:
    """The largest number of clicks to a page that was not read; None where one has no path, or none is named."""
    far = [_depth(site, url) for url in search.open_urls]
    return max((d for d in far if d is not None), default=None) if None not in far else None


def _depth(site: Site, url: str) -> int | None:
    """Clicks to the page that shows the thing; for a document, to the page that links it."""
    seen = site.at(url)
    if seen is not None and seen.page is not None and seen.page.media == "image":
        return site.clicks(seen.found_on)  # it stands on that page
    clicks = site.clicks(url)
    if clicks is not None and clicks > 0 and seen is not None and seen.page is not None and seen.page.media != "html":
        return clicks - 1
    return clicks


@check("accessibility.citizen_subsections", version=1, law="study")
def citizen_subsections(site: Site, as_of: date) -> Finding:
    """The citizen section (mục Công dân) shows at least 4 distinct citizen functions; 1 to 3: partial."""
    if site.home_why_not:
        return unknown(site.home_why_not)
    citizen = site.citizen
    best = citizen.best
    if best is None:
        assert site.home is not None
        return failed("not_found", 0, "count", looked_at=[site.home.evidence()])
    kinds = {f.kind for f in best.functions}
    evidence = citizen.evidence(best)
    if len(kinds) >= 4:
        return passed(len(kinds), "count", supports=evidence)
    if best.why_not:
        return unknown(best.why_not, looked_at=evidence)
    if kinds:
        return partial("few", len(kinds), "count", supports=evidence)
    return failed("dead_target" if best.dead else "empty_section", 0, "count", supports=evidence, looked_at=evidence)


@check("accessibility.https", version=1, law="practice")
def https(site: Site, as_of: date) -> Finding:
    """HTTPS answers with a valid chain and plain HTTP redirects to it.

    Valid without the redirect, or a chain whose only fault is a missing intermediate: partial. Any other broken
    certificate, a handshake that only legacy settings allow, or no HTTPS at all: fail, where the home page was read.
    """
    seen = site.measurement("https")
    if seen is None:
        return unknown(site.home_why_not or ("not_measured" if site.log.complete else "not_in_archive"))
    try:
        facts = json.loads(seen.body)
        secure, plain_http = facts["https"], facts["http"]
    except (ValueError, KeyError, TypeError):
        return unknown("unreadable", looked_at=[seen.evidence()])
    redirects = bool(plain_http.get("redirects_to_https"))
    outcome, error, verified = secure.get("outcome"), secure.get("error") or "", bool(secure.get("verified"))
    value = (
        f"https={outcome};verified={'yes' if verified else 'no'};"
        f"redirect={'yes' if redirects else 'no'};error={error};protocol={secure.get('protocol') or ''}"
    )
    evidence = [seen.evidence('"https"', "$.https")]
    answered = outcome == Outcome.OK.value or secure.get("status") is not None
    if answered and verified:
        if redirects:
            return passed(value, "pairs", supports=evidence)
        return partial("no_redirect", value, "pairs", supports=evidence)
    if error == "incomplete_chain":
        return partial("incomplete_chain", value, "pairs", supports=evidence)
    if site.home_why_not:
        return unknown(site.home_why_not, looked_at=evidence)
    if error and (answered or outcome == Outcome.TLS.value):
        return failed(error, value, "pairs", supports=evidence, looked_at=evidence)
    if outcome == Outcome.TIMEOUT.value:
        return unknown("https_timeout", looked_at=evidence)
    return failed("no_https", value, "pairs", supports=evidence, looked_at=evidence)


@check("accessibility.availability", version=1, law="practice")
def availability(site: Site, as_of: date) -> Finding:
    """Of at least 30 requests to the portal's host, 99 % were answered with 2xx/3xx/404 in time, or at most one failed.

    95 %, or at most three failed: partial. Robots refusals are no requests; each was tried again once.
    """
    if not site.log.complete:
        return unknown("not_in_archive")
    host = site.portal_authority
    # The other scheme is only probed once, for accessibility.https.
    scheme = urlsplit(site.home.final_url if site.home is not None else site.province.portal).scheme
    asked = [
        s
        for s in site.seen
        if s.kind in (Kind.RESPONSE, Kind.FAILURE)
        and authority(s.url) == host
        and urlsplit(s.url).scheme == scheme
        and s.outcome not in (Outcome.ROBOTS, Outcome.NOT_ALLOWED_ADDRESS, Outcome.NOT_IN_ARCHIVE)
    ]
    if len(asked) < MIN_REQUESTS:
        return unknown(site.home_why_not or "too_few", value=len(asked), unit="count")
    bad = [s for s in asked if not _answered(s.http_status)]
    share = 1 - len(bad) / len(asked)
    value, unit = f"{share:.4f}", f"share;n={len(asked)}"
    evidence = [s.evidence() for s in (bad or asked[:1])]
    if share >= 0.99 or len(bad) <= 1:
        return passed(value, unit, supports=evidence)
    if share >= 0.95 or len(bad) <= 3:
        return partial("requests_failed", value, unit, supports=evidence)
    return failed("requests_failed", value, unit, supports=evidence, looked_at=evidence)


def _answered(status: int | None) -> bool:
    return status is not None and (200 <= status < 400 or status == 404)


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


@check("accessibility.mobile", version=1, law="practice")
def mobile(site: Site, as_of: date) -> Finding:
    """At 360 CSS px the home page has a viewport declaration and does not scroll sideways.

    Measured by the visit in a browser; with a declaration and sideways scroll: partial. The value is how many px of
    the page stick out. A page whose style sheets could not all be fetched was not seen as a reader sees it.
    """
    home = layouts(site).get("home")
    if home is None:
        return unknown(why_not_measured(site))
    evidence = [home.seen.evidence('"viewport"', "$.viewport")]
    if home.why_not == "render_failed":
        return unknown(home.why_not, looked_at=evidence)
    if home.viewport is None:  # its absence is certain, whatever the page looks like
        return failed("no_viewport", home.overflow, "count", supports=evidence, looked_at=evidence)
    if home.why_not:
        return unknown(home.why_not, looked_at=evidence)
    if home.overflow > 0:
        return partial("scrolls_sideways", home.overflow, "count", supports=evidence)
    return passed(home.overflow, "count", supports=evidence)


# checks.md, accessibility.wcag: so many distinct broken rules are still partial.
FEW_RULES = 5


@check("accessibility.wcag", version=1, law="practice")
def wcag(site: Site, as_of: date) -> Finding:
    """axe-core (tags wcag2a, wcag2aa) finds no rule broken with serious or critical impact.

    On the home page and the citizen section's page, at 360 CSS px; at most 5 distinct rules: partial. A section that
    is a menu alone, or does not exist, has no page of its own.
    """
    measured = layouts(site)
    home = measured.get("home")
    if home is None:
        return unknown(why_not_measured(site))
    pages = [home]
    best = site.citizen.best
    section = measured.get("citizen_section")
    target = best.target if best is not None else None
    if section is not None and target is not None and site.address(section.page) == site.address(target.url):
        pages.append(section)
    evidence = [one.seen.evidence('"violations"', "$.violations") for one in pages]
    unmeasured = [one.why_not for one in pages if one.why_not]
    if target is not None and not target.dead and len(pages) == 1:
        unmeasured.append("not_measured")
    rules = dict.fromkeys(rule for one in pages if not one.why_not for rule in one.broken)
    value = f"axe={home.axe};pages={len(pages)};rules={len(rules)}"
    value += f";broken={','.join(rules)}" if rules else ""
    if len(rules) > FEW_RULES:  # another page can only break more
        return failed("rules_broken", value, "pairs", supports=evidence, looked_at=evidence)
    if unmeasured:
        return unknown(unmeasured[0], looked_at=evidence)
    if rules:
        return partial("rules_broken", value, "pairs", supports=evidence)
    return passed(value, "pairs", supports=evidence)


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
