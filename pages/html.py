"""An HTML page as a `Page`: one parse, then regions, blocks, links, menu, forms and state."""

from __future__ import annotations

import re

from pages.blocks import Reading, read_blocks
from pages.box_tables import mark_tables
from pages.forms import read_forms
from pages.navigation import read_menu
from pages.page import Block, Link, Page, Region
from pages.regions import assign, is_named
from pages.state import reckon
from pages.text import plain, tidy
from pages.tree import Tree, grow
from pages.urls import join, normalise

_HOME = frozenset({"trang chu", "trang nhat", "home", "home page", "trang chinh"})
_TITLE_APART = re.compile(r"\s+[-|–—»:]\s+|\s*[|»]\s*")


def read_html(text: str, *, url: str, charset: str = "") -> Page:
    """Understand the HTML `text` of the page at `url`."""
    tree = grow(text)
    assign(tree)
    mark_tables(tree.elements)
    own = normalise(url) or url
    base = join(own, tree.base) if tree.base else own
    base = base or own
    reading = read_blocks(tree, base)
    menu = read_menu(tree, reading, base)
    forms = read_forms(tree, reading, base)
    heading = _main_heading(tree, reading)
    told = reckon(tree, reading, menu, forms, heading, base)
    meta = list(tree.meta)
    meta += [(f"hreflang:{name}", there) for name, href in tree.alternates[:50] if (there := join(base, href))]
    if told.sent_on:
        reading.links.append(Link(told.sent_on, "", Region.MAIN, "html", position=len(reading.links)))
        meta.append(("refresh", told.sent_on))
    return Page(
        url=url,
        media="html",
        title=tree.title,
        heading=heading,
        language=tree.language,
        charset=charset,
        base=base,
        links=tuple(reading.links),
        menu=menu,
        blocks=tuple(reading.blocks),
        tables=tuple(reading.tables),
        frames=tuple(
            target
            for frame in tree.frames
            if (target := join(base, frame.attrs.get("src", ""))) and frame.attrs.get("src")
        ),
        contacts=tuple(reading.contacts),
        images=tuple(reading.images),
        meta=tuple(meta),
        forms=forms,
        state=told.state,
        state_evidence=told.evidence,
        needs_browser=told.needs_browser,
        quality=told.quality,
    )


def _main_heading(tree: Tree, reading: Reading) -> str:
    """The title of what the page is about; '' on pages of many boxes, such as a home page."""
    meta = dict(reversed(tree.meta))
    wanted = [meta.get("og:title", ""), tree.title, *_without_site(tree.title)]
    wanted = [name for name in map(plain, wanted) if name and name not in _HOME]
    candidates = [block for block in reading.blocks if block.kind == "heading" and block.region is Region.MAIN]
    texts = {plain(block.text): block.text for block in reversed(candidates) if len(block.text) < 400}
    for name in wanted:
        if name in texts:
            return texts[name]
    for element in tree.elements:
        if element.region is Region.MAIN and element.size and element.size < 400 and not element.hidden:
            names = element.attrs.get("class", "")
            named = names and is_named(names, "article_title")
            if (named or element.attrs.get("itemprop") == "headline") and not element.links:
                return element.text()
    tops = [block for block in candidates if block.level == 1 and not block.hidden and not _is_box_title(block)]
    if len(tops) == 1:
        return tops[0].text
    crumbs = [block for block in reading.blocks if block.region is Region.BREADCRUMB]
    if crumbs and wanted:
        last = tidy(re.split(r"[»›>/|]", crumbs[-1].text)[-1])
        if last and plain(last) in wanted:
            return last
    return ""


def _without_site(title: str) -> list[str]:
    """What `title` may be without the site's name, the longest first: a name may hold the separator itself."""
    ends = [match.start() for match in _TITLE_APART.finditer(title)][:6]
    starts = [match.end() for match in _TITLE_APART.finditer(title)][:2]
    return [*(title[:end] for end in reversed(ends)), *(title[start:] for start in starts)]


def _is_box_title(block: Block) -> bool:
    return "portlet" in block.locator
