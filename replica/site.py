"""A portal as a server needs it: every address with its page, rendered when it is asked for."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from .content.citizen import add_citizen
from .content.feedback import add_feedback
from .content.information import add_information
from .content.news import add_app, add_basics, add_news, add_services, article_body, home_html
from .content.reception import add_reception
from .draft import Draft, Page
from .facts import Portal
from .families import FAMILIES, hosts, spa
from .families.common import STYLE
from .text import seeded

TOKEN = re.compile(r"\[\[([^\]\[]+)\]\]")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
}
# A picture of one pixel, for logos and banners.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
TONES = "\u0300\u0301\u0303\u0309\u0323"
GONE = "/muc-khong-con"
# Firewalls' script stub: sets a cookie and asks again.
COOKIE = "D1N=a3f9c17be2"
STUB = (
    '<html><head><meta charset="utf-8"></head><body><script>document.cookie="' + COOKIE + '; path=/";'
    "window.location.reload(true);</script></body></html>"
)


@dataclass(frozen=True)
class Answer:
    """What a server says to a request, before it is framed."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def encode(text: str, encoding: str) -> bytes:
    """The page in the encoding of old editors: decomposed letters, windows-1258, UTF-16."""
    if encoding == "nfd":
        return unicodedata.normalize("NFD", text).encode()
    if encoding == "utf-8":
        return text.encode()
    text = text.replace("charset=utf-8", f"charset={encoding}").replace("charset=UTF-8", f"charset={encoding}")
    if encoding == "utf-16":
        return text.encode("utf-16")
    return text.translate(_For1258()).encode("cp1258", "xmlcharrefreplace")


class _For1258(dict[int, str]):
    """windows-1258 holds vowels and tone marks apart: 'ấ' is 'â' and an acute."""

    def __missing__(self, code: int) -> str:
        self[code] = _apart(chr(code))
        return self[code]


def _apart(letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [c for c in parts if c in TONES]
        return unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES)) + "".join(tones)
    return letter


def _ordered(path: str) -> str:
    bare, question, query = path.partition("?")
    return bare + question + "&".join(sorted(query.split("&")))


def build(portal: Portal) -> Draft:
    """Put a portal together from its facts."""
    draft = Draft(portal)
    add_basics(draft)
    add_reception(draft)
    add_feedback(draft)
    add_services(draft)
    add_information(draft)
    add_citizen(draft)
    add_app(draft)
    add_news(draft)
    if portal.access != "flaky_few":  # there the broken entries stay in front, so that every sample meets them
        seeded("menu", portal.slug).shuffle(draft.menu)
    return draft


