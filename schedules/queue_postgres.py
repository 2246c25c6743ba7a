"""The queue in PostgreSQL, by Procrastinate's tables and functions, for workers on any number of machines.

Procrastinate's own worker loop is not used, for three of its edges: it frees no stalled job by itself, and a job that
does so can stall like any other (its issue 1408); whoever retries or finishes a job does not look whose it is now, so
that two rescuers, or a sleeper who wakes, would set two workers on one host; and a worker that was pruned goes on
(issue 1518). Here each worker frees the jobs of the dead with its own heartbeat, and every change of a job is made
only by who has it.
"""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.metadata import version
from typing import Any, cast

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job as Row
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import make_url

from schedules.queue import MAX_STALLS, Job, Kind, Lane, closing
from storage.errors import StorageError

# A worker that was silent for so long is dead: its jobs are free.
STALLED_SECONDS = 30.0
_POLL_SECONDS = 0.5
_LOCK = 0x7175657565  # 'queue'

# Of a schema of its own: a later Procrastinate with other tables starts with an empty queue beside the old one.
_SCHEMA = "procrastinate_" + "_".join(version("procrastinate").split(".")[:2])
_OURS = """
CREATE INDEX portal_audit_open_jobs ON procrastinate_jobs ((args->>'run')) WHERE status IN ('todo', 'doing');
CREATE INDEX portal_audit_locks ON procrastinate_jobs (lock, priority, id) WHERE status IN ('todo', 'doing');
CREATE TABLE host_turns (host text PRIMARY KEY, sent_at timestamptz NOT NULL);
"""
_MINE = "SELECT id FROM procrastinate_jobs WHERE id = %(id)s AND status = 'doing' AND worker_id = %(worker)s FOR UPDATE"
_BEATS = """
SELECT id, last_heartbeat, last_heartbeat < now() - make_interval(secs => %(stalled)s) AS silent
FROM procrastinate_workers
"""
# One statement, which passes over what another session has in hand: nobody frees what was just taken up again.
_FREE = """
WITH dead AS MATERIALIZED (
    SELECT jobs.id FROM procrastinate_jobs AS jobs
    LEFT JOIN procrastinate_workers AS workers ON workers.id = jobs.worker_id
    WHERE jobs.status = 'doing' AND (workers.id IS NULL OR workers.id = ANY(%(dead)s))
    FOR UPDATE OF jobs SKIP LOCKED
)
UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = NULL
WHERE id IN (SELECT id FROM dead)
"""
_OPEN = "SELECT count(*) AS n FROM procrastinate_jobs WHERE args->>'run' = %(run)s AND status IN ('todo', 'doing')"


