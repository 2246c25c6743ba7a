# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Plain PHP portals: everything is index.php with numbers, so that addresses tell nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from ..text import pick
from .common import CLOCK, Family, anchor, base_key, css, footer, home_blocks, js, nested, page_key, side_bar


def path(draft: Draft, page: Page) -> str:
    """The address of a page: one of two dialects."""
    first = draft.pages[base_key(page)]
    if page.kind == "home":
        return "/"
    if page.kind == "file":
        return f"/upload/files/{page.id}_{page.name}"
    more = f"&trang={page.number}" if page.number > 1 else ""
    if pick(("com", "gd"), draft.portal.slug, "dialect") == "com":
        if page.kind in {"article", "question"}:
            return f"/index.php?com=tintuc_ct&id_news={page.id}"
        return f"/index.php?com={'danhmuc' if page.kind == 'category' else 'trang'}&id={first.id}{more}"
    if page.kind in {"article", "question"}:
        return f"/?gd={10 + page.id % 7}&cn={draft.pages[page.parent].id}&tc={page.id}"
    return f"/?gd={10 + first.id % 7}&cn={first.id}{more}"


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """Boxes of old HTML."""
    out = []
    for row in rows:
        when = f'<font size="1" color="#666666">({row.posted:%d-%m-%Y})</font>' if row.posted else ""
        out.append(
            f'<div class="tin"><img src="/images/icon.gif" alt=""> <a class="link_tin" href="[[{row.key}]]">{esc(row.title)}</a> {when}</div>'
        )
    return "".join(out)


def article(draft: Draft, page: Page, body: str) -> str:
    """A title and a date line."""
    when = f'<div class="ngaydang">Ngày cập nhật {page.posted:%d/%m/%Y}</div>' if page.posted else ""
    return f'<div class="tieude_ct">{esc(page.title)}</div>{when}<div class="noidung_ct">{body}</div>'


def pager(draft: Draft, page: Page) -> str:
    """Numbers in brackets."""
    return (
        '<div align="right" class="phantrang">Trang: '
        + " ".join(
            f"[<b>{n}</b>]" if n == page.number else f'[<a href="[[{page_key(page, n)}]]">{n}</a>]'
            for n in range(1, page.last + 1)
        )
        + "</div>"
    )


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = home_blocks(draft, "hop", "h3") if page.kind == "home" else ""
    foot = "<br>".join(esc(line) for line in footer(draft)) + "<br>" + " | ".join(anchor(e) for e in draft.footer)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>.:: {esc(page.title)} - {esc(name)} ::.</title><link href="/style.css" rel="stylesheet" type="text/css"><style>{css("hp", 17)}</style><script language="javascript">{js("hp", 14)}</script></head>
<body topmargin="0"><div id="khung"><div id="banner"><img src="/images/logo.png" alt=""></div><div id="ngaythang">{CLOCK}</div>
<div id="menungang"><a href="[[home]]">TRANG CHỦ</a>{nested(draft.menu, "menu_cap1", "menu_cap2", "", "#")}</div>
<div id="giua"><div id="cotgiua">{home}{content}</div><div id="cotphai">{side_bar(draft, "hop", "h3")}</div></div><div id="chantrang">{foot}</div></div><script>{js("hpf", 8)}</script></body></html>"""


FAMILY = Family("php", path, chrome, listing, article, pager, (("X-Powered-By", "PHP/5.6.40"),))
