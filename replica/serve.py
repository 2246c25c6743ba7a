"""The loopback server: one port for each portal and store, told apart further by the Host header."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from datetime import date
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import parse_qsl, unquote, urlsplit

from .facts import AS_OF, HERE, Portal, portals
from .registry import registry_toml
from .site import Answer, Site
from .stores import app_store, play_store
from .tls import Authority

SLOW_SECONDS = 2.2
IDLE_SECONDS = 60
HTTPS = {"https", "https_no_redirect", "bad_certificate"}

# What answers: host without port, path with query, cookies, whether over TLS.
Responder = Callable[[str, str, str, bool], Answer]


class Listener:
    """One port. It looks at a connection's first byte to tell TLS from plain HTTP."""

    def __init__(
        self, sock: socket.socket, respond: Responder, context: ssl.SSLContext | None, delay: float, replica: Replica
    ) -> None:
        self.sock, self.respond, self.context, self.delay, self.replica = sock, respond, context, delay, replica
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Accept until cancelled."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                connection, _ = await loop.sock_accept(self.sock)
                connection.setblocking(False)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                task = loop.create_task(self._open(connection))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
        finally:
            for task in list(self.tasks):
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            self.sock.close()

    async def _open(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(IDLE_SECONDS):
                first = await _peek(connection)
        except (TimeoutError, OSError):
            first = b""
        secure = first == b"\x16"
        if secure and self.context is None:  # answer in plain HTTP, as a web server does that has no TLS on this port
            await loop.sock_recv(connection, 2**14)
            await loop.sock_sendall(
                connection, b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
        if not first or (secure and self.context is None):
            connection.close()
            return
        reader = asyncio.StreamReader(limit=2**16)
        protocol = asyncio.StreamReaderProtocol(reader)
        try:
            transport, _ = await loop.connect_accepted_socket(
                lambda: protocol, connection, ssl=self.context if secure else None
            )
        except (OSError, ssl.SSLError):
            connection.close()
            return
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        try:
            await self._talk(reader, writer, secure)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, secure: bool) -> None:
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            request, *rest = head.decode("latin-1").split("\r\n")
            headers = {
                name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest if line)
            }
            parts = request.split(" ")
            if len(parts) != 3:
                return
            method, target, version = parts
            if target.startswith("http://") or target.startswith("https://"):
                split = urlsplit(target)
                target = (split.path or "/") + (f"?{split.query}" if split.query else "")
            body = int(headers.get("content-length", "0") or 0)
            if body:
                await reader.readexactly(min(body, 2**20))
            if self.delay:
                await asyncio.sleep(self.delay)
            answer = self._answer(method, target, headers, secure)
            keep = headers.get("connection", "").lower() != "close" and version == "HTTP/1.1" and not body
            status, message = self._frame(method, answer, headers, keep)
            self.replica.record(headers.get("host", ""), method, target, status, headers.get("user-agent", ""))
            writer.write(message)
            await writer.drain()
            if not keep:
                return

    def _answer(self, method: str, target: str, headers: dict[str, str], secure: bool) -> Answer:
        if method == "POST":
            self.replica.posts += 1
        if method not in {"GET", "HEAD"}:
            return Answer(405, "text/plain", b"Method Not Allowed", (("Allow", "GET, HEAD"),))
        host = headers.get("host", "").rsplit(":", 1)[0].lower()
        return self.respond(host, target, headers.get("cookie", ""), secure)

    def _frame(self, method: str, answer: Answer, asked: dict[str, str], keep: bool) -> tuple[int, bytes]:
        status, body = answer.status, answer.body
        lines = [
            ("Date", formatdate(usegmt=True)),
            ("Server", "Apache"),
            ("Content-Type", answer.media_type),
            *answer.headers,
        ]
        # Every other portal sends ETags: told by its name, for the port is another one at each start.
        name = asked.get("host", "").partition(":")[0]
        if status == 200 and zlib.crc32(name.encode()) % 2:
            tag = f'"{zlib.crc32(body):08x}-{len(body):x}"'
            lines.append(("ETag", tag))
            if asked.get("if-none-match") == tag:
                status, body = 304, b""
        if (
            "gzip" in asked.get("accept-encoding", "")
            and len(body) > 1000
            and answer.media_type.startswith(("text/", "application/json", "application/xml"))
        ):
            body = self.replica.compressed(body)
            lines += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        if status != 304:
            lines.append(("Content-Length", str(len(body))))
        lines.append(("Connection", "keep-alive" if keep else "close"))
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
            + "".join(f"{name}: {value}\r\n" for name, value in lines)
            + "\r\n"
        )
        return status, head.encode() + (b"" if method == "HEAD" else body)


