"""Hand a run to the workers (`portal-audit worker`) over the queue in PostgreSQL, and wait until it is closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date

from crawler.settings import Settings as CrawlSettings
from records.province import Province, Registry
from schedules.auditing import add_audit
from schedules.crawling import Event
from schedules.jobs import jobs_of
from schedules.pipeline import Pipeline, Summary
from schedules.queue_postgres import PostgresQueue
from storage.errors import StorageError

log = logging.getLogger("portal_audit")

_LOOK_SECONDS = 1.0
_NOBODY_SECONDS = 60.0  # without a live worker for so long: it is said, and said again


def is_postgres(database: str) -> bool:
    """Whether a database's URL is PostgreSQL's, which alone has a queue for several processes."""
    return database.startswith("postgres")


async def live_workers(url: str) -> int:
    """How many workers of that database's queue are alive; StorageError where it cannot be asked."""
    queue = await PostgresQueue.open(url)
    try:
        return await queue.live_workers()
    finally:
        await queue.close()


async def run_by_workers(
    url: str,
    pipeline: Pipeline,
    run_id: str,
    registry: Registry,
    provinces: Sequence[Province],
    settings: CrawlSettings,
    as_of: date,
    *,
    resume: bool = False,
) -> Summary:
    """`Pipeline.run` by the workers at the queue of the database `url`: enqueue, wait until the run is closed, sum up.

    The run must be `running`, its registry in the archive. Of `settings` the pages, rendering and focus travel with the
    jobs; the rest is the workers' own. Where the run has open jobs already, it is only waited for. Cancelling ends the
    waiting alone: the workers go on and close the run. StorageError where they could not close it.
    """
    queue = await PostgresQueue.open(url)
    try:
        if not await queue.open_jobs(run_id):
            store, now = pipeline.store, pipeline.now()
            audit_id = add_audit(store, pipeline.archive, run_id, pipeline.rubric, as_of, now)
            await queue.enqueue(jobs_of(store, audit_id, registry, provinces, settings, resume=resume))
        await _closed(queue, pipeline, run_id)
    finally:
        await queue.close()
    run, audit = pipeline.store.run(run_id), pipeline.store.default_audit(run_id)
    if run is None or audit is None or run.status == "running":
        raise StorageError(f"run {run_id} was not closed (see the workers' logs); `run --resume {run_id}` tries again")
    summary = Summary(run_id, audit.audit_id)
    summary.take_visits(pipeline.store, provinces)
    return summary


async def _closed(queue: PostgresQueue, pipeline: Pipeline, run_id: str) -> None:
    """Until the run has no open job, saying of each province that it was visited; also while the database is away."""
    told: set[tuple[str, int]] = set()
    nobody_since: float | None = None
    clock = asyncio.get_running_loop().time
    while True:
        try:
            left, alive = await queue.open_jobs(run_id), await queue.live_workers()
            for province, attempt, status, error, pages in pipeline.store.ended_visits(run_id):
                if (province, attempt) not in told:
                    told.add((province, attempt))
                    pipeline.notify(Event("visited", province, f"{status} {error}".strip(), pages))
        except StorageError as trouble:
            log.warning("waiting for the database: %s", trouble)
        else:
            if not left:
                return
            nobody_since = None if alive else (nobody_since or clock())
            if nobody_since is not None and clock() - nobody_since >= _NOBODY_SECONDS:
                log.warning("run %s waits: no worker is alive; start one with `portal-audit worker`", run_id)
                nobody_since = clock()
        await asyncio.sleep(_LOOK_SECONDS)
