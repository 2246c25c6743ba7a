"""Markup of portal families that nobody prepared a page for: regions, menus, headings, blocks and states in short."""

from __future__ import annotations

from typing import Any

import pytest

from pages.page import MenuEntry, Page, Region, State
from pages.read import read

CONTENT = "<div id=content><h1>Tin</h1><p>Nội dung của bài viết.</p></div>"


def reading(html: str) -> Page:
    return read(html.encode(), url="https://mau.gov.vn/trang/", media_type="text/html")


def outline(entries: tuple[MenuEntry, ...]) -> list[Any]:
    return [[e.label, outline(e.children)] if e.children else e.label for e in entries]


def menu_of(page: Page, *kinds: str) -> list[Any]:
    return outline(tuple(entry for entry in page.menu if entry.kind in (kinds or ("menu",))))


MENUS = {
    "pictures in nested layout tables": (
        "<table><tr><td><table><tr><td><img src=b.jpg alt='Cổng TTĐT'></td></tr></table></td></tr><tr><td><table><tr>"
        "<td><a href=/><img src=1.gif alt='Trang chủ'></a></td><td><a href=/gt><img src=2.gif alt='Giới thiệu'></a></td>"
        "<td><a href=/cd><img src=3.gif alt='Công dân'></a></td><td><a href=/lh><img src=4.gif title='Liên hệ'></a></td>"
        f"</tr></table></td></tr><tr><td>{CONTENT}</td></tr></table>",
        ["Trang chủ", "Giới thiệu", "Công dân", "Liên hệ"],
    ),
    "fonts and bars": (
        "<center><font face=Arial><a href=/><font color=blue>Trang chủ</font></a> | <a href=/gt><b>Giới thiệu</b></a> | "
        f"<a href=/cd><u>Công dân</u></a> | <a href=/lh>Liên hệ</a></font></center>{CONTENT}",
        ["Trang chủ", "Giới thiệu", "Công dân", "Liên hệ"],
    ),
    "list items never closed": (
        "<div id=header><ul id=menu><li><a href=/a>Giới thiệu</a><li><a href=/b>Công dân</a><ul><li><a href=/b1>Tiếp dân"
        f"</a><li><a href=/b2>Hỏi đáp</a></ul><li><a href=/c>Liên hệ</a></ul></div>{CONTENT}",
        ["Giới thiệu", ["Công dân", ["Tiếp dân", "Hỏi đáp"]], "Liên hệ"],
    ),
    "icons drawn in the page, an id twice": (
        "<nav id=menu><ul><li><a href=/x><svg><title>icon</title><path d=''/></svg><span>Công dân</span></a></li>"
        f"<li id=menu><a href=/ aria-label='Trang chủ'><svg><use href='#h'/></svg></a></li></ul></nav>{CONTENT}",
        ["Công dân", "Trang chủ"],
    ),
    "Telerik RadMenu": (
        "<div class='RadMenu RadMenu_Default'><ul class='rmRootGroup rmHorizontal'><li class=rmItem><a class=rmLink "
        "href=/default.aspx><span class=rmText>Trang chủ</span></a></li><li class=rmItem><a class=rmLink "
        "href='javascript:void(0)'><span class='rmText rmExpandDown'>Công dân</span></a><div class=rmSlide><ul class="
        "'rmVertical rmGroup'><li class=rmItem><a class=rmLink href=/td.aspx><span class=rmText>Tiếp dân</span></a></li>"
        f"</ul></div></li></ul></div>{CONTENT}",
        ["Trang chủ", ["Công dân", ["Tiếp dân"]]],
    ),
    "DevExpress ASPxMenu": (
        "<table class='dxmLite_Office2010Blue'><tr><td class=dxm-main><ul class='dx dxm-image-l'><li class=dxm-item><a "
        "class='dxm-content dx' href=/Default.aspx><span class=dxm-contentText>Trang chủ</span></a></li><li class="
        "dxm-spacing></li><li class=dxm-item><div class=dxm-content onclick=\"window.location='/congdan.aspx'\"><span "
        f"class=dxm-contentText>Công dân</span></div></li></ul></td></tr></table>{CONTENT}",
        ["Trang chủ", "Công dân"],
    ),
    "Liferay 6 page menu": (
        "<header id=banner role=banner><h1 class=site-title><a href=/web/guest><img src=l.png alt='Cổng TTĐT'></a></h1>"
        "<nav class='sort-pages modify-pages' id=navigation><h1><span>Navigation</span></h1><ul><li><a href=/tc><span>"
        "Trang chủ</span></a></li><li><a href=/cd><span>Công dân</span></a><ul class=child-menu><li><a href=/td>Tiếp dân"
        f"</a></li></ul></li></ul></nav></header>{CONTENT}",
        ["Trang chủ", ["Công dân", ["Tiếp dân"]]],
    ),
    "SharePoint quick launch": (
        "<div id=s4-ribbonrow><a href='javascript:;'>Skip Ribbon Commands</a></div><div id=s4-workspace><div id="
        "sideNavBox><div id=DeltaPlaceHolderLeftNavBar><div class='noindex ms-core-listMenu-verticalBox' "
        "id=zz14_V4QuickLaunchMenu><ul class='root ms-core-listMenu-root static'><li class=static><span class='static "
        "menu-item header'><span class=menu-item-text>Công dân</span></span><ul class=static><li><a class='static "
        f"menu-item' href=/td.aspx><span class=menu-item-text>Tiếp dân</span></a></li></ul></li></ul></div></div></div>"
        f"<div id=DeltaPlaceHolderMain>{CONTENT}</div></div>",
        [["Công dân", ["Tiếp dân"]]],
    ),
    "DNN": (
        "<div class=menu_style><ul class=dnnmega><li><a href=/tc.aspx><span>Trang chủ</span></a></li><li class=haschild>"
        "<a href='javascript:void(0)'><span>Công dân</span></a><div class=megaborder><ul><li><a href=/td.aspx><span>"
        f"Tiếp dân</span></a></li></ul></div></li></ul></div>{CONTENT}",
        ["Trang chủ", ["Công dân", ["Tiếp dân"]]],
    ),
    "Joomla": (
        "<div class=moduletable_menu><h3>Main Menu</h3><ul class='nav menu mod-list'><li><a href=/>Trang chủ</a></li><li "
        "class='deeper parent'><span class=nav-header>Công dân</span><ul class='nav-child unstyled'><li><a href=/td>"
        f"Tiếp dân</a></li></ul></li></ul></div>{CONTENT}",
        ["Trang chủ", ["Công dân", ["Tiếp dân"]]],
    ),
}


