# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""What the families share: the shape of a family, menus, side bars, footers, and the weight of real pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from ..draft import Draft, Entry, Page, Row, esc
from ..text import seeded

# One style sheet for all: a banner, a bar of menus whose sub-menus open under the pointer, columns.
MENUS = (
    "nav-pills",
    "ms-core-listMenu-root",
    "sf-menu",
    "navbar-nav",
    "block-menu .menu",
    "main-navigation .menu",
    "menu_cap1",
    "v-menu ul",
)
STYLE = (
    "body{font:14px Arial,sans-serif;margin:0;color:#222}img{max-width:100%}a{color:#0b4f9c;text-decoration:none}"
    + "".join(
        f".{m}{{list-style:none;margin:0;padding:0;background:#a3121b;display:flex;flex-wrap:wrap}}.{m}>li{{position:relative}}"
        f".{m}>li>a{{color:#fff;display:block;padding:9px 12px;font-weight:bold}}.{m} ul{{display:none;position:absolute;z-index:9;"
        f"background:#fff;border:1px solid #ccc;margin:0;padding:6px 12px;min-width:200px;list-style:none}}.{m} li:hover>ul{{display:block}}"
        for m in MENUS
    )
)

CLOCK = "Thứ năm, 31/03/2022"


@dataclass(frozen=True)
class Family:
    """A way of building portals."""

    name: str
    path: Callable[[Draft, Page], str]  # the address of a page on its host
    chrome: Callable[[Draft, Page, str], str]  # the whole page around its content
    listing: Callable[[Draft, Page, Sequence[Row]], str]  # a list of pages
    article: Callable[[Draft, Page, str], str]  # title, date and text of an article
    pager: Callable[[Draft, Page], str]  # links to the other pages of a list
    headers: tuple[tuple[str, str], ...] = ()


def base_key(page: Page) -> str:
    """The key of a list's first page."""
    return page.key.split("?")[0]


def page_key(page: Page, number: int) -> str:
    """The key of another page of the same list."""
    return base_key(page) if number == 1 else f"{base_key(page)}?{number}"


def href(entry: Entry, empty: str = "javascript:void(0)") -> str:
    """The address of an entry, still open for pages."""
    return entry.href or (f"[[{entry.key}]]" if entry.key else empty)


def anchor(entry: Entry, css: str = "", empty: str = "javascript:void(0)") -> str:
    """A link for an entry, as text or as a picture."""
    inside = (
        f'<img src="/images/banner.png" width="240" height="70" alt="{esc(entry.label)}">'
        if entry.image
        else esc(entry.label)
    )
    target = ' target="_blank"' if entry.href.startswith("http") else ""
    return f'<a href="{href(entry, empty)}"{f" class={chr(34)}{css}{chr(34)}" if css else ""}{target}>{inside}</a>'


def nested(entries: Sequence[Entry], top: str, sub: str, item: str = "", empty: str = "javascript:void(0)") -> str:
    """A menu of nested lists."""
    lines = []
    for entry in entries:
        inner = nested(entry.children, sub, sub, item, empty) if entry.children else ""
        lines.append(f"<li{f' class={chr(34)}{item}{chr(34)}' if item else ''}>{anchor(entry, '', empty)}{inner}</li>")
    return f'<ul class="{top}">' + "".join(lines) + "</ul>"


def side_bar(draft: Draft, css: str, title: str = "h3") -> str:
    """Banners, app badges, weather, visitor counter: what stands beside every page and proves nothing."""
    rng = seeded("counter", draft.portal.slug)
    boxes = ["<label>Tìm kiếm <input type='text' name='tukhoa' size='16'></label>"]
    if draft.banners:
        boxes.append("".join(f"<div class='{css}-banner'>{anchor(b)}</div>" for b in draft.banners))
    if draft.badges:
        boxes.append(f"<div class='{css}-app'>" + "".join(anchor(b) for b in draft.badges) + "</div>")
    options = "".join(
        f"<option value='{n}'>{esc(name)}</option>"
        for n, name in enumerate(
            ("Liên kết website", "Chính phủ", "Quốc hội", "Bộ Tài chính", "Bộ Y tế", "Bộ Công Thương", "Bộ Nội vụ")
        )
    )
    boxes.append(f"<select class='{css}-lk' aria-label='Liên kết'>{options}</select>")
    boxes.append(f"<{title}>Thời tiết</{title}><p>{draft.portal.name}: 24-31°C, nhiều mây</p>")
    boxes.append(
        f"<{title}>Thống kê truy cập</{title}><ul class='{css}-count'><li>Đang online: {rng.randrange(20, 400)}</li>"
        f"<li>Hôm nay: {rng.randrange(900, 9000)}</li><li>Tổng lượt truy cập: {rng.randrange(10**6, 10**8):,}</li></ul>".replace(
            ",", "."
        )
    )
    return "".join(f"<div class='{css}'>{box}</div>" for box in boxes)


