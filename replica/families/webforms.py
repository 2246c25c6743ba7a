# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""ASP.NET WebForms portals: one big form, a heavy __VIEWSTATE, table layout, pagers that post back."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Draft, Page, Row, esc
from .common import CLOCK, Family, anchor, base_key, css, footer, home_blocks, js, nested, page_key, side_bar


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/Default.aspx"
    if page.kind == "file":
        return f"/Upload/VanBan/{page.id}/{page.name}"
    if page.kind == "question":
        return f"/HoiDap/ChiTiet.aspx?ID={page.id}"
    if page.kind == "article":
        return f"/{draft.pages[page.parent].slug}/{page.id}/{page.slug}.aspx"
    base = f"/{draft.pages[base_key(page)].slug}.aspx?tabid={draft.pages[base_key(page)].id}"
    return base if page.number == 1 else f"{base}&page={page.number}"


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """A data list in a table."""
    out = []
    for n, row in enumerate(rows):
        when = f" <i>({row.posted.day}/{row.posted.month}/{row.posted.year})</i>" if row.posted else ""
        out.append(
            f'<tr><td valign="top"><img src="/images/bullet.gif" alt=""></td><td><a id="ctl00_dl_ctl{n:02d}_hpl" class="tieude" href="[[{row.key}]]">{esc(row.title)}</a>{when}</td></tr>'
        )
    return f'<table id="ctl00_dlTin" cellspacing="0" border="0" width="100%">{"".join(out)}</table>'


def article(draft: Draft, page: Page, body: str) -> str:
    """Labels in spans."""
    when = f'<span id="ctl00_lblNgay" class="ngay">Cập nhật: {page.posted:%d/%m/%Y}</span>' if page.posted else ""
    return f'<table width="100%"><tr><td><span id="ctl00_lblTieuDe" class="title">{esc(page.title)}</span><br>{when}</td></tr><tr><td class="noidung">{body}</td></tr></table>'


def pager(draft: Draft, page: Page) -> str:
    """Links, or a post-back for lists that use it."""
    cells = []
    for n in range(1, page.last + 1):
        if n == page.number:
            cells.append(f"<td><span>{n}</span></td>")
        elif page.pager == "postback":
            cells.append(
                f"<td><a href=\"javascript:__doPostBack('ctl00$ContentPlaceHolder1$gvHoiDap','Page${n}')\">{n}</a></td>"
            )
        else:
            cells.append(f'<td><a href="[[{page_key(page, n)}]]">{n}</a></td>')
    return f'<table class="pager"><tr>{"".join(cells)}</tr></table>'


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    home = home_blocks(draft, "wf", "h4") if page.kind == "home" else ""
    foot = "<br/>".join(esc(line) for line in footer(draft)) + "<br/>" + " | ".join(anchor(e) for e in draft.footer)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head id="ctl00_Head1"><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{esc(page.title)} | {esc(name)}</title>
<link href="/App_Themes/Default/style.css" rel="stylesheet" type="text/css" /><style type="text/css">{css("wf", 10)}</style></head><body>
<form name="aspnetForm" method="post" action="Default.aspx" id="aspnetForm"><div>
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" /><input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUKMTY1NDU2MTA1Mg9kFgJmD2QWAgID{"D2QWAgIBDxYCHgRUZXh0BQ" * 700}{page.id:08d}==" /></div>
<script type="text/javascript">//<![CDATA[
var theForm=document.forms['aspnetForm'];function __doPostBack(t,a){{if(!theForm.onsubmit||(theForm.onsubmit()!=false)){{theForm.__EVENTTARGET.value=t;theForm.__EVENTARGUMENT.value=a;theForm.submit();}}}}
{js("wf", 9)}//]]></script>
<table width="1000" align="center" cellpadding="0" cellspacing="0"><tr><td colspan="3"><img src="/images/logo.png" alt="" /></td></tr><tr><td colspan="3" class="clock">{CLOCK}</td></tr>
<tr><td colspan="3" id="menu-ngang"><a href="[[home]]">Trang chủ</a>{nested(draft.menu, "sf-menu", "sf-sub", "", "#")}</td></tr>
<tr><td width="200" valign="top">{side_bar(draft, "wf-left", "b")}</td><td valign="top" id="ctl00_Main">{home}{content}</td></tr>
<tr><td colspan="3" class="footer">{foot}</td></tr></table></form></body></html>"""


FAMILY = Family(
    "webforms", path, chrome, listing, article, pager, (("X-AspNet-Version", "4.0.30319"), ("X-Powered-By", "ASP.NET"))
)
