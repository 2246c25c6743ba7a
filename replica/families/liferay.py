# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Liferay portals: `/web/guest/...`, `/-/view_content/<id>-slug.html`, portlet parameters in pagers."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from .common import CLOCK, Family, anchor, base_key, css, footer, home_blocks, js, nested, page_key, side_bar

PORTLET = "101_INSTANCE_Yq8mKd2LrT4s"


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/"
    if page.kind == "file":
        return f"/documents/10181/{page.id}/{page.name}/7c1e-{page.id:04d}"
    if page.kind in {"article", "question"}:
        parent = draft.pages[page.parent].slug
        return f"/{parent}/-/view_content/{page.id}-{page.slug}.html"
    base = f"/web/guest/{draft.pages[base_key(page)].slug}"
    return (
        base
        if page.number == 1
        else f"{base}?p_p_id={PORTLET}&p_p_lifecycle=0&_{PORTLET}_delta=10&_{PORTLET}_cur={page.number}"
    )


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """Asset publisher with abstracts."""
    out = []
    for row in rows:
        when = (
            f'<div class="metadata-entry metadata-publish-date">cms-publish-date {row.posted:%d/%m/%Y} | 08:39 | cms-view-count: {211 + len(row.title)}</div>'
            if row.posted
            else ""
        )
        out.append(
            f'<div class="asset-abstract default-asset-publisher"><h3 class="asset-title"><a href="[[{row.key}]]">{esc(row.title)}</a></h3>{when}</div>'
        )
    return "".join(out)


def article(draft: Draft, page: Page, body: str) -> str:
    """Journal content."""
    when = f'<span class="cms-date">Ngày đăng: {page.posted:%d/%m/%Y | %H:%M}</span>' if page.posted else ""
    return f'<div class="journal-content-article" id="article_{page.id}"><h1 class="header-title">{esc(page.title)}</h1>{when}{body}</div>'


def pager(draft: Draft, page: Page) -> str:
    """Liferay's pager."""
    links = "".join(
        f'<li class="{"active" if n == page.number else ""}"><a href="[[{page_key(page, n)}]]">{n}</a></li>'
        for n in range(1, page.last + 1)
    )
    return f'<div class="taglib-page-iterator"><ul class="pagination lfr-pagination-buttons">{links}</ul></div>'


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = f'<div class="row-fluid">{home_blocks(draft, "lf")}</div>' if page.kind == "home" else ""
    foot = "".join(f"<p>{esc(line)}</p>" for line in footer(draft)) + "".join(anchor(e) + " | " for e in draft.footer)
    return f"""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="vi-VN"><head><title>{esc(page.title)} - {esc(name)}</title>
<meta content="text/html; charset=UTF-8" http-equiv="content-type"><meta name="viewport" content="initial-scale=1.0, width=device-width">
<link href="/assets/main.css" rel="stylesheet" type="text/css"><style>{css("lf", 18)}</style>
<script type="text/javascript">var Liferay={{Browser:{{}},ThemeDisplay:{{getLayoutId:function(){{return"{page.id}"}}}}}};{js("lf", 12)}</script></head>
<body class="yui3-skin-sam controls-visible guest-site signed-out public-page site"><div id="wrapper">
<header id="banner" role="banner"><div class="date-time">{CLOCK}</div><h1 class="site-title"><a class="logo" href="[[home]]"><img alt="" src="/images/logo.png" height="90"></a></h1>
<nav class="sort-pages modify-pages navbar" id="navigation" role="navigation"><a href="[[home]]">Trang chủ</a>{nested(draft.menu, "nav nav-pills", "dropdown-menu child-menu", "lfr-nav-item")}</nav></header>
<div id="content"><div class="columns-2" id="main-content" role="main"><div class="portlet-layout row-fluid">
<div class="portlet-column span8" id="column-1"><section class="portlet" id="portlet_{PORTLET}">{home}{content}</section></div>
<div class="portlet-column span4" id="column-2">{side_bar(draft, "lf-side")}</div></div></div></div>
<footer id="footer" role="contentinfo">{foot}</footer></div><script>{js("aui", 6)}</script></body></html>"""


FAMILY = Family(
    "liferay",
    path,
    chrome,
    listing,
    article,
    pager,
    (("Liferay-Portal", "Liferay Portal Community Edition 6.2 CE GA4"),),
)
