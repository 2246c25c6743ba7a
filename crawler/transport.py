"""One GET on the wire: what came, from which address, over which certificate, or how it failed.

httpx over aiohttp (`httpx-aiohttp`) with our own session: chosen by benchmarks/transport.py. Redirects are not
followed, nothing is decoded below us, cookies live as long as the transport: one per province and visit.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import httpx
from aiohttp import http_exceptions
from httpx_aiohttp import AiohttpTransport

from crawler import tls
from crawler.addresses import GuardedResolver, NotAllowedAddress
from crawler.decoding import ACCEPT_ENCODING, BadBody, Body, TooLarge
from crawler.settings import Settings
from crawler.tls import TlsFacts, Trust
from pages.urls import authority
from records.capture import Outcome

_KEEP_ALIVE_SECONDS = 15.0
# Vietnamese portals send Content-Security-Policy headers beyond aiohttp's 8 KiB; beyond this it is no portal.
_MAX_HEADER_BYTES = 64 * 1024
# The whole of a response may take this many times the time that its headers may: slow lines are no failure, a
# body that drips for ever is.
_BODY_TIMES = 3

HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": ACCEPT_ENCODING,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How one request ended.

    `status` None: there was no response. `wire` and `body` are empty unless the body was read in full. `sent_at` is
    the event loop's time at which the request went out (None: it never did), `elapsed_ms` from there to the
    response's head. `tls_error` is why the certificate was not trusted ('' where it was, or over plain HTTP).
    """

    url: str
    outcome: Outcome
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wire: bytes = b""
    body: bytes = b""
    elapsed_ms: int | None = None
    sent_at: float | None = None
    peer: str = ""
    tls: TlsFacts | None = None
    tls_error: str = ""
    error: str = ""
    wire_bytes: int = 0
    tries: int = 1

    def header(self, name: str) -> str:
        """The first header of that name (lower case), or ''."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def location(self) -> str:
        """Where a redirect leads, as written; '' where this is none."""
        return self.header("location") if self.status in (301, 302, 303, 307, 308) else ""

    @property
    def no_connection(self) -> bool:
        """Whether the host itself did not answer, rather than this one address of it."""
        return self.status is None and self.outcome in _NO_CONNECTION


_NO_CONNECTION = frozenset({Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.RESET, Outcome.TLS})


@dataclass(slots=True)
class _Exchange:
    """What the connection of the request in hand turned out to be."""

    trust: Trust
    sent_at: float | None = None
    peer: str = ""
    tls: TlsFacts | None = None


_EXCHANGE: ContextVar[_Exchange] = ContextVar("exchange")


class _ObservedResponse(aiohttp.ClientResponse):
    """Notes the connection's facts right after the request was written, while the connection is still held."""

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        exchange = _EXCHANGE.get(None)
        if exchange is not None and connection.transport is not None:
            exchange.sent_at = time.monotonic()
            name = connection.transport.get_extra_info("peername")
            exchange.peer = f"{name[0]}:{name[1]}" if name else ""
            ssl_object = connection.transport.get_extra_info("ssl_object")
            if ssl_object is not None:
                exchange.tls = tls.facts(ssl_object, exchange.trust)
        return await super().start(connection)


