# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""NukeViet portals: generator meta, `/vi/news/<cat>/<slug>-<id>.html`, weekday dates."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from ..text import weekday
from .common import CLOCK, Family, base_key, css, footer, home_blocks, js, nested, page_key, side_bar


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/vi/"
    if page.kind == "file":
        return (
            f"/uploads/{draft.portal.slug}/news/{page.posted:%Y_%m}/{page.name}"
            if page.posted
            else f"/uploads/{draft.portal.slug}/{page.name}"
        )
    if page.kind in {"article", "question"}:
        return f"/vi/news/{draft.pages[page.parent].slug}/{page.slug}-{page.id}.html"
    first = draft.pages[base_key(page)]
    if page.kind == "category":
        return f"/vi/news/{first.slug}/" + (f"page-{page.number}/" if page.number > 1 else "")
    return f"/vi/{first.slug}/" + (f"?page={page.number}" if page.number > 1 else "")


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """The news module's column."""
    out = []
    for row in rows:
        when = (
            f'<em class="fa fa-clock-o">&nbsp;</em>{weekday(row.posted)} - {row.posted:%d/%m/%Y} 15:42'
            if row.posted
            else ""
        )
        out.append(
            f'<div class="panel panel-default"><div class="panel-body featured"><h2><a href="[[{row.key}]]" title="{esc(row.title)}">{esc(row.title)}</a></h2><div class="text-muted">{when}</div></div></div>'
        )
    return f'<div class="news_column">{"".join(out)}</div>'


def article(draft: Draft, page: Page, body: str) -> str:
    """A news detail."""
    when = f'<span class="h5">{weekday(page.posted)} - {page.posted:%d/%m/%Y} 15:42</span>' if page.posted else ""
    return f'<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">{esc(page.title)}</h1>{when}<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{body}</div></div></div>'


def pager(draft: Draft, page: Page) -> str:
    """Bootstrap pager."""
    return (
        '<div class="text-center"><ul class="pagination">'
        + "".join(
            f'<li{" class=active" if n == page.number else ""}><a href="[[{page_key(page, n)}]]">{n}</a></li>'
            for n in range(1, page.last + 1)
        )
        + "</ul></div>"
    )


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = home_blocks(draft, "nv-block", "h3") if page.kind == "home" else ""
    foot = (
        "".join(f"<p>{esc(line)}</p>" for line in footer(draft)) + nested(draft.footer, "menu-footer", "sub")
        if draft.footer
        else "".join(f"<p>{esc(line)}</p>" for line in footer(draft))
    )
    return f"""<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml"><head><title>{esc(page.title)} - Cổng TTĐT {esc(name)}</title><meta name="generator" content="NukeViet v4.5"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/themes/default/css/style.css"><style>{css("nv", 16)}</style>
<script>var nv_base_siteurl="/",nv_lang_data="vi",nv_name_variable="nv",nv_fc_variable="op",nv_my_ofs=7;{js("nv", 12)}</script></head><body>
<noscript><div class="alert alert-danger">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.</div></noscript><div class="body-bg"><div class="wraper"><header><div class="container"><div id="header" class="row"><div class="logo"><a title="{esc(name)}" href="[[home]]"><img src="/images/logo.png" alt="{esc(name)}"></a></div><span class="current-time">{CLOCK}</span></div></div></header>
<nav class="second-nav" id="menusite"><div class="container"><div class="navbar navbar-default"><a class="home" title="Trang nhất" href="[[home]]"><span class="hidden">Trang nhất</span></a>{nested(draft.menu, "nav navbar-nav", "dropdown-menu", "", "#")}</div></div></nav>
<section><div class="container" id="body"><div class="row"><div class="col-md-16">{home}{content}</div><div class="col-md-8">{side_bar(draft, "panel-nv")}</div></div></div></section>
<footer id="footer"><div class="wraper"><div class="container">{foot}</div></div></footer></div></div><script>{js("nvf", 6)}</script></body></html>"""


FAMILY = Family("nukeviet", path, chrome, listing, article, pager, (("X-Powered-By", "NukeViet"),))