class PostgresQueue:
    """See `schedules.queue.Queue`. One worker's view of the queue; `open` registers it."""

    def __init__(self, url: str, *, stalled_seconds: float | None = None) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._stalled = STALLED_SECONDS if stalled_seconds is None else stalled_seconds
        # Well before others take the jobs: a request that is under way then has time to end.
        self.lease_seconds = self._stalled / 2
        options: dict[str, Any] = {"configure": _use_schema, "timeout": min(10.0, self._stalled / 4)}
        self._connector = PsycopgConnector(
            conninfo=self._conninfo, min_size=1, max_size=6, kwargs={"row_factory": dict_row}, **options
        )
        self._manager = App(connector=self._connector).job_manager
        self._turns = AsyncConnectionPool(
            self._conninfo, min_size=0, max_size=16, open=False, reset=_unlock, kwargs={"autocommit": True}, **options
        )
        self._worker: int | None = None
        self._beats: dict[int, tuple[datetime, float]] = {}  # by worker its last heartbeat, and since when it is that

    @classmethod
    async def open(cls, url: str, *, stalled_seconds: float | None = None) -> PostgresQueue:
        """Connect, making the tables where they are missing; StorageError where that fails."""
        queue = cls(url, stalled_seconds=stalled_seconds)
        try:
            await _make_tables(queue._conninfo)
            await queue._connector.open_async()
            await queue._turns.open()
        except (psycopg.Error, ConnectorException) as error:
            raise StorageError(f"queue: {_first_line(error)}") from error
        return queue

    async def enqueue(self, jobs: Sequence[Job]) -> bool:
        """See Queue."""
        async with self._transaction() as connection:
            await _alone(connection, jobs[0].order.run_id)
            if await _count_open(connection, jobs[0].order.run_id):
                return False
            await self._defer(connection, jobs)
        return True

    async def claim(self, lanes: Collection[Lane]) -> Job | None:
        """See Queue."""
        if self._worker is None:
            return None
        try:
            row = await self._manager.fetch_job([lane.value for lane in lanes], self._worker)
        except UniqueViolation:  # another worker took a job of the same lock in this moment
            return None
        except ConnectorException as error:
            raise StorageError(f"queue: {_first_line(error)}") from error
        if row is None:
            return None
        assert row.id is not None
        job = Job.from_json(row.task_name, row.lock or "", dict(row.task_kwargs), id=row.id, stalls=row.attempts)
        if job.stalls < MAX_STALLS:
            return job
        await self.finish(job, ok=False)
        return await self.claim(lanes)

    async def heartbeat(self) -> bool:
        """See Queue. The first one registers the worker."""
        beat = "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = %(worker)s RETURNING id"
        async with self._transaction() as connection:
            cursor = await connection.execute(beat, {"worker": self._worker})
            kept = await cursor.fetchone() is not None
            if not kept:
                cursor = await connection.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
                registered = await cursor.fetchone()
        first = self._worker is None
        if not kept:
            assert registered is not None
            self._worker = registered["worker_id"]
        await self._free_the_dead()
        return kept or first

    async def finish(
        self, job: Job, *, then: Sequence[Job] = (), again_in: float | None = None, ok: bool = True
    ) -> None:
        """See Queue."""
        async with self._transaction() as connection:
            # First the run's lock, then the job's row, here and everywhere: nobody waits for each other.
            await _alone(connection, job.order.run_id)
            cursor = await connection.execute(_MINE, {"id": job.id, "worker": self._worker})
            if await cursor.fetchone() is None:
                return
            if again_in is not None and (ok or job.stalls + 1 < MAX_STALLS):
                await connection.execute(
                    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + %(counted)s,"
                    " scheduled_at = now() + make_interval(secs => %(seconds)s) WHERE id = %(id)s",
                    {"id": job.id, "counted": 0 if ok else 1, "seconds": again_in},
                )
                return
            await self._end(connection, job, failed=not ok, then=then)

    async def open_jobs(self, run_id: str) -> int:
        """See Queue."""
        async with self._transaction() as connection:
            return await _count_open(connection, run_id)

    async def live_workers(self) -> int:
        """How many workers gave a sign of life lately."""
        living = (
            "SELECT count(*) AS n FROM procrastinate_workers"
            " WHERE last_heartbeat >= now() - make_interval(secs => %(stalled)s)"
        )
        async with self._transaction() as connection:
            found = await (await connection.execute(living, {"stalled": self._stalled})).fetchone()
        assert found is not None
        return int(found["n"])

    async def wait(self, seconds: float) -> None:
        """See Queue: jobs become free by the deaths of others, too, so it is looked again and again."""
        await asyncio.sleep(min(seconds, _POLL_SECONDS))

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[None]:
        """See Queue. The lock ends with the connection, however that ends; the moment stays in a row."""
        mark = (
            "INSERT INTO host_turns VALUES (%(host)s, clock_timestamp())"
            " ON CONFLICT (host) DO UPDATE SET sent_at = clock_timestamp()"
        )
        age = "SELECT extract(epoch FROM clock_timestamp() - sent_at) AS age FROM host_turns WHERE host = %(host)s"
        while True:
            try:
                connection = await self._turns.getconn()
            except psycopg.Error:  # no database, no turn; a worker that stays without one loses its jobs anyway
                await asyncio.sleep(1)
                continue
            try:
                await connection.execute("SELECT pg_advisory_lock(%s, %s)", (_LOCK % 2**31, _number(host)))
                before = await (await connection.execute(age, {"host": host})).fetchone()
                if before is not None and before[0] < pause:  # a clock that was set back makes nobody wait longer
                    await asyncio.sleep(min(pause, pause - float(before[0])))
                await connection.execute(mark, {"host": host})
            except psycopg.Error:
                await self._turns.putconn(connection)
                await asyncio.sleep(1)
                continue
            except BaseException:
                await self._turns.putconn(connection)
                raise
            break
        try:
            yield
        finally:
            try:
                await connection.execute(mark, {"host": host})
            except psycopg.Error:
                pass  # it is marked from before the request
            finally:
                await self._turns.putconn(connection)

    async def close(self) -> None:
        """See Queue: what this worker still has is free at once."""
        try:
            if self._worker is not None:
                async with self._transaction() as connection:
                    await connection.execute(
                        "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = NULL"
                        " WHERE status = 'doing' AND worker_id = %(worker)s",
                        {"worker": self._worker},
                    )
                    await connection.execute(
                        "SELECT procrastinate_unregister_worker_v1(%(worker)s)", {"worker": self._worker}
                    )
        finally:
            await self._turns.close()
            await self._connector.close_async()

    async def _free_the_dead(self) -> None:
        """Jobs whose worker is silent, or no longer known, are open again; one rescuer at a time is enough."""
        async with self._transaction() as connection:
            # Two would wait for each other: each has jobs that the deletion of the other's dead worker has to change.
            mine = await (await connection.execute("SELECT pg_try_advisory_xact_lock(%s) AS mine", (_LOCK,))).fetchone()
            if mine is None or not mine["mine"]:
                return
            workers = await (await connection.execute(_BEATS, {"stalled": self._stalled})).fetchall()
            dead = self._dead(workers)
            await connection.execute(_FREE, {"dead": dead})
            await connection.execute("DELETE FROM procrastinate_workers WHERE id = ANY(%(dead)s)", {"dead": dead})

    def _dead(self, workers: Sequence[dict[str, Any]]) -> list[int]:
        """Those whose heartbeat is old, and stays as it is: the database's clock alone may have been set.

        After a step forward all look silent, but the living beat again within a sixth of the time; after one back
        nobody does, but the dead never beat again.
        """
        now = time.monotonic()
        before, self._beats, dead = self._beats, {}, []
        for worker in workers:
            beat, since = before.get(worker["id"], (None, now))
            since = since if beat == worker["last_heartbeat"] else now
            self._beats[worker["id"]] = worker["last_heartbeat"], since
            if now - since >= (self._stalled / 6 if worker["silent"] else self._stalled):
                dead.append(worker["id"])
        return dead

    async def _end(
        self, connection: AsyncConnection[dict[str, Any]], job: Job, *, failed: bool, then: Sequence[Job] = ()
    ) -> None:
        """End a job; the last of its run is followed by what closes it. A failed one's row stays for the operator."""
        end = "SELECT procrastinate_finish_job_v1(%(id)s, %(status)s, %(delete)s)"
        await connection.execute(
            end, {"id": job.id, "status": "failed" if failed else "succeeded", "delete": not failed}
        )
        if then:
            await self._defer(connection, then)
        elif job.kind is not Kind.CLOSE and not await _count_open(connection, job.order.run_id):
            await self._defer(connection, [closing(job.order)])

    async def _defer(self, connection: AsyncConnection[dict[str, Any]], jobs: Sequence[Job]) -> None:
        rows = [
            Row(
                queue=job.lane.value,
                lock=job.lock,
                queueing_lock=None,
                task_name=job.kind.value,
                task_kwargs=job.to_json(),
            )
            for job in jobs
        ]
        await self._manager.batch_defer_jobs_async(rows, connection=connection)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection[dict[str, Any]]]:
        try:
            async with self._connector.pool.connection() as connection:
                yield cast("AsyncConnection[dict[str, Any]]", connection)
        except (psycopg.Error, ConnectorException) as error:
            raise StorageError(f"queue: {_first_line(error)}") from error


