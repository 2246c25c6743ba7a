"""The four verbs, the same of the queue in the process and of the one in PostgreSQL; and the sharp edges of the latter."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import make_url

from schedules import queue_postgres
from schedules.queue import MAX_STALLS, Job, Kind, Lane, LocalQueue, Order, Queue, closing, judging
from schedules.queue_postgres import PostgresQueue

ORDER = Order("2022-03-31-a1b2", "2022-03-31-a1b2.1", date(2022, 3, 31), "0" * 64, 150, "auto", True)
VISITS = (Lane.BROWSER, Lane.PLAIN)


def visit(slug: str, lock: str = "", order: Order = ORDER) -> Job:
    return Job(Kind.VISIT, order, slug, 1, lock or f"hosts {slug}")


@pytest.fixture(params=["local", "postgresql"])
async def queue(request: pytest.FixtureRequest) -> AsyncIterator[Queue]:
    made: Queue = LocalQueue()
    if request.param == "postgresql":
        made = await PostgresQueue.open(request.getfixturevalue("postgres_url"))
    await made.heartbeat()
    yield made
    await made.close()


async def test_jobs_are_claimed_in_order_by_lane_and_once(queue: Queue) -> None:
    plain = replace(ORDER, render="never")
    assert await queue.enqueue([visit("a"), visit("b"), visit("c", order=plain)])
    assert await queue.open_jobs(ORDER.run_id) == 3
    got = [await queue.claim([Lane.PLAIN]), await queue.claim(VISITS), await queue.claim(VISITS)]
    assert [job and job.province for job in got] == ["c", "a", "b"]
    assert got[1] == replace(visit("a"), id=got[1].id if got[1] else 0)
    assert await queue.claim(VISITS) is None


async def test_one_job_of_a_lock_at_a_time(queue: Queue) -> None:
    await queue.enqueue([visit("a", "g"), visit("b", "g"), visit("c")])
    first, other = await queue.claim(VISITS), await queue.claim(VISITS)
    assert first and other and (first.province, other.province) == ("a", "c")
    assert await queue.claim(VISITS) is None
    await queue.finish(first)
    second = await queue.claim(VISITS)
    assert second and second.province == "b"


async def test_the_last_job_of_a_run_is_followed_by_its_closing_and_that_by_nothing(queue: Queue) -> None:
    await queue.enqueue([visit("a"), visit("b")])
    a, b = await queue.claim(VISITS), await queue.claim(VISITS)
    assert a and b
    await queue.finish(a, then=[judging(a)])
    await queue.finish(b)
    judge = await queue.claim([Lane.JUDGING])
    assert judge and (judge.kind, judge.province) == (Kind.JUDGE, "a")
    assert await queue.claim([Lane.JUDGING]) is None
    await queue.finish(judge)
    close = await queue.claim([Lane.JUDGING])
    assert close and replace(close, id=0) == closing(ORDER)
    await queue.finish(close)
    assert await queue.open_jobs(ORDER.run_id) == 0
    assert await queue.claim(list(Lane)) is None


async def test_a_run_with_open_jobs_gets_no_second_set(queue: Queue) -> None:
    assert await queue.enqueue([visit("a")])
    assert not await queue.enqueue([visit("a"), visit("b")])
    job = await queue.claim(VISITS)
    assert job and not await queue.enqueue([visit("b")])
    other = replace(ORDER, run_id="2022-04-01-0000")
    assert await queue.enqueue([visit("a", order=other)])
    assert await queue.claim(VISITS) is None  # the other run's, for the same hosts
    await queue.finish(job)
    again = await queue.claim(VISITS)
    assert again and again.order.run_id == other.run_id


async def test_a_job_that_is_given_back_keeps_its_lock_until_then_and_comes_again(queue: Queue) -> None:
    await queue.enqueue([visit("a")])
    job = await queue.claim(VISITS)
    assert job
    await queue.finish(job, again_in=0.0)
    again = await queue.claim(VISITS)
    assert again and (again.id, again.attempt, again.stalls) == (job.id, job.attempt, 0)


# PostgreSQL alone: several workers, some of which die.


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[PostgresQueue, PostgresQueue]]:
    """Two workers."""
    pair = [await PostgresQueue.open(postgres_url, stalled_seconds=6.0) for _ in range(2)]
    for one in pair:
        await one.heartbeat()
    yield pair[0], pair[1]
    for one in pair:
        await one.close()


async def rows(queue: PostgresQueue, query: str) -> list[dict[str, Any]]:
    async with queue._transaction() as connection:
        return await (await connection.execute(query.encode())).fetchall()


async def fall_silent(queue: PostgresQueue, age: str = "1 hour") -> None:
    """As if the worker's last sign of life were an hour old; or the database's clock had been set forward by one."""
    old = f"update procrastinate_workers set last_heartbeat = now() - interval '{age}'"
    await rows(queue, f"{old} where id = {queue._worker} returning id")


async def claimed(queue: PostgresQueue) -> Job:
    """The next job, after as many heartbeats as the others' silence takes to be believed."""
    async with asyncio.timeout(20):
        while True:
            await queue.heartbeat()
            if (job := await queue.claim(list(Lane))) is not None:
                return job
            await asyncio.sleep(0.1)


