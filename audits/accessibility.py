"""Accessibility (tính dễ tiếp cận): can a person reach and use it?"""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

from audits.checks import check, failed, partial, passed, unknown
from audits.completeness import citizen_section, feedback_channel, reception_schedule
from audits.feedbacks import feedback_search
from audits.receptions import reception_search
from audits.site import Search, Site
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
    clicks = site.clicks(url)
    seen = site.at(url)
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
