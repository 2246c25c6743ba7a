"""Pages that need a browser, in a real Chromium that can reach nothing but through us."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.browser import BrowserPool, NoBrowser, find_chromium
from crawler.settings import Settings
from records.capture import Kind, Outcome
from records.visit import VisitStatus
from tests.crawler.portal import Portal, body, html, serving
from tests.crawler.test_visit import MENU, local, portal_pages, visit

needs_chromium = pytest.mark.skipif(find_chromium(None) is None, reason="no Chromium on this machine")

SHELL = (
    '<!doctype html><html><head><meta charset="utf-8"><title>Cổng</title></head><body><div id="app"></div>'
    "<noscript>Vui lòng bật JavaScript</noscript><script src='/app.js'></script></body></html>"
)
APP = """
fetch('/api/menu').then(r => r.json()).then(menu => {
  document.getElementById('app').innerHTML = '<header><nav><ul>' + menu.map(
    e => `<li><a href="${e.url}">${e.label}</a></li>`).join('') + '</ul></nav></header><main><h1>Cổng</h1></main>';
});
"""


async def menu(_: web.Request) -> web.StreamResponse:
    return web.json_response([{"url": path, "label": label} for path, label in MENU.items()])


def shell_pages(script: str = APP, **more: Any) -> dict[str, Any]:
    """A portal whose home page scripts build."""
    own = {"/": SHELL, "/app.js": body(script.encode(), "text/javascript"), "/api/menu": menu}
    return portal_pages(**{**own, **more})


def rendering(**more: Any) -> Settings:
    return local(render="auto", **more)


@asynccontextmanager
async def shell_portal(script: str = APP, **more: Any) -> AsyncIterator[Portal]:
    async with serving(shell_pages(script, **more), host="dn.localhost") as portal:
        yield portal


def kill_browser() -> None:
    """As the system does where memory is short: the browser of this process, without a word."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pid, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(pid)
    mine, browsers = [os.getpid()], []
    while mine:
        for child in children.get(mine.pop(), []):
            mine.append(child)
            with suppress(OSError):
                arguments = (Path("/proc") / str(child) / "cmdline").read_bytes()
                if b"--remote-debugging" in arguments and b"--type=" not in arguments:
                    browsers.append(child)
    assert browsers
    for pid in browsers:
        os.kill(pid, signal.SIGKILL)


@needs_chromium
async def test_browser_that_is_killed_costs_no_page_and_one_that_dies_of_a_page_costs_that_page_alone() -> None:
    killed: list[str] = []

    async def menu_after_a_death(request: web.Request) -> web.StreamResponse:
        if not killed:
            killed.append("home")
            kill_browser()
        return await menu(request)

    async def deadly(_: web.Request) -> web.StreamResponse:
        killed.append("page")
        kill_browser()
        return web.json_response([])

    pages = {
        "/api/menu": menu_after_a_death,
        "/cong-dan": SHELL.replace("/app.js", "/deadly.js"),
        "/deadly.js": body(b"fetch('/api/deadly')", "text/javascript"),
        "/api/deadly": deadly,
        "/phan-anh": SHELL,
    }
    async with shell_portal(**pages) as portal:
        seen = await visit(portal.base + "/", rendering())
    assert killed[0] == "home" and killed.count("page") >= 1
    assert (seen.log.status, seen.log.error) == (VisitStatus.DONE, "")
    rendered = {r.url.removeprefix(portal.base): r.done for r in seen.log.renderings}
    assert rendered == {"/": True, "/cong-dan": False, "/phan-anh": True}
    assert seen.log.topics["reception"] == "read"
    assert portal.times("/") == portal.times("/cong-dan") == 1  # the page itself is not asked for again


@needs_chromium
async def test_script_built_home_page_is_rendered_and_its_links_followed() -> None:
    async with shell_portal() as portal:
        seen = await visit(portal.base + "/", rendering())
    assert seen.log.status is VisitStatus.DONE
    dom = seen.at(portal.base + "/", Kind.RENDERED)
    assert "Lịch tiếp công dân" in dom.body.decode()
    assert dom.rendered and dom.media_type == "text/html"
    data = seen.at(portal.base + "/api/menu")
    assert data.kind is Kind.DATA and len(json.loads(data.body)) == len(MENU)
    assert seen.at(portal.base + "/lich-tiep-cong-dan").readable
    (told,) = seen.log.renderings
    assert (told.url, told.done) == (portal.base + "/", True) and told.why
    assert seen.log.browser and seen.log.pages_rendered == 1
    # The static page is the browser's first document: nothing is asked for twice.
    assert portal.times("/") == 1 and portal.times("/app.js") == 1


