"""The jobs that a run consists of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler.settings import Settings as CrawlSettings
from records.province import Province, Registry
from records.visit import VisitLog
from schedules.groups import host_groups
from schedules.queue import Job, Kind, Order, closing
from storage.store import Store


def jobs_of(
    store: Store,
    audit_id: str,
    registry: Registry,
    provinces: Sequence[Province],
    settings: CrawlSettings,
    *,
    resume: bool,
) -> list[Job]:
    """The jobs of one run: a visit for each of `provinces`, or what closes the run where there is none to visit.

    With `resume` an attempt that is open goes on, else each province gets a new one. Groups are reckoned over the
    whole registry, so that two runs at the same time keep out of each other's way.
    """
    audit = store.audit(audit_id)
    assert audit is not None  # it has just been made
    order = Order(
        audit.run_id,
        audit_id,
        audit.as_of,
        audit.rubric_sha256,
        settings.max_pages,
        settings.render,
        settings.focus,
    )
    locks = host_groups(registry.provinces, hosts_seen(store))
    newest = {visit.province: visit for visit in store.visits(audit.run_id)}  # attempts ascend
    jobs = []
    for province in provinces:
        before = newest.get(province.slug)
        attempt = 1 if before is None else before.attempt if resume and before.open else before.attempt + 1
        jobs.append(Job(Kind.VISIT, order, province.slug, attempt, f"hosts {locks[province.slug]}"))
    return jobs or [closing(order)]


def hosts_seen(store: Store) -> Mapping[str, Sequence[str]]:
    """By province the hosts that its visit in the newest finished full run asked for something."""
    run = store.default_run()
    visits = store.counting_visits(run.run_id) if run is not None else {}
    return {slug: VisitLog.from_json(visit.log.encode()).hosts for slug, visit in visits.items() if visit.log}