async def test_a_silent_workers_jobs_are_taken_up_and_it_can_no_longer_change_them(
    two: tuple[PostgresQueue, PostgresQueue],
) -> None:
    sleeper, other = two
    await other.enqueue([visit("a", "g"), visit("b", "g")])
    lost = await claimed(sleeper)
    await fall_silent(sleeper)
    taken = await claimed(other)  # issue 1408: no job does this that could stall itself
    assert (taken.id, taken.stalls) == (lost.id, 1)
    # The sleeper wakes: what it says of the job is not heard, and it learns what happened.
    await sleeper.finish(lost)
    await sleeper.finish(lost, again_in=0.0)
    assert await rows(other, "select status::text from procrastinate_jobs order by id") == [
        {"status": "doing"},
        {"status": "todo"},
    ]
    assert await sleeper.heartbeat() is False
    assert await sleeper.heartbeat() is True
    assert await sleeper.claim(VISITS) is None  # the group is visited
    await other.finish(taken)
    assert (await claimed(sleeper)).province == "b"


@pytest.mark.parametrize("age", ["1 hour", "-1 hour"])
async def test_living_worker_keeps_its_jobs_and_a_dead_one_loses_them_though_the_databases_clock_was_set(
    two: tuple[PostgresQueue, PostgresQueue], age: str
) -> None:
    living, other = two
    await other.enqueue([visit("a")])
    mine = await claimed(living)
    await fall_silent(living, age)  # with the clock set forward its heartbeat looks old; with it set back, to come
    for _ in range(3):
        assert await other.heartbeat() is True
        assert await other.claim(list(Lane)) is None
        assert await living.heartbeat() is True
    await fall_silent(living, age)
    taken = await claimed(other)
    assert (taken.id, taken.stalls) == (mine.id, 1)


async def test_jobs_of_a_worker_whose_row_is_gone_are_freed(two: tuple[PostgresQueue, PostgresQueue]) -> None:
    """Issue 1518, first scenario: the worker is pruned before anybody looked for its jobs."""
    sleeper, other = two
    await other.enqueue([visit("a")])
    await claimed(sleeper)
    await rows(other, "delete from procrastinate_workers returning id")
    assert await other.heartbeat() is False
    assert (await claimed(other)).province == "a"


async def test_a_worker_that_begins_anew_is_another_one(
    two: tuple[PostgresQueue, PostgresQueue], postgres_url: str
) -> None:
    """Issue 1518, second scenario: a restarted worker's heartbeats must not keep its predecessor's jobs."""
    dead, other = two
    await other.enqueue([visit("a")])
    await claimed(dead)
    await fall_silent(dead)
    again = await PostgresQueue.open(postgres_url)
    assert (await claimed(again)).stalls == 1
    await again.close()


async def test_many_rescuers_free_a_job_once(postgres_url: str) -> None:
    """Whoever saw a job stalled must not free it again when somebody has taken it up meanwhile."""
    dead = await PostgresQueue.open(postgres_url)
    await dead.heartbeat()
    await dead.enqueue([visit(f"p{n}") for n in range(20)])
    for _ in range(20):
        assert await dead.claim(VISITS)
    await fall_silent(dead)
    rescuers = [await PostgresQueue.open(postgres_url) for _ in range(4)]
    taken: list[str] = []

    async def rescue(queue: PostgresQueue) -> None:
        while len(taken) < 20:
            await queue.heartbeat()
            while (job := await queue.claim(VISITS)) is not None:
                taken.append(job.province)
            await asyncio.sleep(0.02)

    async with asyncio.timeout(60):
        await asyncio.gather(*(rescue(one) for one in rescuers))
    assert sorted(taken) == sorted(f"p{n}" for n in range(20))
    for one in (*rescuers, dead):
        await one.close()


