"""What a page is like on a telephone, measured in a real Chromium."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from crawler import layout
from crawler.browser import find_chromium
from crawler.layout import AxeChanged, axe_source, layout_capture, layout_url
from records.capture import Kind
from tests.crawler.portal import body, serving
from tests.crawler.test_visit import local, visit

pytestmark = pytest.mark.skipif(find_chromium(None) is None, reason="no Chromium on this machine")

NARROW = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def page(main: str, head: str = NARROW, title: str = "Cổng thông tin") -> str:
    return (
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<nav><ul><li><a href="/cong-dan">Công dân</a></li><li><a href="/tin">Tin tức</a></li></ul></nav>'
        f"<main>{main}</main></body></html>"
    )


async def measured(home: str, **more: Any) -> dict[str, dict[str, Any]]:
    """The measurements of a portal by role."""
    pages = {"/": home, "/cong-dan": page("<h1>Công dân</h1>"), "/tin": page("<h1>Tin</h1>"), **more}
    async with serving(pages, host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(render="auto"))
    facts = [json.loads(c.body) for c in seen.captures if c.kind is Kind.MEASUREMENT and c.topic == "layout"]
    return {fact["role"]: fact for fact in facts}


async def test_page_that_fits_is_measured_with_the_citizen_section() -> None:
    found = await measured(page("<h1>Trang chủ</h1><p>Ngắn</p>"))
    assert set(found) == {"home", "citizen_section"}
    assert (found["home"]["viewport"], found["home"]["width"], found["home"]["overflow"]) == (
        "width=device-width, initial-scale=1",
        360,
        0,
    )
    assert found["home"]["violations"] == [] and found["home"]["missing"] == []


async def test_what_a_telephone_shows_is_kept_as_a_picture() -> None:
    pages = {"/": page("<h1>Trang chủ</h1>"), "/cong-dan": page("<h1>Công dân</h1>"), "/tin": page("<h1>Tin</h1>")}
    async with serving(pages, host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(render="auto"))
    pictures = [c for c in seen.captures if c.kind is Kind.SCREENSHOT]
    assert [c.url for c in pictures] == [f"urn:view:{portal.base}/", f"urn:view:{portal.base}/cong-dan"]
    for picture in pictures:
        with Image.open(BytesIO(picture.body)) as image:
            assert (image.format, image.width, image.height) == ("JPEG", 360, 640)
    kinds = [c.kind for c in seen.captures if c.topic == "layout"]
    assert kinds == [Kind.SCREENSHOT, Kind.MEASUREMENT] * 2


async def test_fixed_width_sticks_out_and_a_missing_declaration_is_told() -> None:
    found = await measured(page('<div style="width:980px">rộng</div>', head=""))
    assert found["home"]["viewport"] is None
    assert 980 - 360 <= found["home"]["overflow"] <= 980 - 360 + 20


async def test_what_a_hidden_overflow_cuts_off_cannot_be_scrolled_to() -> None:
    style = NARROW + "<style>body{overflow-x:hidden}</style>"
    assert (await measured(page('<div style="width:980px">rộng</div>', head=style)))["home"]["overflow"] == 0


async def test_the_pages_own_style_sheet_and_pictures_make_its_shape() -> None:
    linked = NARROW + '<link rel="stylesheet" href="/s.css">'
    css = body(b".wide{width:auto !important}", "text/css")
    fits = page('<div class="wide" style="width:980px">x</div>', head=linked)
    assert (await measured(fits, **{"/s.css": css}))["home"]["overflow"] == 0
    picture = body(b'<svg xmlns="http://www.w3.org/2000/svg" width="700" height="10"></svg>', "image/svg+xml")
    wide = page('<img src="/banner.svg" alt="Biểu ngữ">')
    assert (await measured(wide, **{"/banner.svg": picture}))["home"]["overflow"] >= 340


async def test_style_sheet_of_a_host_that_is_not_the_provinces_is_told_missing() -> None:
    head = NARROW + '<link rel="stylesheet" href="http://khac.localhost:9/s.css">'
    assert (await measured(page("<p>x</p>", head=head)))["home"]["missing"] == ["http://khac.localhost:9/s.css"]


async def test_axe_names_the_broken_rules_and_no_words_of_the_page() -> None:
    main = (
        '<img src="/x.png"><form><input type="text" name="q"></form>'
        '<p style="color:#ccc;background:#fff">Chữ mờ của ông Nguyễn Văn A</p>'
    )
    found = (await measured(page(main)))["home"]
    rules = {violation["rule"] for violation in found["violations"]}
    assert {"image-alt", "label", "color-contrast"} <= rules
    assert "Nguyễn" not in json.dumps(found, ensure_ascii=False)


async def test_dialogs_and_scripts_without_end_do_not_hold_the_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.browser._PAGE_SECONDS", 4.0)
    monkeypatch.setattr("crawler.browser._LOAD_SECONDS", 2.0)
    dialog = await measured(page("<script>alert('x')</script><p>sau hộp thoại</p>"))
    assert dialog["home"]["overflow"] == 0
    endless = await measured(page("<script>while(true){}</script>"))
    assert endless["home"]["error"].startswith("render_")


async def test_nothing_is_measured_where_no_page_may_be_rendered() -> None:
    async with serving({"/": page("<h1>x</h1>")}, host="dn.localhost") as portal:
        seen = await visit(portal.base + "/", local(render="never"))
    assert not [c for c in seen.captures if c.topic == "layout"]


def test_a_changed_axe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_AXE_SHA256", "0" * 64)
    axe_source.cache_clear()
    with pytest.raises(AxeChanged):
        axe_source()
    axe_source.cache_clear()


def test_a_page_that_floods_its_measurement_is_cut() -> None:
    flood = [{"rule": "x" * 1000, "impact": "serious", "nodes": 1, "places": []}] * 1000
    kept = layout_capture("https://a.vn/", "home", {"violations": flood, "overflow": 0})
    assert len(kept.body) < 1000 and json.loads(kept.body)["error"] == "too_large"
    assert kept.url == layout_url("https://a.vn/")
