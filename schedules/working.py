"""Work off a queue: visit, judge, close runs. The same for one process and for many on several machines."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from audits.rubric import parse_rubric
from crawler.settings import Settings as CrawlSettings
from crawler.stores import APP_STORE_PAUSE
from crawler.visit import Crawler
from pages.urls import authority, belongs
from records.province import Province, Registry
from records.registry import load_registry
from schedules.auditing import Auditing, suspect
from schedules.crawling import Crawling, Event
from schedules.groups import named_hosts
from schedules.queue import MAX_STALLS, Job, Kind, Lane, Order, Queue, judging
from storage.archive import Archive
from storage.errors import StorageError
from storage.sealed import seal
from storage.store import Store

log = logging.getLogger("portal_audit")

_LOOK_AGAIN_SECONDS = 5.0
# A job that a full disk or an absent database ended is tried again after so long, then twice as long, ...
_FIRST_PAUSE = 5.0


class Refused(Exception):
    """This worker may not do a job: its settings do not allow it. The job stays for others."""


@dataclass(slots=True)
class _Work:
    """What the jobs of one run share in this process."""

    registry: Registry
    crawling: Crawling
    crawler: Crawler
    auditing: Auditing


@dataclass(slots=True)
class Worker:
    """Takes jobs and does them: `concurrency` provinces side by side, judging as many as `pool` has processes."""

    queue: Queue
    store: Store
    archive: Archive
    settings: CrawlSettings
    pool: ProcessPoolExecutor
    notify: Callable[[Event], None] = lambda _: None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    code_version: str = ""
    concurrency: int = 64
    registry: Registry | None = None  # of the one run that is worked on; None: as the run's folder has it
    lanes: Collection[Lane] = (Lane.BROWSER, Lane.PLAIN)
    allowed: Callable[[Province], None] = lambda _: None  # raises Refused
    faults: list[str] = field(default_factory=list)
    _runs: dict[str, _Work] = field(default_factory=dict)
    _tasks: dict[asyncio.Task[None], Job] = field(default_factory=dict)
    _beat_at: float = field(default_factory=time.monotonic)
    _closed: set[str] = field(default_factory=set)
    _not_closed: dict[str, Exception] = field(default_factory=dict)
    _refused: Refused | None = None

    @property
    def judging_peak_kib(self) -> int:
        """The most memory that the judging processes have held."""
        peaks: dict[int, int] = {}
        for work in self._runs.values():
            peaks |= work.auditing.peaks_kib
        return sum(peaks.values())

    async def run(self, until_closed: str = "") -> None:
        """Work until the run `until_closed` is closed; without one until cancelled.

        Raises Refused, and what prevented the run from being closed where it is waited for.

        Cancelling keeps what was done, and gives back what was begun.
        """
        lanes = [
            asyncio.create_task(self._lane(self.lanes, self.concurrency, until_closed)),
            asyncio.create_task(self._lane((Lane.JUDGING,), self.pool._max_workers, until_closed)),  # type: ignore[attr-defined]
        ]
        beat = asyncio.create_task(self._beat())
        try:
            await asyncio.gather(*lanes)
        finally:
            for task in (*lanes, *self._tasks):
                task.cancel()
            await asyncio.gather(*lanes, *self._tasks, return_exceptions=True)
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)
            for work in self._runs.values():
                await work.crawler.close()
        if self._refused is not None:
            raise self._refused
        if until_closed in self._not_closed:
            raise self._not_closed[until_closed]

    # -- jobs come and go ----------------------------------------------------------------------------

    async def _lane(self, lanes: Collection[Lane], slots: int, until_closed: str) -> None:
        """Claim jobs of these lanes, at most so many at a time."""
        free = asyncio.Semaphore(slots)
        while self._refused is None and until_closed not in self._closed and until_closed not in self._not_closed:
            await free.acquire()
            job = None
            try:
                job = await self.queue.claim(lanes) if self._has_lease() else None
            except StorageError as error:
                log.warning("no job can be claimed: %s", error)
            if job is None:
                free.release()
                await self.queue.wait(_LOOK_AGAIN_SECONDS)
                continue
            task = asyncio.create_task(self._do(job))
            self._tasks[task] = job
            task.add_done_callback(partial(self._gone, free))

    def _gone(self, free: asyncio.Semaphore, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        free.release()

    async def _beat(self) -> None:
        """Heartbeats, and what follows where they fail: jobs that others may have by now are let go."""
        while True:
            started = time.monotonic()
            try:
                if not await self.queue.heartbeat():
                    log.warning("this worker was held to be dead; it begins anew")
                    self._let_go()
                self._beat_at = started  # when it began: it may have been long under way
            except StorageError as error:
                log.warning("no heartbeat: %s", error)
            if not self._has_lease():
                self._let_go()
            await asyncio.sleep(min(self.queue.lease_seconds / 4, _LOOK_AGAIN_SECONDS))

    def _has_lease(self) -> bool:
        return time.monotonic() - self._beat_at < self.queue.lease_seconds

    def _let_go(self) -> None:
        for task in list(self._tasks):
            task.cancel()

    async def _do(self, job: Job) -> None:
        do: Callable[[Job], Awaitable[tuple[Job, ...]]]
        do = {Kind.VISIT: self._visit, Kind.JUDGE: self._judge, Kind.CLOSE: self._close}[job.kind]
        try:
            then = await do(job)
            await self._finish(job, then=then)
        except asyncio.CancelledError:
            await asyncio.shield(self._finish(job, again_in=0.0))
            raise
        except Refused as error:
            self._refused = error
            await self._finish(job, again_in=0.0)
        except Exception as error:
            of = job.kind, job.order.run_id, job.province
            # A full disk, a database that is away: nothing to trace; nor what broke before in the same way.
            if isinstance(error, (StorageError, OSError)) or job.stalls:
                log.error("%s of %s %s: %s", *of, error)
            else:
                log.exception("%s of %s %s broke", *of)
            await self._finish(job, again_in=_FIRST_PAUSE * 2**job.stalls, ok=False)
            if job.stalls + 1 < MAX_STALLS:
                return
            if job.kind is Kind.VISIT:
                self.notify(Event("failed", job.province, f"{type(error).__name__}: {error}"))
            if job.kind is Kind.CLOSE:
                self._not_closed[job.order.run_id] = error
        else:
            if job.kind is Kind.CLOSE:
                self._closed.add(job.order.run_id)

    async def _finish(
        self, job: Job, *, then: tuple[Job, ...] = (), again_in: float | None = None, ok: bool = True
    ) -> None:
        """Tell the queue; as long as that fails and the job is ours, again. Then others will take it for lost."""
        while True:
            try:
                await self.queue.finish(job, then=then, again_in=again_in, ok=ok)
            except StorageError as error:
                log.warning("%s of %s cannot be finished: %s", job.kind, job.province, error)
                if not self._has_lease():
                    return
                await asyncio.sleep(1)
            else:
                return

    # -- what is to be done --------------------------------------------------------------------------

    async def _visit(self, job: Job) -> tuple[Job, ...]:
        work = await self._work(job.order)
        province = work.registry.province(job.province)
        self.allowed(province)
        before = next((v for v in self.store.visits(job.order.run_id, job.province) if v.attempt == job.attempt), None)
        if before is None or before.open:
            pause = self.settings.host_delay_seconds
            if before is not None:
                await asyncio.sleep(pause)  # whoever had it may have asked for a page just now
            await work.crawling.visit(work.crawler, job.order.run_id, province, resume=True, attempt=job.attempt)
            await asyncio.sleep(pause)  # before another province of the group is visited elsewhere
        return (judging(job),)

    async def _judge(self, job: Job) -> tuple[Job, ...]:
        work = await self._work(job.order)
        visit = self.store.counting_visit(job.order.run_id, job.province)
        if visit is not None:
            await self._noting_faults(work.auditing, work.auditing.judge(visit))
        return ()

    async def _close(self, job: Job) -> tuple[Job, ...]:
        run_id, audit_id = job.order.run_id, job.order.audit_id
        run = self.store.run(run_id)
        if run is None or run.status != "running":  # whoever closed it died before the job was finished
            return ()
        work = await self._work(job.order)
        await self._noting_faults(work.auditing, work.auditing.judge_rest(run_id))
        work.auditing.finish(ranks=True)
        finish_as = "suspect" if suspect(self.store, run_id) else "done"
        seal(
            self.store,
            self.archive,
            run_id,
            self.now(),
            audit_id=audit_id,
            code_version=self.code_version,
            finish_as=finish_as,
        )
        return ()

    async def _noting_faults(self, auditing: Auditing, judged: Awaitable[None]) -> None:
        known = len(auditing.faults)
        await judged
        for fault in auditing.faults[known:]:
            log.error("a check broke: %s", fault)
        self.faults = [fault for work in self._runs.values() for fault in work.auditing.faults]

    async def _work(self, order: Order) -> _Work:
        if order.audit_id not in self._runs:
            for audit_id in [a for a, w in self._runs.items() if not self._in_hand(a)]:
                await self._runs.pop(audit_id).crawler.close()
            self._runs[order.audit_id] = self._opened(order)
        return self._runs[order.audit_id]

    def _in_hand(self, audit_id: str) -> bool:
        return any(job.order.audit_id == audit_id for job in self._tasks.values())

    def _opened(self, order: Order) -> _Work:
        registry = self.registry or load_registry(self.archive.registry_file(order.run_id))
        file = self.archive.rubric_file(order.run_id, order.rubric_sha256)
        rubric = parse_rubric(file.read_bytes(), str(file))
        settings = replace(self.settings, max_pages=order.max_pages, render=order.render, focus=order.focus)
        crawling = Crawling(self.store, self.archive, self.notify, self.now)
        hosts = frozenset(host for province in registry.provinces for host in named_hosts(province))

        @asynccontextmanager
        async def turn(name: str) -> AsyncIterator[None]:
            if not self._has_lease():  # the process was asleep, or the database away: others may be there by now
                self._let_go()
                await asyncio.Event().wait()
            if self._is_named(name, hosts):
                yield
                return
            pause = settings.host_delay_seconds
            if pause > 0 and name == authority(settings.app_store_url):
                pause = max(pause, APP_STORE_PAUSE)
            async with self.queue.turn(name, pause):
                yield

        return _Work(
            registry,
            crawling,
            crawling.crawler(settings, turn),
            Auditing(self.store, self.archive, rubric, self.notify, order.audit_id, registry, order.as_of, self.pool),
        )

    def _is_named(self, name: str, hosts: frozenset[str]) -> bool:
        """Whether the lock of its group holds others off that host."""
        return name in hosts or any(belongs(f"http://{name}/", host) for host in hosts)