async def _make_tables(conninfo: str) -> None:
    async with await AsyncConnection.connect(conninfo, connect_timeout=10) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        found = await (await connection.execute("SELECT to_regclass(%s)", (f"{_SCHEMA}.host_turns",))).fetchone()
        if found is not None and found[0] is None:
            await connection.execute(f"CREATE SCHEMA {_SCHEMA}".encode())
            await connection.execute(f"SET LOCAL search_path TO {_SCHEMA}, public".encode())
            await connection.execute(SchemaManager.get_schema())
            await connection.execute(_OURS)


async def _use_schema(connection: AsyncConnection[Any]) -> None:
    await connection.execute(f"SET search_path TO {_SCHEMA}, public".encode())
    if not connection.autocommit:
        await connection.commit()


async def _unlock(connection: AsyncConnection[Any]) -> None:
    await connection.execute("SELECT pg_advisory_unlock_all()")


async def _alone(connection: AsyncConnection[Any], run_id: str) -> None:
    """One transaction at a time about the number of a run's open jobs."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_LOCK % 2**31 - 1, _number(run_id)))


async def _count_open(connection: AsyncConnection[dict[str, Any]], run_id: str) -> int:
    found = await (await connection.execute(_OPEN, {"run": run_id})).fetchone()
    assert found is not None
    return int(found["n"])


def _number(text: str) -> int:
    """A lock's number: two texts of one number wait for each other now and then, no more."""
    return zlib.crc32(text.encode()) - 2**31


def _first_line(error: BaseException) -> str:
    cause = error.__cause__ or error
    return str(cause).strip().partition("\n")[0] or type(cause).__name__
