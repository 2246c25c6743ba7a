"""Where a page leads, at the cost of little more than its parse: the links that its visit has not met yet.

For the pages of a crawl that speak of no audited topic. `read` understands a page; this only tells its new links
apart from the menu that stands on every page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pages.decode import decode_as_written
from pages.page import Link, Page, Region
from pages.regions import region_named
from pages.text import tidy
from pages.urls import join, normalise

_SECTIONS = {"nav": Region.NAV, "header": Region.HEADER, "footer": Region.FOOTER, "aside": Region.ASIDE}
_HREF = re.compile(r"""<a\s[^>]*?\bhref\s*=\s*"([^"]*)""", re.IGNORECASE)
_OTHER_HREF = re.compile(r"""<a\s[^>"]*?\bhref\s*=\s*(?:'([^']*)|([^\s>"']+))""", re.IGNORECASE)
# What says the same on every page: rooted addresses, and those that lead nowhere.
_FIXED = ("/", "http:", "https:", "#", "javascript:", "mailto:", "tel:")
_LABEL = 300
_DEPTH = 60


@dataclass(slots=True)
class Met:
    """The addresses that a visit's outlined pages showed: as written in the markup, and as its parse gives them."""

    written: set[str] = field(default_factory=set)
    parsed: set[str] = field(default_factory=set)


def outline(body: bytes, *, url: str, charset_header: str, met: Met) -> Page:
    """A page of title, new links and frames alone.

    What `met` holds is not new; what this page shows is added. An address that is relative to its page's folder is
    another one elsewhere, and never counts as met.
    """
    text, charset = decode_as_written(body, charset_header=charset_header)
    # A look at the markup costs a sixth of its parse, and most pages of a portal lead to nothing new.
    written = set(_HREF.findall(text))
    written.update(value for pair in _OTHER_HREF.findall(text) for value in pair if value)
    if written <= met.written and "<iframe" not in text:
        return Page(url=url, media="html", charset=charset, base=url)
    met.written.update(value for value in written if value.startswith(_FIXED) or not value)
    try:
        parser = LexborHTMLParser(text)
    except SelectolaxError:
        return Page(url=url, media="html", charset=charset, base=url)
    own = normalise(url) or url
    base_node = parser.css_first("base[href]") if "<base" in text or "<BASE" in text else None
    base = (join(own, (base_node.attributes.get("href") or "").strip()) or own) if base_node is not None else own
    links: list[Link] = []
    here: set[str] = set()
    for node in parser.css("a[href]"):
        href = node.attributes["href"]
        if not href or href in here or href[0] == "#":
            continue
        here.add(href)
        if href in met.parsed:
            continue
        if href.startswith(_FIXED):
            met.parsed.add(href)
        there = join(base, href.strip())
        if there is not None:
            label, region = _label(node), _region(node)
            links.append(Link(there, label, region, "", position=len(links)))
    title = parser.css_first("title")
    frames = tuple(
        there
        for node in parser.css("iframe[src]")
        if (src := node.attributes.get("src")) and (there := join(base, src.strip()))
    )
    words = tidy(title.text()) if title is not None else ""
    return Page(url=url, media="html", title=words, charset=charset, base=base, links=tuple(links), frames=frames)


def _label(node: LexborNode) -> str:
    words = tidy(node.text(separator=" "))[:_LABEL]
    if words:
        return words
    for name in ("title", "aria-label"):
        if value := node.attributes.get(name):
            return tidy(value)[:_LABEL]
    picture = node.css_first("img[alt]")
    return tidy(picture.attributes.get("alt") or "")[:_LABEL] if picture is not None else ""


def _region(node: LexborNode) -> Region:
    """The part of the page that a link stands in, by the nearest element around that names one."""
    around = node.parent
    for _ in range(_DEPTH):
        if around is None or around.tag == "body":
            break
        if (section := _SECTIONS.get(around.tag or "")) is not None:
            return section
        attributes = around.attributes
        if attributes:
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
            if names != " " and (named := region_named(names)) is not None:
                return named
        around = around.parent
    return Region.MAIN
