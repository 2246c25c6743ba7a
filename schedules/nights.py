"""What the plan wants now: start, go on, try again, or tell that a night was missed. Told from the runs table alone.

A night's run is the one of the job's provinces that began near its time: up to `EARLY` before it (a clock that was set
back meanwhile) or any time until the next start. So a restart, a second process, cron beside the scheduler or a
stepped clock starts no night twice, and nothing has to be remembered but the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from records.visit import VisitStatus
from schedules.plan import Job
from storage.rows import Run
from storage.store import Store

EARLY = timedelta(hours=3)
LOOK_BACK = timedelta(days=8)  # nights that were missed longer ago are told no more


@dataclass(frozen=True, slots=True)
class Step:
    """What to do: `start` a night, `resume` or `retry` its run."""

    what: str
    start: datetime  # the planned time
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A job as it stands: the step to take now, if any, and planned starts that no run came of."""

    step: Step | None
    missed: tuple[datetime, ...]


def to_retry(store: Store, run_id: str) -> list[str]:
    """Provinces of a run that no attempt has reached yet, in its order: what `run --retry` visits."""
    visits = store.counting_visits(run_id)
    bad = (VisitStatus.UNREACHABLE.value, VisitStatus.BLOCKED.value)
    of_run = [row.province for row in store.provinces(run_id)]
    return [slug for slug in of_run if slug not in visits or visits[slug].visit_status in bad]


def night_run(store: Store, job: Job, start: datetime, following: datetime, runs: Sequence[Run]) -> Run | None:
    """The run of the night that was planned for `start`; `following` is the next start."""
    early = min(EARLY, (following - start) / 4)
    for run in runs:  # the newest first
        if start - early <= run.started_at < following - early and is_of(store, job, run):
            return run
    return None


def is_of(store: Store, job: Job, run: Run) -> bool:
    """Whether the run is one of the job's provinces."""
    if not job.provinces:
        return run.kind == "full"
    return run.kind == "single" and {p.province for p in store.provinces(run.run_id)} == set(job.provinces)


def outlook(
    store: Store, job: Job, now: datetime, grace: timedelta, since: datetime, crawled: Callable[[str], bool]
) -> Outlook:
    """What the job wants at `now`. `since`: planned starts of before are owed only where the job has run before.

    `crawled` tells whether a process has that run in hand. Raises StorageError.
    """
    runs = store.runs()
    first = min((run.started_at for run in runs if is_of(store, job, run)), default=since)
    missed: list[datetime] = []
    step: Step | None = None
    owed = [(s, f) for s, f in job.due(now, LOOK_BACK) if s >= min(first, since)]
    for number, (start, following) in enumerate(owed, start=1):
        newest = number == len(owed)
        run = night_run(store, job, start, following, runs)
        if run is not None:
            step = _go_on(store, job, run, start, now, grace, crawled) if newest else None
        elif newest and now - start <= grace:
            step = Step("start", start)
        else:
            missed.append(start)
    return Outlook(None if job.is_quiet(now) else step, tuple(missed))


def _go_on(
    store: Store, job: Job, run: Run, start: datetime, now: datetime, grace: timedelta, crawled: Callable[[str], bool]
) -> Step | None:
    """Resume a run that was cut, or try again what it could not reach."""
    if crawled(run.run_id):
        return None
    if run.status in ("running", "interrupted"):
        return Step("resume", start, run.run_id) if now - start <= grace else None
    moments = [m for m in (run.started_at + after for after in job.retry_after) if m <= now <= m + grace]
    if not moments or not to_retry(store, run.run_id):
        return None
    tried = max((v.started_at for v in store.visits(run.run_id)), default=start)
    return Step("retry", start, run.run_id) if tried < moments[-1] else None
