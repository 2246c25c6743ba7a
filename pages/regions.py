"""Which part of a page an element belongs to, and whether the page hides it: told by tags, roles, classes and ids."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from pages.page import Region
from pages.text import plain
from pages.tree import Element, Tree

_WORDS = tomllib.loads((resources.files("pages") / "layout.toml").read_text("utf-8"))
_SETS = {
    part: {key: frozenset(names) for key, names in rules.items()} for part, rules in _WORDS.items()
}  # [part][words|parts|...]
# 'menu2' is a menu, but the number is part of these names: 'level2', 's4-ribbonrow'.
_NUMBERED = frozenset(
    name for rules in _SETS.values() for names in rules.values() for name in names if any(c.isdigit() for c in name)
)
MENU_NAMES = _SETS["menu_name"]["labels"]
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_APART = re.compile(r"[^0-9a-z]+")
_DIGITS = re.compile(r"\d+\Z")
# ASP.NET names a control after all that it stands in: ctl00_PlaceHolderMain_ctl03_footerText.
_ASPNET = re.compile(r"^(?:ctl\d+|dnn|p_p_id|portlet|layout)\b|^(?:ctl|dnn|p_p)_", re.IGNORECASE)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_REGIONS = (
    (Region.BREADCRUMB, "breadcrumb"),
    (Region.NAV, "nav"),
    (Region.FOOTER, "footer"),
    (Region.HEADER, "header"),
    (Region.ASIDE, "aside"),
    (Region.ASIDE, "column"),
    (Region.MAIN, "main"),
)
_ROLES = {
    "banner": Region.HEADER,
    "navigation": Region.NAV,
    "menubar": Region.NAV,
    "main": Region.MAIN,
    "complementary": Region.ASIDE,
    "contentinfo": Region.FOOTER,
}
_SECTIONS = frozenset({"nav", "header", "footer", "aside", "main"})
_NAMED = frozenset({"ul", "ol", "div", "table", "td", "section", "tr", "dl", "menu", "center", "p", "span"})
_NARROW = re.compile(
    r"(?:^|\s)(?:(?:col-(?:xs|sm|md|lg|xl)-|col-|span|grid_|large-|medium-)[1-4]|aui-w(?:20|25|30|33))(?=\s|$)"
)
_WIDE = re.compile(
    r"(?:^|\s)(?:(?:col-(?:xs|sm|md|lg|xl)-|col-|span|grid_|large-|medium-)(?:[7-9]|10)|aui-w(?:66|70|75|80))(?=\s|$)"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_IMPRINT = 700  # characters of an imprint
_LEAD = 200  # characters of text that may stand above an unnamed menu: the site's name, a slogan, today's date
_SEPARATOR = re.compile(r"[»›>→/|]")
_HOME = frozenset({"trang chu", "trang nhat", "home", "trang chinh", "home page"})


@lru_cache(maxsize=8192)
def _tokens(names: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every name squashed ('sitefooter') and in parts ('site', 'footer')."""
    found = []
    for name in names.split()[:40]:
        if len(name) > 80:
            continue
        lower = _APART.sub("-", _CAMEL.sub("-", name).lower()).strip("-")
        parts = tuple(part if part in _NUMBERED else _DIGITS.sub("", part) or part for part in lower.split("-"))
        if _ASPNET.match(name):
            parts = parts[-2:]
        squashed = lower.replace("-", "")
        if squashed not in _NUMBERED:
            squashed = "".join(parts)
        found.append((squashed, parts))
    return tuple(found)


@lru_cache(maxsize=32768)
def is_named(names: str, part: str) -> bool:
    """Whether one of `names` (class and id) is a name for `part`, a table of layout.toml."""
    rules = _SETS[part]
    words, parts = rules.get("words", frozenset()), rules.get("parts", frozenset())
    after, before = rules.get("not_after", frozenset()), rules.get("not_before", frozenset())
    for squashed, pieces in _tokens(names):
        if squashed in words:
            return True
        if parts and len(pieces) <= 6:
            for at, piece in enumerate(pieces):
                if piece in parts and after.isdisjoint(pieces[:at]) and before.isdisjoint(pieces[at + 1 :]):
                    return True
    return False


@lru_cache(maxsize=32768)
def region_named(names: str) -> Region | None:
    if is_named(names, "tabs"):
        return None
    return next((region for region, part in _REGIONS if is_named(names, part)), None)


@lru_cache(maxsize=32768)
def _hidden_by_name(names: str) -> bool:
    squashed = {name for name, _ in _tokens(names)}
    return not squashed.isdisjoint(_SETS["hidden"]["words"]) and squashed.isdisjoint(_SETS["hidden"]["shown"])