@dataclass
class Site:
    """One portal with its addresses. `origin` gives scheme, host and port of one of its hosts."""

    portal: Portal
    origin: Callable[[str], str]

    @cached_property
    def draft(self) -> Draft:
        """The portal's pages."""
        return build(self.portal)

    @cached_property
    def paths(self) -> dict[str, tuple[str, str]]:
        """Host and address of each page; an address that is taken gets the page's number."""
        family, out, taken = FAMILIES[self.portal.family], {}, set()
        for page in self.draft.pages.values():
            path = hosts.path(page) if page.host else family.path(self.draft, page)
            if (page.host, path) in taken:
                stem, dot, end = path.rpartition(".") if "." in path.rsplit("/", 1)[-1] else (path.rstrip("/"), "", "")
                path = f"{stem}-{page.id}{dot}{end}" + ("/" if path.endswith("/") else "")
            taken.add((page.host, path))
            out[page.key] = (page.host, path)
        return out

    @cached_property
    def by_path(self) -> dict[tuple[str, str], Page]:
        """The page at a host and address, the parameters in alphabetical order."""
        return {(host, _ordered(path)): self.draft.pages[key] for key, (host, path) in self.paths.items()}

    def page_at(self, host: str, path: str) -> Page | None:
        """The page at an address; parameters that mean nothing are ignored where the path alone says which page."""
        bare = path.partition("?")[0]
        found = self.by_path.get((host, _ordered(path)))
        if found is None and (self.portal.family != "php" or host or bare != "/index.php"):
            found = self.by_path.get((host, bare))
        if found is None and bare == "/" and not host:
            found = self.draft.pages["home"]
        return found

    def url(self, key: str, host: str = "") -> str:
        """The address of a page as written in a link on that host."""
        if key == "dead":
            return GONE
        where, path = self.paths[key]
        return path if where == host else self.origin(where) + path

    def resolve(self, text: str, host: str = "") -> str:
        """Write the addresses into the links."""
        return TOKEN.sub(lambda m: self.url(m[1], host).replace("&", "&amp;"), text)

    def content(self, page: Page) -> str:
        """What stands inside the page's frame, its addresses still open."""
        family, draft = FAMILIES[self.portal.family], self.draft
        pager = ""
        if page.last > 1:
            pager = hosts.pager(page) if page.host else family.pager(draft, page)
        if page.kind == "home":
            return home_html(draft, lambda rows: family.listing(draft, page, rows))
        if page.kind == "category":
            return f"<h1>{page.title}</h1>" + family.listing(draft, page, page.rows) + pager
        if page.kind == "article":
            return family.article(draft, page, page.body or article_body(draft, page))
        body = page.body.replace("[[pager]]", pager)
        if self.portal.family in {"webforms", "sharepoint"} and not page.host:  # one form holds the whole page there
            body = re.sub(r"<form[^>]*>", '<div class="form">', body).replace("</form>", "</div>")
        if page.host or self.portal.family == "spa":
            return body
        return f"<h1>{page.title}</h1>{body}"

    def html(self, page: Page) -> bytes:
        """The page as sent."""
        chrome = hosts.chrome if page.host else FAMILIES[self.portal.family].chrome
        content = "" if self.portal.family == "spa" and not page.host else self.content(page)
        text = self.resolve(chrome(self.draft, page, content), page.host)
        return text.encode() if page.host else encode(text, self.portal.encoding)

    def answer(self, host: str, path: str, cookies: str = "") -> Answer:
        """The answer to a GET: `host` is the sub-domain, empty for the portal itself."""
        access = self.portal.access
        if path == "/robots.txt":
            return self._robots(host)
        if access == "error_503":
            return Answer(
                503,
                "text/html; charset=utf-8",
                b"<html><body><h1>Service Unavailable</h1></body></html>",
                (("Retry-After", "120"),),
            )
        if host and not any(page.host == host for page in self.draft.pages.values()):
            return self._missing()
        if access == "cookie" and not host and COOKIE not in cookies:
            return Answer(200, "text/html; charset=utf-8", STUB.encode(), (("Cache-Control", "no-store"),))
        if path == "/sitemap.xml" and self.draft.sitemap and not host:
            return self._sitemap()
        if path.startswith(GONE):
            return self._missing()
        if self.portal.family == "spa" and not host and (spa_answer := self._spa(path)):
            return spa_answer
        page = self.page_at(host, path)
        if page is None:
            return self._asset(path) or (self._shell() if self.portal.family == "spa" and not host else self._missing())
        if page.status != 200:
            text = f"<html><head><title>{page.status}</title></head><body><h1>{page.status}</h1></body></html>"
            return Answer(page.status, "text/html; charset=utf-8", text.encode())
        headers = FAMILIES[self.portal.family].headers if not page.host else (("Server", "nginx"),)
        if page.kind == "file":
            return Answer(200, page.media_type or TYPES[page.name.rsplit(".", 1)[-1]], page.data, headers)
        charset = "utf-8" if page.host else self.portal.encoding.replace("nfd", "utf-8")
        return Answer(200, f"text/html; charset={charset}", self.html(page), headers)

    def _robots(self, host: str) -> Answer:
        if self.portal.access == "error_503":
            return self._missing()
        if self.portal.access == "robots":
            return Answer(200, "text/plain", b"User-agent: *\nDisallow: /\n")
        text = "User-agent: *\nDisallow: /admin/\nDisallow: /tim-kiem\n"
        if self.draft.sitemap and not host:
            text += f"Sitemap: {self.origin('')}/sitemap.xml\n"
        return Answer(200, "text/plain", text.encode())

    def _sitemap(self) -> Answer:
        keys = ["home", "gioi-thieu", "van-ban", *self.draft.sitemap]
        urls = "".join(f"<url><loc>{self.origin('')}{self.url(key)}</loc></url>" for key in keys)
        text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        return Answer(200, "application/xml", text.encode())

    def _missing(self) -> Answer:
        text = "<html><head><title>404</title></head><body><h1>404 - Không tìm thấy trang</h1></body></html>"
        return Answer(404, "text/html; charset=utf-8", text.encode())

    def _asset(self, path: str) -> Answer | None:
        name = path.split("?")[0]
        if name.endswith(".css"):
            return Answer(200, "text/css", STYLE.encode())
        if name.endswith((".png", ".gif", ".ico")) and not name.startswith("/upload"):
            return Answer(200, "image/png", PIXEL)
        return None

    def _shell(self) -> Answer:
        return Answer(200, "text/html; charset=utf-8", self.html(self.draft.pages["home"]))

    def _spa(self, path: str) -> Answer | None:
        kind = "application/json; charset=utf-8"
        if path == "/assets/app.js":
            return Answer(200, "text/javascript; charset=utf-8", spa.APP.encode())
        if path == "/api/v1/site":
            return Answer(200, kind, self._json(spa.site_json(self.draft)))
        if path.startswith("/api/v1/page"):
            wanted = parse_qs(urlsplit(path).query).get("path", ["/"])[0]
            page = self.page_at("", wanted)
            if page is None or page.kind == "file":
                return Answer(404, kind, json.dumps({"title": "Không tìm thấy trang", "blocks": []}).encode())
            return Answer(200, kind, self._json(spa.page_json(self.draft, page, self.content(page))))
        return None

    def _json(self, data: object) -> bytes:
        text = json.dumps(data, ensure_ascii=False)
        return TOKEN.sub(lambda m: self.url(m[1]), text).encode()
