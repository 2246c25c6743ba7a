"""What a run says of its registry: addresses that are dead, moved or merged, what was newly found, what is doubtful.

Nothing changes by itself: the proposals are printed, and written as a registry file for a person to review.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pages.page import State
from pages.read import read
from pages.stores import read_itunes
from pages.urls import authority, belongs, host, registrable
from records.finding import Evidence, Finding, Status
from records.province import App, Province, Registry
from records.visit import VisitLog, VisitStatus
from storage.archive import Archive
from storage.rows import KeptCapture, Visit
from storage.store import Store

# A name that no resolver knows is dead; a host that did not answer this once may be back tomorrow.
_NO_SUCH_HOST = "dns"

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
    suspect = run is not None and run.status == "suspect"
    findings = store.findings(audit_id)
    owners = _owners([registry, *others])
    found: list[Proposal] = []
    for slug, visit in store.counting_visits(run_id).items():
        province = registry.province(slug)
        captures = store.captures(run_id, slug, visit.attempt)
        found += _portal(province, visit, captures, archive, owners, suspect=suspect)
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
        note = f"{one.field} by run {run_id}"
        if note not in province.source:
            province = replace(province, source=f"{province.source}; {note}" if province.source else note)
        changed[one.province] = province
    version = f"{registry.version}+{run_id}"
    return replace(registry, version=version, provinces=tuple(changed[p.slug] for p in registry.provinces))


def _with_app(apps: tuple[App, ...], found: Proposal) -> tuple[App, ...]:
    """The apps with one more listing: one app of that name in both stores is one entry."""
    store, _, app_id = found.new.partition(":")
    key = "android" if store == "play" else "ios"
    for n, app in enumerate(apps):
        if app.name == found.why and getattr(app, key) is None:
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
    suspect: bool,
) -> list[Proposal]:
    """Whether the portal still stands at its address."""
    home = [c for c in captures if c.topic == "home" and c.kind in ("response", "failure")]
    last = home[-1] if home else None
    evidence = _evidence(last) if last is not None else None
    slug, old = province.slug, province.portal
    if visit.visit_status == VisitStatus.UNREACHABLE:
        outcomes = {c.outcome for c in home}
        if outcomes == {_NO_SUCH_HOST} and not suspect:
            return [Proposal(slug, "dead", "", old, "", evidence, "no such host")]
        return [Proposal(slug, "silent", "", old, "", evidence, f"did not answer in this run ({visit.error})")]
    if visit.visit_status == VisitStatus.BLOCKED or last is None:
        return [Proposal(slug, "silent", "", old, "", evidence, f"could not be read in this run ({visit.error})")]
    body = next((c for c in reversed(home) if c.kind == "response" and c.http_status == 200), None)
    state = _state(archive, body) if body is not None else State.OK
    there = _origin(last.final_url)
    before, now = registrable(authority(old)), registrable(authority(there))
    if before != now:
        owner = owners.get(now, "")
        if owner and not owner.startswith(f"{slug} of"):
            return [Proposal(slug, "merged", "", old, "", evidence, f"leads to the portal of {owner}")]
        return [Proposal(slug, "moved", "portal", old, there, evidence, "the home page leads there")]
    if state is State.PARKED:
        return [Proposal(slug, "moved", "", old, "", evidence, "its page says that the portal moved, or is for sale")]
    found = []
    if urlsplit(old).scheme != urlsplit(there).scheme:
        found.append(Proposal(slug, "moved", "portal", old, there, evidence, "answers under the other scheme"))
    if province.confidence == "guess":
        confirmed = "a guess that answered as the portal"
        found.append(Proposal(slug, "confirmed", "confidence", "guess", "seen", evidence, confirmed))
    return found


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
    out += _host_of(
        province, "feedback_portal", by_check, "completeness.feedback_published", "completeness.feedback_channel"
    )
    out += _host_of(province, "service_portal", by_check, "completeness.public_services_link")
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


def _host_of(province: Province, field: str, by_check: dict[str, Finding], *checks: str) -> list[Proposal]:
    """The host on which a thing was found, where the registry names another one or none."""
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
    dead = by_check.get(checks[-1])
    if known and dead is not None and dead.status is Status.PARTIAL and dead.reason == "dead_link":
        evidence_ = next(iter((*dead.looked_at, *dead.supports)), None)
        return [Proposal(province.slug, "doubtful", "", known, "", evidence_, "did not answer in this run")]
    return []


def _bare(province: Province) -> str:
    return registrable(authority(province.portal))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _state(archive: Archive, row: KeptCapture) -> State:
    capture = archive.read(row.warc_file, row.warc_offset)
    return read(capture.body, url=capture.url, media_type=capture.media_type).state


def _evidence(row: KeptCapture) -> Evidence:
    return Evidence(row.url, row.fetched_at, row.sha256, "", row.error or row.outcome)
