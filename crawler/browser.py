"""Pages whose content scripts build, as a browser shows them; nothing leaves it but through our own transport.

Chromium itself can reach no network: its resolver knows no name, and every request of a page is answered here, from
the gates, robots rules, scope and address guard that hold for any other request. So there is no second look-up that
could be rebound, and every byte is at hand as evidence.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from playwright.async_api import Browser, BrowserContext, Dialog, Page, Playwright, Request, Route, async_playwright
from playwright.async_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from crawler.layout import AXE_SCRIPT, HEIGHT, WIDTH, WIDTH_SCRIPT, axe_source
from crawler.transport import Answer
from pages.urls import canonical, normalise

_ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--js-flags=--max-old-space-size=256",
)
# More pages at once only lost time on an idle machine, and took 60 to 110 MiB each; a second one works while the first
# waits for a site's pause.
_AT_ONCE = 2
# Wide, for on a machine whose cores are busy with sixty other portals each of the browser's messages waits its turn;
# an ordinary page takes one or two seconds.
_LOAD_SECONDS = 60.0
_IDLE_SECONDS = 10.0
_QUIET_SECONDS = 0.25
_PAGE_SECONDS = 120.0
_MAX_REQUESTS = 60
_MAX_DOCUMENTS = 5  # a page that reloads itself again and again
_MAX_DATA = 30  # JSON answers kept per page
# What changes no text: not asked for, and the site is spared the bytes.
_UNNEEDED = frozenset({"image", "media", "font", "stylesheet", "texttrack", "manifest", "ping", "eventsource", "other"})
_JPEG_QUALITY, _PICTURE_SECONDS = 40, 5  # a screen of a telephone is then 20 to 40 KB
# What a layout is made of must be there to measure it; a page's pictures beyond so many change its width no more.
_SHAPES = frozenset({"image", "font", "stylesheet"})
_MAX_IMAGES = 25
_MEASURE_SECONDS = 30.0
_HOP_HEADERS = frozenset(
    {"content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive", "strict-transport-security"}
)
_PASSED_HEADERS = ("accept", "referer", "origin", "x-requested-with")

# Fetches `url` for a page of `kind` (`document`, `script`, `xhr`, ...) with these headers and cookies; a reason's code
# where it may not be fetched.
Load = Callable[[str, str, dict[str, str], str], Awaitable[Answer | str]]


class NoBrowser(Exception):
    """No Chromium was found, or it does not start."""


class RenderFailed(Exception):
    """The page cannot be shown; the text is a reason's code, with details after a colon."""


@dataclass(slots=True)
class Rendered:
    """A page after its scripts ran.

    `data` are the JSON answers that it loaded, `refused` what it was denied (URL and reason's code), `cookies` what the
    browser holds now: (name, value, domain, path).
    """

    url: str
    html: str
    status: int | None = None
    data: list[Answer] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    cookies: list[tuple[str, str, str, str]] = field(default_factory=list)


def find_chromium(setting: str | None) -> str | None:
    """The executable of the setting, else of the system; None leaves it to playwright's own."""
    if setting:
        return setting if Path(setting).is_file() else shutil.which(setting)
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    return None


def browser_trouble(setting: str | None) -> str:
    """Why no page can be rendered on this machine, and what helps; '' where one can."""
    try:
        with sync_playwright() as playwright:
            path = find_chromium(setting) or playwright.chromium.executable_path
    except Exception as exc:
        words = " ".join(str(exc).split())[:80]
        return f"Playwright's driver does not start ({words}); Debian: apt-get install libatomic1"
    if Path(path).is_file():
        return ""
    return "no browser found; Debian: apt-get install chromium, elsewhere: .venv/bin/playwright install chromium"