class Transport:
    """Requests of one province's visit: own connections and cookies, the run's resolver."""

    def __init__(self, settings: Settings, resolver: GuardedResolver) -> None:
        self._settings = settings
        self._resolver = resolver
        self._cookies = httpx.Cookies()
        self._headers = httpx.Headers({"User-Agent": settings.agent_header, **HEADERS})
        self._given: dict[str, list[str]] = {}  # host -> the Set-Cookie headers it sent last
        self._lines: dict[Trust, AiohttpTransport] = {}
        # What the first handshake with an authority taught: trust to begin with, and why not more.
        self._trust: dict[str, tuple[Trust, str]] = {}

    async def get(
        self,
        url: str,
        *,
        max_bytes: int | None = None,
        cookies: str | None = None,
        headers: Mapping[str, str] | None = None,
        cut: bool = False,
    ) -> Answer:
        """GET `url` once; never raises but for cancellation.

        A refused certificate or handshake is tried again with less trust, and the reason noted. `cookies` is a Cookie
        header that replaces the visit's own cookies (a browser keeps its own). With `cut` a body beyond the
        limit is cut there instead of refused.
        """
        key = authority(url)
        extra = {**(headers or {}), **({"Cookie": cookies} if cookies is not None else {})}
        level, reason = self._trust.get(key, (Trust.VERIFIED, ""))
        answer = await self._exchange(url, level, reason, max_bytes, extra, cut)
        while level is not Trust.LEGACY and _handshake_failed(answer):
            reason = reason or answer.tls_error
            # A certificate can be passed over; for anything else only older settings may help.
            refused = level is Trust.VERIFIED and reason not in ("", "legacy_tls")
            level = Trust.UNVERIFIED if refused else Trust.LEGACY
            lesser = await self._exchange(url, level, reason, max_bytes, extra, cut)
            if lesser.status is None and level is Trust.LEGACY:
                break  # the first failure says more than that of a last resort
            answer = lesser
            if answer.status is not None:
                self._trust[key] = (level, "legacy_tls" if level is Trust.LEGACY else reason)
                answer = replace(answer, tls_error=self._trust[key][1])
        return answer

    def take_over_cookies(self, cookies: Iterable[tuple[str, str, str, str]]) -> None:
        """Hold what a browser on the same visit holds: (name, value, domain, path)."""
        for name, value, domain, path in cookies:
            self._cookies.set(name, value, domain, path)

    async def close(self) -> None:
        """Close every connection."""
        for line in self._lines.values():
            await line.aclose()
        self._lines.clear()

    async def _exchange(
        self, url: str, trust: Trust, reason: str, max_bytes: int | None, extra: dict[str, str], cut: bool
    ) -> Answer:
        exchange = _Exchange(trust)
        token = _EXCHANGE.set(exchange)
        started = time.monotonic()
        wait = self._settings.request_timeout_seconds
        limit = self._settings.max_body_bytes if max_bytes is None else max_bytes
        seen = _Seen()
        try:
            async with asyncio.timeout(wait * _BODY_TIMES) as total:
                request = self._request(url, extra)
                async with asyncio.timeout(wait):
                    response = await self._line(trust).handle_async_request(request)
                assert isinstance(response.stream, httpx.AsyncByteStream)
                try:
                    self._take_cookies(request, response)
                    seen.status = response.status_code
                    seen.headers = tuple((_text(k), _text(v)) for k, v in response.headers.raw)
                    begun = exchange.sent_at if exchange.sent_at is not None else started
                    seen.elapsed_ms = max(0, round((time.monotonic() - begun) * 1000))
                    total.reschedule(asyncio.get_running_loop().time() + wait * _BODY_TIMES)
                    declared = response.headers.get("content-length", "")
                    if declared.isdigit() and int(declared) > limit and not cut:
                        raise TooLarge(f"declares {declared} bytes")
                    body = Body(response.headers.get("content-encoding", ""), limit)
                    try:
                        async for chunk in response.stream:
                            seen.wire_bytes += len(chunk)
                            body.feed(chunk)
                        seen.wire, seen.body = body.finish()
                    except TooLarge:
                        if not cut:
                            raise
                        seen.wire, seen.body = body.partial()
                finally:
                    await response.aclose()
            outcome, error = _outcome_of_status(seen), ""
        except (TooLarge, BadBody) as exc:
            outcome, error = (Outcome.TOO_LARGE if isinstance(exc, TooLarge) else Outcome.PROTOCOL), str(exc)
        except Exception as exc:
            # Whatever a hostile server provokes in the libraries below is this request's failure, not the visit's.
            outcome, error, why = explain(exc)
            reason = reason or why
        finally:
            _EXCHANGE.reset(token)
        return Answer(
            url,
            outcome,
            seen.status,
            seen.headers,
            seen.wire,
            seen.body,
            seen.elapsed_ms,
            exchange.sent_at,
            exchange.peer,
            exchange.tls,
            reason if url.startswith("https:") else "",
            error,
            seen.wire_bytes,
        )

    def _take_cookies(self, request: httpx.Request, response: httpx.Response) -> None:
        given = response.headers.get_list("set-cookie")
        # Many portals set the same cookies with every page; reading them costs as much as the request. Without a path
        # of its own a cookie belongs to the folder of the page that set it, so the same words are another cookie there.
        again = given == self._given.get(request.url.host) and all("path=" in cookie.lower() for cookie in given)
        if given and not again:
            self._given[request.url.host] = given
            response.request = request
            self._cookies.extract_cookies(response)

    def _request(self, url: str, extra: dict[str, str]) -> httpx.Request:
        wait = self._settings.request_timeout_seconds
        headers = self._headers
        if extra:
            headers = headers.copy()
            headers.update(extra)
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": {"connect": wait, "read": wait}})
        if "Cookie" not in extra and self._cookies.jar:
            self._cookies.set_cookie_header(request)
        return request

    def _line(self, trust: Trust) -> AiohttpTransport:
        line = self._lines.get(trust)
        if line is None:
            context = tls.context(trust, self._settings.extra_ca_file if trust is Trust.VERIFIED else None)
            line = self._lines[trust] = guarded_line(self._resolver, context)
        return line


