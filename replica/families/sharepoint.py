# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""SharePoint portals: `/Pages/*.aspx`, publishing blocks, ribbon words, `/Lists/.../View_Detail.aspx?ItemID=`."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from .common import CLOCK, Family, anchor, base_key, css, footer, home_blocks, js, nested, page_key, side_bar


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/Pages/default.aspx"
    if page.kind == "file":
        return f"/Lists/VanBan/Attachments/{page.id}/{page.name}"
    if page.kind == "question":
        return f"/Lists/HoiDap/View_Detail.aspx?ItemID={page.id}"
    if page.kind == "article" and page.posted:
        return f"/Pages/{page.posted:%Y-%m-%d}/{page.slug[:40].strip('-').title()}-{page.id:x}.aspx"
    base = f"/Pages/{draft.pages[base_key(page)].slug}.aspx"
    return base if page.number == 1 else f"{base}?Page={page.number}"


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """A content query web part."""
    out = []
    for row in rows:
        when = f'<span class="post-date">({row.posted:%d/%m/%Y})</span>' if row.posted else ""
        out.append(
            f'<li class="dfwp-item"><div class="item link-item"><a href="[[{row.key}]]" title="{esc(row.title)}">{esc(row.title)}</a> {when}</div></li>'
        )
    return f'<ul class="dfwp-list PublishingPortal-Block_BanTin">{"".join(out)}</ul>'


def article(draft: Draft, page: Page, body: str) -> str:
    """Publishing page fields."""
    when = f'<div class="date">{page.posted:%d/%m/%Y %H:%M} CH</div>' if page.posted else ""
    return f'<div class="ms-rtestate-field"><h2 class="news-title">{esc(page.title)}</h2>{when}<div class="ArticleContent" id="ctl00_PlaceHolderMain_content">{body}</div></div>'


def pager(draft: Draft, page: Page) -> str:
    """A plain pager."""
    return (
        '<div class="ms-paging">'
        + " ".join(
            f"<b>{n}</b>" if n == page.number else f'<a href="[[{page_key(page, n)}]]">{n}</a>'
            for n in range(1, page.last + 1)
        )
        + "</div>"
    )


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = home_blocks(draft, "PublishingPortal-Block", "h3") if page.kind == "home" else ""
    foot = "<br>".join(esc(line) for line in footer(draft)) + "<br>" + " - ".join(anchor(e) for e in draft.footer)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html dir="ltr" lang="vi-VN" xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="GENERATOR" content="Microsoft SharePoint"><meta http-equiv="Content-type" content="text/html; charset=utf-8">
<title>{esc(page.title)} - Cổng thông tin điện tử {esc(name)}</title><link rel="stylesheet" type="text/css" href="/_layouts/15/1066/styles/corev15.css"><style>{css("ms", 14)}</style>
<script type="text/javascript">var _spPageContextInfo={{webServerRelativeUrl:"\\u002f",webLanguage:1066,currentLanguage:1066,pageItemId:{page.id}}};{js("sp", 16)}</script></head>
<body onhashchange="if (typeof(_spBodyOnHashChange) != 'undefined') _spBodyOnHashChange();"><form method="post" action="./default.aspx" id="aspnetForm">
<input type="hidden" name="__REQUESTDIGEST" value="0x{page.id * 7919:064X},31 Mar 2022 01:00:00 -0000"><input type="hidden" name="__VIEWSTATE" value="/wEPBSpWU0tleTo{"QUJD" * 900}">
<div id="s4-ribbonrow" style="display:none"><a href="#startNavigation" class="ms-accessible">Skip Ribbon Commands</a> <a href="#mainContent">Skip to main content</a></div>
<div id="s4-workspace"><div id="s4-bodyContainer"><div class="header-top">{CLOCK}</div><div class="ms-siteicon"><a href="[[home]]"><img src="/images/logo.png" alt="Trang chủ"></a></div>
<div id="zz1_TopNavigationMenu" class="noindex ms-core-listMenu-horizontalBox"><a href="[[home]]">Trang chủ</a>{nested(draft.menu, "root ms-core-listMenu-root static", "dynamic", "static dynamic-children", "#")}</div>
<div id="contentRow"><div id="sideNavBox">{side_bar(draft, "ms-side", "h4")}</div><div id="contentBox"><div id="DeltaPlaceHolderMain"><a name="mainContent"></a>{home}{content}</div></div></div>
<div class="footer-portal">{foot}</div></div></div></form><script>{js("ms", 8)}</script></body></html>"""


FAMILY = Family(
    "sharepoint",
    path,
    chrome,
    listing,
    article,
    pager,
    (("MicrosoftSharePointTeamServices", "15.0.0.4797"), ("X-Powered-By", "ASP.NET")),
)