async def _peek(connection: socket.socket) -> bytes:
    """The first byte of a connection, left in place; empty when the other side has gone."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            return connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            ready: asyncio.Future[None] = loop.create_future()
            loop.add_reader(connection.fileno(), _set, ready)
            try:
                await ready
            finally:
                loop.remove_reader(connection.fileno())


def _set(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class Replica:
    """The portals and the stores, served from a thread of their own while the `with` block runs.

    `only` limits the portals; `port` makes the ports fixed, one after the other; `log` is a file that gets a JSON
    line for each request.
    """

    def __init__(self, only: Iterable[str] | None = None, port: int = 0, log: Path | str | None = None) -> None:
        known = {p.slug: p for p in portals()}
        wanted = list(known) if only is None else list(only)
        if unknown := [slug for slug in wanted if slug not in known]:
            raise ValueError(f"no such portal: {', '.join(unknown)}")
        self._portals = [p for p in portals() if p.slug in set(wanted)]
        self._first_port, self._log_path = port, Path(log) if log else None
        self.as_of: date = AS_OF
        self.truth: Path = HERE / "truth.json"
        self.posts = 0
        self.requests = 0
        self._ports: dict[str, int] = {}
        self.sites: dict[str, Site] = {}

    # What a visitor needs to know.

    def origin(self, slug: str, host: str = "") -> str:
        """Scheme, host and port of a portal or of one of its sub-domains."""
        scheme = "https" if any(p.slug == slug and p.access in HTTPS for p in self._portals) else "http"
        return f"{scheme}://{f'{host}.' if host else ''}{slug}.localhost:{self._ports[slug]}"

    @property
    def play_store_url(self) -> str:
        """The address that stands for https://play.google.com."""
        return f"http://play-store.localhost:{self._ports['play-store']}"

    @property
    def app_store_url(self) -> str:
        """The address that stands for https://itunes.apple.com."""
        return f"http://app-store.localhost:{self._ports['app-store']}"

    def describe(self) -> dict[str, str]:
        """All of it, as `serve` prints it."""
        return {
            "registry_path": str(self.registry_path),
            "play_store_url": self.play_store_url,
            "app_store_url": self.app_store_url,
            "ca_file": str(self.ca_file),
            "as_of": self.as_of.isoformat(),
            "truth": str(self.truth),
        }

    # Its life.

    def start(self) -> Replica:
        """Open the ports, write registry and certificates, and answer from now on."""
        self._folder = tempfile.TemporaryDirectory(prefix="replica-")
        folder = Path(self._folder.name)
        authority = Authority(folder)
        self.ca_file: Path = authority.ca_file
        self.posts = self.requests = 0
        self._log: IO[str] | None = self._log_path.open("a", encoding="utf-8") if self._log_path else None
        self._held: list[socket.socket] = []
        listeners: list[Listener] = []
        try:
            for n, portal in enumerate(portals()):
                if portal in self._portals:
                    listeners += self._portal(portal, self._first_port + n if self._first_port else 0, authority)
            for n, (name, store) in enumerate((("play-store", play_store), ("app-store", app_store))):
                sock = self._bind(name, self._first_port + len(portals()) + n if self._first_port else 0)
                listeners.append(Listener(sock, _store(store), None, 0, self))
        except BaseException:
            for listener in listeners:
                listener.sock.close()
            self._release()
            raise
        self.registry_path = folder / "registry.toml"
        self.registry_path.write_text(registry_toml(self._portals, self.sites, self.origin), encoding="utf-8")
        for listener in listeners:
            listener.sock.listen(128)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(listeners,), name="replica", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Close everything and remove the temporary folder."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._release()

    def __enter__(self) -> Replica:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _release(self) -> None:
        for sock in self._held:
            sock.close()
        if self._log:
            self._log.close()
            self._log = None
        self._folder.cleanup()

    def _run(self, listeners: list[Listener]) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve(listeners))
        finally:
            self._loop.close()

    async def _serve(self, listeners: list[Listener]) -> None:
        tasks = [asyncio.create_task(listener.run()) for listener in listeners]
        await self._stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _bind(self, name: str, port: int) -> socket.socket:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setblocking(False)
        sock.bind(("127.0.0.1", port))
        self._ports[name] = sock.getsockname()[1]
        return sock

    def _portal(self, portal: Portal, port: int, authority: Authority) -> list[Listener]:
        sock = self._bind(portal.slug, port)
        site = Site(portal, lambda host: self.origin(portal.slug, host))
        self.sites[portal.slug] = site
        if portal.access == "down":  # the port is taken, and nobody listens: connections are refused
            self._held.append(sock)
            return []
        context = None
        if portal.access in HTTPS:
            context = authority.context(f"{portal.slug}.localhost", signed=portal.access != "bad_certificate")
        delay = SLOW_SECONDS if portal.access == "slow" else 0
        return [Listener(sock, _responder(portal, site), context, delay, self)]

    # What the listeners report.

    def record(self, host: str, method: str, path: str, status: int, agent: str) -> None:
        """Count a request, and write it into the log."""
        self.requests += 1
        if self._log:
            line = {
                "time": round(time.time(), 3),
                "host": host,
                "method": method,
                "path": path,
                "status": status,
                "user_agent": agent,
            }
            self._log.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._log.flush()

    def compressed(self, body: bytes) -> bytes:
        """The body in gzip, the same bytes each time."""
        return gzip.compress(body, 1, mtime=0)


def _store(store: Callable[[str, dict[str, str]], tuple[int, str, bytes]]) -> Responder:
    def respond(host: str, target: str, cookies: str, secure: bool) -> Answer:
        path, _, query = target.partition("?")
        status, media_type, body = store(path, dict(parse_qsl(query)))
        return Answer(status, media_type, body)

    return respond


def _responder(portal: Portal, site: Site) -> Responder:
    own = f"{portal.slug}.localhost"

    def respond(host: str, target: str, cookies: str, secure: bool) -> Answer:
        if host not in {own, "127.0.0.1", "localhost"} and not host.endswith(f".{own}"):
            return Answer(421, "text/plain", b"Misdirected Request")
        path, question, query = target.partition("?")
        target = unquote(path) + question + query
        sub = host.removesuffix(own).rstrip(".") if host.endswith(own) else ""
        if portal.access in {"https", "bad_certificate"} and not secure:
            return Answer(301, "text/html", b"", (("Location", site.origin(sub) + target),))
        return site.answer(sub, target, cookies)

    return respond
