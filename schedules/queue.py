"""The queue of a run's jobs, by four verbs: enqueue, claim, heartbeat, finish; in this process (`LocalQueue`) or in
PostgreSQL for many (`schedules.queue_postgres`). Whoever works by it does not know which.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

# So often a job may fail, or be lost by a dying worker, before it is given up.
MAX_STALLS = 6


class Kind(StrEnum):
    """What is to be done."""

    VISIT = "visit"  # one attempt at one province
    JUDGE = "judge"  # the captures of that attempt
    CLOSE = "close"  # what closes a run: the rest judged, ranks, aggregates, manifest


class Lane(StrEnum):
    """What a job needs of who takes it."""

    BROWSER = "browser"
    PLAIN = "plain"
    JUDGING = "judging"


@dataclass(frozen=True, slots=True)
class Order:
    """What all jobs of a run have in common; registry and rubric lie in the run's folder of the archive."""

    run_id: str
    audit_id: str
    as_of: date
    rubric_sha256: str
    max_pages: int
    render: str
    focus: bool


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do. No two jobs of one `lock` are under way at the same time.

    `attempt` is the visit's (1, 2, ...), fixed when the job is made: a job that is taken up again goes on with it.
    `stalls` counts how often the job was lost by who had it, or given back as failed.
    """

    kind: Kind
    order: Order
    province: str = ""
    attempt: int = 0
    lock: str = ""
    id: int = 0
    stalls: int = 0

    @property
    def lane(self) -> Lane:
        """Who may take it."""
        if self.kind is not Kind.VISIT:
            return Lane.JUDGING
        return Lane.PLAIN if self.order.render == "never" else Lane.BROWSER

    def to_json(self) -> dict[str, Any]:
        """As it travels; `id` and `stalls` are the queue's own."""
        order = {**asdict(self.order), "as_of": self.order.as_of.isoformat()}
        return {"province": self.province, "attempt": self.attempt, "run": self.order.run_id, "order": order}

    @classmethod
    def from_json(cls, kind: str, lock: str, data: dict[str, Any], *, id: int, stalls: int) -> Job:
        """The job that `to_json` made that of."""
        order = Order(**{**data["order"], "as_of": date.fromisoformat(data["order"]["as_of"])})
        return cls(Kind(kind), order, data["province"], data["attempt"], lock, id, stalls)


def judging(job: Job) -> Job:
    """The judging of what a visit has kept."""
    return replace(job, kind=Kind.JUDGE, lock=f"judge {job.order.audit_id} {job.province}", id=0, stalls=0)


def closing(order: Order) -> Job:
    """What closes the run; its lock lets nobody else do the same."""
    return Job(Kind.CLOSE, order, lock=f"close {order.run_id}")


class Queue(Protocol):
    """What a worker needs of a queue. When the last open job of a run is finished, its `closing` job follows in the
    same step: it can be neither lost nor made twice."""

    lease_seconds: float
    """A worker that brought off no heartbeat for so long must hold its jobs for lost."""

    async def enqueue(self, jobs: Sequence[Job]) -> bool:
        """Add the jobs of one run, all or none; False where the run has open ones already, and nothing is added."""

    async def claim(self, lanes: Collection[Lane]) -> Job | None:
        """The next job of those lanes whose lock is free, for this worker alone; None where there is none now."""

    async def heartbeat(self) -> bool:
        """Say that this worker lives, and free the jobs of those that do not. False: its own were taken from it."""

    async def finish(
        self, job: Job, *, then: Sequence[Job] = (), again_in: float | None = None, ok: bool = True
    ) -> None:
        """End a job that was claimed; `then` follows in the same step.

        With `again_in` it is open again after so many seconds instead; not `ok` counts that as one of its `stalls`, too
        many of which end it as failed. Nothing happens where the job is no longer this worker's.
        """

    async def open_jobs(self, run_id: str) -> int:
        """How many jobs of a run are waiting or under way."""

    async def wait(self, seconds: float) -> None:
        """Until there may be something new to claim, at most so long."""

    def turn(self, host: str, pause: float) -> AbstractAsyncContextManager[None]:
        """The only request to `host` of all workers, at least `pause` seconds after the one before: for hosts that
        belong to no group, such as the stores."""

    async def close(self) -> None:
        """Give back what is claimed and let go."""


class LocalQueue:
    """The queue of one process. What it loses by ending is made again by `run --resume`."""

    lease_seconds = float("inf")

    def __init__(self) -> None:
        self._waiting: list[Job] = []
        self._doing: dict[int, Job] = {}
        self._not_before: dict[int, float] = {}
        self._last_id = 0
        self._news = asyncio.Event()

    async def enqueue(self, jobs: Sequence[Job]) -> bool:
        """See Queue."""
        if await self.open_jobs(jobs[0].order.run_id):
            return False
        self._add(jobs)
        return True

    async def claim(self, lanes: Collection[Lane]) -> Job | None:
        """See Queue."""
        held, now = {job.lock for job in self._doing.values()}, time.monotonic()
        for job in self._waiting:
            if job.lane in lanes and job.lock not in held and self._not_before.get(job.id, now) <= now:
                self._waiting.remove(job)
                self._doing[job.id] = job
                return job
        return None

    async def heartbeat(self) -> bool:
        """See Queue."""
        return True

    async def finish(
        self, job: Job, *, then: Sequence[Job] = (), again_in: float | None = None, ok: bool = True
    ) -> None:
        """See Queue."""
        del self._doing[job.id]
        if again_in is not None and (ok or job.stalls + 1 < MAX_STALLS):
            self._waiting.append(job if ok else replace(job, stalls=job.stalls + 1))
            self._not_before[job.id] = time.monotonic() + again_in
        else:
            self._add(then)
            if job.kind is not Kind.CLOSE and not await self.open_jobs(job.order.run_id):
                self._add([closing(job.order)])
        self._news.set()

    async def open_jobs(self, run_id: str) -> int:
        """See Queue."""
        return sum(job.order.run_id == run_id for job in (*self._waiting, *self._doing.values()))

    async def wait(self, seconds: float) -> None:
        """See Queue."""
        self._news.clear()
        now = time.monotonic()
        again = [at - now for job in self._waiting if (at := self._not_before.get(job.id, now)) > now]
        try:
            async with asyncio.timeout(min([seconds, *again])):
                await self._news.wait()
        except TimeoutError:
            pass

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """See Queue: the gates of this process are enough."""
        yield

    async def close(self) -> None:
        """See Queue."""

    def _add(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self._last_id += 1
            self._waiting.append(replace(job, id=self._last_id))
        self._news.set()
