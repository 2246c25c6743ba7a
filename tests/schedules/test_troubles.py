"""Portals in trouble beside healthy ones: each ends by itself, none delays another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from aiohttp import web

from crawler.settings import Settings
from records.province import Registry
from records.visit import VisitLog, VisitStatus
from schedules.crawling import Crawling, Event
from storage.archive import Archive
from storage.store import Store
from tests.crawler.portal import Page, Portal, body, html, province, serving, status

SETTINGS = Settings(
    contact="test@example.org",
    host_delay_seconds=0,
    allow_private_hosts=True,
    render="never",
    play_store_url="http://127.0.0.1:9",
    app_store_url="http://127.0.0.1:9",
)
MENU = {"/cong-dan": "Công dân", "/tin-tuc": "Tin tức", "/hoi-dap": "Hỏi đáp"}
HEALTHY: dict[str, Page] = {path: html(label, "<p>Nội dung của trang này.</p>", MENU) for path, label in MENU.items()}
HEALTHY["/"] = html("Cổng thông tin điện tử", "<p>Trang chủ</p>", MENU)


def slowly(pages: dict[str, Page], until: Callable[[], bool]) -> dict[str, Page]:
    """The same pages, each of which waits until `until`."""

    def late(text: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(_: web.Request) -> web.StreamResponse:
            while not until():
                await asyncio.sleep(0.01)
            return web.Response(text=str(text), content_type="text/html")

        return answer

    return {path: late(text) for path, text in pages.items()}


def registry_of(**portals: str) -> Registry:
    provinces = tuple(replace(province(url), slug=slug) for slug, url in portals.items())
    return Registry("test", date(2000, 1, 1), None, provinces, "")


class Night:
    """A store and an archive, and one crawl after the other into them."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder / "x.db")
        self.archive = Archive(folder / "archive")
        self.ended: list[str] = []

    async def crawl(self, registry: Registry, now: datetime) -> tuple[str, dict[str, VisitStatus]]:
        def notify(event: Event) -> None:
            if event.what == "visited":
                self.ended.append(event.province)

        run_id = self.store.start_run(registry, kind="full", started_at=now, code_version="t", user_agent="t")
        crawling = Crawling(self.store, self.archive, notify, lambda: now)
        statuses = await crawling.crawl(run_id, registry.provinces, SETTINGS, concurrency=64)
        return run_id, statuses


async def test_no_portal_in_trouble_delays_a_healthy_one(tmp_path: Path) -> None:
    night = Night(tmp_path)
    healthy = [f"healthy-{n}" for n in range(6)]
    async with AsyncExitStack() as stack:

        async def portal(pages: dict[str, Page]) -> Portal:
            return await stack.enter_async_context(serving(pages))

        # The slow portal answers only once every healthy one was visited to its end: were one of them to wait for
        # it, neither would ever end.
        slow = await portal(slowly(HEALTHY, lambda: set(healthy) <= set(night.ended)))
        portals = {name: (await portal(HEALTHY)).base for name in healthy}
        portals["slow"] = slow.base
        portals["down"] = "http://127.0.0.1:9"
        portals["busy"] = (await portal({**HEALTHY, "/": status(503), "/robots.txt": status(404)})).base
        forbids = body(b"User-agent: *\nDisallow: /\n", "text/plain")
        portals["forbids"] = (await portal({**HEALTHY, "/robots.txt": forbids})).base
        _, statuses = await night.crawl(registry_of(**portals), datetime.now(UTC))
    assert {statuses[name] for name in (*healthy, "slow")} == {VisitStatus.DONE}
    assert (statuses["down"], statuses["busy"]) == (VisitStatus.UNREACHABLE, VisitStatus.UNREACHABLE)
    assert statuses["forbids"] is VisitStatus.BLOCKED
    assert night.ended.index("slow") > max(night.ended.index(name) for name in healthy)


async def test_robots_of_an_earlier_night_hold_while_they_cannot_be_read(tmp_path: Path) -> None:
    night = Night(tmp_path)
    first = datetime.now(UTC)
    pages = {**HEALTHY, "/robots.txt": body(b"User-agent: *\nDisallow: /hoi-dap\n", "text/plain")}
    async with serving(pages) as portal:
        registry = registry_of(p=portal.base + "/")
        await night.crawl(registry, first)
        pages["/robots.txt"] = status(500)

        async def again(after: timedelta) -> tuple[VisitStatus, str]:
            portal.asked.clear()
            run_id, statuses = await night.crawl(registry, first + after)
            log = VisitLog.from_json(night.store.counting_visits(run_id)["p"].log.encode())
            return statuses["p"], " ".join(log.notes)

        came, notes = await again(timedelta(hours=20))
        assert came is VisitStatus.DONE and portal.times("/cong-dan") == 1 and portal.times("/hoi-dap") == 0
        assert "robots.txt" not in notes  # a copy may be used for a day (RFC 9309, 2.4)

        came, notes = await again(timedelta(days=3))
        assert came is VisitStatus.DONE and portal.times("/cong-dan") == 1 and portal.times("/hoi-dap") == 0
        assert f"its copy of {first:%Y-%m-%d}" in notes

        came, _ = await again(timedelta(days=40))
        assert came is VisitStatus.UNREACHABLE
        assert set(portal.asked) == {"/robots.txt"}