def assign(tree: Tree) -> None:
    """Set `region` and `hidden` of every element of `tree`."""
    body = tree.body
    words = body.size - body.link_size
    # Inside an <article> or <main>, the names of boxes tell less: 'article' or 'main' where an element stands in one.
    solid: dict[int, str] = {}
    for element in tree.elements:
        parent = element.parent
        if parent is None or element is body:
            continue
        inherited, inside = parent.region, solid.get(parent.order, "")
        element.hidden = parent.hidden or _hides(element)
        region = inherited
        if element.blocky:
            told, sure = _told(element)
            if (
                told is not None
                and told is not inherited
                and _fits(element, told, sure, inherited, inside, words, tree)
            ):
                region = told
            elif inherited is Region.MAIN and _is_side_column(element):
                region = Region.ASIDE
        element.region = region
        if element.tag == "article" or inside == "article":
            solid[element.order] = "article"
        elif inside or element.tag == "main" or element.attrs.get("role") == "main":
            solid[element.order] = "main"
    _find_breadcrumb(tree)
    if not any(element.region is Region.FOOTER for element in tree.elements):
        _find_footer(tree, solid)
    if not any(element.region in (Region.NAV, Region.HEADER) and element.links >= 2 for element in tree.elements):
        _find_menu(tree, solid)


def _told(element: Element) -> tuple[Region | None, bool]:
    """The region that an element claims, and whether by tag or role (sure) or by name."""
    role = element.attrs.get("role", "")
    if role in _ROLES:
        return _ROLES[role], True
    tag = element.tag
    if not element.attrs and tag not in _SECTIONS:
        return None, False
    if tag == "nav":
        named = region_named(element.names)
        label = plain(element.attrs.get("aria-label", ""))
        if named is Region.BREADCRUMB or label in ("breadcrumb", "breadcrumbs", "duong dan"):
            return Region.BREADCRUMB, True
        if is_named(element.names, "tabs") or is_named(element.names, "pager") or label in _SETS["pager"]["labels"]:
            return None, False
        return Region.NAV, True
    if tag in _SECTIONS:
        return Region(tag), True
    if tag in _NAMED:
        return region_named(element.names), False
    return None, False


def _fits(element: Element, told: Region, sure: bool, inherited: Region, inside: str, words: int, tree: Tree) -> bool:
    """Whether an element that claims `told` may be it, where it stands."""
    body = tree.body
    if told is Region.MAIN:
        return sure and inherited is not Region.FOOTER
    if told is Region.BREADCRUMB:
        return element.links <= 12 and element.size < 600 and inherited is not Region.FOOTER
    if told is Region.NAV:
        if inherited in (Region.FOOTER, Region.BREADCRUMB):
            return False
        # A menu is links; a wrapper named after it ('menu-wrapper' around the whole page) is not.
        if element.links and element.size and element.link_size < 0.5 * element.size and not sure:
            return False
        return not inside or sure
    if told is Region.ASIDE:
        if sure or is_named(element.names, "aside"):
            return sure or inside != "article"
        return inside != "article" and not _is_bulk(element, body) and not _is_headed(element, tree)
    # <header> of an <article> or of a Liferay portlet is a box title, no page header.
    if inside or inherited not in (Region.MAIN, Region.ASIDE):
        return False
    if sure and element.attrs.get("role") not in _ROLES and _is_boxed(element):
        return False
    # 'banner' and 'copyright' also name boxes of the content: a header begins above the middle, a footer ends the page.
    last = body.last
    if (told is Region.HEADER and element.order > 0.5 * last) or (told is Region.FOOTER and element.last < 0.7 * last):
        return False
    own = element.size - element.link_size
    return not (words > 600 and own > 0.6 * words)


def _is_bulk(element: Element, body: Element) -> bool:
    """Whether an element holds most of the page: '#left-col' is the content where '#right-col' is the side."""
    own, words = element.size - element.link_size, body.size - body.link_size
    return element.size > 0.5 * body.size or own > 0.5 * words > 100


def _is_headed(element: Element, tree: Tree) -> bool:
    """Whether a column opens with the page's own title: of '.LeftPane' and '.RightPane' one is the content.

    DotNetNuke names it: id="dnn_ContentPane", whatever its class.
    """
    if "contentpane" in element.attrs.get("id", "").lower():
        return True
    beside = element.parent.elements if element.parent is not None else []
    if not any(kid is not element and is_named(kid.names, "column") for kid in beside):
        return False
    title = f"{plain(tree.title)} "
    size = 0
    for below in element.descendants():
        if below.blocky and not below.has_block and below.size:
            words = plain(below.text())
            if len(words.split()) >= 2 and title.startswith(f"{words} "):
                return below.links == 0
            size += below.size
            if size > _LEAD:
                return False
    return False


