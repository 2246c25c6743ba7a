# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""The other hosts of a province: its feedback system and its public service portal."""

from __future__ import annotations

from ..draft import Draft, Page, esc
from .common import CLOCK, css, js, page_key


def path(page: Page) -> str:
    """The address of a page on such a host."""
    if page.name.startswith("/"):
        return page.name
    if page.kind == "question":
        return f"/phan-anh/{page.slug or 'tin'}-a{page.id}.html"
    if page.key == "fb-form":
        return "/gui-phan-anh"
    if page.number > 1:
        return f"/trang/{page.number}" if page.pager == "link" else f"/?page={page.number}"
    return "/"


def pager(page: Page) -> str:
    """Numbers and an arrow."""
    numbers = "".join(
        f'<a class="page-link{" on" if n == page.number else ""}" href="[[{page_key(page, n)}]]">{n}</a>'
        for n in range(1, page.last + 1)
    )
    arrow = (
        f'<a class="page-link" rel="next" href="[[{page_key(page, page.number + 1)}]]">&raquo;</a>'
        if page.number < page.last
        else ""
    )
    return f'<div class="pagination">{numbers}{arrow}</div>'


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The page around it."""
    portal = draft.portal
    place = f"{portal.kind} {portal.name}"
    if page.host == "dichvucong":
        menu = '<a href="/">Trang chủ</a>'
    else:
        menu = '<a href="[[fb]]">Trang chủ</a> <a href="[[fb-form]]">Gửi phản ánh</a> <a href="[[home]]">Cổng thông tin điện tử</a>'
        if portal.field == "feedback":
            content = "<p class='lead'>Hệ thống tiếp nhận và xử lý phản ánh hiện trường.</p>" + content
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{esc(page.title)} - {esc(place)}</title>
<style>{css("pa", 14)}</style></head><body><header class="navbar"><span>{CLOCK}</span><a class="brand" href="/">{esc(page.title if page.host == "dichvucong" else draft.pages["fb"].title)}</a><nav>{menu}</nav></header>
<main class="container"><h1>{esc(page.title)}</h1>{content}</main><footer><p>Đơn vị vận hành: {esc(place)}. © 2022</p></footer><script>{js("pa", 16)}</script></body></html>"""