@pytest.mark.parametrize("name", MENUS)
def test_the_menu_is_read(name: str) -> None:
    html, expected = MENUS[name]
    page = reading(html)
    assert menu_of(page) == expected
    assert [b.text for b in page.blocks if b.region is Region.MAIN] == ["Tin", "Nội dung của bài viết."]
    assert page.state is State.OK


def test_the_menu_for_telephones_beside_that_for_screens_is_read_once_each() -> None:
    menu = "<ul><li><a href=/cd>Công dân</a><ul><li><a href=/td>Tiếp dân</a></li></ul></li><li><a href=/t>Tin</a></li></ul>"
    page = reading(
        f"<div class='offcanvas-menu d-md-none' style='display:none'>{menu}</div><header><nav>{menu}</nav></header>{CONTENT}"
    )
    assert menu_of(page) == [["Công dân", ["Tiếp dân"]], "Tin"] * 2


@pytest.mark.parametrize(
    "pager",
    [
        "<nav class='navigation pagination' aria-label='Posts'><a href=/2>2</a> <a href=/3>3</a></nav>",
        "<nav aria-label='Page navigation'><ul class=pagination><li><a href=/2>2</a></li><li><a href=/3>3</a></li></ul></nav>",
        "<nav class=phan-trang><a href=/2>2</a> <a href=/3>3</a></nav>",
    ],
)
def test_page_numbers_are_no_navigation(pager: str) -> None:
    page = reading(f"<nav><ul><li><a href=/cd>Công dân</a></li></ul></nav><main><h1>Tin</h1><p>x</p>{pager}</main>")
    assert outline(page.menu) == ["Công dân"]
    assert [link.region for link in page.links if link.label == "2"] == [Region.MAIN]


@pytest.mark.parametrize(
    "content",
    [
        "<h2>Lịch tiếp công dân</h2><ul><li><a href=/1>Quý một</a><li><a href=/2>Quý hai</a><li><a href=/3>Quý ba</a>"
        "<li><a href=/4>Quý bốn</a></ul>",
        "<ul><li><a href=/1>Tháng 1/2022</a><li><a href=/2>Tháng 2/2022</a><li><a href=/3>Tháng 3/2022</a>"
        "<li><a href=/4>Tháng 4/2022</a></ul>",
    ],
)
def test_the_list_of_a_bare_page_is_its_content(content: str) -> None:
    """The content frame of a frameset has no menu of its own."""
    page = reading(f"<body>{content}</body>")
    assert {link.region for link in page.links} == {Region.MAIN}
    assert page.state is State.OK


