"""Which links of a page are worth how much."""

from __future__ import annotations

from crawler.frontier import NAV, NO_PATH, REST, Candidate
from crawler.links import Source, candidates, menu_keys
from pages.page import Page
from pages.read import read
from tests.crawler.portal import html

MENU = {"/gioi-thieu": "Giới thiệu", "/lich-tiep-cong-dan": "Lịch tiếp công dân"}


def page(main: str, url: str = "http://a.vn/", title: str = "Cổng thông tin") -> Page:
    return read(html(title, main, MENU).encode(), url=url, media_type="text/html", charset_header="utf-8")


def by_path(found: Page, source: Source, home: frozenset[str] = frozenset()) -> dict[str, Candidate]:
    return {c.url.removeprefix("http://a.vn"): c for c in candidates(found, source, home)}


def test_home_page_gives_topics_navigation_and_a_sample() -> None:
    links = by_path(
        page('<a href="/tin/1">Khai mạc hội chợ xuân</a>'), Source("http://a.vn/", 0, "home", 0, is_home=True)
    )
    assert (links["/lich-tiep-cong-dan"].topic, links["/lich-tiep-cong-dan"].named) == ("reception", True)
    assert "reception" in links["/lich-tiep-cong-dan"].topics
    assert (links["/tin/1"].lane, links["/tin/1"].depth) == (REST, 1)


def test_entry_of_the_menu_without_a_topic_is_navigation() -> None:
    found = page("", title="Cổng")
    more = read(
        html("Cổng", "", {"/ban-do": "Bản đồ du lịch", "/x": "Thời tiết"}).encode(),
        url="http://a.vn/",
        media_type="text/html",
    )
    links = by_path(more, Source("http://a.vn/", 0, "home", 0, is_home=True))
    assert {c.lane for c in links.values()} == {NAV}
    assert "http://a.vn/gioi-thieu" in menu_keys(found)


def test_what_hangs_below_a_topical_page_carries_its_topic() -> None:
    main = '<a href="/tb/15">Thông báo số 15</a><a href="/f/15.pdf">Tải về</a><a href="/ds?page=2">2</a>'
    found = page(main, "http://a.vn/lich-tiep-cong-dan", "Lịch tiếp công dân")
    home = frozenset({"http://a.vn/gioi-thieu", "http://a.vn/lich-tiep-cong-dan"})
    links = by_path(found, Source("http://a.vn/lich-tiep-cong-dan", 1, "reception", 1.0), home)
    for path in ("/tb/15", "/f/15.pdf", "/ds?page=2"):
        assert (links[path].topic, links[path].depth) == ("reception", 2)
    assert "/lich-tiep-cong-dan" not in links  # itself
    assert links["/gioi-thieu"].topic != "reception"  # the site's menu stands on every page


def test_weight_fades_with_every_step_down() -> None:
    found = page('<a href="/b">Bài viết</a>', "http://a.vn/a", "Bài viết")
    weight, steps = 1.0, 0
    while True:
        link = by_path(found, Source("http://a.vn/a", 1, "reception", weight))["/b"]
        if link.topic != "reception":
            break
        assert link.weight < weight
        weight, steps = link.weight, steps + 1
    assert 3 <= steps <= 8


def test_depth_of_what_no_path_leads_to_stays_unknown() -> None:
    links = by_path(
        page('<a href="/b">Bài viết</a>', "http://a.vn/a"), Source("http://a.vn/a", NO_PATH, "reception", 1.0)
    )
    assert links["/b"].depth == NO_PATH
