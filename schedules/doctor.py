"""What a run says of its registry: addresses that are dead, moved or merged, what was newly found, what is doubtful.

Nothing changes by itself: the proposals are printed, and written as a registry file for a person to review.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pages.page import Page, State
from pages.read import read
from pages.stores import read_itunes
from pages.text import plain, speaks_of
from pages.urls import authority, belongs, host, join, registrable
from records.capture import Outcome
from records.finding import Evidence, Finding, Status
from records.province import App, Province, Registry
from records.visit import VisitLog, VisitStatus
from storage.archive import Archive
from storage.rows import KeptCapture, Visit
from storage.store import Store

# getaddrinfo's words for a resolver that could not be asked. A name that no resolver knows is dead; a host that did
# not answer this once may be back tomorrow.
_TEMPORARY = "Temporary failure"
_STATE = ".gov.vn"
_PAGES = ("response", "rendered")
_MERGED = ("sáp nhập", "hợp nhất", "sắp xếp đơn vị hành chính")
_FEW_LINKS = 10  # a portal has more; a notice has a handful
_QUOTE = 200

_TRACK_NAME = re.compile(r'"trackName":\s*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line of the report. `field` of the registry is to become `new`; '' where a person has to decide.

    `kind`: `dead`, `silent` (did not answer in this run), `moved`, `merged`, `found`, `doubtful`, `confirmed`.
    """

    province: str
    kind: str
    field: str
    old: str
    new: str
    evidence: Evidence | None
    why: str


def proposals(
    store: Store, archive: Archive, run_id: str, audit_id: str, registry: Registry, others: Sequence[Registry]
) -> list[Proposal]:
    """What the run's counting visits say, province by province. `others` are registries whose portals are known too."""
    run = store.run(run_id)
    visits = store.counting_visits(run_id)
    # Where nothing answered, or much that answered before did not, the fault is likelier ours.
    network_works = any(v.visit_status != VisitStatus.UNREACHABLE for v in visits.values())
    network_works = network_works and run is not None and run.status != "suspect"
    findings = store.findings(audit_id)
    owners = _owners([registry, *others])
    found: list[Proposal] = []
    for slug, visit in visits.items():
        province = registry.province(slug)
        captures = store.captures(run_id, slug, visit.attempt)
        found += _portal(province, visit, captures, archive, owners, network_works=network_works)
        if visit.visit_status in (VisitStatus.DONE, VisitStatus.PARTIAL):
            found += _found(province, visit, findings.get(slug, []), captures, archive)
    return found


def proposed(registry: Registry, those: Iterable[Proposal], run_id: str) -> Registry:
    """The registry with every proposal that names a new value; its `source` says from which run each came."""
    changed = {p.slug: p for p in registry.provinces}
    for one in those:
        if not one.field or not one.new:
            continue
        province = changed[one.province]
        if one.field == "app":
            province = replace(province, apps=_with_app(province.apps, one))
        elif one.field == "extra_hosts":
            province = replace(province, extra_hosts=(*province.extra_hosts, one.new))
        else:
            province = replace(province, **{one.field: one.new})  # type: ignore[arg-type]
        if one.field == "portal":
            seen = one.evidence is not None and authority(one.evidence.url) == authority(one.new)
            province = replace(province, confidence="seen" if seen else "known")
        where = f" {one.evidence.url}" if one.evidence is not None else ""
        note = f"{one.field} [run {run_id}]{where}"
        province = replace(province, source=f"{province.source}; {note}" if province.source else note)
        changed[one.province] = province
    version = f"{registry.version}+{run_id}"
    return replace(registry, version=version, provinces=tuple(changed[p.slug] for p in registry.provinces))


def _with_app(apps: tuple[App, ...], found: Proposal) -> tuple[App, ...]:
    """The apps with one more listing: one app of that name in both stores is one entry.

    Stores add words to a name ('iHanoi - Công dân Thủ đô số').
    """
    store, _, app_id = found.new.partition(":")
    key = "android" if store == "play" else "ios"
    for n, app in enumerate(apps):
        one, other = sorted((plain(app.name), plain(found.why)), key=len)
        if getattr(app, key) is None and f" {one} " in f" {other} ":
            return (*apps[:n], replace(app, **{key: app_id}), *apps[n + 1 :])
    return (*apps, replace(App(found.why), **{key: app_id}))


def _owners(registries: Sequence[Registry]) -> dict[str, str]:
    """Host -> whose portal it is, over all registries."""
    return {
        registrable(authority(p.portal)): f"{p.slug} of registry {registry.version}"
        for registry in registries
        for p in registry.provinces
    }


