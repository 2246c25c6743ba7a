"""Where a page leads, at the cost of little more than its parse: the links that its visit has not met yet.

For the pages of a crawl that speak of no audited topic. `read` understands a page; this only tells its new links
apart from the menu that stands on every page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pages.decode import decode_as_written
from pages.page import Link, Page, Region
from pages.text import tidy
from pages.urls import join, normalise

_HREF = r"""href\s*=\s*(?:"([^"]*)|'([^']*)|([^\s>"']+))"""
_ANCHOR = re.compile(rf"<a\s[^>]*?\b{_HREF}", re.IGNORECASE)
_BASE = re.compile(r"""<base\s[^>]*?\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,500})", re.IGNORECASE)
_FRAME = re.compile(r"""<iframe\s[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_LONGEST = 3000  # characters of one anchor's markup
# What says the same on every page: rooted addresses, and those that lead nowhere.
_FIXED = ("/", "http:", "https:", "#", "javascript:", "mailto:", "tel:")
_LABEL = 300
_HEAD = 65_536  # characters within which a page gives its title


@dataclass(slots=True)
class Met:
    """The addresses that a visit's outlined pages showed, as written in the markup, and by the folder they stood in."""

    written: set[str] = field(default_factory=set)
    in_folder: dict[str, set[str]] = field(default_factory=dict)


def outline(body: bytes, *, url: str, charset_header: str, met: Met) -> Page:
    """A page of title, new links and frames alone.

    What `met` holds is not new; what this page shows is added. An address that is relative to its page's folder is
    another one elsewhere.
    """
    text, charset = decode_as_written(body, charset_header=charset_header)
    own = normalise(url) or url
    given = _BASE.search(text) if "<base" in text or "<BASE" in text else None
    base = (join(own, html.unescape(given[1]).strip()) or own) if given else own
    title = _TITLE.search(text, 0, _HEAD)
    words = tidy(html.unescape(title[1])) if title else ""
    sources = _FRAME.findall(text) if "<iframe" in text or "<IFRAME" in text else []
    frames = tuple(there for src in sources if (there := join(base, html.unescape(src).strip())))
    links = tuple(_new_links(text, base, met))
    return Page(url=url, media="html", title=words, charset=charset, base=base, links=links, frames=frames)


def _new_links(text: str, base: str, met: Met) -> Iterator[Link]:
    """The anchors that `met` does not hold; their markup alone is parsed."""
    # Nearly all are the menu's; told apart in one step before any is looked at.
    near = met.in_folder.setdefault(base.partition("?")[0].rpartition("/")[0], set())
    new = {value for values in _ANCHOR.findall(text) for value in values if value}.difference(met.written, near)
    if not new:
        return
    fragments = []
    for anchor in _ANCHOR.finditer(text):
        href = anchor[1] or anchor[2] or anchor[3] or ""
        if href not in new:
            continue
        new.discard(href)
        if href.startswith(_FIXED):
            met.written.add(href)
        elif href[0] != "?":
            near.add(href)
        if href[0] == "#":
            continue
        fragments.append(f"<div>{text[anchor.start() : anchor.start() + _LONGEST].partition('</a')[0]}</a></div>")
    if not fragments:
        return
    try:
        parser = LexborHTMLParser("".join(fragments))
    except SelectolaxError:
        return
    seen: set[str] = set()
    for node in parser.css("div > a[href]"):
        there = join(base, (node.attributes["href"] or "").strip())
        if there is not None and there not in seen:
            seen.add(there)
            yield Link(there, _label(node), Region.MAIN, "", position=len(seen))


def _label(node: LexborNode) -> str:
    words = tidy(node.text(separator=" "))[:_LABEL]
    if words:
        return words
    for name in ("title", "aria-label"):
        if value := node.attributes.get(name):
            return tidy(value)[:_LABEL]
    picture = node.css_first("img[alt]")
    return tidy(picture.attributes.get("alt") or "")[:_LABEL] if picture is not None else ""