def _handshake_failed(answer: Answer) -> bool:
    """Whether TLS, not the network, kept us out: many servers just hang up on a protocol that they do not know."""
    if answer.status is not None or not answer.url.startswith("https:") or answer.tls_error == "no_tls":
        return False
    return answer.outcome is Outcome.TLS or (answer.outcome is Outcome.RESET and answer.sent_at is None)


@dataclass(slots=True)
class _Seen:
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wire: bytes = b""
    body: bytes = b""
    elapsed_ms: int | None = None
    wire_bytes: int = 0


def guarded_line(resolver: GuardedResolver, context: ssl.SSLContext) -> AiohttpTransport:
    """An httpx transport over aiohttp whose every connection passes the resolver's guard.

    It is used without an `httpx.AsyncClient` around it, whose redirects, cookies and decoding are done elsewhere here
    and cost as much again.
    """

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            use_dns_cache=False,
            socket_factory=resolver.open_socket,
            ssl=context,
            keepalive_timeout=_KEEP_ALIVE_SECONDS,
            limit=0,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),  # httpx keeps them
            response_class=_ObservedResponse,
            auto_decompress=False,
            trust_env=False,
            max_line_size=_MAX_HEADER_BYTES,
            max_field_size=_MAX_HEADER_BYTES,
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
        )

    # The session has the context too; without one here, 30 ms would go into loading roots that nobody uses.
    return AiohttpTransport(verify=context, client=session)


def explain(exc: BaseException) -> tuple[Outcome, str, str]:
    """(outcome, words, TLS reason) of what a request raised.

    httpx-aiohttp reports every failed connection as a ConnectTimeout; only the causes below it tell them apart.
    """
    causes = list(_causes(exc))
    for cause in causes:
        if isinstance(cause, NotAllowedAddress):
            return Outcome.NOT_ALLOWED_ADDRESS, str(cause), ""
    for cause in causes:
        if isinstance(cause, aiohttp.ClientConnectorDNSError):
            return Outcome.DNS, _words(cause), ""
        if isinstance(cause, aiohttp.ClientError):
            continue  # some are SSLErrors by name, and carry none of its facts
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return Outcome.TLS, _words(cause), tls.refusal(cause)
        if isinstance(cause, ssl.CertificateError):
            return Outcome.TLS, _words(cause), "wrong_host"
    for cause in causes:
        if isinstance(cause, ConnectionRefusedError):
            return Outcome.REFUSED, _words(cause), ""
        if isinstance(
            cause,
            ConnectionResetError
            | BrokenPipeError
            | ConnectionAbortedError
            | ssl.SSLError
            | aiohttp.ServerDisconnectedError,
        ):
            return Outcome.RESET, _words(cause), ""
        if isinstance(cause, aiohttp.ClientPayloadError):
            # The connection ended inside the body (Content-Length or chunk missing), or the chunks are none.
            broken = any(isinstance(c, http_exceptions.TransferEncodingError) for c in causes)
            return (Outcome.PROTOCOL if broken else Outcome.RESET), _words(cause), ""
        if isinstance(cause, aiohttp.ClientResponseError | http_exceptions.HttpProcessingError):
            return Outcome.PROTOCOL, _words(cause), ""
    for cause in causes:
        if isinstance(cause, TimeoutError | aiohttp.ServerTimeoutError):
            return Outcome.TIMEOUT, _words(cause) or "no answer in time", ""
        if isinstance(cause, aiohttp.ClientConnectorError):
            return Outcome.REFUSED, _words(cause), ""  # no route, network unreachable
    if isinstance(exc, httpx.TimeoutException):  # last: httpx-aiohttp gives this name to every failed connection
        return Outcome.TIMEOUT, _words(exc) or "no answer in time", ""
    return Outcome.PROTOCOL, f"{type(exc).__name__}: {_words(exc)}", ""


def _causes(exc: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    todo: list[BaseException | None] = [exc]
    while todo:
        current = todo.pop(0)
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        todo += [current.__cause__, current.__context__, getattr(current, "os_error", None)]


def _outcome_of_status(seen: _Seen) -> Outcome:
    status = seen.status or 0
    if status == 429 or (status == 503 and any(k.lower() == "retry-after" for k, _ in seen.headers)):
        return Outcome.RATE_LIMITED
    if status >= 500:
        return Outcome.HTTP_5XX
    return Outcome.HTTP_4XX if status >= 400 else Outcome.OK


def _text(raw: bytes) -> str:
    # Location headers with Vietnamese letters come as UTF-8, against the letter of HTTP.
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _words(exc: BaseException) -> str:
    return " ".join(str(exc).split())[:300]