def _portal(
    province: Province,
    visit: Visit,
    captures: Sequence[KeptCapture],
    archive: Archive,
    owners: dict[str, str],
    *,
    network_works: bool,
) -> list[Proposal]:
    """Whether the portal still stands at its address."""
    slug, old = province.slug, province.portal
    doubt = "; the address was a guess" if province.confidence == "guess" else ""
    home = [c for c in captures if c.topic == "home" and c.kind in ("response", "failure")]
    last = home[-1] if home else None
    evidence = _evidence(last) if last is not None else None
    if last is not None and last.outcome == Outcome.OUT_OF_SCOPE.value:
        location = archive.read(last.warc_file, last.warc_offset).header("location") or ""
        return [_led(province, join(last.url, location) or location, evidence, owners, "redirects there", read=False)]
    if visit.visit_status == VisitStatus.UNREACHABLE:
        nameless = all(c.outcome == Outcome.DNS.value and _TEMPORARY not in c.error for c in home)
        if home and nameless and network_works:
            return [Proposal(slug, "dead", "", old, "", evidence, f"no such host{doubt}")]
        return [Proposal(slug, "silent", "", old, "", evidence, f"did not answer in this run ({visit.error}){doubt}")]
    if visit.visit_status == VisitStatus.BLOCKED or last is None:
        return [
            Proposal(slug, "silent", "", old, "", evidence, f"could not be read in this run ({visit.error}){doubt}")
        ]
    shown = [c for c in captures if c.topic == "home" and c.kind in _PAGES and c.http_status == 200]
    body = shown[-1] if shown else last
    page = _read(archive, body)
    if (notice := _notice(province, page, body, owners)) is not None:
        return [notice]
    there = _origin(last.final_url)
    if registrable(authority(old)) != registrable(authority(there)):
        return [_led(province, there, evidence, owners, "the home page leads there", read=True)]
    found = []
    if urlsplit(old).scheme != urlsplit(there).scheme:
        found.append(Proposal(slug, "moved", "portal", old, there, evidence, "answers under the other scheme"))
    if province.confidence == "guess":
        texts = (page.title, *(block.text for block in page.blocks))
        if named := next((text for text in texts if speaks_of(text, province.name)), ""):
            seen = Evidence(body.url, body.fetched_at, body.sha256, "", named[:_QUOTE])
            found.append(Proposal(slug, "confirmed", "confidence", "guess", "seen", seen, "it names the province"))
        else:
            why = "a guess: it answered, but its home page does not name the province"
            found.append(Proposal(slug, "doubtful", "", old, "", evidence, why))
    return found


def _led(
    province: Province, url: str, evidence: Evidence | None, owners: dict[str, str], how: str, *, read: bool
) -> Proposal:
    """The portal's address leads to `url`: to another province's portal, or to a new address of its own."""
    slug, old = province.slug, province.portal
    owner = owners.get(registrable(authority(url)), "")
    if owner and not owner.startswith(f"{slug} of"):
        return Proposal(slug, "merged", "", old, "", evidence, f"leads to {_origin(url)}, the portal of {owner}")
    why = how if read else f"{how}; not read in this run"
    # A provincial portal is a sub-domain of gov.vn; one that leads out of it may have been taken over.
    if not host(url) or (host(old).endswith(_STATE) and not host(url).endswith(_STATE)):
        return Proposal(slug, "doubtful", "", old, "", evidence, f"leads to {url or 'no address'}, outside gov.vn")
    return Proposal(slug, "moved", "portal", old, _origin(url), evidence, why)


def _notice(province: Province, page: Page, row: KeptCapture, owners: dict[str, str]) -> Proposal | None:
    """A page in the portal's place: it moved, was merged (sáp nhập), or the name is for sale; None for a portal."""
    bare = len(page.links) < _FEW_LINKS
    merged = next((b.text for b in page.blocks if bare and any(speaks_of(b.text, words) for words in _MERGED)), "")
    sent_on = next((url for name, url in page.meta if name == "refresh"), "")
    told = page.state is State.PARKED or merged != ""
    evidence = Evidence(row.url, row.fetched_at, row.sha256, "", (merged or page.state_evidence)[:_QUOTE])
    own = _bare(province)
    leads = [link.url for link in page.links] if told else [sent_on]
    away = {url for url in leads if host(url) and not belongs(url, own)}
    portals = {registrable(authority(url)): url for url in sorted(away, reverse=True)}
    theirs = [url for name, url in portals.items() if name in owners]
    if theirs or len(portals) == 1:
        url = (theirs or list(portals.values()))[0]
        return _led(province, url, evidence, owners, "its home page sends there", read=False)
    if not told:
        return None
    return Proposal(province.slug, "dead", "", province.portal, "", evidence, "a notice stands in the portal's place")


