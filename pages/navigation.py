"""The navigation of a page as trees of entries: menus, header, footer, tabs, headed blocks of links, tiles, selects."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pages.blocks import Reading, label_of, target_of
from pages.page import MenuEntry, Region
from pages.regions import MENU_NAMES, is_named
from pages.text import plain, tidy
from pages.tree import Element, Tree

_LABEL_SIZE = 120  # longer labels are titles of texts, no menu entries
_TILE_SIZE = 60
_MAX_ENTRIES = 3_000
_LISTS = frozenset({"ul", "ol", "menu", "table", "dl"})
_ITEMS = frozenset({"li", "td", "dd", "dt"})
_KIND = {Region.NAV: "menu", Region.HEADER: "header", Region.FOOTER: "footer"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class _Entry:
    """An entry that is still growing; `open` while what follows may hang below it."""

    label: str
    url: str | None
    element: Element
    children: list[_Entry] = field(default_factory=list)
    linked: bool = True  # made of an <a>, not of bare words
    head: bool = False  # stands in a heading: the list after it is its own


def read_menu(tree: Tree, reading: Reading, base: str) -> tuple[MenuEntry, ...]:
    """The navigation of `tree`; also hands the menu entries above it to every link of `reading` as its trail."""
    found: list[MenuEntry] = []
    trails: dict[int, tuple[str, ...]] = {}
    by_id = {element.attrs["id"]: element for element in tree.elements if "id" in element.attrs}
    for root, kind in _roots(tree):
        for entry in _entries(root, base, root.region if kind != "tab" else None):
            if entry.url is None and not entry.children and (panel := _panel(entry.element, by_id)) is not None:
                entry.children = _entries(panel, base, None)
            _trace(entry, (), trails)
            found.append(_frozen(entry, kind, root.region))
            if len(found) >= _MAX_ENTRIES:
                break
    for order, trail in trails.items():
        at = reading.anchors.get(order)
        if at is not None and len(trail) > len(reading.links[at].trail):
            reading.links[at] = replace(reading.links[at], trail=trail)
    found += _link_blocks(tree, reading)
    found += _selects(tree, base)
    return tuple(found)


def _roots(tree: Tree) -> list[tuple[Element, str]]:
    """The outermost elements of every navigation, with their kind."""
    roots: list[tuple[Element, str]] = []
    taken: set[int] = set()
    for element in tree.elements:
        parent = element.parent
        if parent is None or element is tree.body:
            continue
        if parent.order in taken:
            taken.add(element.order)
        if (not element.links and element.region is not Region.NAV) or element.tag in ("a", "option"):
            continue
        if element.region in _KIND:
            if parent.region is not element.region or parent is tree.body:
                tab = is_named(element.names, "tabs") and element.region is Region.NAV
                roots.append((element, "tab" if tab else _KIND[element.region]))
                taken.add(element.order)
        elif element.order not in taken and element.region in (Region.MAIN, Region.ASIDE) and _is_tablist(element):
            roots.append((element, "tab"))
            taken.add(element.order)
    return roots


def _is_tablist(element: Element) -> bool:
    if element.links < 2 or element.size > 600 or element.tag in ("li", "body"):
        return False
    return element.attrs.get("role") == "tablist" or is_named(element.names, "tabs")


def _entries(element: Element, base: str, region: Region | None) -> list[_Entry]:
    """The entries inside `element`; parts of another region (a <nav> in the <header>) are left to their own root."""
    found: list[_Entry] = []
    term: _Entry | None = None  # the <dt> that the <dd> after it belong to
    last: _Entry | None = None  # what a list right after it may belong to
    for kid in element.kids:
        if kid.__class__ is str:
            words = tidy(kid) if element.tag in _ITEMS and not kid.isspace() else ""
            if words and len(words) <= _LABEL_SIZE and any(c.isalnum() for c in words):
                last = _Entry(words, None, element, linked=False)
                found.append(last)
            continue
        assert isinstance(kid, Element)
        if region is not None and kid.region is not region:
            continue
        if kid.tag in ("a", "area") or (kid.links == 1 and target_of(kid, base) is not None):
            entry = _linked(kid, base)
            if entry is not None:
                found.append(entry)
                last = entry
            continue
        if not kid.links:
            if (bare := _bare(kid)) is not None:
                last = _Entry(bare, target_of(kid, base) if "onclick" in kid.attrs else None, kid, linked=False)
                term = last if kid.tag == "dt" else term
                found.append(last)
            continue
        below = _entries(kid, base, region)
        if not below:
            continue
        if kid.tag == "dt":
            term = below[0]
        if kid.tag == "dd" and term is not None:
            term.children += below
        elif last is not None and _hangs_below(kid, last, element):
            last.children += below
        elif len(below) == 1 and kid.tag not in _LISTS and kid.tag not in _ITEMS:
            found += below
            below[0].head |= kid.tag in _HEADINGS or is_named(kid.names, "title")
            last = (
                below[0] if not below[0].children else None
            )  # a wrapper of one entry: <span><a>Công dân</a></span><ul>...</ul>
        else:
            found += below
            last = None
    return [entry for entry in found if entry.linked or entry.children or _stands_alone(entry, element)]


def _panel(element: Element, by_id: dict[str, Element]) -> Element | None:
    """What a tab or a drop-down button opens on the same page: `href="#tab0"`, `data-target`, `aria-controls`."""
    for part in (element, *element.descendants()):
        for name in ("href", "data-target", "data-bs-target", "aria-controls"):
            panel = by_id.get(part.attrs.get(name, "").strip().removeprefix("#"))
            if panel is not None and panel.links and panel.order != element.order:
                return panel
    return None


def _linked(element: Element, base: str) -> _Entry | None:
    label = label_of(element)
    if not label or len(label) > _LABEL_SIZE * 2:
        return None
    return _Entry(label, target_of(element, base), element)


def _bare(element: Element) -> str | None:
    """The words of an element without links that may head a column of a mega-menu or open a sub-menu."""
    if not element.size or element.size > _LABEL_SIZE or element.tag in ("label", "select", "form", "option"):
        return None
    if element.has_block and sum(1 for kid in element.elements if kid.size) > 1:
        return None
    if element.tag == "p" and not any(below.tag in ("b", "strong") for below in element.elements):
        return None  # a line of the footer's imprint, no head
    if element.hidden and element.parent is not None and not element.parent.hidden:
        return None  # <h2 class="element-invisible">Main menu</h2>
    words = element.text()
    return words if any(c.isalpha() for c in words) and plain(words) not in MENU_NAMES else None


def _hangs_below(element: Element, entry: _Entry, parent: Element) -> bool:
    """Whether the links in `element` are the sub-menu of `entry`, which stands before it in `parent`."""
    if element.tag in _ITEMS:
        return False
    if not entry.linked or entry.head:
        return element.tag in _LISTS or element.has_block
    if parent.tag in _ITEMS:
        return element.tag in _LISTS or element.has_block or element.links > 1
    if is_named(element.names, "submenu"):
        return True
    return parent.tag != "nav" and element.tag in _LISTS and is_named(parent.names, "submenu")


def _stands_alone(entry: _Entry, parent: Element) -> bool:
    """Whether words without link and without sub-menu are an entry all the same: <li><span>Công dân</span></li>."""
    if parent.tag != "li" or parent.links:
        return "onclick" in entry.element.attrs and entry.url is not None
    return True


def _frozen(entry: _Entry, kind: str, region: Region) -> MenuEntry:
    children = tuple(_frozen(child, kind, region) for child in entry.children)
    return MenuEntry(entry.label, entry.url, children, kind, region, entry.element.selector())


def _trace(entry: _Entry, above: tuple[str, ...], trails: dict[int, tuple[str, ...]]) -> None:
    if above and entry.linked:
        trails[entry.element.order] = above
    for child in entry.children:
        _trace(child, (*above, entry.label)[-6:], trails)


def _link_blocks(tree: Tree, reading: Reading) -> list[MenuEntry]:
    """Headed blocks of links and single tiles in the content and the side columns."""
    by_heading: dict[int, list[int]] = {}
    for order, at in reading.anchors.items():
        if reading.links[at].region in (Region.MAIN, Region.ASIDE) and tree.elements[order].tag != "option":
            by_heading.setdefault(reading.under.get(order, -1), []).append(order)
    found: list[tuple[int, MenuEntry]] = []
    headed: set[int] = set()  # anchors that are an entry's own heading
    loose: list[int] = list(by_heading.pop(-1, []))
    for order, title in reading.titles.items():
        heading = tree.elements[order]
        if heading.region not in (Region.MAIN, Region.ASIDE) or len(title.text) > _LABEL_SIZE:
            loose += by_heading.get(order, [])
            continue
        inside = {below.order for below in heading.descendants()} | {order}
        own = next((n for n in sorted(inside) if n in reading.anchors), None)
        children = [n for n in by_heading.get(order, []) if n not in inside and _is_worded(reading, n)]
        words = reading.sizes.get(order, 0)
        linked = sum(len(reading.links[reading.anchors[n]].label) for n in children)
        if not (children and linked >= 0.5 * words) and not (own is not None and words < 3):
            loose += children
            continue
        headed |= inside
        url = reading.links[reading.anchors[own]].url if own is not None else None
        entries = tuple({(e.label, e.url): e for n in children if (e := _entry_of(reading, n)).label}.values())
        found.append((order, MenuEntry(title.text, url, entries, "link_block", heading.region, heading.selector())))
    for order in loose:
        if order in headed:
            continue
        link = reading.links[reading.anchors[order]]
        alone = link.block < 0 or plain(reading.blocks[link.block].text) == plain(link.label)
        if len(link.label) <= _TILE_SIZE and alone and _is_worded(reading, order):
            found.append((order, _entry_of(reading, order)))
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])][:_MAX_ENTRIES]


def _entry_of(reading: Reading, order: int) -> MenuEntry:
    link = reading.links[reading.anchors[order]]
    return MenuEntry(link.label, link.url, (), "link_block", link.region, link.selector)


def _is_worded(reading: Reading, order: int) -> bool:
    """Whether a link is more than the number of a page: 'Trang chủ', no '2'."""
    return any(c.isalpha() for c in reading.links[reading.anchors[order]].label)


def _selects(tree: Tree, base: str) -> list[MenuEntry]:
    """Drop-down lists of addresses ('Liên kết website'): options whose values are links."""
    found = []
    for element in tree.elements:
        if element.tag != "select":
            continue
        label = tidy(element.attrs.get("title") or element.attrs.get("aria-label") or "")
        options = []
        for option in element.descendants():
            if option.tag == "option" and (words := option.text()):
                url = target_of(option, base)
                if url is not None:
                    options.append(MenuEntry(words, url, (), "link_block", element.region, option.selector()))
                elif not options:
                    label = label or words
        if options:
            found.append(
                MenuEntry(
                    label or options[0].label, None, tuple(options), "link_block", element.region, element.selector()
                )
            )
    return found
