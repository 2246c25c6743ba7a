"""A run: crawl, keep, audit, score. Used by every command that visits or judges; idempotent and restartable."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from audits.rubric import Rubric
from audits.scoring import aggregates, indicators, ranked, scores
from crawler.settings import Settings as CrawlSettings
from pages.read import reader_version
from records.finding import FeedbackItem, Finding
from records.province import Province, Registry
from records.review import overruled
from records.score import Score
from records.visit import VisitLog, VisitStatus
from schedules.crawling import Crawling, Event
from schedules.judging import Case, all_judges, judge_case, judges, peak_kib
from storage.archive import Archive
from storage.rows import Audit, Visit
from storage.sealed import seal
from storage.store import Store

# More provinces newly unreachable than this: a fault of the network we stand in is likelier (interfaces.md).
SUSPECT_ABOVE = 10


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    run_id: str
    audit_id: str = ""
    statuses: dict[str, VisitStatus] = field(default_factory=dict)
    suspect: bool = False
    faults: list[str] = field(default_factory=list)
    peak_mib: float = 0.0  # of this process and the judging ones together, the browser aside

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

    # -- judging -------------------------------------------------------------------------------------

    def open_audit(
        self,
        run_id: str,
        registry: Registry | None,
        as_of: date,
        pool: ProcessPoolExecutor | None,
        reader: str = "",
    ) -> Auditing:
        """Begin a new audit of a run, whose provinces are judged by the processes of `pool`.

        Without a pool it judges nothing, and keeps what an earlier audit by `reader` found.
        """
        self.archive.keep_rubric(run_id, self.rubric.raw, self.rubric.sha256)
        audit_id = self.store.add_audit(
            run_id,
            as_of=as_of,
            rubric=self.rubric.id,
            rubric_version=self.rubric.version,
            rubric_sha256=self.rubric.sha256,
            reader_version=reader or reader_version(),
            made_at=self.now(),
        )
        return Auditing(self, run_id, audit_id, registry, as_of, pool)

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
        auditing = self.open_audit(run_id, registry, as_of, pool)
        visits = self.store.counting_visits(run_id).values()
        await asyncio.gather(*(auditing.judge(v) for v in visits if only is None or v.province in only))
        auditing.finish(ranks=only is None)
        self._seal(run_id, auditing.audit_id, finish_as)
        return auditing.audit_id, auditing.faults

    def review(self, audit: Audit) -> str:
        """A new audit with the findings of `audit` and the reviews that stand by now; gives its id.

        Nothing is read again; `audit` stays as it is.
        """
        auditing = self.open_audit(audit.run_id, None, audit.as_of, None, audit.reader_version)
        for province, findings in self.store.findings(audit.audit_id).items():
            auditing.keep(province, findings, self.store.feedback_items(audit.audit_id, province))
        auditing.finish(ranks=len(auditing.judged) == len(self.store.counting_visits(audit.run_id)))
        self._seal(audit.run_id, auditing.audit_id, "")
        return auditing.audit_id

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
        summary = Summary(run_id)
        # The crawl and its browser keep a core to themselves.
        pool = judges(max(1, (os.cpu_count() or 1) - 1), yielding=True)
        auditing = self.open_audit(run_id, registry, as_of, pool)
        summary.audit_id = auditing.audit_id
        try:
            crawling = Crawling(self.store, self.archive, self.notify, self.now)
            summary.statuses = await crawling.crawl(
                run_id, provinces, settings, concurrency=concurrency, resume=resume, visited=auditing.judge
            )
            others = self.store.counting_visits(run_id).values()
            await asyncio.gather(*(auditing.judge(v) for v in others if v.province not in auditing.judged))
            auditing.finish(ranks=True)
            summary.suspect = self.suspect(run_id)
            self._seal(run_id, auditing.audit_id, "suspect" if summary.suspect else "done")
        except BaseException:
            self.store.finish_run(run_id, "interrupted", self.now())
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            summary.faults = auditing.faults
            summary.peak_mib = (peak_kib() + sum(auditing.peaks_kib.values())) / 1024
        return summary

    # -- finishing -----------------------------------------------------------------------------------

    def _seal(self, run_id: str, audit_id: str, finish_as: str) -> None:
        """Bring the run's manifest up to an audit that has just been made."""
        seal(
            self.store,
            self.archive,
            run_id,
            self.now(),
            audit_id=audit_id,
            code_version=self.code_version,
            finish_as=finish_as,
        )

    def suspect(self, run_id: str) -> bool:
        """Whether too many provinces that answered last time did not answer now."""
        visits = self.store.counting_visits(run_id)
        down = {s for s, v in visits.items() if v.visit_status == VisitStatus.UNREACHABLE}
        before = next(
            (r for r in self.store.runs() if r.run_id != run_id and r.kind == "full" and r.status == "done"), None
        )
        if before is not None:
            down -= {
                s
                for s, v in self.store.counting_visits(before.run_id).items()
                if v.visit_status == VisitStatus.UNREACHABLE
            }
        return len(down) > SUSPECT_ABOVE