class BrowserPool:
    """One browser for a run, started when the first page needs it, started again after a crash."""

    def __init__(self, chromium_path: str | None, *, max_html_bytes: int) -> None:
        self._path = chromium_path
        self._max_html_bytes = max_html_bytes
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._start = asyncio.Lock()
        self.slots = asyncio.Semaphore(_AT_ONCE)
        self._missing = ""

    async def browser(self) -> Browser:
        """The running browser; NoBrowser where there is none, with the reason."""
        async with self._start:
            if self._missing:
                raise NoBrowser(self._missing)
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            try:
                path = find_chromium(self._path)
                if self._path and path is None:
                    raise NoBrowser(f"no such browser: {self._path}")
                if self._playwright is None:
                    self._playwright = await async_playwright().start()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=path,
                    args=list(_ARGUMENTS),
                    chromium_sandbox=os.geteuid() != 0,  # the sandbox refuses to run as root
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                    timeout=30_000,
                )
            except NoBrowser as exc:
                self._missing = str(exc)
                raise
            except Exception as exc:  # a driver that cannot start (no libatomic1) says so with a bare Exception
                self._missing = " ".join(str(exc).split())[:200]
                raise NoBrowser(self._missing) from exc
            return self._browser

    async def context(self, *, narrow: bool = False) -> BrowserContext:
        """A context of its own for one province: cookies, storage and cache apart from all others.

        With `narrow` its pages are as wide as a telephone's.
        """
        browser = await self.browser()
        return await browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT} if narrow else {"width": 1280, "height": 720},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=False,
            service_workers="block",
            ignore_https_errors=True,
            permissions=[],
        )

    @property
    def has_died(self) -> bool:
        """Whether the browser that was started has gone, by a crash or by the system's hand."""
        return self._browser is not None and not self._browser.is_connected()

    async def kill(self) -> None:
        """Give up on a browser that does not answer; the next page starts another."""
        browser, self._browser = self._browser, None
        if browser is not None:
            with suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(5):
                    await browser.close()

    async def close(self) -> None:
        """End the browser."""
        await self.kill()
        if self._playwright is not None:
            with suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(10):
                    await self._playwright.stop()
            self._playwright = None

    @property
    def max_html_bytes(self) -> int:
        """How much of a DOM is taken."""
        return self._max_html_bytes


