"""When a request may go out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from crawler.gate import Gates, Rate, retry_after
from crawler.transport import Answer
from records.capture import Outcome


class Clock:
    """A clock that only sleeping moves, so that pauses can be asserted without waiting for them."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await self._sleep(0)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    monkeypatch.setattr("crawler.gate.asyncio.sleep", clock.sleep)
    return clock


def answer(clock: Clock, *, status: int | None = 200, ms: int = 10, late: float = 0.0, **more: object) -> Answer:
    outcome = Outcome.OK if status is not None else Outcome.REFUSED
    return Answer("http://a/", outcome, status, elapsed_ms=ms if status else None, sent_at=clock() + late, **more)  # type: ignore[arg-type]


async def one(
    gates: Gates, clock: Clock, host: str = "a", address: tuple[str, int] | None = None, **more: object
) -> float:
    async with gates.lease(host, address) as lease:
        at = clock()
        lease.done(answer(clock, **more))  # type: ignore[arg-type]
    return at


async def test_pause_lies_between_two_requests_to_a_host_and_not_between_hosts(clock: Clock) -> None:
    gates = Gates(delay=1.0, concurrency=1)
    first = await one(gates, clock)
    other = await one(gates, clock, "b")
    second = await one(gates, clock)
    assert (other - first, second - first) == (0.0, 1.0)


async def test_pause_counts_from_when_the_request_really_went_out(clock: Clock) -> None:
    gates = Gates(delay=1.0, concurrency=1)
    first = await one(gates, clock, late=0.4)  # DNS and handshake took 0.4 s
    assert await one(gates, clock) - first == pytest.approx(1.4)


async def test_crawl_delay_longer_than_the_setting_holds_and_is_capped(clock: Clock) -> None:
    gates = Gates(delay=1.0, concurrency=1)
    gates.crawl_delay("a", 7.0)
    gates.crawl_delay("b", 86_400.0)
    first = await one(gates, clock)
    assert await one(gates, clock) - first == 7.0
    first = await one(gates, clock, "b")
    assert await one(gates, clock, "b") - first == 60.0


async def test_slow_site_gets_twice_its_response_time(clock: Clock) -> None:
    gates = Gates(delay=1.0, concurrency=1)
    first = await one(gates, clock, ms=3000)
    assert await one(gates, clock) - first == pytest.approx(6.0)


async def test_names_behind_one_address_share_four_slots(clock: Clock) -> None:
    gates = Gates(delay=0.0, concurrency=1)
    running = most = 0

    async def visit(name: str) -> None:
        nonlocal running, most
        async with gates.lease(name, ("203.0.113.5", 443)):
            running += 1
            most = max(most, running)
            await clock.sleep(1)
            running -= 1

    await asyncio.gather(*(visit(f"p{n}") for n in range(20)))
    assert most == 4


async def test_concurrency_at_one_host_is_bounded(clock: Clock) -> None:
    gates = Gates(delay=0.0, concurrency=1)
    running = most = 0

    async def visit() -> None:
        nonlocal running, most
        async with gates.lease("a"):
            running += 1
            most = max(most, running)
            await clock.sleep(1)
            running -= 1

    await asyncio.gather(*(visit() for _ in range(5)))
    assert most == 1


async def test_retry_after_closes_the_host_for_that_long(clock: Clock) -> None:
    gates = Gates(delay=1.0, concurrency=1)
    first = await one(gates, clock, status=429, headers=(("Retry-After", "30"),))
    assert gates.closed_for("a") == 30.0
    assert await one(gates, clock) - first == 30.0


async def test_refusals_without_a_time_back_off_further_each_time(clock: Clock) -> None:
    gates = Gates(delay=1.0, concurrency=1)
    waits = []
    for _ in range(3):
        await one(gates, clock, status=503)
        waits.append(gates.closed_for("a"))
    assert waits == [5.0, 10.0, 20.0]
    await one(gates, clock)
    assert gates.closed_for("a") == 0.0


async def test_host_that_fails_five_times_in_a_row_is_down_and_an_answer_resets_it(clock: Clock) -> None:
    gates = Gates(delay=0.0, concurrency=1)
    for _ in range(4):
        await one(gates, clock, status=None)
    assert not gates.is_down("a")
    await one(gates, clock)
    for _ in range(5):
        await one(gates, clock, status=None)
    assert gates.is_down("a") and not gates.is_down("b")


async def test_without_a_delay_nothing_waits(clock: Clock) -> None:
    gates = Gates(delay=0.0, concurrency=1)
    gates.crawl_delay("a", 30)
    before = clock()
    for _ in range(3):
        await one(gates, clock, status=429, ms=5000, headers=(("Retry-After", "60"),))
    assert clock() == before


async def test_rate_allows_so_many_calls_in_any_minute(clock: Clock) -> None:
    rate = Rate(15, 60.0)
    times = []
    for _ in range(40):
        await rate.turn()
        times.append(clock())
    for at in times:
        assert sum(1 for t in times if at <= t < at + 60) <= 15


def test_retry_after_reads_seconds_and_dates() -> None:
    now = datetime(2022, 3, 31, 8, 0, tzinfo=UTC)
    assert retry_after("120", now) == 120
    assert retry_after("Thu, 31 Mar 2022 08:01:00 GMT", now) == 60
    assert retry_after("Thu, 31 Mar 2022 07:00:00 GMT", now) == 0
    assert retry_after("soon", now) is None and retry_after("", now) is None and retry_after("-5", now) is None