def _is_boxed(element: Element) -> bool:
    return any(around.tag in ("section", "article", "aside", "li", "td", "main") for around in element.ancestors())


def _is_side_column(element: Element) -> bool:
    """A narrow column of the page's grid beside a wide one, with boxes in it (no label cell of a form or record)."""
    names = element.attrs.get("class", "")
    if not names or element.parent is None or element.links < 3 or not _NARROW.search(names):
        return False
    if not any(kid is not element and _WIDE.search(kid.attrs.get("class", "")) for kid in element.parent.elements):
        return False
    return not any(around.tag in ("table", "li", "article") for around in element.ancestors())


def _hides(element: Element) -> bool:
    attrs = element.attrs
    if not attrs:
        return False
    if "hidden" in attrs or attrs.get("aria-hidden") == "true":
        return True
    style = attrs.get("style")
    if style and _HIDING.search(style):
        return True
    names = attrs.get("class")
    return bool(names) and _hidden_by_name(names or "")


def _find_breadcrumb(tree: Tree) -> None:
    """Unnamed breadcrumbs: a short line that starts with the home page's link and goes on, apart by » or >."""
    for element in tree.elements:
        if element.tag != "a" or element.region is not Region.MAIN or not 3 < element.size < 30:
            continue
        if plain(element.text()) not in _HOME:
            continue
        line = element.parent
        while line is not None and line.parent is not None and line.size <= element.size + 3:
            line = line.parent
        if line is None or line.size > 400 or not 1 <= line.links <= 7 or line.tag == "body":
            return
        text = line.text()
        if not plain(text).startswith(plain(element.text())):
            return
        rest = text[len(element.text()) :].lstrip()
        if _SEPARATOR.match(rest) or line.link_size < line.size - 6:
            if _SEPARATOR.match(rest) and rest[0] == "|" and line.links > 3:
                return  # a menu: Trang chủ | Giới thiệu | Liên hệ
            _paint(line, Region.BREADCRUMB)
        return


def _find_footer(tree: Tree, solid: dict[int, str]) -> None:
    """The imprint of a page that names no footer: the last small box, where it speaks of copyright or licence."""
    most = min(_IMPRINT, 0.3 * tree.body.size)
    box = next((e for e in reversed(tree.elements) if e.blocky and not e.has_block and e.size), tree.body)
    foot: Element | None = None
    while box.parent is not None and box.size <= most and box.order not in solid and box.tag not in _HEADINGS:
        if any(below.tag in _HEADINGS or below.tag == "article" for below in box.descendants()):
            break
        if box.tag != "p" or box.parent is tree.body:  # the last paragraph of a text is no box
            foot = box
        box = box.parent
    if foot is not None and foot.region in (Region.MAIN, Region.ASIDE):
        text = foot.text()
        words = f" {plain(text)} "
        if "©" in text or any(f" {label} " in words for label in _SETS["imprint"]["labels"]):
            _paint(foot, Region.FOOTER)


def _find_menu(tree: Tree, solid: dict[int, str]) -> None:
    """The menu of a page that names nothing: the first row or list of at least four short links near the top.

    What stands in a <main> or <article> (`solid`), below a heading or below running text is content: a section's list
    of links. So is a list of numbered or dated things ('Tháng 1/2022', 'Tháng 2/2022').
    """
    words = 0
    for element in tree.elements:
        if element.region is not Region.MAIN or element.tag == "body" or element.order in solid:
            continue
        if (element.tag in _HEADINGS and element.size) or words > _LEAD:
            return
        if not element.has_block and element.blocky:
            words += element.size - element.link_size
        if element.links < 4 or element.size > 40 * element.links + 20 or element.link_size < 0.8 * element.size:
            continue
        if any(kid.links == element.links for kid in element.elements):
            continue  # a box around it: of layout tables there are many
        links = [below for below in element.descendants() if below.tag == "a"]
        if 2 * sum(any(c.isdigit() for c in link.text()) for link in links) >= len(links):
            return
        while (around := element.parent) is not None and around is not tree.body and around.size == element.size:
            element = around  # <center><font><a>Trang chủ</a> | ...
        _paint(element, Region.NAV)
        return


def _paint(element: Element, region: Region) -> None:
    element.region = region
    for below in element.descendants():
        below.region = region
