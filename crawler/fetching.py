"""Fetch an address for a visit: robots, gates, retries, redirects; every hop becomes a capture and is kept."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from crawler import robots
from crawler.addresses import GuardedResolver, NotAllowedAddress
from crawler.gate import Gates
from crawler.robots import Rules
from crawler.scope import endpoint, origin
from crawler.transport import Answer, Transport
from pages.urls import authority, canonical, join
from records.capture import Capture, Kind, Outcome

Keep = Callable[[Capture], Awaitable[None] | None]
Known = Mapping[str, Capture] | Callable[[str], Capture | None]


# The answer to exactly that URL in the visit before; None where there is none whose body is still there.
Earlier = Callable[[str], Capture | None]


@dataclass(frozen=True, slots=True)
class RobotsCopy:
    """A robots.txt that answered before: its body, and what the visit's log shall say of its use ('': nothing)."""

    body: bytes
    note: str = ""


# The copy for an authority whose robots.txt cannot be reached now; None where there is none.
RobotsCopies = Callable[[str], RobotsCopy | None]

MAX_HOPS = 10


def resume_key(capture: Capture) -> str:
    """Under which key `known` finds a capture of an interrupted attempt: its URL, with the kind before it where a
    browser or a measurement made it."""
    if capture.kind in (Kind.RESPONSE, Kind.FAILURE):
        return capture.url
    return f"{capture.kind.value} {capture.url}"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a capture records of the way to it."""

    topic: str
    depth: int = 0
    found_on: str = ""
    label: str = ""


@dataclass(slots=True)
class RobotsCache:
    """The robots.txt rules by origin, with the capture that says why where they could not be read.

    A `shared` one serves many visits: each keeps the file as evidence, whoever asked for it, and none counts the
    request as its own. What a visit comes to so does not hang on which came first.
    """

    shared: bool = False
    rules: dict[str, Rules] = field(default_factory=dict)
    failures: dict[str, Capture] = field(default_factory=dict)
    chains: dict[str, list[Capture]] = field(default_factory=dict)  # of a shared one
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Fetcher:
    """All requests of one visit; counts them and hands every capture to `keep`."""

    def __init__(
        self,
        transport: Transport,
        gates: Gates,
        resolver: GuardedResolver,
        *,
        keep: Keep,
        known: Known,
        earlier: Earlier = lambda _: None,
        robots_copy: RobotsCopies | None = None,
        robots_cache: RobotsCache | None = None,
        seconds_left: Callable[[], float] = lambda: float("inf"),
    ) -> None:
        self._transport = transport
        self._gates = gates
        self._resolver = resolver
        self._keep = keep
        self._known = known
        self._earlier = earlier
        self._robots_copy = robots_copy
        self._seconds_left = seconds_left
        self._robots = robots_cache or RobotsCache()
        self.answers: dict[str, Answer] = {}  # the answers for front pages, for the HTTPS measurement
        self.captured: dict[str, Capture] = {}  # canonical address -> its last capture
        self.requests = 0
        self.requests_at: dict[str, int] = {}
        self.wire_bytes = 0
        self.taken_over = 0
        self.notes: list[str] = []  # for the visit's log

    async def fetch(self, url: str, way: Origin, *, follow: Callable[[str, str], bool]) -> list[Capture]:
        """The captures of `url` and of what it redirects to, in order; the last one is where the chain ended.

        `follow(source, target)` says whether a redirect may be followed. What was captured before is not asked for
        again: such a chain, or its last capture, carries no body.
        """
        if (before := self.captured.get(canonical(url))) is not None:
            end = self.captured.get(canonical(before.final_url))
            return [before] if end is None or end is before else [before, end]
        chain: list[Capture] = []
        try:
            await self._walk(url, way, follow, chain)
        finally:
            # Also when interrupted inside a chain: its hops were answered and are evidence.
            await self._keep_chain(chain)
        last = self.captured[canonical(chain[-1].url)]
        end = self.captured.get(canonical(last.final_url))
        return chain if end is None or end is last else [*chain, end]

    async def keep(self, capture: Capture) -> None:
        """Hand one capture on."""
        done = self._keep(capture)
        if inspect.isawaitable(done):
            await done

    def known(self, key: str) -> Capture | None:
        """What an interrupted attempt kept under a `resume_key`."""
        return self._known(key) if callable(self._known) else self._known.get(key)

    async def rules(self, url: str) -> Rules:
        """The robots.txt rules that hold for `url`, fetched at most once an origin.

        Both schemes of an authority share one file, for they lead to one server.
        """
        async with self._robots.turn:
            cache = self._robots.rules
            own = origin(url)
            if own in cache:
                chain = self._robots.chains.get(own)
                if chain is not None and canonical(chain[0].url) not in self.captured:
                    await self._keep_chain(chain)
                return cache[own]
            twin = own.replace("https:", "http:") if own.startswith("https:") else own.replace("http:", "https:")
            if twin in cache and cache[twin].state != "unreachable":
                return cache[twin]
            rules, failure = await self._fetch_rules(own)
            cache[own] = rules
            if failure is not None:
                self._robots.failures[own] = failure
            if rules.crawl_delay:
                self._gates.crawl_delay(authority(url), rules.crawl_delay)
            return rules

    def robots_states(self) -> dict[str, str]:
        """Authority -> what its robots.txt says of its front page: `allowed`, `forbidden`, `unreachable`, ..."""
        states: dict[str, str] = {}
        for own, rules in self._robots.rules.items():
            if rules.state == "unreachable":
                state = "unreachable"
            else:
                state = "allowed" if rules.allow(own + "/") else "forbidden"
            key = authority(own + "/")
            if states.get(key, "unreachable") == "unreachable":
                states[key] = state
        return states

    async def request(
        self,
        url: str,
        *,
        max_bytes: int | None = None,
        retry: bool = True,
        cookies: str | None = None,
        headers: Mapping[str, str] | None = None,
        cut: bool = False,
        count: bool = True,
    ) -> Answer:
        """One GET through the gates, with one retry; no robots, no captures. `Answer.tries` counts.

        `count`: as a request of this visit. The other arguments are those of `Transport.get`.
        """
        tries = 0
        key = authority(url)
        while True:
            tries += 1
            address = await self._address(url)
            async with self._gates.lease(key, address) as lease:
                answer = await self._transport.get(url, max_bytes=max_bytes, cookies=cookies, headers=headers, cut=cut)
                lease.done(answer)
            if count:
                self._count(url, 1, answer.wire_bytes)
            again = answer.outcome.retryable and tries == 1 and self._gates.closed_for(key) < self._seconds_left()
            if not (again and retry) or self._gates.is_down(key):
                return replace(answer, tries=tries)

    async def _walk(self, url: str, way: Origin, follow: Callable[[str, str], bool], chain: list[Capture]) -> None:
        visited = {canonical(url)}
        while True:
            capture = await self._one(url, way)
            target = _target(capture)
            if target is None:
                chain.append(capture)
                return
            key = canonical(target)
            if key in visited or len(chain) >= MAX_HOPS:
                error = f"redirects to {target} again" if key in visited else f"more than {MAX_HOPS} redirects"
                chain.append(replace(capture, outcome=Outcome.REDIRECT_LOOP, error=error))
                return
            if not follow(capture.url, target):
                outcome = Outcome.OUT_OF_SCOPE
                chain.append(replace(capture, outcome=outcome, error=f"leads to {target}"))
                return
            chain.append(capture)
            seen = self.captured.get(key)
            if seen is not None:
                chain[-1] = replace(capture, final_url=seen.final_url)
                return
            visited.add(key)
            url = target

    async def _keep_chain(self, chain: list[Capture]) -> None:
        if not chain:
            return
        end = chain[-1].final_url
        for at, capture in enumerate(chain):
            chain[at] = capture = replace(capture, final_url=end)
            # The bodies are the archive's: a visit remembers what it saw, not every byte of it.
            self.captured[canonical(capture.url)] = replace(capture, wire_body=b"", body=b"")
            if self.known(resume_key(capture)) is None:
                await self.keep(capture)

    async def _one(self, url: str, way: Origin) -> Capture:
        known = self.known(url)
        if known is not None and known.kind in (Kind.RESPONSE, Kind.FAILURE):
            if origin(url) not in self._robots.rules and self.known(origin(url) + "/robots.txt") is not None:
                await self.rules(url)  # taken over as well: they hold for what is still to be asked for
            return self._taken_over(known)
        rules = await self.rules(url)
        if not rules.allow(url):
            return self._refused_by_robots(url, way, rules)
        if canonical(url) == canonical(origin(url) + "/"):  # always whole: the connection is measured by it
            answer = await self.request(url)
            self.answers[origin(url)] = replace(answer, wire=b"", body=b"")
            return capture_of(answer, way)
        before = self._earlier(url)
        conditions = _conditions(before) if before is not None else {}
        answer = await self.request(url, headers=conditions or None)
        if answer.status == 304 and before is not None and conditions:
            return replace(capture_of(_not_modified(answer, before), way), not_modified=True)
        return capture_of(answer, way)

    def _taken_over(self, known: Capture) -> Capture:
        """Count what an interrupted attempt did: the log tells of the whole visit."""
        self.taken_over += 1
        self._count(known.url, known.tries, len(known.wire_body))
        return known

    def _count(self, url: str, requests: int, wire_bytes: int) -> None:
        key = authority(url)
        self.requests += requests
        self.requests_at[key] = self.requests_at.get(key, 0) + requests
        self.wire_bytes += wire_bytes

    def _refused_by_robots(self, url: str, way: Origin, rules: Rules) -> Capture:
        failure = self._robots.failures.get(origin(url))
        if rules.state == "unreachable" and failure is not None:
            # RFC 9309, 2.3.1.4: what cannot be asked for is forbidden; the reason is the host, not its wish.
            return _failure(url, failure.outcome, way, f"robots.txt: {failure.error or failure.http_status}")
        return _failure(url, Outcome.ROBOTS, way, "robots.txt forbids it")

    async def _fetch_rules(self, own: str) -> tuple[Rules, Capture | None]:
        url = own + "/robots.txt"
        way = Origin("robots")
        chain: list[Capture] = []
        visited = {canonical(url)}
        while True:
            capture = self.known(url)
            if capture is None or capture.kind not in (Kind.RESPONSE, Kind.FAILURE):
                count = not self._robots.shared
                capture = capture_of(await self.request(url, max_bytes=robots.MAX_BYTES, cut=True, count=count), way)
            elif not self._robots.shared:
                self._taken_over(capture)
            chain.append(capture)
            target = _target(capture)
            if target is None or canonical(target) in visited or len(chain) > robots.MAX_HOPS:
                break
            # A redirect to another name says where the portal moved, not what this host allows (RFC 9309, 2.3.1.2
            # lets us take that for 'no file').
            if not _same_site(own, target):
                chain[-1] = replace(capture, outcome=Outcome.OUT_OF_SCOPE, error=f"leads to {target}")
                break
            visited.add(canonical(target))
            url = target
        await self._keep_chain(chain)
        if self._robots.shared:
            self._robots.chains[own] = chain
        last = chain[-1]
        rules = robots.from_answer(last.http_status if last.kind is Kind.RESPONSE else None, last.body)
        if rules.state == "unreachable":
            copy = self._robots_copy(authority(own + "/")) if self._robots_copy is not None else None
            if copy is not None:
                if copy.note:
                    self.notes.append(copy.note)
                return robots.parse(copy.body, "copy"), last
            return rules, last
        return rules, None

    async def _address(self, url: str) -> tuple[str, int] | None:
        host, port = endpoint(url)
        try:
            return await self._resolver.first_address(host), port
        except (NotAllowedAddress, OSError):
            return None  # the request itself will say why


def _conditions(before: Capture) -> dict[str, str]:
    """The conditional request headers (RFC 9110, 13.1) that the answer before gives; {} where it gives none."""
    if before.outcome is not Outcome.OK or before.http_status != 200 or not before.body:
        return {}
    named = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
    found = {condition: before.header(validator) or "" for condition, validator in named}
    return {name: value for name, value in found.items() if value and value.isascii() and value.isprintable()}


def _not_modified(answer: Answer, before: Capture) -> Answer:
    """What the answer would have been: that of before, with the headers that came now (RFC 9111, 3.2)."""
    fresh = {name.lower() for name, _ in answer.headers}
    headers = (*answer.headers, *((name, value) for name, value in before.headers if name.lower() not in fresh))
    return replace(
        answer, outcome=Outcome.OK, status=before.http_status, headers=headers, wire=before.wire_body, body=before.body
    )


def capture_of(answer: Answer, way: Origin) -> Capture:
    """The capture of one answer."""
    complete = answer.status is not None and answer.outcome not in _INCOMPLETE
    return Capture(
        url=answer.url,
        final_url=answer.url,
        fetched_at=datetime.now(UTC),
        kind=Kind.RESPONSE if complete else Kind.FAILURE,
        outcome=answer.outcome,
        http_status=answer.status,
        headers=answer.headers,
        wire_body=answer.wire if complete else b"",
        body=answer.body if complete else b"",
        depth=way.depth,
        topic=way.topic,
        found_on=way.found_on,
        label=way.label,
        elapsed_ms=answer.elapsed_ms,
        tries=answer.tries,
        peer=answer.peer,
        error=answer.error or (f"certificate not trusted: {answer.tls_error}" if answer.tls_error else ""),
    )


# A body that was cut short must not answer for its page.
_INCOMPLETE = frozenset(
    {Outcome.TOO_LARGE, Outcome.PROTOCOL, Outcome.RESET, Outcome.TIMEOUT, Outcome.NOT_ALLOWED_ADDRESS}
)


def _failure(url: str, outcome: Outcome, way: Origin, error: str) -> Capture:
    return Capture(
        url=url,
        final_url=url,
        fetched_at=datetime.now(UTC),
        kind=Kind.FAILURE,
        outcome=outcome,
        depth=way.depth,
        topic=way.topic,
        found_on=way.found_on,
        label=way.label,
        tries=0,
        error=error,
    )


def _target(capture: Capture) -> str | None:
    """Where a capture redirects to; None where it does not, or to no web address."""
    if capture.kind is not Kind.RESPONSE or capture.http_status not in (301, 302, 303, 307, 308):
        return None
    location = capture.header("location")
    return join(capture.url, location) if location else None


def _same_site(own: str, target: str) -> bool:
    def bare(url: str) -> str:
        return authority(url).removeprefix("www.")

    return bare(own + "/") == bare(target)