class Renderer:
    """Rendering for one province's visit, in one context; use as an async context manager."""

    def __init__(self, pool: BrowserPool, load: Load, *, pause: float) -> None:
        self._pool = pool
        # A page's requests keep the pause between requests to a site as any other: that much longer it may take.
        self._longer = pause * _MAX_REQUESTS
        self._load = load
        self._context: BrowserContext | None = None
        # One tab shows one page after the other, as a reader's does; a new one for each took a third of the time.
        self._tab: Page | None = None
        self._shown: _PageVisit | None = None

    async def __aenter__(self) -> Renderer:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._drop()

    async def render(self, url: str, document: Answer | None) -> Rendered:
        """The page at `url` after its scripts ran; `document` is its static answer, which is not asked for again.

        Raises `NoBrowser` where there is none, and `RenderFailed` with a reason's code (`render_timeout`,
        `render_failed`, `render_loop`, `too_large`) where the page cannot be shown. Where the browser died under it,
        which may have been another portal's doing, the page is shown once more in a new one.
        """
        try:
            return await self._render(url, document)
        except RenderFailed:
            if not self._pool.has_died:
                raise
            return await self._render(url, document)

    async def _render(self, url: str, document: Answer | None) -> Rendered:
        async with self._pool.slots:
            try:
                async with asyncio.timeout(_PAGE_SECONDS + self._longer):
                    if self._context is None:
                        self._context = await self._pool.context()
                    if self._tab is None:
                        self._tab = await self._open(self._context, self._answer)
                    return await self._show(self._context, self._tab, url, document)
            except TimeoutError as exc:
                # A script that never ends keeps the renderer busy: its process goes, and the context with it.
                await self._drop()
                raise RenderFailed("render_timeout") from exc
            except PlaywrightError as exc:
                await self._drop()
                raise RenderFailed(f"render_failed: {' '.join(str(exc).split())[:200]}") from exc

    async def measure(self, url: str, document: Answer) -> tuple[dict[str, Any], bytes]:
        """What the page at `url` is like at the width of a telephone; never opened a second time for one visit.

        `viewport` (the declaration, None where there is none), `width` and `overflow` in CSS px, `violations` of
        axe-core's rules (`rule`, `impact`, `nodes`, `places`), and `missing`: style sheets that we did not fetch, so
        that the shape is not the one a reader sees. And what stands on the screen, as JPEG; b'' where it cannot be
        taken. Raises as `render` does.
        """
        axe = axe_source()
        async with self._pool.slots:
            context: BrowserContext | None = None
            try:
                async with asyncio.timeout(_PAGE_SECONDS + self._longer):
                    context = await self._pool.context(narrow=True)
                    visit = _PageVisit(Rendered(url, ""), self._load, context, url, document, shape=True)
                    page = await self._open(context, visit.answer)
                    await self._visit(page, visit, url)
                async with asyncio.timeout(_MEASURE_SECONDS):
                    facts = dict(await page.evaluate(WIDTH_SCRIPT))
                    await page.evaluate(axe)
                    facts["violations"] = await page.evaluate(AXE_SCRIPT)
                    facts["missing"] = visit.missing[:20]
                picture = b""
                with suppress(PlaywrightError):
                    picture = await page.screenshot(
                        type="jpeg", quality=_JPEG_QUALITY, animations="disabled", timeout=_PICTURE_SECONDS * 1000
                    )
                return facts, picture
            except TimeoutError as exc:
                raise RenderFailed("render_timeout") from exc
            except PlaywrightError as exc:
                raise RenderFailed(f"render_failed: {' '.join(str(exc).split())[:200]}") from exc
            finally:
                if context is not None:
                    await self._end(context)

    async def _drop(self) -> None:
        context, self._context, self._tab = self._context, None, None
        if context is not None:
            await self._end(context)

    async def _answer(self, route: Route, request: Request) -> None:
        if self._shown is None:
            await _quietly(route.abort("aborted"))
        else:
            await self._shown.answer(route, request)

    async def _end(self, context: BrowserContext) -> None:
        try:
            async with asyncio.timeout(10):
                await context.close()
        except (TimeoutError, PlaywrightError):
            await self._pool.kill()

    async def _open(self, context: BrowserContext, answer: Callable[[Route, Request], Awaitable[None]]) -> Page:
        """A tab whose requests are answered by `answer`, and that no dialog, pop-up or socket holds up."""
        page = await context.new_page()
        page.on("dialog", lambda dialog: asyncio.ensure_future(_quietly(_put_away(dialog))))
        page.on("popup", lambda popup: asyncio.ensure_future(_quietly(popup.close())))
        await page.route("**/*", answer)
        await page.route_web_socket("**/*", lambda socket: asyncio.ensure_future(_quietly(socket.close())))
        return page

    async def _visit(self, page: Page, visit: _PageVisit, url: str) -> None:
        """Open `url` in the tab and wait until its scripts ran."""
        with suppress(PlaywrightError):
            # A page that goes on loading for ever is shown as far as it came.
            await page.goto(url, wait_until="load", timeout=(_LOAD_SECONDS + self._longer) * 1000)
        if visit.documents == 0 or page.url == "about:blank":
            raise RenderFailed("render_failed: no document")
        with suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS + self._longer / 2):
                await visit.quiet()
        if visit.documents > _MAX_DOCUMENTS:
            raise RenderFailed("render_loop")

    async def _show(self, context: BrowserContext, tab: Page, url: str, document: Answer | None) -> Rendered:
        rendered = Rendered(url, "")
        visit = self._shown = _PageVisit(rendered, self._load, context, url, document)
        try:
            await self._visit(tab, visit, url)
            rendered.html = await self._dom(tab, url)
            rendered.url = normalise(tab.url) or url
            rendered.cookies = [
                (c.get("name", ""), c.get("value", ""), c.get("domain", ""), c.get("path", "/"))
                for c in await context.cookies()
            ]
            return rendered
        except RenderFailed:
            self._tab = None
            raise
        finally:
            self._shown = None
            await self._clear(context)

    async def _clear(self, context: BrowserContext) -> None:
        """Leave nothing of a page running that could ask for anything while the next one is shown."""
        for page in context.pages:
            if page is not self._tab:
                with suppress(PlaywrightError):
                    await page.close()
        if self._tab is not None:
            try:
                await self._tab.goto("about:blank", timeout=5000)
            except PlaywrightError:
                tab, self._tab = self._tab, None
                with suppress(PlaywrightError):
                    await tab.close()

    async def _dom(self, page: Page, url: str) -> str:
        size = await page.evaluate("document.documentElement ? document.documentElement.outerHTML.length : 0")
        if size > self._pool.max_html_bytes:
            raise RenderFailed("too_large")
        if canonical(page.url) != canonical(url):
            # A script led on to another address: relative links in the DOM must keep the base they had there.
            await page.evaluate(
                "document.querySelector('base[href]') || document.head.prepend("
                "Object.assign(document.createElement('base'), {href: location.href}))"
            )
        return await page.content()


