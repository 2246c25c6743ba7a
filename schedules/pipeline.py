"""A run: crawl, keep, audit, score. Used by every command that visits or judges; idempotent and restartable."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from audits.rubric import Rubric
from crawler.settings import Settings as CrawlSettings
from records.province import Province, Registry
from records.registry import load_registry
from records.visit import VisitStatus
from schedules.auditing import Auditing, add_audit, suspect
from schedules.crawling import Event
from schedules.jobs import jobs_of
from schedules.judging import all_judges, judges, peak_kib
from schedules.queue import LocalQueue
from schedules.working import Worker
from storage.archive import Archive
from storage.rows import Audit
from storage.sealed import seal
from storage.store import Store


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    run_id: str
    audit_id: str = ""
    statuses: dict[str, VisitStatus] = field(default_factory=dict)
    suspect: bool = False
    faults: list[str] = field(default_factory=list)
    peak_mib: float = 0.0  # of this process and the judging ones together, the browser aside

    def take_visits(self, store: Store, provinces: Sequence[Province]) -> None:
        """How `provinces` fared, and whether the run is suspect; one whose visit broke every time was not reached."""
        visits = store.counting_visits(self.run_id, logs=False)
        for slug in (province.slug for province in provinces):
            self.statuses[slug] = VisitStatus(visits[slug].visit_status) if slug in visits else VisitStatus.UNREACHABLE
        self.suspect = suspect(store, self.run_id)

    @property
    def unreachable(self) -> list[str]:
        """Provinces that could not be visited."""
        bad = (VisitStatus.UNREACHABLE, VisitStatus.BLOCKED)
        return sorted(slug for slug, status in self.statuses.items() if status in bad)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Everything a run needs; `now` is the only clock."""

    store: Store
    archive: Archive
    rubric: Rubric
    notify: Callable[[Event], None] = lambda _: None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    code_version: str = ""

    async def audit(
        self,
        run_id: str,
        registry: Registry,
        as_of: date,
        *,
        pool: ProcessPoolExecutor | None = None,
        only: Sequence[str] | None = None,
        finish_as: str = "",
    ) -> tuple[str, list[str]]:
        """Judge a run's counting visits again, from the archive. Gives the audit's id and the checks' faults.

        The run's manifest is brought up to it; with `finish_as` the run ends with that status. `pool` are judging
        processes that serve several audits, one's own where None.
        """
        if pool is None:
            with all_judges() as own:
                return await self.audit(run_id, registry, as_of, pool=own, only=only, finish_as=finish_as)
        audit_id = add_audit(self.store, self.archive, run_id, self.rubric, as_of, self.now())
        auditing = Auditing(self.store, self.archive, self.rubric, self.notify, audit_id, registry, as_of, pool)
        visits = self.store.counting_visits(run_id).values()
        await asyncio.gather(*(auditing.judge(v) for v in visits if only is None or v.province in only))
        auditing.finish(ranks=only is None)
        seal(
            self.store,
            self.archive,
            run_id,
            self.now(),
            audit_id=audit_id,
            code_version=self.code_version,
            finish_as=finish_as,
        )
        return audit_id, auditing.faults

    def review(self, audit: Audit) -> str:
        """A new audit with the findings of `audit` and the reviews that stand by now; gives its id.

        Nothing is read again; `audit` stays as it is.
        """
        store, archive, run_id, as_of = self.store, self.archive, audit.run_id, audit.as_of
        audit_id = add_audit(store, archive, run_id, self.rubric, as_of, self.now(), audit.reader_version)
        figures = any(line.external for line in self.rubric.lines)
        registry = load_registry(archive.registry_file(run_id)) if figures else None
        auditing = Auditing(store, archive, self.rubric, self.notify, audit_id, registry, as_of, None)
        for province, findings in store.findings(audit.audit_id).items():
            auditing.keep(province, findings, store.feedback_items(audit.audit_id, province))
        auditing.finish(ranks=len(auditing.judged) == len(store.counting_visits(run_id)))
        seal(store, archive, run_id, self.now(), audit_id=audit_id, code_version=self.code_version, finish_as="")
        return audit_id

    async def run(
        self,
        run_id: str,
        registry: Registry,
        provinces: Sequence[Province],
        settings: CrawlSettings,
        as_of: date,
        *,
        concurrency: int,
        resume: bool = False,
    ) -> Summary:
        """Visit `provinces`, judge each as soon as it was visited, then the rest of the run's provinces, and score.

        Cancelling keeps what was done; the run is then `interrupted`.
        """
        audit_id = add_audit(self.store, self.archive, run_id, self.rubric, as_of, self.now())
        summary = Summary(run_id, audit_id)
        queue = LocalQueue()
        # The crawl and its browser keep a core to themselves.
        pool = judges(max(1, (os.cpu_count() or 1) - 1), yielding=True)
        worker = Worker(
            queue,
            self.store,
            self.archive,
            settings,
            pool,
            self.notify,
            self.now,
            self.code_version,
            concurrency,
            registry,
        )
        try:
            await queue.enqueue(jobs_of(self.store, audit_id, registry, provinces, settings, resume=resume))
            await worker.run(until_closed=run_id)
            summary.take_visits(self.store, provinces)
        except BaseException:
            self.store.finish_run(run_id, "interrupted", self.now())
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            summary.faults = worker.faults
            summary.peak_mib = (peak_kib() + worker.judging_peak_kib) / 1024
        return summary