class Auditing:
    """One audit while it is made: provinces are judged as they come, ranks and aggregates close it."""

    def __init__(
        self,
        pipeline: Pipeline,
        run_id: str,
        audit_id: str,
        registry: Registry | None,
        as_of: date,
        pool: ProcessPoolExecutor | None,
    ) -> None:
        self.audit_id = audit_id
        self.faults: list[str] = []
        self.judged: set[str] = set()
        self.peaks_kib: dict[int, int] = {}  # by judging process
        self._pipeline, self._run_id, self._registry, self._as_of = pipeline, run_id, registry, as_of
        self._pool = pool
        self._findings: list[Finding] = []
        self._scores: dict[str, list[Score]] = {}

    async def judge(self, visit: Visit) -> None:
        """Judge one visit in a process of its own, and keep what came of it."""
        assert self._registry is not None and self._pool is not None
        pipeline = self._pipeline
        province = self._registry.province(visit.province)
        file = f"{visit.run_id}/{visit.province}-{visit.attempt}.warc.gz"
        case = Case(pipeline.archive.root, file, province, VisitLog.from_json(visit.log.encode()), self._as_of)
        self.judged.add(visit.province)
        judged = await asyncio.get_running_loop().run_in_executor(self._pool, judge_case, case)
        judgement = judged.judgement
        self.peaks_kib[judged.pid] = judged.peak_kib
        self.faults.extend(f"{visit.province}: {fault}" for fault in judgement.faults)
        self.keep(visit.province, judgement.findings, judgement.feedback_items)
        pipeline.notify(Event("judged", visit.province))

    def keep(self, province: str, findings: Sequence[Finding], items: Sequence[FeedbackItem]) -> None:
        """Keep what was found of one province, with the auditors' reviews that stand, and its scores."""
        pipeline = self._pipeline
        self.judged.add(province)
        findings = overruled(findings, pipeline.store.reviews(province), self._as_of)
        rows = indicators(pipeline.rubric, findings)
        pipeline.store.add_findings(self.audit_id, province, findings, items)
        pipeline.store.add_indicators(self.audit_id, province, rows)
        self._findings.extend(findings)
        self._scores[province] = scores(pipeline.rubric, rows)

    def finish(self, *, ranks: bool) -> None:
        """Keep the scores; ranks and aggregates for full runs only (interfaces.md, Runs)."""
        store = self._pipeline.store
        run = store.run(self._run_id)
        full = ranks and run is not None and run.kind == "full"
        for slug, rows in (ranked(self._scores) if full else self._scores).items():
            store.add_scores(self.audit_id, slug, rows)
        if full:
            store.add_aggregates(self.audit_id, aggregates(self._findings))
