"""Menus in the many ways they are built, and what only looks like one."""

from __future__ import annotations

from typing import Any

import pytest

from pages.page import MenuEntry, Page, Region
from pages.read import read

TEXT = (
    "<p>" + "Nội dung bài viết dài nói về hoạt động của tỉnh trong tháng vừa qua, do văn phòng đăng tải. " * 6 + "</p>"
)


def reading(html: str) -> Page:
    return read(html.encode(), url="https://mau.example/x", media_type="text/html")


def outline(entries: tuple[MenuEntry, ...]) -> list[Any]:
    """Labels, those with a sub-menu as [label, [children]]."""
    return [[entry.label, outline(entry.children)] if entry.children else entry.label for entry in entries]


def bars(page: Page) -> list[Any]:
    return outline(tuple(entry for entry in page.menu if entry.kind == "menu"))


CITIZENS = ["Công dân", ["Tiếp dân", "Phản ánh"]]


@pytest.mark.parametrize(
    "menu",
    [
        # Drupal: a hidden heading names the menu
        "<div class='block block-menu'><h2 class='element-invisible'>Main menu</h2><ul class='menu'><li><a href=/c>Công dân</a>"
        "<ul class='menu'><li><a href=/1>Tiếp dân</a></li><li><a href=/2>Phản ánh</a></li></ul></li><li><a href=/d>Tin tức</a></li></ul></div>",
        # WordPress: a toggle button before the list
        "<nav><button class='menu-toggle'>Menu</button><div><ul><li class='menu-item'><a href='#'>Công dân</a><ul class='sub-menu'>"
        "<li><a href=/1>Tiếp dân</a></li><li><a href=/2>Phản ánh</a></li></ul></li><li><a href=/d>Tin tức</a></li></ul></div></nav>",
        # Telerik RadMenu: the sub-menu in a sliding box, the entry a span
        "<div class='RadMenu'><ul class='rmRootGroup'><li class='rmItem'><span class='rmLink'><span class='rmText'>Công dân</span></span>"
        "<div class='rmSlide'><ul class='rmVertical'><li><a href=/1>Tiếp dân</a></li><li><a href=/2>Phản ánh</a></li></ul></div></li>"
        "<li class='rmItem'><a href=/d><span class='rmText'>Tin tức</span></a></li></ul></div>",
        # Bootstrap: no list at all
        "<div class='main-nav'><div class='nav-item dropdown'><a href='#'>Công dân</a><div class='dropdown-menu'><a href=/1>Tiếp dân</a>"
        "<a href=/2>Phản ánh</a></div></div><div class='nav-item'><a href=/d>Tin tức</a></div></div>",
        # a definition list
        "<div id='leftmenu'><dl><dt>Công dân</dt><dd><a href=/1>Tiếp dân</a></dd><dd><a href=/2>Phản ánh</a></dd><dt><a href=/d>Tin tức</a></dt></dl></div>",
        # list items left open
        "<ul id=menu><li><a href=/c>Công dân</a><ul><li><a href=/1>Tiếp dân</a><li><a href=/2>Phản ánh</a></ul><li><a href=/d>Tin tức</a></ul>",
        # pictures as entries
        "<ul class='mainmenu'><li><a href=/c><img src=c.png alt='Công dân'></a><ul><li><a href=/1 title='Tiếp dân'><i></i></a></li>"
        "<li><a href=/2 aria-label='Phản ánh'></a></li></ul></li><li><a href=/d><img src=d.png alt='' title='Tin tức'></a></li></ul>",
    ],
)
def test_sub_menus_hang_below_their_entry(menu: str) -> None:
    page = reading(f"<body>{menu}<div id='content'>{TEXT}</div></body>")
    assert bars(page) == [CITIZENS, "Tin tức"]
    trails = {link.label: link.trail for link in page.links}
    assert trails["Phản ánh"] == ("Công dân",)
    assert trails["Tin tức"] == ()


def test_mega_menu_columns_keep_their_heads() -> None:
    page = reading(
        "<nav><ul><li><a href=/c>Công dân</a><div class='mega'><div class=col><h4>Tương tác</h4><ul><li><a href=/1>Hỏi đáp</a></li></ul>"
        "</div><div class=col><h4><a href=/t>Tiếp dân</a></h4><ul><li><a href=/2>Lịch tiếp</a></li></ul></div></div></li>"
        "<li><a href=/d>Tin</a></li></ul></nav>" + TEXT
    )
    assert bars(page) == [["Công dân", [["Tương tác", ["Hỏi đáp"]], ["Tiếp dân", ["Lịch tiếp"]]]], "Tin"]
    trails = {link.label: link.trail for link in page.links}
    assert trails["Lịch tiếp"] == ("Công dân", "Tiếp dân")


