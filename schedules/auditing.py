"""One audit while it is made: provinces are judged as they come, ranks and aggregates close it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime

from audits.rubric import Rubric
from audits.scoring import aggregates, indicators, ranked, scores, tally
from pages.read import reader_version
from records.figure import figures_of
from records.finding import FeedbackItem, Finding, Status
from records.province import Registry
from records.review import overruled
from records.score import Score
from records.visit import VisitLog, VisitStatus
from schedules.crawling import Event
from schedules.judging import Case, judge_case
from storage.archive import Archive
from storage.rows import Visit
from storage.store import Store

# More provinces newly unreachable than this: a fault of the network we stand in is likelier (interfaces.md).
SUSPECT_ABOVE = 10


def add_audit(
    store: Store, archive: Archive, run_id: str, rubric: Rubric, as_of: date, now: datetime, reader: str = ""
) -> str:
    """Begin a new audit of a run, whose rubric goes into the archive, and give its id.

    `reader` is the version by which an earlier audit read, where its findings are taken over; else today's.
    """
    archive.keep_rubric(run_id, rubric.raw, rubric.sha256)
    return store.add_audit(
        run_id,
        as_of=as_of,
        rubric=rubric.id,
        rubric_version=rubric.version,
        rubric_sha256=rubric.sha256,
        reader_version=reader or reader_version(),
        made_at=now,
    )


@dataclass(slots=True)
class Auditing:
    """An audit's judging, by the processes of `pool`; others may judge provinces of the same audit elsewhere.

    Without a pool it judges nothing, and only keeps what it is given.
    """

    store: Store
    archive: Archive
    rubric: Rubric
    notify: Callable[[Event], None]
    audit_id: str
    registry: Registry | None
    as_of: date
    pool: ProcessPoolExecutor | None
    faults: list[str] = field(default_factory=list)
    judged: set[str] = field(default_factory=set)
    peaks_kib: dict[int, int] = field(default_factory=dict)  # by judging process
    # The findings themselves stay in the store: a run may be about a hundred thousand sites.
    _tally: Counter[tuple[str, Status]] = field(default_factory=Counter)
    _scores: dict[str, list[Score]] = field(default_factory=dict)

    async def judge(self, visit: Visit) -> None:
        """Judge one visit in a process of its own, and keep what came of it."""
        assert self.registry is not None and self.pool is not None
        province = self.registry.province(visit.province)
        file = f"{visit.run_id}/{visit.province}-{visit.attempt}.warc.gz"
        case = Case(self.archive.root, file, province, VisitLog.from_json(visit.log.encode()), self.as_of)
        self.judged.add(visit.province)
        judged = await asyncio.get_running_loop().run_in_executor(self.pool, judge_case, case)
        judgement = judged.judgement
        self.peaks_kib[judged.pid] = judged.peak_kib
        self.faults.extend(f"{visit.province}: {fault}" for fault in judgement.faults)
        self.keep(visit.province, judgement.findings, judgement.feedback_items)
        self.notify(Event("judged", visit.province))

    def keep(self, province: str, findings: Sequence[Finding], items: Sequence[FeedbackItem]) -> None:
        """Keep what was found of one province, with the auditors' reviews that stand, and its scores."""
        self.judged.add(province)
        findings = overruled(findings, self.store.reviews(province), self.as_of)
        rows = indicators(self.rubric, findings, self._external(province))
        self.store.add_findings(self.audit_id, province, findings, items)
        self.store.add_indicators(self.audit_id, province, rows)
        self._tally.update(tally(findings))
        self._scores[province] = scores(self.rubric, rows)

    def _external(self, slug: str) -> dict[str, float]:
        """Credits that figures of other indices give, where the rubric asks for any."""
        registry = self.registry
        if registry is None or not any(line.external for line in self.rubric.lines):
            return {}
        figures = figures_of(registry.province(slug), registry.version, self.store.figures(), self.as_of.year)
        return {name: credit for name, figure in figures.items() if (credit := figure.credit) is not None}

    async def judge_rest(self, run_id: str) -> None:
        """Judge the run's counting visits that were not judged yet; take over what others have judged."""
        rest = [slug for slug in self.store.counting_visits(run_id, logs=False) if slug not in self.judged]
        left = [slug for slug in rest if not self._take_over(slug)]
        await asyncio.gather(*(self.judge(self.store.counting_visits(run_id, slug)[slug]) for slug in left))

    def _take_over(self, slug: str) -> bool:
        # Indicators are written last: where they are, the findings are whole.
        rows = self.store.indicators(self.audit_id, slug).get(slug)
        if not rows:
            return False
        self.judged.add(slug)
        self._tally.update(tally(self.store.findings(self.audit_id, slug)[slug]))
        self._scores[slug] = scores(self.rubric, rows)
        return True

    def finish(self, *, ranks: bool) -> None:
        """Keep the scores; ranks and aggregates for full runs only (interfaces.md, Runs)."""
        audit = self.store.audit(self.audit_id)
        run = self.store.run(audit.run_id) if audit is not None else None
        full = ranks and run is not None and run.kind == "full"
        for slug, rows in (ranked(self._scores) if full else self._scores).items():
            self.store.add_scores(self.audit_id, slug, rows)
        if full:
            self.store.add_aggregates(self.audit_id, aggregates(self._tally))


def suspect(store: Store, run_id: str) -> bool:
    """Whether too many provinces that answered last time did not answer now."""
    down = _unreachable(store, run_id)
    before = next((r for r in store.runs() if r.run_id != run_id and r.kind == "full" and r.status == "done"), None)
    if before is not None:
        down -= _unreachable(store, before.run_id)
    return len(down) > SUSPECT_ABOVE


def _unreachable(store: Store, run_id: str) -> set[str]:
    visits = store.counting_visits(run_id, logs=False)
    return {slug for slug, visit in visits.items() if visit.visit_status == VisitStatus.UNREACHABLE}
