"""A fleet of portals on loopback addresses, one misbehaviour each, with what has to come out of a visit to it.

Most have an ordinary home page whose menu leads to the page that misbehaves: that page must cost itself alone, so
the visit ends `done` and the pages beside it are read. Bodies "without end" are bounded where a crawler that does read
on would fill the machine.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiohttp import web

from records.capture import Outcome
from records.visit import VisitStatus
from tests.crawler.portal import Handler, Page, Portal, html, raw_serving, serving

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

DONE, PARTIAL = VisitStatus.DONE, VisitStatus.PARTIAL
UNREACHABLE, BLOCKED = VisitStatus.UNREACHABLE, VisitStatus.BLOCKED

BAD = "/lich-tiep-cong-dan"
GOOD = "/hoi-dap"
MENU = {BAD: "Lịch tiếp công dân", "/cong-dan": "Công dân", GOOD: "Hỏi đáp"}
MiB = 2**20


@dataclass(frozen=True)
class Case:
    """One portal. `bad` is what became of the misbehaving page at `BAD`, None where the portal has none such, and
    `also` what became of other paths. `most` bounds the requests that the portal may get, `cut` names rules of crawler/traps.py that must have been used,
    `asked` and `never` are paths that must and must not have been asked for.
    """

    name: str
    pages: Mapping[str, Page] = field(default_factory=dict)
    talk: Talk | None = None
    url: str = ""  # of a portal that has no server
    tls: ssl.SSLContext | None = None
    status: VisitStatus = DONE
    error: str = ""
    bad: Outcome | None = None
    also: Mapping[str, Outcome] = field(default_factory=dict)
    most: int = 60
    cut: frozenset[str] = frozenset()
    asked: tuple[str, ...] = (GOOD,)
    never: tuple[str, ...] = ()


def ordinary(**more: Page) -> dict[str, Page]:
    """A small portal that does nothing wrong; `more` are further pages, by path without its slash."""
    pages: dict[str, Page] = {
        path: html(label, f"<p>{label} của tỉnh, cập nhật thường xuyên.</p>", MENU) for path, label in MENU.items()
    }
    pages["/"] = html("Cổng thông tin điện tử", "<p>Trang chủ</p>", MENU)
    return pages | {f"/{path}": page for path, page in more.items()}


def with_bad(page: Page) -> dict[str, Page]:
    """The same with `page` in the place of the reception schedule."""
    return {**ordinary(), BAD: page}


def with_main(main: str, **more: Page) -> dict[str, Page]:
    """The same with `main` as the content of the home page."""
    return {**ordinary(**more), "/": html("Cổng thông tin điện tử", main, MENU)}


# -- bodies ----------------------------------------------------------------------------------------------------


def flowing(chunk: bytes, *, times: int, pause: float = 0.0, **headers: str) -> Handler:
    """A body of `times` chunks without a declared length."""

    async def answer(request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8", **named})
        await response.prepare(request)
        with suppress(ConnectionError):
            for _ in range(times):
                await response.write(chunk)
                await asyncio.sleep(pause)
        return response

    return answer


def raw(answer: bytes, *, hold: bool = False, abort: bool = False) -> Handler:
    """These bytes in the place of an answer; then the connection is held, aborted or closed."""

    async def speak(request: web.Request) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        transport.write(answer)
        while hold and not transport.is_closing():
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.05)
        if abort:
            transport.abort()
        else:
            transport.close()
        return web.Response()

    return speak


def unending_redirects(prefix: str) -> Handler:
    """Each hop leads to another one."""

    async def answer(request: web.Request) -> web.StreamResponse:
        number = int(request.path.rpartition("-")[2]) + 1 if "-hop-" in request.path else 1
        return web.Response(status=302, headers={"Location": f"{prefix}-hop-{number}"})

    return answer


async def cookie_wall(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": BAD, "Set-Cookie": "seen=1; Path=/"})


async def tarpit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while await reader.read(65536):  # until the visitor goes
        pass


async def dripping_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(3600):
        writer.write(b"X-%d: x\r\n" % n)
        await writer.drain()
        await asyncio.sleep(0.1)


def says(answer: bytes) -> Talk:
    """A server whose only words, whatever it is asked, are these."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        with suppress(asyncio.IncompleteReadError, TimeoutError):
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)

    return talk


async def unending_continue(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


# -- mazes -----------------------------------------------------------------------------------------------------


def maze(links: Callable[[str, int], Mapping[str, str]]) -> Handler:
    """A page with new links at every address: `links(path and query, n)` with n growing."""
    count = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal count
        count += 1
        menu = "".join(f'<p><a href="{path}">{label}</a></p>' for path, label in links(request.raw_path, count).items())
        return web.Response(text=html(f"Trang {count}", menu, MENU), content_type="text/html")

    return answer


class Pages(dict[str, Page]):
    """Pages by path, and one for every other path."""

    def __init__(self, pages: Mapping[str, Page], others: Page) -> None:
        super().__init__(pages)
        self._others = others

    def get(self, key: str, default: object = None) -> Page | None:  # type: ignore[override]
        """The page at `key`; where there is none, the one for all others, but no robots.txt and no sitemap."""
        found = super().get(key)
        if found is not None or (default is None and key in ("/robots.txt", "/sitemap.xml")):
            return found
        return default if default is not None else self._others  # type: ignore[return-value]


# -- the fleet as a whole ----------------------------------------------------------------------------------------


@dataclass
class Served:
    """A case while it is served: its address, and what it was asked for (nothing is counted of a raw server)."""

    case: Case
    url: str
    portal: Portal | None = None

    @property
    def asked(self) -> list[str]:
        """Paths with query, in order."""
        return self.portal.asked if self.portal is not None else []


@asynccontextmanager
async def served(cases: Mapping[str, Case]) -> AsyncIterator[dict[str, Served]]:
    """All of `cases` at once, by name."""
    async with AsyncExitStack() as stack:
        fleet: dict[str, Served] = {}
        for name, case in cases.items():
            if case.url:
                fleet[name] = Served(case, case.url)
            elif case.talk is not None:
                port = await stack.enter_async_context(raw_serving(case.talk))
                fleet[name] = Served(case, f"http://127.0.0.1:{port}/")
            else:
                portal = await stack.enter_async_context(serving(case.pages, tls=case.tls))
                fleet[name] = Served(case, portal.base + "/", portal)
        yield fleet
