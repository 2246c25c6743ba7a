# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""Script-built portals: an empty shell; menu and text come as JSON and are drawn by a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..draft import Draft, Entry, Page, Row, esc
from .common import CLOCK, Family, base_key, css, footer, href, js, page_key

APP = """(function(){
'use strict';
function el(t,c,h){var e=document.createElement(t);if(c)e.className=c;if(h!==undefined)e.innerHTML=h;return e;}
function text(s){var e=document.createElement('span');e.textContent=s;return e.innerHTML;}
function item(m){var a='<a href="'+(m.url||'javascript:void(0)')+'">'+(m.image?'<img src="/images/banner.png" alt="'+text(m.label)+'">':text(m.label))+'</a>';
 return '<li>'+a+(m.children&&m.children.length?'<ul class="sub">'+m.children.map(item).join('')+'</ul>':'')+'</li>';}
function get(u){return fetch(u,{headers:{Accept:'application/json'}}).then(function(r){return r.json().then(function(j){j.code=r.status;return j;});});}
function draw(s,p){var app=document.getElementById('app');app.innerHTML='';
 var head=el('header','v-app-bar','<div class="today">'+text(s.today)+'</div><a href="/"><img src="/images/logo.png" alt="Trang chủ"></a>');app.appendChild(head);
 app.appendChild(el('nav','v-menu','<ul>'+s.menu.map(item).join('')+'</ul>'));
 var main=el('main','v-main','<h1>'+text(p.title)+'</h1>'+(p.posted?'<div class="v-date">'+text(p.posted)+'</div>':''));
 (p.blocks||[]).forEach(function(b){
  if(b.type==='html')main.appendChild(el('div','v-html',b.html));
  if(b.type==='list')main.appendChild(el('ul','v-list',b.items.map(function(i){return '<li><a href="'+i.url+'">'+text(i.title)+'</a> <small>'+text(i.posted||'')+'</small></li>';}).join('')));
 });
 app.appendChild(main);
 app.appendChild(el('aside','v-side','<ul>'+s.banners.map(item).join('')+'</ul>'));
 app.appendChild(el('footer','v-footer',s.footer.map(function(l){return '<p>'+text(l)+'</p>';}).join('')+'<ul>'+s.links.map(item).join('')+'</ul>'));
 document.title=p.title;}
Promise.all([get('/api/v1/site'),get('/api/v1/page?path='+encodeURIComponent(location.pathname+location.search))]).then(function(r){draw(r[0],r[1]);});
})();
"""


def path(draft: Draft, page: Page) -> str:
    """The address of a page."""
    if page.kind == "home":
        return "/"
    if page.kind == "file":
        return f"/api/v1/files/{page.id}/{page.name}"
    if page.kind in {"article", "question"}:
        return f"/vi/bai-viet/{page.slug}-{page.id}"
    base = f"/vi/{draft.pages[base_key(page)].slug}"
    return base if page.number == 1 else f"{base}?trang={page.number}"


def listing(draft: Draft, page: Page, rows: Sequence[Row]) -> str:
    """Lists inside HTML blocks (the home page); category pages send them as JSON."""
    return "<ul>" + "".join(f'<li><a href="[[{row.key}]]">{esc(row.title)}</a></li>' for row in rows) + "</ul>"


def article(draft: Draft, page: Page, body: str) -> str:
    """Only the text: the title is drawn by the script."""
    return body


def pager(draft: Draft, page: Page) -> str:
    """Numbered buttons that are links."""
    return (
        '<div class="v-pagination">'
        + "".join(f'<a class="v-page" href="[[{page_key(page, n)}]]">{n}</a>' for n in range(1, page.last + 1))
        + "</div>"
    )


def chrome(draft: Draft, page: Page, content: str) -> str:
    """The empty shell, the same at each address."""
    name = f"{draft.portal.kind} {draft.portal.name}"
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Cổng thông tin điện tử {esc(name)}</title><base href="/"><style>{css("v", 6)}</style></head>
<body><noscript><strong>Xin lỗi, trang này cần JavaScript để hoạt động.</strong></noscript><div id="app"></div><script>{js("chunk", 24)}</script><script src="/assets/app.js"></script></body></html>"""


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "label": entry.label,
        "url": href(entry, ""),
        "image": entry.image,
        "children": [_entry(c) for c in entry.children],
    }


def site_json(draft: Draft) -> dict[str, Any]:
    """Menu, banners and footer, with addresses still open."""
    return {
        "today": CLOCK,
        "menu": [_entry(Entry("Trang chủ", "home")), *(_entry(e) for e in draft.menu)],
        "banners": [_entry(e) for e in [*draft.banners, *draft.badges]],
        "links": [_entry(e) for e in draft.footer],
        "footer": footer(draft),
    }


def page_json(draft: Draft, page: Page, content: str) -> dict[str, Any]:
    """Title, date and blocks of a page, with addresses still open."""
    blocks: list[dict[str, Any]] = []
    if page.kind == "category":
        rows = [
            {"title": r.title, "url": f"[[{r.key}]]", "posted": f"{r.posted:%d/%m/%Y}" if r.posted else ""}
            for r in page.rows
        ]
        blocks.append({"type": "list", "items": rows})
        if page.last > 1:
            blocks.append({"type": "html", "html": pager(draft, page)})
    else:
        blocks.append({"type": "html", "html": content})
    return {
        "title": page.title,
        "posted": f"Ngày đăng: {page.posted:%d/%m/%Y}" if page.posted and page.kind == "article" else "",
        "blocks": blocks,
    }


FAMILY = Family("spa", path, chrome, listing, article, pager)