class _PageVisit:
    """The requests of one page while it is shown; with `shape` what only its looks are made of is fetched too."""

    def __init__(
        self,
        rendered: Rendered,
        load: Load,
        context: BrowserContext,
        url: str,
        document: Answer | None,
        *,
        shape: bool = False,
    ) -> None:
        self._rendered = rendered
        self._load = load
        self._context = context
        self._shape = shape
        self._images = 0
        self._url = url
        self._document = document
        self.documents = 0
        self.missing: list[str] = []
        self._pending = 0
        self._last = 0.0

    async def answer(self, route: Route, request: Request) -> None:
        self._pending += 1
        try:
            with suppress(PlaywrightError):
                await self._answer(route, request)
        finally:
            self._pending -= 1
            self._last = time.monotonic()

    async def quiet(self) -> None:
        """Wait until the page has asked for nothing for a while; the browser's `networkidle` waits half a second."""
        self._last = time.monotonic()
        while self._pending or (left := self._last + _QUIET_SECONDS - time.monotonic()) > 0:
            await asyncio.sleep(0.05 if self._pending else left)

    async def _answer(self, route: Route, request: Request) -> None:
        kind = request.resource_type
        if request.url.startswith(("data:", "blob:")):
            await route.fallback()
            return
        refused = self._refusal(request, kind)
        if refused:
            if self._shape and kind == "stylesheet":
                self.missing.append(request.url[:500])
            if kind not in _UNNEEDED:
                self._rendered.refused.setdefault(request.url[:500], refused)
            await route.abort("blockedbyclient")
            return
        main = kind == "document" and request.frame.parent_frame is None
        if main:
            self.documents += 1
        if main and self.documents == 1 and self._document is not None:
            answer: Answer | str = self._document
        else:
            self._rendered.requests += 1
            answer = await self._load(request.url, kind, self._headers(request), await self._cookies(request.url))
        if isinstance(answer, str) or answer.status is None:
            if self._shape and kind == "stylesheet":
                self.missing.append(request.url[:500])
            reason = answer if isinstance(answer, str) else answer.outcome.value
            self._rendered.refused.setdefault(request.url[:500], reason)
            await route.abort("failed")
            return
        if main:
            self._rendered.status = answer.status
        if _is_json(answer) and kind in ("xhr", "fetch") and len(self._rendered.data) < _MAX_DATA:
            self._rendered.data.append(answer)
        headers: dict[str, str] = {}
        for name, value in answer.headers:
            name = name.lower()
            if name not in _HOP_HEADERS:
                # Playwright wants the values of one header (several Set-Cookie) on lines of their own.
                headers[name] = f"{headers[name]}\n{value}" if name in headers else value
        await route.fulfill(status=answer.status, headers=headers, body=answer.body)

    def _refusal(self, request: Request, kind: str) -> str:
        if request.method != "GET":
            return "post_only"
        if not request.url.startswith(("http://", "https://")):
            return "not_allowed_address"
        if kind in _UNNEEDED and not (self._shape and kind in _SHAPES):
            return "media"
        if kind == "image":
            self._images += 1
            if self._images > _MAX_IMAGES:
                return "media"
        if self._rendered.requests >= _MAX_REQUESTS:
            return "budget_exhausted"
        if kind == "document" and self.documents > _MAX_DOCUMENTS:
            return "render_loop"
        return ""

    def _headers(self, request: Request) -> dict[str, str]:
        return {name: request.headers[name] for name in _PASSED_HEADERS if name in request.headers}

    async def _cookies(self, url: str) -> str:
        cookies = await self._context.cookies(url)
        return "; ".join(f"{c['name']}={c['value']}" for c in cookies if "name" in c and "value" in c)


def _is_json(answer: Answer) -> bool:
    kind = answer.header("content-type").split(";")[0].strip().lower()
    return kind.endswith("json") or (kind in ("text/plain", "text/javascript") and answer.body[:1] in (b"{", b"["))


async def _put_away(dialog: Dialog) -> None:
    # "Leave this page?" is the one question whose answer must be yes.
    await (dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss())


async def _quietly(action: Awaitable[object]) -> None:
    with suppress(PlaywrightError):
        await action
