"""Make a run out of captures that another tool took (WARC, WACZ): each goes to the province whose host it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pages.urls import authority, belongs, canonical
from records.capture import Capture, Kind, Outcome
from records.province import Province, Registry
from records.visit import VisitLog, VisitStatus
from storage.archive import Archive
from storage.foreign import read_foreign
from storage.rows import KeptCapture
from storage.store import Store

_STORE_HOSTS = ("play.google.com", "apps.apple.com", "itunes.apple.com")


@dataclass(slots=True)
class Imported:
    """What an import came to: captures kept by province, and what was unusable and why."""

    run_id: str
    kept: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    strangers: int = 0  # captures of hosts that belong to no province of the registry


def import_captures(
    store: Store, archive: Archive, run_id: str, registry: Registry, files: Sequence[Path], now: datetime
) -> Imported:
    """Copy every usable capture into the archive of its province's visit, and close the visits.

    The visits' logs say `complete=False`: what the files lack was not looked at (`not_in_archive`).
    """
    done = Imported(run_id)
    groups: dict[str, list[Capture]] = {}
    for capture in _usable(files, done):
        owner = next((p for p in registry.provinces if _owns(p, capture.url)), None)
        if owner is None and urlsplit(capture.url).hostname in _STORE_HOSTS and len(registry.provinces) == 1:
            owner = registry.provinces[0]
            capture = replace(capture, topic="store")
        if owner is None:
            done.strangers += 1
            continue
        groups.setdefault(owner.slug, []).append(capture)
    for province in registry.provinces:
        captures = groups.get(province.slug, [])
        done.kept[province.slug] = len(captures)
        if captures:
            _keep(store, archive, run_id, province, captures, now)
    return done


def _usable(files: Sequence[Path], done: Imported) -> Iterable[Capture]:
    for path in files:
        for found in read_foreign(path):
            if isinstance(found, Capture):
                yield found
            else:
                done.problems.append(str(found))


def _owns(province: Province, url: str) -> bool:
    host = authority(url)
    own = {authority(u) for u in (province.portal, province.service_portal, province.feedback_portal) if u}
    own |= set(province.extra_hosts)
    return host in own or belongs(url, authority(province.portal))


def _keep(
    store: Store, archive: Archive, run_id: str, province: Province, captures: list[Capture], now: datetime
) -> None:
    started = min((c.fetched_at for c in captures), default=now)
    attempt = store.start_visit(run_id, province.slug, started)
    writer = archive.open_visit(run_id, province.slug, attempt)
    home = canonical(province.portal)
    log = VisitLog(
        province=province.slug,
        status=VisitStatus.DONE,
        started_at=started,
        finished_at=max((c.fetched_at for c in captures), default=now),
        pages_fetched=len(captures),
        complete=False,
        hosts=tuple(sorted({authority(c.url) for c in captures if c.topic != "store"})),
        notes=("imported from captures of another tool",),
    )
    raw = log.to_json()
    json = (("Content-Type", "application/json"),)
    kept_log = Capture(province.portal, province.portal, log.finished_at, Kind.LOG, Outcome.OK, None, json, raw, raw)
    try:
        named = (replace(c, topic="home") if canonical(c.url) == home else c for c in captures)
        rows = [KeptCapture.of(c, writer.write(c)) for c in (*named, kept_log)]
        store.add_captures(run_id, province.slug, attempt, rows)
    finally:
        writer.close()
    store.finish_visit(run_id, province.slug, attempt, log)
