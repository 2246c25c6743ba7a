"""The portals as a visitor sees them: links that answer, depths that hold, near-misses that are there."""

from __future__ import annotations

import pytest

from replica.facts import AS_OF, Portal, portal, portals
from replica.items import items
from replica.site import GONE
from replica.truth import cell, depths

from .walk import get, site_of, text_of, walk

REACHABLE = [p for p in portals() if p.reachable]


def ids(p: Portal) -> str:
    return p.slug


@pytest.mark.parametrize("p", REACHABLE, ids=ids)
def test_links_answer_and_depths_hold(p: Portal) -> None:
    site = site_of(p)
    clicks = walk(site)
    status = {url: get(site, url).status for url in clicks}
    broken = {url for url, code in status.items() if code != 200}
    meant = {url for url in clicks if GONE in url or (f"dichvucong.{p.slug}" in url and p.services == "dead")}
    for page in site.draft.pages.values():
        if page.status != 200:
            host, path = site.paths[page.key]
            meant.add(site.origin(host) + path)
    assert broken <= meant

    def depth(key: str) -> int:
        host, path = site.paths[key]
        return clicks.get(site.origin(host) + path, 0)

    wanted = depths(p)
    if "reception_schedule" in wanted:
        assert depth(site.draft.reception_key) == wanted["reception_schedule"]
    if p.feedback.mode in {"list", "empty", "form", "login"}:
        assert depth(site.draft.channel_key) == wanted["feedback_channel"]
    if wanted.get("citizen_section") == 1:
        assert depth("cong-dan") == 1


@pytest.mark.parametrize("p", REACHABLE, ids=ids)
def test_every_item_is_within_reach(p: Portal) -> None:
    if p.feedback.mode != "list" or p.feedback.pager == "postback":
        return
    site = site_of(p)
    pages = " ".join(text_of(site, url) for url in walk(site))
    for item in items(p):
        assert item.question in pages
        assert not item.is_answered or item.answer in pages


@pytest.mark.parametrize("p", REACHABLE, ids=ids)
def test_availability_has_room(p: Portal) -> None:
    clicks = walk(site_of(p))
    own = [url for url in clicks if url.startswith(f"http://{p.slug}.localhost")]
    if p.small:
        assert len(own) < 25
    else:
        assert len(own) >= 34


@pytest.mark.parametrize("p", [p for p in REACHABLE if p.family != "spa"], ids=ids)
def test_pages_weigh_like_real_ones(p: Portal) -> None:
    site = site_of(p)
    assert 30_000 < len(site.html(site.draft.pages["home"])) < 110_000


def test_a_portal_without_the_section_has_no_such_label() -> None:
    labels = {"công dân", "người dân", "dành cho công dân", "dành cho người dân", "công dân - doanh nghiệp"}
    for p in REACHABLE:
        if p.citizen.shape == "none":
            draft = site_of(p).draft
            entries = [*draft.menu, *draft.footer, *draft.banners, *draft.tabs, *draft.blocks]
            while entries:
                entry = entries.pop()
                assert entry.label.lower() not in labels, p.slug
                entries.extend(entry.children)


def test_words_of_field_reporting_stand_only_where_it_is_offered() -> None:
    for p in REACHABLE:
        site = site_of(p)
        pages = [page for page in site.draft.pages.values() if page.kind != "file" and page.status == 200]
        home = text_of(site, f"http://{p.slug}.localhost/").lower()
        said = any("phản ánh hiện trường" in site.content(page).lower() for page in pages)
        said = said or "phản ánh hiện trường" in home
        assert said == (p.field in {"portal", "feedback"}), p.slug


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("ha-noi", "Căn cước công dân"),
        ("ha-noi", "Người phát ngôn"),
        ("hai-phong", "Công dân số"),
        ("phu-yen", "Kiến nghị cử tri"),
        ("hung-yen", "Đối thoại doanh nghiệp"),
        ("bac-ninh", "Bí thư Tỉnh ủy"),
        ("quang-binh", "đại biểu HĐND"),
        ("lai-chau", "Công dân ưu tú"),
        ("thai-binh", "Quy chế hoạt động của Cổng"),
        ("ha-noi", "test nhanh"),
    ],
)
def test_near_misses_are_there(slug: str, words: str) -> None:
    site = site_of(portal(slug))
    assert any(words in text_of(site, url) for url in walk(site, 3))


def test_a_post_back_pager_gives_no_address() -> None:
    site = site_of(portal("son-la"))
    text = text_of(site, f"http://son-la.localhost{site.url('fb')}")
    assert "__doPostBack('ctl00$ContentPlaceHolder1$gvHoiDap','Page$2')" in text
    assert site.url("fb?2") not in {url.removeprefix("http://son-la.localhost") for url in walk(site)}


def test_the_schedule_without_a_path_stands_in_the_sitemap() -> None:
    site = site_of(portal("binh-dinh"))
    assert cell(site.portal, "accessibility.click_depth", AS_OF).reason == "no_path"
    assert site.url("lich-tiep").encode() in get(site, "http://binh-dinh.localhost/sitemap.xml").body


def test_forms_of_webforms_and_sharepoint_stand_in_the_one_form() -> None:
    for slug in ("son-la", "thanh-hoa", "nam-dinh"):
        site = site_of(portal(slug))
        for url in walk(site, 2):
            if url.startswith(f"http://{slug}.localhost"):
                assert text_of(site, url).count("<form") <= 1


@pytest.mark.parametrize("slug", ["nam-dinh", "quang-tri", "hai-duong"])
def test_old_encodings_hold_the_same_text(slug: str) -> None:
    site = site_of(portal(slug))
    answer = get(site, f"http://{slug}.localhost/")
    assert "Tổ chức bộ máy".encode() not in answer.body
    assert "Tổ chức bộ máy" in text_of(site, f"http://{slug}.localhost/")


def test_parameters_in_another_order_or_without_meaning_lead_to_the_same_page() -> None:
    site = site_of(portal("ha-noi"))
    first, second = site.url("fb"), site.url("fb?2")
    bare, _, query = second.partition("?")
    shuffled = f"{bare}?{'&'.join(reversed(query.split('&')))}"
    origin = "http://ha-noi.localhost"
    assert get(site, origin + shuffled).body == get(site, origin + second).body != get(site, origin + first).body
    assert get(site, f"{origin}{first}?utm_source=x").body == get(site, origin + first).body