def home_blocks(draft: Draft, css: str, title: str = "h2") -> str:
    """Tabs and headed blocks of links on the home page."""
    out = ""
    if draft.tabs:
        heads = "".join(
            f'<li role="presentation"><a role="tab" data-toggle="tab" href="#tab{n}">{esc(t.label)}</a></li>'
            for n, t in enumerate(draft.tabs)
        )
        panels = "".join(
            f'<div role="tabpanel" class="tab-pane" id="tab{n}">{nested(t.children, css, css)}</div>'
            for n, t in enumerate(draft.tabs)
        )
        out += f'<div class="{css}-tabs"><ul class="nav nav-tabs" role="tablist">{heads}</ul><div class="tab-content">{panels}</div></div>'
    for block in draft.blocks:
        out += f'<div class="{css}-block"><{title}>{esc(block.label)}</{title}>{nested(block.children, css, css)}</div>'
    return out


def footer(draft: Draft) -> list[str]:
    """The lines of a footer."""
    portal = draft.portal
    rng = seeded("footer", portal.slug)
    lines = [
        f"Cổng thông tin điện tử {portal.kind} {portal.name}",
        f"Giấy phép số {rng.randrange(10, 300)}/GP-TTĐT do Cục Quản lý phát thanh, truyền hình và thông tin điện tử cấp ngày {rng.randrange(1, 28)}/{rng.randrange(1, 13)}/2018",
        "Chịu trách nhiệm: Chánh Văn phòng UBND. Địa chỉ: số 1 đường Hùng Vương",
        "Ghi rõ nguồn khi phát hành lại từ website này. © 2015 - 2022",
    ]
    if portal.feedback.mode in {"list", "empty", "form", "login", "email"}:
        lines.insert(
            3,
            f"Điện thoại: 02{rng.randrange(10, 99)}.3{rng.randrange(100, 999)}.{rng.randrange(100, 999)} - Email: banbientap@{portal.slug}.example",
        )
    return lines


@cache
def css(name: str, kilobytes: int) -> str:
    """Inline style rules of about that weight, as page builders leave them."""
    rng, out, size = seeded("css", name), [], 0
    parts = (
        "menu",
        "banner",
        "slide",
        "news",
        "box",
        "col",
        "item",
        "title",
        "footer",
        "top",
        "tab",
        "widget",
        "list",
        "thumb",
    )
    while size < kilobytes * 1024:
        a, b = rng.choice(parts), rng.choice(parts)
        rule = f".{name}-{a} .{b}-{rng.randrange(99)}{{margin:{rng.randrange(30)}px {rng.randrange(30)}px;padding:{rng.randrange(20)}px;color:#{rng.randrange(16**6):06x};font-size:{rng.randrange(11, 22)}px;background:url(/images/{a}{rng.randrange(40)}.png) no-repeat}}\n"
        out.append(rule)
        size += len(rule)
    return "".join(out)


@cache
def js(name: str, kilobytes: int) -> str:
    """Inline script of about that weight; it defines much and does nothing."""
    rng, out, size = seeded("js", name), [], 0
    while size < kilobytes * 1024:
        n = rng.randrange(10**5)
        line = f"function {name}_{n}(e,t){{var i=document.getElementById('{name}_'+{n});if(i&&e){{i.className=(t||'')+' {name}-on';i.setAttribute('data-n','{rng.randrange(10**9)}');}}return {n}%{rng.randrange(2, 9)};}}\n"
        out.append(line)
        size += len(line)
    return "".join(out)