@needs_chromium
async def test_ordinary_pages_are_not_rendered() -> None:
    async with serving(portal_pages(), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", rendering())
    assert seen.log.renderings == () and seen.log.pages_rendered == 0


@needs_chromium
async def test_cookie_stub_is_passed_once_as_a_browser_passes_it() -> None:
    async def page(request: web.Request) -> web.StreamResponse:
        if request.cookies.get("D1N") == "ok":
            return web.Response(text=portal_pages()[request.path], content_type="text/html")
        stub = '<html><body><script>document.cookie="D1N=ok";window.location.reload(true);</script></body></html>'
        return web.Response(text=stub, content_type="text/html")

    async with serving(portal_pages(**dict.fromkeys(MENU, page)), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", rendering())
    assert "Lịch tiếp công dân" in seen.at(portal.base + "/", Kind.RENDERED).body.decode()
    # With the cookie that the browser got, every further page comes as it is.
    assert "tháng 3 năm 2022" in seen.at(portal.base + "/lich-tiep-cong-dan", Kind.RESPONSE).body.decode()
    assert seen.log.pages_rendered == 1


@needs_chromium
async def test_requests_of_a_page_keep_scope_and_robots_and_are_never_posts() -> None:
    rules = body(b"User-agent: *\nDisallow: /cam\n", "text/plain")
    async with serving({"/x": "x"}, host="elsewhere.localhost") as other:
        script = (
            APP
            + f"""
        fetch('/cam').catch(() => 0);
        fetch('{other.base}/x', {{mode: 'no-cors'}}).catch(() => 0);
        fetch('/api/gui', {{method: 'POST', body: 'x'}}).catch(() => 0);
        navigator.sendBeacon('/api/beacon', 'x');
        new Image().src = '/anh.jpg';
        const form = document.createElement('form'); form.method = 'post'; form.action = '/api/form';
        """
        )
        async with shell_portal(script, **{"/robots.txt": rules, "/cam": "x", "/api/gui": "x"}) as portal:
            seen = await visit(portal.base + "/", rendering())
    assert other.asked == []
    assert set(portal.methods) == {"GET"}
    for path in ("/cam", "/api/gui", "/api/beacon"):
        assert portal.times(path) == 0
    assert portal.times("/anh.jpg") <= 1  # for the shape of the page alone, never for its text
    assert any("were refused" in note for note in seen.log.notes)


@needs_chromium
async def test_form_that_submits_itself_sends_nothing() -> None:
    script = (
        APP
        + """
    const form = document.createElement('form');
    form.method = 'post'; form.action = '/api/form'; document.body.append(form); form.submit();
    """
    )
    async with shell_portal(script) as portal:
        await visit(portal.base + "/", rendering())
    assert set(portal.methods) == {"GET"} and portal.times("/api/form") == 0


@needs_chromium
async def test_dialogs_popups_and_downloads_do_not_stop_a_page() -> None:
    script = (
        "alert('Chào'); confirm('?'); window.open('/cua-so');"
        "const a = document.createElement('a'); a.href = '/tep.zip'; a.download = 'x'; document.body.append(a); a.click();"
        + APP
    )
    zipped = body(b"PK", "application/zip", Content_Disposition="attachment")
    async with shell_portal(script, **{"/tep.zip": zipped}) as portal:
        seen = await visit(portal.base + "/", rendering())
    assert "Lịch tiếp công dân" in seen.at(portal.base + "/", Kind.RENDERED).body.decode()


@needs_chromium
async def test_script_without_end_costs_its_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.browser._PAGE_SECONDS", 3.0)
    async with shell_portal("for (;;) {}") as portal:
        seen = await visit(portal.base + "/", rendering())
    (told,) = seen.log.renderings
    assert (told.done, told.error) == (False, "render_timeout")
    assert seen.log.status is not VisitStatus.RUNNING


@needs_chromium
async def test_page_that_reloads_itself_for_ever_is_given_up() -> None:
    async with shell_portal("setTimeout(() => location.reload(), 20)") as portal:
        seen = await visit(portal.base + "/", rendering())
    assert seen.log.renderings[0].error in ("render_loop", "render_failed: no document")
    assert portal.times("/") <= 7


@needs_chromium
async def test_one_browser_serves_portals_apart_from_each_other() -> None:
    script = "document.cookie = 'ai=da-nang; path=/'; localStorage.setItem('ai', 'da-nang');" + APP
    show = "document.title = document.cookie + '|' + localStorage.getItem('ai');" + APP
    async with serving(shell_pages(script), host="chung.localhost") as first:
        from crawler.visit import Crawler
        from tests.crawler.portal import province

        crawler = Crawler(rendering())
        await crawler.visit(province(first.base + "/"), keep=lambda _: None)
        async with serving(shell_pages(show), host="chung.localhost") as second:
            kept: list[Any] = []
            await crawler.visit(province(second.base + "/"), keep=kept.append)
        await crawler.close()
    dom = next(c for c in kept if c.kind is Kind.RENDERED).body.decode()
    assert "<title>|null</title>" in dom


@needs_chromium
async def test_interrupted_rendering_leaves_no_browser_behind() -> None:
    async with shell_portal("for (;;) {}") as portal:
        from crawler.visit import Crawler
        from tests.crawler.portal import province

        crawler = Crawler(rendering())
        task = asyncio.create_task(crawler.visit(province(portal.base + "/"), keep=lambda _: None))
        while portal.times("/app.js") == 0:
            await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await crawler.close()
    assert crawler._browsers._browser is None


async def test_without_a_browser_the_visit_goes_on_and_says_what_stayed_unknown() -> None:
    async with shell_portal() as portal:
        seen = await visit(portal.base + "/", rendering(chromium_path="/khong/co/chromium"))
    (told,) = seen.log.renderings
    assert (told.done, told.error) == (False, "needs_browser")
    assert not seen.log.browser
    assert seen.at(portal.base + "/", Kind.RESPONSE).outcome is Outcome.OK
    assert any("no such browser" in note for note in seen.log.notes)


async def test_rendering_switched_off_is_told() -> None:
    async with shell_portal() as portal:
        seen = await visit(portal.base + "/", local(render="never"))
    assert seen.log.renderings[0].error == "render_never"


async def test_browser_that_does_not_start_is_no_browser() -> None:
    pool = BrowserPool("/bin/false", max_html_bytes=1000)
    with pytest.raises(NoBrowser):
        await pool.browser()
    await pool.close()


@needs_chromium
async def test_rendering_everything_on_demand() -> None:
    async with serving(
        {"/": html("Cổng", "<p>x</p>", {"/a": "A"}), "/a": html("A", "x")}, host="dn.localhost"
    ) as portal:
        seen = await visit(portal.base + "/", local(render="always"))
    assert {r.url for r in seen.log.renderings if r.done} == {portal.base + "/", portal.base + "/a"}


async def test_driver_that_does_not_start_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        async def start(self) -> None:
            raise Exception("Connection closed while reading from the driver")  # as Playwright says it

    monkeypatch.setattr("crawler.browser.async_playwright", Broken)
    pool = BrowserPool(None, max_html_bytes=1)
    with pytest.raises(NoBrowser, match="Connection closed"):
        await pool.browser()


@needs_chromium
async def test_a_page_that_will_not_go_leaves_nothing_behind_for_the_next_page_in_its_tab() -> None:
    clings = """
    addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'x'; });
    setInterval(() => fetch('/api/tick?from=' + location.pathname).catch(() => 0), 300);
    setTimeout(() => { try { open('/cua-so') } catch (e) {} }, 0);
    """

    async def tick(_: web.Request) -> web.StreamResponse:
        return web.json_response({"answered": True})

    schedule = "/lich-tiep-cong-dan"
    table = "document.getElementById('app').innerHTML = '<main><h1>Lịch tiếp công dân tháng 3 năm 2022</h1></main>';"
    pages = {
        schedule: SHELL.replace("/app.js", "/lich.js"),
        "/lich.js": body(table.encode(), "text/javascript"),
        "/api/tick": tick,
    }
    async with shell_portal(APP + clings, **pages) as portal:
        seen = await visit(portal.base + "/", rendering())
    assert [(told.url, told.done) for told in seen.log.renderings[:2]] == [
        (portal.base + "/", True),
        (portal.base + schedule, True),
    ]
    assert "tháng 3 năm 2022" in seen.at(portal.base + schedule, Kind.RENDERED).body.decode()
    ticks = [capture for capture in seen.captures if "/api/tick" in capture.url]
    assert {capture.found_on for capture in ticks} <= {portal.base + "/"}
