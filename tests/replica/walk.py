"""Walk a portal of the replica in memory, as a visitor with a browser would, by nothing but its links."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from unicodedata import normalize
from urllib.parse import quote, urljoin, urlsplit

from replica.facts import Portal
from replica.site import COOKIE, Answer, Site


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"a", "img"}:
            target = dict(attrs).get("href" if tag == "a" else "src")
            if target and not target.startswith(("javascript:", "#")):
                self.found.append(target)


def site_of(portal: Portal) -> Site:
    """The portal at an address without a port."""
    return Site(portal, lambda host: f"http://{f'{host}.' if host else ''}{portal.slug}.localhost")


def get(site: Site, url: str) -> Answer:
    """Ask for an absolute address of the portal or one of its hosts."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removesuffix(f"{site.portal.slug}.localhost").rstrip(".")
    return site.answer(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), COOKIE)


def text_of(site: Site, url: str) -> str:
    """The page as a browser would draw it: for script-built portals the text and menu of their JSON."""
    answer = get(site, url)
    if answer.status != 200 or not answer.media_type.startswith("text/html"):
        return ""
    text = answer.body.decode(answer.media_type.partition("charset=")[2])
    if site.portal.family == "spa" and "/assets/app.js" in text:
        parts = urlsplit(url)
        where = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        menu = json.loads(get(site, f"http://{site.portal.slug}.localhost/api/v1/site").body)
        page = json.loads(get(site, f"http://{site.portal.slug}.localhost/api/v1/page?path={where}").body)
        text = _draw(menu["menu"] + menu["banners"] + menu["links"]) + f"<h1>{page['title']}</h1>"
        for block in page["blocks"]:
            text += block.get("html", "") + "".join(
                f'<a href="{i["url"]}">{i["title"]}</a>' for i in block.get("items", ())
            )
    return normalize("NFC", text)


def _draw(entries: list[dict[str, object]]) -> str:
    out = ""
    for entry in entries:
        out += f'<a href="{entry["url"]}">{entry["label"]}</a>' if entry["url"] else f"<b>{entry['label']}</b>"
        children = entry["children"]
        assert isinstance(children, list)
        out += _draw(children)
    return out


def links(site: Site, url: str) -> list[str]:
    """The addresses that a page links, those of the province only."""
    parser = _Links()
    parser.feed(text_of(site, url))
    own = f"{site.portal.slug}.localhost"
    out = [urljoin(url, target).split("#")[0] for target in parser.found]
    return [target for target in out if (urlsplit(target).hostname or "").endswith(own)]


def walk(site: Site, limit: int = 10**6) -> dict[str, int]:
    """Every address within reach of the home page, with its clicks."""
    home = f"http://{site.portal.slug}.localhost/"
    clicks, queue = {home: 0}, [home]
    while queue:
        url = queue.pop(0)
        if clicks[url] >= limit:
            continue
        for target in links(site, url):
            if target not in clicks:
                clicks[target] = clicks[url] + 1
                queue.append(target)
    return clicks