async def test_a_job_that_kills_every_worker_fails_at_last_and_the_run_is_closed(
    two: tuple[PostgresQueue, PostgresQueue],
) -> None:
    _, queue = two
    await queue.enqueue([visit("poison")])
    for n in range(MAX_STALLS):
        assert (await claimed(queue)).stalls == n
        await rows(queue, "update procrastinate_jobs set worker_id = null returning id")  # as if it had died
    assert (await claimed(queue)).kind is Kind.CLOSE
    found = await rows(queue, "select args->>'province' as province from procrastinate_jobs where status = 'failed'")
    assert found == [{"province": "poison"}]


async def test_failed_job_is_open_again_after_its_pause_until_it_is_given_up(queue: Queue) -> None:
    await queue.enqueue([visit("a")])
    for n in range(MAX_STALLS):
        while (job := await queue.claim(list(Lane))) is None:
            await queue.wait(0.1)
        assert (job.province, job.stalls) == ("a", n)
        await queue.finish(job, again_in=0.5, ok=False)
        if n + 1 < MAX_STALLS:
            assert await queue.claim(list(Lane)) is None
            assert await queue.open_jobs(ORDER.run_id) == 1
    closes = await queue.claim(list(Lane))
    assert closes is not None and closes.kind is Kind.CLOSE


async def test_two_last_jobs_that_end_at_once_are_followed_by_one_closing(postgres_url: str) -> None:
    workers = [await PostgresQueue.open(postgres_url) for _ in range(2)]
    for one in workers:
        await one.heartbeat()
    for n in range(15):
        order = replace(ORDER, run_id=f"2022-03-31-{n:04x}")
        await workers[0].enqueue([visit("a", order=order), visit("b", order=order)])
        jobs = [await one.claim(VISITS) for one in workers]
        await asyncio.gather(*(one.finish(job) for one, job in zip(workers, jobs, strict=True) if job))
        assert await workers[0].open_jobs(order.run_id) == 1
    for one in workers:
        await one.close()


async def test_turns_at_a_host_are_taken_one_after_the_other_with_a_pause(
    two: tuple[PostgresQueue, PostgresQueue],
) -> None:
    spans: list[tuple[float, float]] = []
    loop = asyncio.get_running_loop()

    async def ask(queue: PostgresQueue) -> None:
        for _ in range(3):
            async with queue.turn("store.example", 0.2):
                begun = loop.time()
                await asyncio.sleep(0.05)
                spans.append((begun, loop.time()))

    await asyncio.gather(*(ask(one) for one in two for _ in range(2)))
    spans.sort()
    assert len(spans) == 12
    # The pause is kept by the database's clock: a hundredth of a second is left for reading ours.
    assert all(later[0] - before[1] >= 0.19 for before, later in pairwise(spans))


async def test_a_turn_whose_holder_dies_is_free(two: tuple[PostgresQueue, PostgresQueue], postgres_url: str) -> None:
    one, other = two
    async with one.turn("store.example", 0.0):
        waiting = asyncio.create_task(_take_turn(other))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        url = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
        async with await psycopg.AsyncConnection.connect(url, autocommit=True, row_factory=dict_row) as admin:
            holder = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted"
            await admin.execute(holder)
        async with asyncio.timeout(20):
            await waiting


async def _take_turn(queue: PostgresQueue) -> None:
    async with queue.turn("store.example", 0.0):
        pass


async def test_tables_are_made_once_by_many_at_the_same_time_and_live_workers_are_counted(postgres_url: str) -> None:
    made = await asyncio.gather(*(PostgresQueue.open(postgres_url) for _ in range(4)))
    assert await made[0].live_workers() == 0  # who only looks is no worker
    for one in made[1:]:
        await one.heartbeat()
    assert await made[0].live_workers() == 3
    await fall_silent(made[1])
    assert await made[0].live_workers() == 2
    for one in made:
        await one.close()
    assert queue_postgres._SCHEMA.startswith("procrastinate_3_")
