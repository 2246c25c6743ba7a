"""The stores are asked by known ids, else by search; robots and Apple's rate hold there too."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web

from crawler.gate import Rate
from crawler.visit import Crawler
from records.capture import Capture
from records.province import App
from tests.crawler.portal import Portal, body, html, province, serving
from tests.crawler.test_visit import Visited, local, portal_pages, visit

APP = {
    "trackId": 1490000001,
    "trackName": "Danang Smart City",
    "sellerName": "UBND thành phố Đà Nẵng",
    "artistName": "UBND thành phố Đà Nẵng",
    "description": "Ứng dụng cho người dân thành phố Đà Nẵng: phản ánh hiện trường, tra cứu hồ sơ.",
    "currentVersionReleaseDate": "2022-03-01T07:00:00Z",
    "trackViewUrl": "https://apps.apple.com/vn/app/id1490000001",
}
CARDS = """<html><body>
<div><a href="/store/apps/details?id=vn.danang.smartcity"><div title="Danang Smart City">Danang Smart City</div></a>
<a href="/store/apps/developer?id=UBND+Da+Nang">UBND thành phố Đà Nẵng</a></div>
<div><a href="/store/apps/details?id=vn.danang.travel"><div title="Du lịch Đà Nẵng">Du lịch Đà Nẵng</div></a>
<a href="/store/apps/developer?id=Tour">Tour JSC</a></div>
<div><a href="/store/apps/details?id=vn.hue.s"><div title="Hue-S">Hue-S</div></a>
<a href="/store/apps/developer?id=Hue">Trung tâm IOC Thừa Thiên Huế</a></div>
</body></html>"""


def store_pages(**more: Any) -> dict[str, Any]:
    """Both stores behind one server; the search finds one app of the province among others."""

    async def itunes(request: web.Request) -> web.StreamResponse:
        found = [APP] if request.query.get("id") in (None, str(APP["trackId"])) else []
        return web.json_response({"resultCount": len(found), "results": found}, content_type="text/javascript")

    pages: dict[str, Any] = {
        "/store/search": CARDS,
        "/store/apps/details": html("Danang Smart City", "<p>Ứng dụng</p>"),
        "/search": itunes,
        "/lookup": itunes,
    }
    return {**pages, **more}


def asked(store: Portal, path: str) -> list[dict[str, list[str]]]:
    return [parse_qs(urlsplit(p).query) for p in store.asked if urlsplit(p).path == path]


async def test_unknown_app_is_searched_for_and_only_the_likely_find_is_looked_at() -> None:
    async with serving(store_pages()) as store, serving(portal_pages(), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(store))
    assert [q["id"] for q in asked(store, "/store/apps/details")] == [["vn.danang.smartcity"]]
    assert all(q["hl"] == ["vi"] and q["gl"] == ["VN"] for q in asked(store, "/store/apps/details"))
    searches = [(s.store, s.kind, s.outcome) for s in seen.log.store_searches]
    assert searches == [("play", "search", "ok"), ("play", "lookup", "ok"), ("app_store", "search", "ok")]
    assert all("Đà Nẵng" in s.query for s in seen.log.store_searches if s.kind == "search")
    kept = [c for c in seen.captures if c.topic == "store"]
    assert {urlsplit(c.url).path for c in kept} == {"/store/search", "/store/apps/details", "/search"}
    assert asked(store, "/search")[0]["entity"] == ["software"] and asked(store, "/search")[0]["country"] == ["vn"]


async def test_search_without_a_match_is_repeated_in_other_words_but_not_for_ever() -> None:
    nothing = {
        "/store/search": html("Không có kết quả", ""),
        "/search": body(b'{"resultCount":0,"results":[]}', "text/javascript"),
    }
    async with serving(store_pages(**nothing)) as store, serving(portal_pages(), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(store))
    assert len(asked(store, "/store/search")) == len(asked(store, "/search")) == 3
    assert {s.kind for s in seen.log.store_searches} == {"search", "developer"}


async def test_ids_of_the_registry_are_looked_up_and_need_no_search() -> None:
    apps = (App("Danang Smart City", android="vn.danang.smartcity", ios="1490000001"),)
    async with serving(store_pages()) as store, serving(portal_pages(), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(store), apps=apps)
    assert [(s.store, s.kind, s.query) for s in seen.log.store_searches] == [
        ("play", "lookup", "vn.danang.smartcity"),
        ("app_store", "lookup", "1490000001"),
    ]


async def test_app_that_is_gone_is_searched_for() -> None:
    async with serving(store_pages()) as store, serving(portal_pages(), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(store), apps=(App("Cũ", ios="999"),))
    assert ("app_store", "lookup") in [(s.store, s.kind) for s in seen.log.store_searches]
    assert ("app_store", "search") in [(s.store, s.kind) for s in seen.log.store_searches]


async def test_store_links_on_the_portal_are_looked_up_wherever_they_stand() -> None:
    async with serving(store_pages()) as store:
        link = f'<a href="{store.base}/store/apps/details?id=vn.danang.link">Tải ứng dụng</a>'
        pages = portal_pages(**{"/cong-dan": html("Công dân", link)})
        async with serving(pages, host="dn.localhost") as portal:
            seen = await visit(portal.base + "/", local(store))
    assert ["vn.danang.link"] in [q["id"] for q in asked(store, "/store/apps/details")]
    assert all(s.reason != "out_of_scope" for s in seen.log.skipped if "vn.danang.link" in s.url)


async def test_stores_robots_hold() -> None:
    rules = body(b"User-agent: *\nDisallow: /store/search\nDisallow: /search\n", "text/plain")
    async with (
        serving(store_pages(**{"/robots.txt": rules})) as store,
        serving(portal_pages(), host="dn.localhost") as portal,
    ):
        seen = await visit(portal.base + "/", local(store))
    assert asked(store, "/store/search") == asked(store, "/search") == []
    assert {s.outcome for s in seen.log.store_searches} == {"robots"}


async def test_stores_that_do_not_answer_are_told_as_such() -> None:
    async with serving(portal_pages(), host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local())
    assert seen.log.status.value == "done"
    assert {s.outcome for s in seen.log.store_searches} == {"refused"}


async def test_one_robots_file_of_a_store_serves_all_provinces_and_counts_for_none() -> None:
    visits: list[Visited] = []
    async with serving(store_pages()) as store, serving(portal_pages(), host="dn.localhost") as portal:
        crawler = Crawler(local(store))
        for _ in range(3):
            captures: list[Capture] = []
            visits.append(Visited(captures, await crawler.visit(province(portal.base + "/"), keep=captures.append)))
        await crawler.close()
    robots = f"{store.base}/robots.txt"
    assert store.asked.count("/robots.txt") == 1
    # Each has the file as evidence; what a visit comes to does not hang on which was the first.
    assert len({seen.at(robots) for seen in visits}) == 1
    assert len({(len(seen.captures), seen.log.requests, seen.log.wire_bytes) for seen in visits}) == 1


async def test_apples_rate_holds_over_all_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[tuple[int, float]] = []

    class Counting(Rate):
        async def turn(self) -> None:
            turns.append((self._calls, self._seconds))

    monkeypatch.setattr("crawler.stores.Rate", Counting)
    async with serving(store_pages()) as play, serving(store_pages()) as apple:
        settings = local(play, host_delay_seconds=0.001, app_store_url=apple.base)
        crawler = Crawler(settings)
        async with serving(portal_pages(), host="dn.localhost") as portal:
            for _ in range(2):
                await crawler.visit(province(portal.base + "/"), keep=lambda _: None)
        await crawler.close()
    calls = [path for path in apple.asked if path != "/robots.txt"]
    assert len(turns) == len(calls) == 2
    assert set(turns) == {(15, 60.0)}


async def test_search_json_that_is_none_is_an_answer_without_apps() -> None:
    async with (
        serving(store_pages(**{"/search": html("Lỗi", "x")})) as store,
        serving(portal_pages(), host="dn.localhost") as portal,
    ):
        kept: list[Capture] = []
        crawler = Crawler(local(store))
        log = await crawler.visit(province(portal.base + "/"), keep=kept.append)
        await crawler.close()
    assert log.status.value == "done"
    assert json.loads(kept[-1].body)["store_searches"]
