"""A whole visit against real local servers: what is fetched, kept, skipped, and how it ends."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.frontier import Frontier
from crawler.links import SAMPLE, smallest
from crawler.visit import Crawler, RobotsCopy, Settings, resume_key
from pages.topics import Topic
from records.capture import Capture, Kind, Outcome
from records.province import App
from records.visit import VisitLog, VisitStatus
from tests.crawler.portal import Authority, Portal, body, html, province, redirect, serving, status

ALL = frozenset(str(t.value) for t in Topic)
MENU = {
    "/": "Trang chủ",
    "/gioi-thieu": "Giới thiệu",
    "/cong-dan": "Công dân",
    "/lich-tiep-cong-dan": "Lịch tiếp công dân",
    "/phan-anh": "Phản ánh kiến nghị",
    "/tin-tuc": "Tin tức",
}


def portal_pages(**more: Any) -> dict[str, Any]:
    """A small portal."""
    pages: dict[str, Any] = {path: html(label, f"<p>Nội dung {label}</p>", MENU) for path, label in MENU.items()}
    pages["/lich-tiep-cong-dan"] = html(
        "Lịch tiếp công dân",
        "<p>Lịch tiếp công dân tháng 3 năm 2022 của Chủ tịch UBND tỉnh.</p>"
        '<p><a href="/files/thong-bao-15.pdf">Tệp đính kèm</a></p><p><a href="/lich/thang-2">Tháng 2</a></p>',
        MENU,
    )
    pages["/files/thong-bao-15.pdf"] = body(b"%PDF-1.4 x", "application/pdf")
    pages["/lich/thang-2"] = html("Thông báo", "<p>Ngày 15 tháng 2</p>", MENU)
    return {**pages, **more}


def local(store: Portal | None = None, **more: Any) -> Settings:
    """Settings for loopback; without a store its requests are refused at once."""
    base = store.base if store is not None else "http://127.0.0.1:9"
    values: dict[str, Any] = {
        "host_delay_seconds": 0,
        "allow_private_hosts": True,
        "request_timeout_seconds": 2,
        "play_store_url": base,
        "app_store_url": base,
        "render": "never",
    }
    return Settings(**{**values, **more})


class Visited:
    """What a visit brought."""

    def __init__(self, captures: list[Capture], log: VisitLog) -> None:
        self.captures = captures
        self.log = log

    def at(self, url: str, kind: Kind | None = None) -> Capture:
        """The one capture of a URL."""
        found = [c for c in self.captures if c.url == url and c.kind is not Kind.LOG and kind in (None, c.kind)]
        assert len(found) == 1, found
        return found[0]

    def urls(self) -> list[str]:
        return [c.url for c in self.captures]

    def skipped(self) -> dict[str, str]:
        return {s.url: s.reason for s in self.log.skipped}

    def https(self) -> dict[str, Any]:
        (found,) = [c for c in self.captures if c.kind is Kind.MEASUREMENT]
        data: dict[str, Any] = json.loads(found.body)
        return data


async def visit(
    portal: str,
    settings: Settings | None = None,
    *,
    known: Mapping[str, Capture] | None = None,
    robots_copy: Callable[[str], RobotsCopy | None] | None = None,
    **about: Any,
) -> Visited:
    """Visit a province once."""
    captures: list[Capture] = []
    crawler = Crawler(settings or local(), robots_copy=robots_copy)
    try:
        log = await crawler.visit(province(portal, **about), keep=captures.append, known=known)
    finally:
        await crawler.close()
    assert captures[-1].kind is Kind.LOG
    assert VisitLog.from_json(captures[-1].body) == log
    return Visited(captures, log)


@asynccontextmanager
async def small_portal(**more: Any) -> AsyncIterator[Portal]:
    async with serving(portal_pages(**more), host="dn.localhost") as portal:
        yield portal


# -- the ordinary visit --------------------------------------------------------------------------------------


async def test_portal_is_read_and_every_answer_kept() -> None:
    async with small_portal() as portal:
        seen = await visit(portal.base + "/")
    assert seen.log.status is VisitStatus.DONE
    for path in (*MENU, "/files/thong-bao-15.pdf", "/lich/thang-2"):
        assert seen.at(portal.base + path).readable
    assert seen.at(portal.base + "/").topic == "home"
    assert seen.at(portal.base + "/robots.txt").topic == "robots"
    assert set(portal.methods) == {"GET"}
    assert len(portal.asked) == len(set(portal.asked)) + portal.times("/robots.txt") - 1
    assert seen.log.hosts == (f"dn.localhost:{portal.port}",)
    assert seen.log.robots[f"dn.localhost:{portal.port}"] == "allowed"
    assert seen.log.pages_fetched == 8


async def test_capture_tells_the_way_to_it() -> None:
    async with small_portal() as portal:
        seen = await visit(portal.base + "/")
    schedule = seen.at(portal.base + "/lich-tiep-cong-dan")
    assert (schedule.depth, schedule.topic, schedule.label) == (1, "reception", "Lịch tiếp công dân")
    assert schedule.found_on == portal.base + "/"
    attached = seen.at(portal.base + "/files/thong-bao-15.pdf")
    assert (attached.depth, attached.topic, attached.label) == (2, "reception", "Tệp đính kèm")
    assert attached.found_on == portal.base + "/lich-tiep-cong-dan"
    assert attached.peer == f"127.0.0.1:{portal.port}" and attached.elapsed_ms is not None


async def test_links_that_speak_of_an_audited_topic_are_fetched_first() -> None:
    async with small_portal() as portal:
        await visit(portal.base + "/")
    pages = [path for path in portal.asked if path not in ("/robots.txt", "/", "/sitemap.xml")]
    named = {"/cong-dan", "/lich-tiep-cong-dan", "/phan-anh", "/tin-tuc"}
    assert set(pages[:4]) == named
    # Then what hangs below them, before the rest of the menu.
    assert set(pages[4:6]) == {"/lich/thang-2", "/files/thong-bao-15.pdf"}


async def test_crawl_stops_when_nothing_is_open_any_more_and_says_so() -> None:
    many = {f"/tin/{n}": html(f"Tin {n}", f"<p>Tin {n}</p>") for n in range(200)}
    links = "".join(f'<a href="/tin/{n}">Bài số {n}</a> ' for n in range(200))
    async with small_portal(**many, **{"/": html("Cổng", links, MENU)}) as portal:
        seen = await visit(portal.base + "/", local(max_pages=0))
    assert seen.log.status is VisitStatus.DONE
    at_portal = list(portal.asked)
    assert 40 <= len(at_portal) <= 65  # the sample of links and the menu: enough to judge availability, and no more
    assert set(MENU) <= set(at_portal)
    assert "enough" in seen.skipped().values()


async def test_budget_ends_the_crawl_and_what_waits_is_listed() -> None:
    async with small_portal() as portal:
        seen = await visit(portal.base + "/", local(max_pages=3))
    assert (seen.log.status, seen.log.error) == (VisitStatus.PARTIAL, "budget_exhausted")
    assert seen.log.pages_fetched == 3
    assert "budget_exhausted" in seen.skipped().values()
    # For each topic that a link spoke of: was all of it read, or did the budget end first?
    assert "budget_exhausted" in seen.log.topics.values()
    async with small_portal() as portal:
        whole = await visit(portal.base + "/")
    assert set(whole.log.topics.values()) == {"read"} and set(seen.log.topics) <= set(whole.log.topics)


async def test_without_focus_and_budget_everything_is_fetched_breadth_first() -> None:
    async with small_portal() as portal:
        seen = await visit(portal.base + "/", local(focus=False, max_pages=0))
    depths = [c.depth for c in seen.captures if c.kind is Kind.RESPONSE and c.topic not in ("store", "robots", "probe")]
    assert depths == sorted(depths)
    assert len(depths) == 8


async def test_time_limit_ends_the_crawl_as_partial() -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.7)
        return web.Response(text="<p>x</p>", content_type="text/html")

    pages = {path: slow for path in MENU if path != "/"}
    async with small_portal(**pages) as portal:
        seen = await visit(portal.base + "/", local(portal_time_limit_seconds=1.5))
    assert (seen.log.status, seen.log.error) == (VisitStatus.PARTIAL, "time_exhausted")
    assert "time_exhausted" in seen.skipped().values()


async def test_hints_of_the_registry_come_first() -> None:
    hidden = {"/an/lich": html("Lịch tiếp công dân", "<p>x</p>")}
    async with small_portal(**hidden) as portal:
        seen = await visit(portal.base + "/", hints={"reception": portal.base + "/an/lich"})
    pages = [path for path in portal.asked if path not in ("/robots.txt", "/", "/sitemap.xml")]
    assert pages[0] == "/an/lich"
    assert seen.at(portal.base + "/an/lich").depth == 99


async def test_sitemap_gives_topical_addresses_only() -> None:
    urls = ["/an/lich-tiep-cong-dan", "/an/bai-viet-thuong"]

    async def sitemap(request: web.Request) -> web.StreamResponse:
        locs = "".join(f"<url><loc>http://{request.host}{u}</loc></url>" for u in urls)
        return web.Response(text=f"<urlset>{locs}</urlset>", content_type="application/xml")

    pages = {"/sitemap.xml": sitemap, **{u: html("Trang", "<p>x</p>") for u in urls}}
    async with small_portal(**pages) as portal:
        await visit(portal.base + "/")
    assert portal.times(urls[0]) == 1 and portal.times(urls[1]) == 0


# -- redirects -----------------------------------------------------------------------------------------------


async def test_each_hop_of_a_redirect_is_a_capture_that_knows_the_end() -> None:
    more = {"/cong-dan": redirect("/cd2", 301), "/cd2": redirect("/cd3"), "/cd3": html("Công dân", "<p>x</p>")}
    async with small_portal(**more) as portal:
        seen = await visit(portal.base + "/")
    hops = [seen.at(portal.base + path) for path in ("/cong-dan", "/cd2", "/cd3")]
    assert [h.http_status for h in hops] == [301, 302, 200]
    assert {h.final_url for h in hops} == {portal.base + "/cd3"}


async def test_redirect_to_a_page_that_was_seen_costs_no_request() -> None:
    async with small_portal(**{"/cong-dan": redirect("/")}) as portal:
        seen = await visit(portal.base + "/")
    assert portal.times("/") == 1
    assert seen.at(portal.base + "/cong-dan").final_url == portal.base + "/"


async def test_redirect_loop_and_long_chain_end() -> None:
    chain = {f"/c{n}": redirect(f"/c{n + 1}") for n in range(30)}
    async with small_portal(**chain, **{"/cong-dan": redirect("/cong-dan"), "/phan-anh": redirect("/c0")}) as portal:
        seen = await visit(portal.base + "/")
    assert seen.at(portal.base + "/cong-dan").outcome is Outcome.REDIRECT_LOOP
    loops = [c.url for c in seen.captures if c.outcome is Outcome.REDIRECT_LOOP]
    assert loops == [portal.base + "/cong-dan", portal.base + "/c9"] or portal.times("/c11") == 0


async def test_redirect_out_of_the_province_is_not_followed() -> None:
    async with (
        serving({"/": "x"}, host="elsewhere.localhost") as other,
        small_portal(**{"/cong-dan": redirect(other.base + "/")}) as portal,
    ):
        seen = await visit(portal.base + "/")
    assert seen.at(portal.base + "/cong-dan").outcome is Outcome.OUT_OF_SCOPE
    assert seen.at(portal.base + "/cong-dan").http_status == 302
    assert other.asked == []


async def test_home_page_may_move_to_a_sub_domain_and_the_crawl_goes_on_there() -> None:
    async with (
        serving(portal_pages(), host="cong.dn.localhost") as real,
        serving({"/": redirect(real.base + "/")}, host="dn.localhost") as portal,
    ):
        seen = await visit(portal.base + "/")
    assert seen.log.status is VisitStatus.DONE
    assert seen.at(real.base + "/lich-tiep-cong-dan").readable
    assert seen.https()["host"] == f"cong.dn.localhost:{real.port}"


async def test_home_page_that_refreshes_to_another_page_is_followed() -> None:
    async with small_portal(
        **{"/": '<html><head><meta http-equiv="refresh" content="0;url=/trang-chu.html"></head><body></body></html>'},
        **{"/trang-chu.html": portal_pages()["/"]},
    ) as portal:
        seen = await visit(portal.base + "/")
    assert seen.at(portal.base + "/trang-chu.html").topic == "home"
    assert seen.at(portal.base + "/lich-tiep-cong-dan").readable


# -- scope, traps, robots --------------------------------------------------------------------------------------


async def test_department_host_is_read_no_further_than_the_linked_topical_page() -> None:
    office = {
        "/lich": html("Lịch tiếp công dân", '<a href="/khac">Trang khác</a><a href="/lich.pdf">Lịch tiếp công dân</a>'),
        "/lich.pdf": body(b"%PDF-1.4", "application/pdf"),
        "/": html("Sở", "<p>x</p>"),
        "/khac": html("Khác", "<p>x</p>"),
    }
    async with serving(office, host="vpubnd.dn.localhost") as so, small_portal() as portal:
        links = f'<a href="{so.base}/lich">Lịch tiếp công dân của UBND tỉnh</a><a href="{so.base}/">Văn phòng</a>'
        async with small_portal(**{"/": html("Cổng", links, MENU)}) as portal:
            await visit(portal.base + "/")
    assert [path for path in so.asked if path != "/robots.txt"] == ["/lich", "/lich.pdf"]


async def test_feedback_host_that_the_menu_names_is_crawled_on_whatever_its_name() -> None:
    rows = "".join(
        f"<li><a href='/y/{n}'>Kiến nghị {n} về đường hỏng</a> Ngày gửi: 0{n}/03/2022 Đã trả lời</li>"
        for n in range(1, 8)
    )
    channel = {
        "/": html("Phản ánh", f"<h1>Phản ánh, kiến nghị</h1><ul>{rows}</ul><a href='/?trang=2'>2</a>"),
        "/?trang=2": html("Phản ánh", f"<h1>Phản ánh, kiến nghị</h1><ul>{rows}</ul>"),
    }
    office = {
        "/": html("Hỏi đáp", "<p>Liên hệ văn phòng.</p><a href='/khac'>Trang sau</a>"),
        "/khac": html("Khác", "x"),
    }
    async with (
        serving(channel, host="ykien.dn.localhost") as named,
        serving(office, host="so.dn.localhost") as other,
    ):
        menu = {**MENU, f"{named.base}/": "Phản ánh kiến nghị", f"{other.base}/": "Hỏi đáp"}
        async with small_portal(**{"/": html("Cổng", "<p>x</p>", menu)}) as portal:
            await visit(portal.base + "/")
    assert "/?trang=2" in named.asked
    assert [path for path in other.asked if path != "/robots.txt"] == ["/"]


async def test_home_page_that_leads_to_a_successor_is_followed_where_the_registry_names_its_host() -> None:
    async with (
        serving(portal_pages(), host="moi.localhost") as successor,
        serving({"/": redirect(successor.base + "/")}, host="cu.localhost") as portal,
    ):
        unknown = await visit(portal.base + "/")
        assert successor.asked == [] and unknown.log.status is VisitStatus.UNREACHABLE
        seen = await visit(portal.base + "/", extra_hosts=(f"moi.localhost:{successor.port}",))
    assert seen.log.status is VisitStatus.DONE
    assert seen.at(successor.base + "/lich-tiep-cong-dan").readable


async def test_link_out_of_the_province_is_noted_and_not_fetched() -> None:
    async with (
        serving({"/": "x"}, host="dichvucong.localhost") as national,
        small_portal(**{"/gioi-thieu": html("x", "<p>x</p>")}) as portal,
    ):
        home = html("Cổng", f'<a href="{national.base}/pakn">Phản ánh kiến nghị</a>', MENU)
        async with small_portal(**{"/": home}) as portal:
            seen = await visit(portal.base + "/")
    assert national.asked == []
    assert seen.skipped()[national.base + "/pakn"] == "out_of_scope"


async def test_feedback_and_service_portals_of_the_registry_are_asked() -> None:
    async with (
        serving(
            {"/": html("Phản ánh", '<a href="/p/1">Đèn hỏng</a>'), "/p/1": html("Đèn", "x")}, host="fb.localhost"
        ) as fb,
        serving({"/": html("Dịch vụ công", '<a href="/sub">x</a>')}, host="dvc.localhost") as dvc,
        small_portal() as portal,
    ):
        seen = await visit(portal.base + "/", feedback_portal=fb.base + "/", service_portal=dvc.base + "/")
    assert "/p/1" in fb.asked
    assert [p for p in dvc.asked if p != "/robots.txt"] == ["/"]
    assert set(seen.log.hosts) >= {f"fb.localhost:{fb.port}", f"dvc.localhost:{dvc.port}"}


async def test_traps_are_cut_with_the_rule_that_cut_them() -> None:
    links = "".join(f'<a href="/lich-cong-tac/2022/{m:02}">Lịch công tác {m}</a>' for m in range(1, 13))
    links += "".join(f'<a href="/lich-cong-tac/2023/{m:02}">Lịch công tác {m}</a>' for m in range(1, 13))
    links += '<a href="/vi/en/vi/lich-tiep-cong-dan">Lịch tiếp công dân</a>'
    async with small_portal(**{"/": html("Cổng", links, MENU)}) as portal:
        seen = await visit(portal.base + "/")
    assert sum(path.startswith("/lich-cong-tac/") for path in portal.asked) == 12
    assert list(seen.skipped().values()).count("trap:calendar") == 12
    assert seen.skipped()[portal.base + "/vi/en/vi/lich-tiep-cong-dan"] == "trap:language"


async def test_robots_rules_hold_and_are_recorded() -> None:
    rules = body(b"User-agent: *\nDisallow: /phan-anh\n", "text/plain")
    async with small_portal(**{"/robots.txt": rules}) as portal:
        seen = await visit(portal.base + "/")
    assert portal.times("/phan-anh") == 0
    capture = seen.at(portal.base + "/phan-anh")
    assert (capture.kind, capture.outcome, capture.tries) == (Kind.FAILURE, Outcome.ROBOTS, 0)
    assert seen.skipped()[portal.base + "/phan-anh"] == "robots"


async def test_portal_that_forbids_everything_is_blocked_and_not_asked() -> None:
    rules = body(b"User-agent: *\nDisallow: /\n", "text/plain")
    async with small_portal(**{"/robots.txt": rules}) as portal:
        seen = await visit(portal.base + "/")
    assert (seen.log.status, seen.log.error) == (VisitStatus.BLOCKED, "robots")
    assert set(portal.asked) == {"/robots.txt"}
    assert seen.log.robots[f"dn.localhost:{portal.port}"] == "forbidden"


async def test_robots_of_a_portal_in_trouble_means_nothing_is_asked() -> None:
    async with small_portal(**{"/robots.txt": status(503)}) as portal:
        seen = await visit(portal.base + "/")
        assert set(portal.asked) == {"/robots.txt"}
        assert (seen.log.status, seen.log.error) == (VisitStatus.UNREACHABLE, "http_5xx")
        copy = RobotsCopy(b"User-agent: *\nDisallow: /tin-tuc")
        with_copy = await visit(portal.base + "/", robots_copy=lambda _: copy)
    assert with_copy.log.status is VisitStatus.DONE
    assert portal.times("/tin-tuc") == 0 and portal.times("/cong-dan") == 1
    assert not any("robots" in note for note in with_copy.log.notes)


async def test_older_copy_of_robots_holds_too_and_the_log_says_so() -> None:
    copy = RobotsCopy(b"User-agent: *\nDisallow: /tin-tuc", "robots.txt could not be read; its copy of last week held")
    async with small_portal(**{"/robots.txt": status(503)}) as portal:
        seen = await visit(portal.base + "/", robots_copy=lambda _: copy)
    assert portal.times("/tin-tuc") == 0 and portal.times("/cong-dan") == 1
    assert copy.note in seen.log.notes


async def test_robots_of_100_megabytes_is_read_to_its_cap() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/plain"})
        await response.prepare(request)
        await response.write(b"User-agent: *\nDisallow: /tin-tuc\n")
        for _ in range(10_000):
            await response.write(b"# " + b"x" * 10_000 + b"\n")
            sent += 10_003
        return response

    async with small_portal(**{"/robots.txt": endless}) as portal:
        seen = await visit(portal.base + "/")
    assert seen.log.status is VisitStatus.DONE
    assert portal.times("/tin-tuc") == 0
    assert sent < 20_000_000


# -- failures --------------------------------------------------------------------------------------------------


async def test_failure_is_tried_once_more_and_counts_its_tries() -> None:
    turns = iter([500, 200])

    async def flaky(_: web.Request) -> web.StreamResponse:
        return web.Response(status=next(turns), text="<p>x</p>", content_type="text/html")

    async with small_portal(**{"/cong-dan": flaky, "/phan-anh": status(502), "/tin-tuc": status(404)}) as portal:
        seen = await visit(portal.base + "/")
    assert (seen.at(portal.base + "/cong-dan").http_status, seen.at(portal.base + "/cong-dan").tries) == (200, 2)
    assert (seen.at(portal.base + "/phan-anh").http_status, seen.at(portal.base + "/phan-anh").tries) == (502, 2)
    assert portal.times("/tin-tuc") == 1


async def test_portal_that_is_down_is_unreachable_and_the_stores_are_asked_all_the_same() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with serving({"/store/apps/details": "<p>app</p>"}) as store:
        seen = await visit(
            f"http://dn.localhost:{port}/", local(store), apps=(App("Danang Smart City", android="vn.dn.app"),)
        )
    assert (seen.log.status, seen.log.error) == (VisitStatus.UNREACHABLE, "refused")
    home = seen.at(f"http://dn.localhost:{port}/")
    assert (home.kind, home.outcome) == (Kind.FAILURE, Outcome.REFUSED)
    assert any("id=vn.dn.app" in path for path in store.asked)
    assert seen.https()["https"]["outcome"] == "refused"


@pytest.mark.parametrize(
    ("page", "expected", "error"),
    [
        (status(503), VisitStatus.UNREACHABLE, "http_5xx"),
        (status(403), VisitStatus.BLOCKED, "forbidden"),
        (status(404), VisitStatus.UNREACHABLE, "http_4xx"),
        (redirect("http://elsewhere.localhost:1/"), VisitStatus.UNREACHABLE, "out_of_scope"),
        (redirect("/"), VisitStatus.UNREACHABLE, "redirect_loop"),
    ],
)
async def test_home_page_decides_the_status(page: Any, expected: VisitStatus, error: str) -> None:
    async with small_portal(**{"/": page}) as portal:
        seen = await visit(portal.base + "/")
    assert (seen.log.status, seen.log.error) == (expected, error)


async def test_portal_on_a_private_address_is_refused_by_default() -> None:
    async with small_portal() as portal:
        seen = await visit(portal.base + "/", local(allow_private_hosts=False))
    assert (seen.log.status, seen.log.error) == (VisitStatus.UNREACHABLE, "not_allowed_address")
    assert portal.asked == []


async def test_too_large_page_is_a_failure_without_a_body() -> None:
    async with small_portal(**{"/cong-dan": body(b"x" * 300_000, "text/html")}) as portal:
        seen = await visit(portal.base + "/", local(max_body_bytes=200_000))
    capture = seen.at(portal.base + "/cong-dan")
    assert (capture.kind, capture.outcome, capture.http_status) == (Kind.FAILURE, Outcome.TOO_LARGE, 200)
    assert capture.body == b"" and not capture.readable


async def test_host_that_dies_in_the_middle_is_left_alone() -> None:
    pages = {f"/p{n}": html("x", "<p>x</p>") for n in range(40)}
    links = "".join(f'<a href="/p{n}">Bài {n}</a>' for n in range(40))

    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    dead = dict.fromkeys(pages, hang_up)
    async with small_portal(**dead, **{"/": html("Cổng", links, {})}) as portal:
        seen = await visit(portal.base + "/")
    assert "circuit_open" in seen.skipped().values()
    assert len(portal.asked) < 25


async def test_error_of_ours_ends_one_visit_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Frontier) -> None:
        raise RuntimeError("the frontier broke")

    monkeypatch.setattr(Frontier, "pop", broken)
    async with small_portal() as portal:
        seen = await visit(portal.base + "/")
    assert (seen.log.status, seen.log.error) == (VisitStatus.PARTIAL, "internal_error")
    assert "the frontier broke" in seen.log.notes[0]


# -- interruption ------------------------------------------------------------------------------------------------


async def test_interrupted_visit_keeps_its_log_and_resumes_without_asking_twice() -> None:
    captures: list[Capture] = []
    stop = asyncio.Event()

    async def keep(capture: Capture) -> None:
        captures.append(capture)
        if len([c for c in captures if c.kind is Kind.RESPONSE]) == 6:
            stop.set()
            await asyncio.sleep(0)

    async with small_portal(**{"/cong-dan": redirect("/cd2"), "/cd2": html("Công dân", "<p>x</p>")}) as portal:
        about = province(portal.base + "/")
        crawler = Crawler(local())
        task = asyncio.create_task(crawler.visit(about, keep=keep))
        await stop.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert captures[-1].kind is Kind.LOG
        log = VisitLog.from_json(captures[-1].body)
        assert (log.status, log.error) == (VisitStatus.PARTIAL, "interrupted")
        before = [c for c in captures if c.kind is not Kind.LOG]

        known = {resume_key(c): c for c in before}
        again: list[Capture] = []
        done = await crawler.visit(about, keep=again.append, known=known)
        await crawler.close()
        asked_before_straight = len(portal.asked)
        straight = await visit(portal.base + "/")
    # A request in flight at the moment of interruption may be asked for again; nothing else is.
    twice = [p for p in set(portal.asked[:asked_before_straight]) if portal.asked[:asked_before_straight].count(p) > 1]
    assert len(twice) <= 1
    assert done.status is VisitStatus.DONE
    kept_before = {c.url for c in before if c.kind is Kind.RESPONSE and c.http_status}
    assert len(kept_before) >= 6
    assert not kept_before & {c.url for c in again if c.kind is not Kind.LOG}
    both = {c.url for c in before + again if c.kind is Kind.RESPONSE and c.topic != "store"}
    assert both == {c.url for c in straight.captures if c.kind is Kind.RESPONSE and c.topic != "store"}


async def test_resuming_a_finished_visit_asks_for_nothing() -> None:
    async with serving({}) as store, small_portal() as portal:
        first = await visit(portal.base + "/", local(store))
        asked, asked_store = len(portal.asked), len(store.asked)
        known = {resume_key(c): c for c in first.captures if c.kind is not Kind.LOG}
        second = await visit(portal.base + "/", local(store), known=known)
        assert (len(portal.asked), len(store.asked)) == (asked, asked_store)
    assert [c.kind for c in second.captures] == [Kind.LOG]
    assert replace(second.log, started_at=first.log.started_at, finished_at=first.log.finished_at, notes=()) == replace(
        first.log, notes=()
    )


@pytest.mark.parametrize("home", [None, status(503)])
async def test_visit_that_goes_on_from_any_moment_keeps_what_an_undisturbed_one_keeps(home: Any) -> None:
    """Also no robots.txt of the other scheme, whose rules it has: once a portal that answers 503 was asked for it."""
    pages = {"/cong-dan": redirect("/cd2"), "/cd2": html("Công dân", "<p>x</p>")}
    async with serving({}) as store, small_portal(**pages, **({"/": home} if home else {})) as portal:
        first = await visit(portal.base + "/", local(store))
        kept = [c for c in first.captures if c.kind is not Kind.LOG]
        for n in range(len(kept)):
            second = await visit(portal.base + "/", local(store), known={resume_key(c): c for c in kept[:n]})
            both = [*map(resume_key, kept[:n]), *(resume_key(c) for c in second.captures if c.kind is not Kind.LOG)]
            assert sorted(both) == sorted(map(resume_key, kept)), n
            assert (second.log.status, second.log.robots) == (first.log.status, first.log.robots), n


# -- HTTPS -----------------------------------------------------------------------------------------------------


async def test_plain_portal_is_measured_as_such() -> None:
    async with small_portal() as portal:
        seen = await visit(portal.base + "/")
    facts = seen.https()
    assert facts["measure"] == "https" and facts["host"] == f"dn.localhost:{portal.port}"
    assert (facts["https"]["outcome"], facts["https"]["error"]) == ("tls", "no_tls")
    assert (facts["http"]["outcome"], facts["http"]["status"], facts["http"]["redirects_to_https"]) == (
        "ok",
        200,
        False,
    )


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ({}, ""),
        ({"expired": True}, "expired"),
        ({"self_signed": True}, "self_signed"),
        ({"names": ["khac.localhost"]}, "wrong_host"),
        ({"intermediate": True}, ""),
        ({"intermediate": True, "send_intermediate": False}, "untrusted"),
    ],
)
async def test_certificate_is_measured_and_the_portal_read_all_the_same(
    tmp_path: Path, case: dict[str, Any], error: str
) -> None:
    authority = Authority(tmp_path)
    context, _ = authority.server(case.pop("names", ["dn.localhost"]), **case)
    async with serving(portal_pages(), host="dn.localhost", tls=context) as portal:
        seen = await visit(portal.base + "/", local(extra_ca_file=authority.file))
    facts = seen.https()["https"]
    assert (facts["outcome"], facts["status"], facts["error"], facts["verified"]) == ("ok", 200, error, not error)
    assert facts["protocol"] == "TLSv1.3" and facts["subject"] and facts["issuer"] and facts["not_after"]
    assert seen.log.status is VisitStatus.DONE
    home = seen.at(portal.base + "/", Kind.RESPONSE)
    assert home.readable
    assert home.error == (
        f"certificate not trusted: {'missing_issuer' if error == 'untrusted' else error}" if error else ""
    )


@pytest.mark.parametrize("fault", ["", "expired", "root"])
async def test_missing_intermediate_is_told_from_other_faults_by_fetching_it(tmp_path: Path, fault: str) -> None:
    authority = Authority(tmp_path)
    issuer = b""

    async def give(_: web.Request) -> web.StreamResponse:
        return web.Response(body=issuer, content_type="application/pkix-cert")

    async with serving({"/ca.der": give}) as ca:
        context, issuer = authority.server(
            ["dn.localhost"],
            intermediate=True,
            send_intermediate=False,
            expired=fault == "expired",
            issuer_url=ca.base + "/ca.der",
        )
        # A chain that leads to a root nobody trusts stays untrusted, even where its parts can be fetched.
        trusted = None if fault == "root" else authority.file
        async with serving(portal_pages(), host="dn.localhost", tls=context) as portal:
            seen = await visit(portal.base + "/", local(extra_ca_file=trusted))
    expected = {"": "incomplete_chain", "expired": "expired", "root": "untrusted"}[fault]
    assert seen.https()["https"]["error"] == expected
    assert not seen.https()["https"]["verified"]


# -- two provinces ---------------------------------------------------------------------------------------------


async def test_provinces_on_one_host_share_no_cookie() -> None:
    async def give(_: web.Request) -> web.StreamResponse:
        response = web.Response(text=portal_pages()["/"], content_type="text/html")
        response.set_cookie("phien", "cua-da-nang")
        return response

    async with serving(portal_pages(**{"/": give}), host="127.0.0.1") as portal:
        crawler = Crawler(local())
        for _ in range(2):
            await crawler.visit(province(portal.base + "/"), keep=lambda _: None)
        await crawler.close()
    starts = [at for at, path in enumerate(portal.asked) if path == "/robots.txt"]
    assert len(starts) == 2
    assert portal.cookies[1] == "" and portal.cookies[starts[1]] == "" and portal.cookies[starts[1] + 1] == ""
    assert "phien=cua-da-nang" in portal.cookies[2:]


async def test_slow_portal_delays_no_other() -> None:
    gone_on = asyncio.Event()

    async def stuck(_: web.Request) -> web.StreamResponse:
        await asyncio.wait_for(gone_on.wait(), 10)
        return web.Response(text=portal_pages()["/"], content_type="text/html")

    async with small_portal(**{"/": stuck}) as slow, serving(portal_pages(), host="hue.localhost") as quick:
        crawler = Crawler(local(request_timeout_seconds=15))
        first = asyncio.create_task(crawler.visit(province(slow.base + "/"), keep=lambda _: None))
        second = await crawler.visit(province(quick.base + "/"), keep=lambda _: None)
        assert second.status is VisitStatus.DONE and not first.done()
        gone_on.set()
        assert (await first).status is VisitStatus.DONE
        await crawler.close()


async def test_schedule_that_is_a_picture_alone_is_fetched() -> None:
    png = body(b"\x89PNG\r\n\x1a\n" + b"x" * 50, "image/png")
    notice = html(
        "Lịch tiếp công dân", '<h1>Lịch tiếp công dân tháng 3/2022</h1><img src="/upload/tb.png" alt="">', MENU
    )
    pages = {"/lich-tiep-cong-dan": notice, "/upload/tb.png": png, "/upload/logo.png": png}
    home = html(
        "Cổng", "<p>Trang chủ</p><img src='/upload/logo.png'>", {**MENU, "/lich-tiep-cong-dan": "Lịch tiếp công dân"}
    )
    async with small_portal(**{**pages, "/": home}) as portal:
        seen = await visit(portal.base + "/")
    picture = seen.at(portal.base + "/upload/tb.png")
    assert (picture.topic, picture.found_on) == ("reception", portal.base + "/lich-tiep-cong-dan")
    assert portal.times("/upload/logo.png") == 0


async def test_links_of_the_stable_sample_are_fetched_within_a_small_budget() -> None:
    links = {f"/bai-viet/{n}.html": f"Bài viết số {n}" for n in range(200)}
    pages = {path: html(label, "<p>x</p>") for path, label in links.items()}
    listed = "".join(f'<li><a href="{path}">{label}</a></li>' for path, label in links.items())
    async with serving({"/": html("Cổng", f"<ul>{listed}</ul>", {}), **pages}, host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(max_pages=60))
        wanted = smallest({portal.base + path for path in links}, SAMPLE)
    fetched = {capture.url for capture in seen.captures}
    assert len(wanted & fetched) == SAMPLE