def test_entries_that_scripts_open_have_their_address() -> None:
    page = reading(
        "<ul class='nav'><li onclick=\"location.href='/cong-dan'\">Công dân</li><li onclick=\"window.location='/dn'\"><span>Doanh nghiệp"
        "</span></li><li><a href=\"javascript:window.location.href='/tt'\">Tin tức</a></li></ul>" + TEXT
    )
    assert [(entry.label, entry.url) for entry in page.menu if entry.kind == "menu"] == [
        ("Công dân", "https://mau.example/cong-dan"),
        ("Doanh nghiệp", "https://mau.example/dn"),
        ("Tin tức", "https://mau.example/tt"),
    ]


def test_tabs_are_tabs_and_closed_panes_are_hidden() -> None:
    page = reading(
        "<div id=content><ul class='nav nav-tabs'><li><a href='#a'>Tin mới</a></li><li><a href='#b'>Thông báo</a></li></ul>"
        f"<div class='tab-content'><div class='tab-pane active' id=a>{TEXT}</div><div class='tab-pane' id=b><p>Lịch tiếp</p></div></div></div>"
    )
    assert [(entry.kind, entry.label) for entry in page.menu] == [("tab", "Tin mới"), ("tab", "Thông báo")]
    assert [block.hidden for block in page.blocks if block.kind == "paragraph" or block.text == "Lịch tiếp"] == [
        False,
        True,
    ]


def test_tiles_of_the_home_page_are_link_blocks() -> None:
    tiles = "".join(
        f"<div class='col-md-3'><a href=/{n}><div class=icon></div><h5>{label}</h5></a></div>"
        for n, label in enumerate(("Công dân", "Doanh nghiệp", "Du khách"))
    )
    page = reading(f"<div id=content><div class=row>{tiles}</div>{TEXT}</div>")
    assert [(entry.kind, entry.label, entry.url) for entry in page.menu] == [
        ("link_block", "Công dân", "https://mau.example/0"),
        ("link_block", "Doanh nghiệp", "https://mau.example/1"),
        ("link_block", "Du khách", "https://mau.example/2"),
    ]


def test_links_inside_running_text_are_no_navigation() -> None:
    page = reading(
        f"<div id=content><h1>Tin</h1>{TEXT}<p>Xem thêm tại <a href=/cd>Công dân</a> của cổng.</p>{TEXT}</div>"
    )
    assert page.menu == ()
    assert [link.label for link in page.links] == ["Công dân"]


def test_paging_is_no_menu() -> None:
    page = reading(
        f"<main>{TEXT}<nav aria-label='Page navigation'><ul class=pagination><li><a href='?p=1'>1</a></li><li><a href='?p=2'>2</a></li></ul></nav></main>"
    )
    assert bars(page) == []
    assert {link.region for link in page.links} == {Region.MAIN}


@pytest.mark.parametrize(
    ("html", "region"),
    [
        (
            "<div id=header><a href=/>Cổng</a></div><div id=content><div class='page-header'>{}</div><p>x</p></div>",
            Region.MAIN,
        ),
        ("<body class='header-fixed has-sidebar'><div id=content>{}</div></body>", Region.MAIN),
        (
            "<div class='menu-wrapper header-page'><ul class=menu><li><a href=/>Trang chủ</a></li></ul><div>{}</div></div>",
            Region.MAIN,
        ),
        ("<article><header><h1>Tin</h1></header>{}<footer>Theo Báo</footer></article>", Region.MAIN),
        ("<div id='left-col'>{}</div><div id='right-col'><a href=/a>A tỉnh</a></div>", Region.MAIN),
        ("<div id='sidebar'>{0}</div><div id=content>{0}</div>", Region.ASIDE),
        ("<div class=card><div class='card-header'>Hộp</div><div class='card-body'>{}</div></div>", Region.MAIN),
        (
            "<div class=row><div class='col-md-9'><h1>x</h1></div><div class='col-md-3'><a href=/1>Một</a><a href=/2>Hai</a><a href=/3>Ba</a>{}</div></div>",
            Region.ASIDE,
        ),
        ("<div class=row><div class='col-md-3'>Ngày hỏi</div><div class='col-md-9'>{}</div></div>", Region.MAIN),
    ],
)
def test_names_that_mislead_about_the_region(html: str, region: Region) -> None:
    page = reading(html.format(TEXT))
    assert next(block.region for block in page.blocks if block.kind == "paragraph") is region


def test_an_unnamed_breadcrumb_is_told_by_its_separators() -> None:
    page = reading(
        f"<div id=menu><ul><li><a href=/a>A</a><li><a href=/b>B</a><li><a href=/c>C</a></ul></div><div><div><a href=/>Trang chủ</a> » <a href=/td>Tiếp dân</a> » Lịch</div>{TEXT}</div>"
    )
    assert next(block for block in page.blocks if "»" in block.text).region is Region.BREADCRUMB
