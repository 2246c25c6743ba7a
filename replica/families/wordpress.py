# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""WordPress portals: `/2022/03/slug/`, `/category/x/page/2/`, theme markup, block editor leftovers."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from .common import CLOCK, Family, base_key, css, footer, home_blocks, js, nested, page_key, side_bar


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/"
    if page.kind == "file":
        return (
            f"/wp-content/uploads/{page.posted:%Y/%m}/{page.name}"
            if page.posted
            else f"/wp-content/uploads/{page.name}"
        )
    if page.kind == "article" and page.posted:
        return f"/{page.posted:%Y/%m}/{page.slug}-{page.id}/"
    if page.kind == "question":
        return f"/hoi-dap-chi-tiet/{page.slug}-{page.id}/"
    first = draft.pages[base_key(page)]
    base = f"/category/{first.slug}/" if page.kind == "category" else f"/{first.slug}/"
    return base if page.number == 1 else f"{base}page/{page.number}/"


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """The loop."""
    out = []
    for row in rows:
        when = (
            f'<time class="entry-date published" datetime="{row.posted.isoformat()}T08:00:00+07:00">{row.posted.day} Tháng {row.posted.month}, {row.posted.year}</time>'
            if row.posted
            else ""
        )
        out.append(
            f'<article class="post type-post status-publish"><header class="entry-header"><h2 class="entry-title"><a href="[[{row.key}]]" rel="bookmark">{esc(row.title)}</a></h2>{when}</header></article>'
        )
    return "".join(out)


def article(draft: Draft, page: Page, body: str) -> str:
    """A post."""
    when = (
        f'<div class="entry-meta"><time class="entry-date published" datetime="{page.posted.isoformat()}T08:00:00+07:00">{page.posted.day} Tháng {page.posted.month}, {page.posted.year}</time></div>'
        if page.posted
        else ""
    )
    return f'<article id="post-{page.id}" class="post-{page.id} post type-post"><header class="entry-header"><h1 class="entry-title">{esc(page.title)}</h1>{when}</header><div class="entry-content">{body}</div></article>'


def pager(draft: Draft, page: Page) -> str:
    """Posts navigation with 'next' and numbers."""
    numbers = "".join(
        f'<span class="page-numbers current">{n}</span>'
        if n == page.number
        else f'<a class="page-numbers" href="[[{page_key(page, n)}]]">{n}</a>'
        for n in range(1, page.last + 1)
    )
    following = (
        f'<a class="next page-numbers" href="[[{page_key(page, page.number + 1)}]]">Trang sau</a>'
        if page.number < page.last
        else ""
    )
    return f'<nav class="navigation pagination"><div class="nav-links">{numbers}{following}</div></nav>'


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = home_blocks(draft, "widget_nav_menu", "h2") if page.kind == "home" else ""
    foot = "".join(f"<p>{esc(line)}</p>" for line in footer(draft)) + (
        nested(draft.footer, "footer-menu", "sub-menu") if draft.footer else ""
    )
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{esc(page.title)} &#8211; {esc(name)}</title><meta name="generator" content="WordPress 5.8.3">
<link rel="https://api.w.org/" href="/wp-json/"><link rel="stylesheet" id="theme-css" href="/wp-content/themes/portal/style.css" media="all"><style id="global-styles-inline-css">{css("wp", 20)}</style><script>window._wpemojiSettings={{"baseUrl":"https://s.w.org/images/core/emoji/13.1.0/72x72/","ext":".png"}};{js("wp", 10)}</script></head>
<body class="page-template-default wp-custom-logo"><div id="page" class="site"><header id="masthead" class="site-header"><div class="top-date">{CLOCK}</div><a href="[[home]]" class="custom-logo-link" rel="home"><img src="/images/logo.png" class="custom-logo" alt=""></a>
<nav id="site-navigation" class="main-navigation"><div class="menu-main-container"><a href="[[home]]">Trang chủ</a>{nested(draft.menu, "menu", "sub-menu", "menu-item menu-item-type-custom", "#")}</div></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">{home}{content}</main></div><aside id="secondary" class="widget-area">{side_bar(draft, "widget", "h2")}</aside></div>
<footer id="colophon" class="site-footer"><div class="site-info">{foot}</div></footer></div><script>{js("wpf", 7)}</script></body></html>"""


FAMILY = Family(
    "wordpress", path, chrome, listing, article, pager, (("Link", '</wp-json/>; rel="https://api.w.org/"'),)
)
