# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Drupal portals: `/node/<id>`, slugs without extension, zero-based `?page=`, views markup."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from .common import CLOCK, Family, anchor, base_key, css, footer, home_blocks, js, nested, page_key, side_bar


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/"
    if page.kind == "file":
        return (
            f"/sites/default/files/{page.posted:%Y-%m}/{page.name}"
            if page.posted
            else f"/sites/default/files/{page.name}"
        )
    if page.kind in {"article", "question"}:
        return f"/node/{10000 + page.id}"
    base = f"/{draft.pages[base_key(page)].slug}"
    return base if page.number == 1 else f"{base}?page={page.number - 1}"


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """A view."""
    out = []
    for n, row in enumerate(rows):
        when = (
            f'<div class="views-field views-field-created"><span class="field-content">{row.posted:%d/%m/%Y - 08:15}</span></div>'
            if row.posted
            else ""
        )
        out.append(
            f'<div class="views-row views-row-{n + 1}"><div class="views-field views-field-title"><span class="field-content"><a href="[[{row.key}]]">{esc(row.title)}</a></span></div>{when}</div>'
        )
    return f'<div class="view view-tin-tuc"><div class="view-content">{"".join(out)}</div></div>'


def article(draft: Draft, page: Page, body: str) -> str:
    """A node."""
    when = f'<div class="submitted">Đăng bởi admin vào {page.posted:%d/%m/%Y - 08:15}</div>' if page.posted else ""
    return f'<article id="node-{page.id}" class="node node-article" role="article"><h1 class="page-header">{esc(page.title)}</h1>{when}<div class="field field-name-body field-type-text-with-summary"><div class="field-item even">{body}</div></div></article>'


def pager(draft: Draft, page: Page) -> str:
    """Drupal's pager."""
    inside = "".join(
        f'<li class="pager-item">{f"<b>{n}</b>" if n == page.number else f"<a href={chr(34)}[[{page_key(page, n)}]]{chr(34)}>{n}</a>"}</li>'
        for n in range(1, page.last + 1)
    )
    return f'<h2 class="element-invisible">Trang</h2><div class="item-list"><ul class="pager">{inside}</ul></div>'


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = home_blocks(draft, "block-menu") if page.kind == "home" else ""
    foot = "".join(f"<div>{esc(line)}</div>" for line in footer(draft)) + "".join(anchor(e) + " " for e in draft.footer)
    return f"""<!DOCTYPE html>
<html lang="vi" dir="ltr" prefix="content: http://purl.org/rss/1.0/modules/content/"><head><meta charset="utf-8" /><meta name="Generator" content="Drupal 7 (http://drupal.org)" /><meta name="viewport" content="width=device-width, initial-scale=1.0"><title>{esc(page.title)} | {esc(name)}</title>
<link rel="stylesheet" href="/sites/default/files/css/css_aggregated.css" /><style>{css("dp", 15)}</style><script>jQuery=window.jQuery||function(){{}};var Drupal={{settings:{{basePath:"/",pathPrefix:"",ajaxPageState:{{theme:"portal"}}}}}};{js("dp", 10)}</script></head>
<body class="html not-front page-node node-type-page i18n-vi"><div id="skip-link"><a href="#main-content" class="element-invisible element-focusable">Nhảy đến nội dung</a></div>
<div class="region region-header"><section class="block block-block">{CLOCK}</section><a class="logo" href="[[home]]" title="Trang chủ"><img src="/images/logo.png" alt="Trang chủ" /></a></div>
<div class="region region-navigation"><section id="block-system-main-menu" class="block block-system block-menu"><a href="[[home]]">Trang chủ</a>{nested(draft.menu, "menu nav", "menu", "expanded dropdown", "#")}</section></div>
<div class="main-container container"><div class="row"><aside class="col-sm-3" role="complementary">{side_bar(draft, "block-side")}</aside><section class="col-sm-9"><a id="main-content"></a><div class="region region-content">{home}{content}</div></section></div></div>
<footer class="footer container">{foot}</footer><script>{js("dpf", 8)}</script></body></html>"""


FAMILY = Family("drupal", path, chrome, listing, article, pager, (("X-Generator", "Drupal 7 (http://drupal.org)"),))
