"""When a request may go out: one gate per authority, and one per address and port behind which several may stand.

Everything passes here: pages, redirect hops, robots.txt, sitemaps, store pages. The pause counts from the moment the
last request really went out, not from when it was planned.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from crawler.transport import Answer

# A site that needs a second for an answer gets twice that between requests: it is never more than half busy with us.
_RESPONSE_TIMES = 2.0
_MAX_PAUSE = 10.0
MAX_CRAWL_DELAY = 60.0
# Provinces that share a host of their provider (many on one address): at most so many at once there.
_PER_ADDRESS = 4
_MAX_RETRY_AFTER = 300.0
_FIRST_BACK_OFF = 5.0
# So many failed connections in a row, and the host is held to be down for the rest of the visit.
_BREAKER = 5


@dataclass(slots=True)
class _Gate:
    slots: asyncio.Semaphore
    pause: float
    crawl_delay: float = 0.0
    response_seconds: float = 0.0
    last_sent: float = float("-inf")
    closed_until: float = float("-inf")
    failures: int = 0
    refusals: int = 0
    order: asyncio.Lock = field(default_factory=asyncio.Lock)

    def between(self) -> float:
        slow = min(_RESPONSE_TIMES * self.response_seconds, _MAX_PAUSE)
        return max(self.pause, self.crawl_delay, slow)


class Lease:
    """The permission for one request; `done` tells the gates how it went."""

    def __init__(self, gates: tuple[_Gate, ...], polite: bool) -> None:
        self._gates = gates
        self._polite = polite

    def done(self, answer: Answer) -> None:
        """Learn from the answer: time of sending, response time, back-off, breaker."""
        now = time.monotonic()
        host = self._gates[0]
        for gate in self._gates:
            gate.last_sent = max(gate.last_sent, answer.sent_at if answer.sent_at is not None else now)
        host.failures = host.failures + 1 if answer.no_connection else 0
        if answer.elapsed_ms is not None:
            seconds = answer.elapsed_ms / 1000
            host.response_seconds = (
                seconds if not host.response_seconds else 0.7 * host.response_seconds + 0.3 * seconds
            )
        if answer.status in (429, 503):
            host.refusals += 1
            if self._polite:
                wait = retry_after(answer.header("retry-after"), datetime.now(UTC))
                if wait is None:
                    wait = _FIRST_BACK_OFF * 2 ** min(host.refusals - 1, 5)
                host.closed_until = now + min(wait, _MAX_RETRY_AFTER)
        elif answer.status is not None:
            host.refusals = 0


# Entered by an authority's name after the gates of this process were passed, held while the request is under way:
# for what several processes must agree on.
Turns = Callable[[str], AbstractAsyncContextManager[None]]


class Gates:
    """All gates of a run. With `delay` 0 they bound concurrency alone and never wait."""

    def __init__(self, *, delay: float, concurrency: int, turn: Turns | None = None) -> None:
        self._shared: Turns = turn or (lambda _: nullcontext())
        self._delay = delay
        self._concurrency = max(1, concurrency)
        self._hosts: dict[str, _Gate] = {}
        self._addresses: dict[tuple[str, int], _Gate] = {}

    @asynccontextmanager
    async def lease(self, authority: str, address: tuple[str, int] | None = None) -> AsyncIterator[Lease]:
        """Wait for the turn at `authority`, and at the (address, port) behind it where that is known."""
        host = self._host(authority)
        gates = (host,) if address is None else (host, self._address(address))
        async with _all_slots(gates):
            for gate in gates:
                await self._turn(gate)
            async with self._shared(authority):
                sent = time.monotonic()
                for gate in gates:
                    gate.last_sent = sent
                yield Lease(gates, self._delay > 0)

    def crawl_delay(self, authority: str, seconds: float) -> None:
        """What the authority's robots.txt asks for between two requests, in seconds."""
        self._host(authority).crawl_delay = min(max(seconds, 0.0), MAX_CRAWL_DELAY)

    def is_down(self, authority: str) -> bool:
        """Whether so many connections in a row failed that the host is left alone."""
        return self._host(authority).failures >= _BREAKER

    def refuses(self, authority: str) -> bool:
        """Whether the host answered only 429 or 503 for so long that going on would be a burden."""
        return self._host(authority).refusals >= _BREAKER

    def closed_for(self, authority: str) -> float:
        """Seconds for which the host asked to be left alone."""
        return max(0.0, self._host(authority).closed_until - time.monotonic())

    async def _turn(self, gate: _Gate) -> None:
        if self._delay <= 0:
            return
        async with gate.order:
            while (wait := max(gate.last_sent + gate.between(), gate.closed_until) - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            gate.last_sent = time.monotonic()

    def _host(self, authority: str) -> _Gate:
        if authority not in self._hosts:
            self._hosts[authority] = _Gate(asyncio.Semaphore(self._concurrency), self._delay)
        return self._hosts[authority]

    def _address(self, address: tuple[str, int]) -> _Gate:
        if address not in self._addresses:
            slots = asyncio.Semaphore(_PER_ADDRESS * self._concurrency)
            self._addresses[address] = _Gate(slots, self._delay / _PER_ADDRESS)
        return self._addresses[address]


class Rate:
    """At most `calls` in any `seconds`, over a whole run (the stores')."""

    def __init__(self, calls: int, seconds: float) -> None:
        self._calls = calls
        self._seconds = seconds
        self._sent: deque[float] = deque()
        self._order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until one more call is allowed, and count it."""
        async with self._order:
            if len(self._sent) == self._calls:
                wait = self._sent.popleft() + self._seconds - time.monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
            self._sent.append(time.monotonic())


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (number or HTTP date); None where it says nothing."""
    value = value.strip()
    if value.isdigit():
        return float(min(int(value[:9]), 10**6))
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


@asynccontextmanager
async def _all_slots(gates: tuple[_Gate, ...]) -> AsyncIterator[None]:
    # Always host before address: two requests can never hold what the other waits for.
    async with gates[0].slots:
        if len(gates) == 1:
            yield
        else:
            async with gates[1].slots:
                yield