def test_a_frameset_names_its_frames() -> None:
    page = reading(
        "<html><head><title>Cổng</title></head><frameset rows='100,*'><frame src=top.html><frameset cols='200,*'><frame "
        "src=left.html><frame src=main.html></frameset><noframes><body>Trình duyệt cũ</body></noframes></frameset></html>"
    )
    assert page.frames == tuple(f"https://mau.gov.vn/trang/{name}.html" for name in ("top", "left", "main"))
    assert page.blocks == ()


@pytest.mark.parametrize(
    "box",
    [
        "<div class=c_head><span class='Head title'>Lịch tiếp công dân</span></div><div class=Normal><p>Ngày 15</p></div>",
        "<table><tr><td class=td1><b>Lịch tiếp công dân</b></td></tr><tr><td><p>Ngày 15</p></td></tr></table>",
        "<table><tr><td><font size=4 color=red><b>Lịch tiếp công dân</b></font></td></tr><tr><td><p>Ngày 15</p></td></tr>"
        "</table>",
    ],
)
def test_a_title_in_a_span_or_a_layout_table_heads_what_follows(box: str) -> None:
    page = reading(f"<div class=a><div class=module>{box}</div></div><div class=b><p>Khác</p></div>")
    headings = {block.text: block.headings for block in page.blocks}
    assert headings["Ngày 15"] == ("Lịch tiếp công dân",)
    assert headings["Khác"] == ()


def test_a_list_of_links_with_a_bullets_picture_is_no_data_table() -> None:
    rows = "".join(f"<tr><td><img src=dot.gif></td><td><a href=/{n}>{n}</a></td></tr>" for n in ("Hỏi đáp", "Tiếp dân"))
    page = reading(f"<table>{rows}</table>")
    assert page.tables == ()
    assert [entry.label for entry in page.menu] == ["Hỏi đáp", "Tiếp dân"]


def test_links_apart_by_line_breaks_are_entries_each() -> None:
    page = reading(f"{CONTENT}<td><a href=/1>Hỏi đáp</a><br><a href=/2>Tiếp dân</a><br></td>")
    assert [block.text for block in page.blocks][-2:] == ["Hỏi đáp", "Tiếp dân"]


def test_joomla_article_title_is_the_heading() -> None:
    page = reading(
        "<div class=item-page><h2 itemprop=headline>Lịch tiếp công dân</h2><h2>Khác</h2><p>Ngày 15</p></div>"
    )
    assert page.heading == "Lịch tiếp công dân"


def test_a_page_that_leaves_on_load_is_sent_on() -> None:
    page = reading("<html><body onload=\"window.location='/portal/home'\"></body></html>")
    assert [link.url for link in page.links] == ["https://mau.gov.vn/portal/home"]


@pytest.mark.parametrize(
    "imprint",
    [
        "<div class=ft>Bản quyền © 2016 UBND tỉnh Mẫu. <a href=/dvc>Một cửa</a></div>",
        "<div><p>Cổng thông tin điện tử tỉnh Mẫu</p><p>Giấy phép số 12/GP-TTĐT ngày 05/03/2019</p><p>Điện thoại: 0123</p></div>",
        "<center>Ghi rõ nguồn 'Cổng TTĐT tỉnh Mẫu' khi phát hành lại</center>",
    ],
)
def test_an_unnamed_imprint_is_the_footer(imprint: str) -> None:
    page = reading(f"<div class=wrap><div class=a>{CONTENT}<p>{'Nội dung. ' * 60}</p></div>{imprint}</div>")
    regions = [block.region for block in page.blocks]
    assert regions[:3] == [Region.MAIN] * 3
    assert set(regions[3:]) == {Region.FOOTER}


@pytest.mark.parametrize(
    "content",
    [
        "<h1>Thông báo</h1><p>Lịch tiếp công dân ngày 15/3/2022.</p>",
        "<div><h1>Quyết định</h1><p>Về cấp giấy phép số 12/GP-TTĐT.</p></div>",
        f"<main><p>{'Nội dung. ' * 60}</p><div>Nghị định về bản quyền tác giả.</div></main>",
        f"<div><p>{'Nội dung. ' * 60}</p><p>Nghị định về bản quyền tác giả.</p></div>",
    ],
)
def test_the_last_lines_of_content_are_no_footer(content: str) -> None:
    assert {block.region for block in reading(f"<body>{content}</body>").blocks} == {Region.MAIN}