def _found(
    province: Province,
    visit: Visit,
    findings: Sequence[Finding],
    captures: Sequence[KeptCapture],
    archive: Archive,
) -> list[Proposal]:
    by_check = {f.check_id: f for f in findings}
    log = VisitLog.from_json(visit.log.encode())
    slug = province.slug
    out: list[Proposal] = []
    known = {(s, i) for app in province.apps for s, i in (("play", app.android), ("app_store", app.ios)) if i}
    app = by_check.get("completeness.citizen_app")
    for evidence in app.supports if app is not None and app.status is Status.PASS else ():
        own = _app_of(evidence, log, captures, archive)
        if own is not None and own not in known:
            known.add(own)
            out.append(Proposal(slug, "found", "app", "", f"{own[0]}:{own[1]}", evidence, _name(evidence.quote)))
    if app is not None and app.reason == "delisted":
        ids = ", ".join(f"{s}:{i}" for s, i in sorted(known))
        out.append(Proposal(slug, "dead", "", ids, "", next(iter(app.looked_at), None), "gone from both stores"))
    feedback = ("completeness.feedback_published", "completeness.feedback_channel")
    out += _host_of(province, captures, "feedback_portal", by_check, *feedback)
    out += _host_of(province, captures, "service_portal", by_check, "completeness.public_services_link")
    answered = {authority(c.url) for c in captures if c.outcome == "ok" and c.kind == "response"}
    listed = {registrable(h) for h in province.extra_hosts}
    for name in log.hosts:
        # Sub-domains of the portal are its own by the rule of scope; only another domain has to be entered.
        if name in answered and registrable(name) not in listed and not belongs(f"https://{name}/", _bare(province)):
            seen = next(c for c in captures if authority(c.url) == name and c.outcome == "ok")
            if name not in (authority(province.feedback_portal or ""), authority(province.service_portal or "")):
                why = "a host that the portal's pages led to and that was held to be the province's"
                out.append(Proposal(slug, "found", "extra_hosts", "", name, _evidence(seen), why))
    return out


def _app_of(
    evidence: Evidence, log: VisitLog, captures: Sequence[KeptCapture], archive: Archive
) -> tuple[str, str] | None:
    """(store, id) of the app that the evidence shows: asked for by its id, or found in a store's search."""
    asked = next((s for s in log.store_searches if s.url == evidence.url), None)
    if asked is None:
        return None
    if asked.kind == "lookup":
        return asked.store, asked.query
    row = next((c for c in captures if c.sha256 == evidence.sha256 and c.url == evidence.url), None)
    if row is None or asked.store != "app_store":
        return None
    body = archive.read(row.warc_file, row.warc_offset).body.decode("utf-8", "replace")
    listed = read_itunes(body, evidence.url)
    return next(((asked.store, one.app_id) for one in listed if one.name and one.name in evidence.quote), None)


def _name(quote: str) -> str:
    """The app's name in what was quoted of its listing."""
    named = _TRACK_NAME.search(quote)
    return named[1] if named else quote or "app"


def _host_of(
    province: Province, captures: Sequence[KeptCapture], field: str, by_check: dict[str, Finding], *checks: str
) -> list[Proposal]:
    """The host on which a thing was found, where the registry names another one or none; a named one that is silent."""
    known: str | None = getattr(province, field)
    for check in checks:
        finding = by_check.get(check)
        if finding is None:
            continue
        supports = finding.supports if finding.status is Status.PASS else ()
        for evidence in supports:
            url = finding.value if finding.unit == "url" and finding.value.startswith("http") else evidence.url
            if registrable(authority(url)) == registrable(authority(province.portal)) or not host(url):
                continue
            if known and registrable(authority(known)) == registrable(authority(url)):
                return []
            kind = "doubtful" if known else "found"
            why = f"{check} was found there" + (", not where the registry says" if known else "")
            return [Proposal(province.slug, kind, field, known or "", _origin(url), evidence, why)]
    asked = [
        c for c in captures if known and authority(c.url) == authority(known) and not c.url.endswith("/robots.txt")
    ]
    if known and asked and all(c.kind == "failure" or (c.http_status or 0) >= 400 for c in asked):
        why = f"did not answer in this run ({asked[-1].outcome})"
        return [Proposal(province.slug, "doubtful", "", f"{field} {known}", "", _evidence(asked[-1]), why)]
    return []


def _bare(province: Province) -> str:
    return registrable(authority(province.portal))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _read(archive: Archive, row: KeptCapture) -> Page:
    capture = archive.read(row.warc_file, row.warc_offset)
    return read(capture.body, url=capture.url, media_type=capture.media_type)


def _evidence(row: KeptCapture) -> Evidence:
    return Evidence(row.url, row.fetched_at, row.sha256, "", row.error or row.outcome)
