"""What a page says, in reading order: text blocks, data tables, links and images, each with the headings above it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from urllib.parse import unquote

from pages.page import Block, Contact, Link, Region, Table
from pages.regions import is_named
from pages.tables import cells_of, grid_of, header_rows, is_bold, is_data_table
from pages.text import tidy
from pages.times import times_of
from pages.tree import LINE, Element, Tree
from pages.urls import join

MAX_BLOCKS = 20_000
MAX_LINKS = 20_000
MAX_CONTACTS = 500
_TITLE_SIZE = 160  # a box title is shorter; longer ones are texts whose class says 'title'
_BOX_LEVEL = 6  # level of titles that are no h1-h6
_BOLD_LEVEL = 7
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_KINDS = {"p": "paragraph", "blockquote": "paragraph", "pre": "paragraph", "li": "item", "caption": "caption"} | {
    "figcaption": "caption", "legend": "label", "label": "label", "dt": "label", "summary": "label"
}  # fmt: skip
# A line that starts like this, or follows a finished one, is a line of its own; others are one sentence, broken
# for looks ('LỊCH TIẾP CÔNG DÂN<br>THÁNG 3 NĂM 2022').
_NEW_LINE = re.compile(r"\s*(?:[-+*•–●▪✓►»]|\(?[0-9]{1,3}[.)/]|[a-zđ][.)]|[IVX]{1,4}[.)]|[^\W\d_][^:|]{1,38}:)")
_FINISHED = re.compile(r"[.;:!?…]\s*\Z")
_GOES = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\s*\(|window\.open\s*\()\s*["']([^"'\s]{1,2000})["']"""
)
_ADDRESS = re.compile(r"https?://|/[^/\s]|[\w./-]+\.(?:html?|aspx?|php|jsp)\b", re.IGNORECASE)  # an option's value
_DECORATION = " |»›•·▪►"  # separators that stand inside the link: <a>Đăng nhập |</a>
_BREAKING = frozenset(["input", "select", "textarea", "button", "option"])
_WORDLY = re.compile(r"[^\W_]")  # a letter or digit: what makes a text one
_FINISHED_LABEL = re.compile(r"[:：]\s*\Z")


@dataclass(slots=True)
class Reading:
    """What one walk over the tree found. `anchors` maps an <a>'s order to its place in `links`."""

    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    image_places: list[int] = field(default_factory=list)  # how many blocks stand before each of `images`
    anchors: dict[int, int] = field(default_factory=dict)
    titles: dict[int, Title] = field(default_factory=dict)  # by the heading element's order
    sizes: dict[int, int] = field(default_factory=dict)  # a heading's order -> characters of text under it
    under: dict[int, int] = field(default_factory=dict)  # an anchor's order -> the order of the heading above it


@dataclass(frozen=True, slots=True)
class Title:
    """A heading or box title: its words and the element that holds all that it heads."""

    text: str
    scope: Element


def read_blocks(tree: Tree, base: str) -> Reading:
    """Walk `tree` (regions assigned) and read it; `base` is the address that relative ones are joined to."""
    reader = _Reader(base, times_of(tree.elements), panel_titles(tree.elements))
    reader.visit(tree.body)
    reader.place_links()
    return reader.reading


_OPENS = ("href", "data-target", "data-bs-target", "aria-controls")
_TOGGLES = frozenset({"tab", "pill"})
_LONGEST_TAB = 60


def panel_titles(elements: list[Element]) -> dict[str, str]:
    """The labels of tabs by the id of what each opens: <a href="#t4" data-toggle="tab">Tháng 4</a>, <div id="t4">."""
    found: dict[str, str] = {}
    for element in elements:
        if element.tag not in ("a", "button") or not 0 < element.size <= _LONGEST_TAB:
            continue
        named = [element.attrs[name].strip() for name in _OPENS if name in element.attrs]
        target = next((name[1:] for name in named if name.startswith("#")), element.attrs.get("aria-controls", ""))
        if target and _is_tab(element):
            found.setdefault(target, label_of(element))
    return found


def _is_tab(element: Element) -> bool:
    attrs = element.attrs
    if attrs.get("role") == "tab" or {attrs.get("data-toggle"), attrs.get("data-bs-toggle")} & _TOGGLES:
        return True
    return any(is_named(around.names, "tabs") for around in element.ancestors()[:3])


def label_of(element: Element) -> str:
    """The label of a link or menu entry: its visible text, else alt, title or aria-label."""
    if element.label is None:
        element.label = _label(element)
    return element.label


def _label(element: Element) -> str:
    if element.size:
        text = element.text()
        if _WORDLY.search(text):
            return text.strip(_DECORATION)
    below = element.descendants()
    for part in below:
        if part.tag in ("img", "area", "input") and (alt := part.attrs.get("alt")) and (words := tidy(alt)):
            return words
    for part in (element, *below):
        for name in ("title", "aria-label", "alt", "data-original-title"):
            if (value := part.attrs.get(name)) and (words := tidy(value)):
                return words
    return ""


def target_of(element: Element, base: str) -> str | None:
    """Where an <a>, <area> or clickable element leads, absolute; None where nowhere on the web."""
    if element.tag == "option":
        value = element.attrs.get("value", "").strip()
        return join(base, value) if _ADDRESS.match(value) else None
    href = element.attrs.get("href")
    if href is not None:
        href = href.strip()
        if href and not href.startswith("#"):
            if href[:11].lower() == "javascript:":
                gone = _GOES.search(href)
                if gone:
                    return join(base, gone[1])
            else:
                return join(base, href)
    for name in ("data-href", "data-url"):
        if found := element.attrs.get(name):
            return join(base, found)
    if (script := element.attrs.get("onclick")) and (gone := _GOES.search(script[:3000])):
        return join(base, gone[1])
    return None


@dataclass(frozen=True, slots=True)
class _Above:
    """A heading in force: `order` is that of its element."""

    level: int
    text: str
    order: int
    scope: Element


@dataclass(frozen=True, slots=True)
class _Headings:
    """The headings in force, outermost first; `nearest` is the order of the last that is more than a bold line."""

    all: tuple[_Above, ...]
    texts: tuple[str, ...]
    nearest: int  # -1: none

    @classmethod
    def of(cls, entries: tuple[_Above, ...]) -> _Headings:
        nearest = next((above.order for above in reversed(entries) if above.level <= _BOX_LEVEL), -1)
        return cls(entries, tuple([above.text for above in entries]), nearest)


class _Reader:
    """The state of one walk: the run of text being gathered, the headings above, the menu entries around."""

    def __init__(self, base: str, times: dict[int, tuple[str, str]], panels: dict[str, str]) -> None:
        self.base = base
        self.panels = panels  # the label of the tab that opens the element of that id
        self.times = times  # by the order of the element
        self.timed = sorted(times)
        self.reading = Reading()
        self.headings = _Headings.of(())
        self.restore: dict[int, _Headings] = {}
        self.trail: tuple[str, ...] = ()
        self.pending: list[tuple[Element, int | None]] = []  # links and their block
        self.link_headings: dict[int, str] = {}
        self.link_trails: dict[int, tuple[str, ...]] = {}

    def visit(self, element: Element) -> None:
        """Read a block element that is no leaf-only special case: children in order, loose text as blocks."""
        if self.panels and (label := self.panels.get(element.attrs.get("id", ""))):
            self.restore.setdefault(element.order, self.headings)
            above = tuple(entry for entry in self.headings.all if entry.level < _BOX_LEVEL)
            self.headings = _Headings.of((*above, _Above(_BOX_LEVEL, label, element.order, element))[-8:])
        run: list[Element | str] = []
        for kid in element.kids:
            if isinstance(kid, str):
                if run or not kid.isspace():
                    run.append(kid)
                continue
            control = kid.tag in _BREAKING
            if not kid.blocky and not control:
                run.append(kid)
                continue
            if run:
                self.flush(run, element, whole=False)
                run = []
            if control:
                self.control(kid)
            else:
                self.block(kid)
        if run:
            self.flush(run, element, whole=not element.has_block)
        if element.order in self.restore:
            self.headings = self.restore.pop(element.order)

    def control(self, element: Element) -> None:
        """Of a form's controls only a button's words and a list of addresses are read here (pages/forms.py)."""
        if element.tag == "button" and element.size:
            self.emit("label", element.text(), element)
            self.clickable(element)
        elif element.tag == "select":
            for option in element.descendants():
                if option.tag == "option" and target_of(option, self.base):
                    self.link(option, -1)

    def block(self, element: Element) -> None:
        """Read an element that starts a block, by what it is."""
        tag = element.tag
        if tag == "a":
            self.link(element)
        if tag == "table" and is_data_table(element):
            self.table(element)
            return
        if tag == "dl":
            self.pairs(element)
            return
        if not element.size and not element.links and not element.kids:
            self.clickable(element)
            return
        level = _HEADINGS.get(tag, 0)
        if level or (element.size <= _TITLE_SIZE and self.is_title(element)):
            self.heading(element, level)
            return
        if self.is_pair(element):
            self.pair(element, element.elements)
            return
        self.clickable(element)
        if tag == "li" and element.has_block:
            head = _own_label(element)
            before = self.trail
            if head and element.links > 1:
                self.trail = (*before, head)[-6:]
                self.visit_item(element, before)
            else:
                self.visit(element)
            self.trail = before
            return
        self.visit(element)

    def visit_item(self, element: Element, before: tuple[str, ...]) -> None:
        """A menu entry with entries below: its own link does not stand below itself."""
        self.visit(element)
        for kid in element.elements:
            first = kid if kid.tag == "a" else next((e for e in kid.descendants() if e.tag == "a"), None)
            if first is not None:
                if label_of(first) == self.trail[-1]:
                    self.link_trails[first.order] = before
                break

    def clickable(self, element: Element) -> None:
        if "onclick" in element.attrs and element.tag != "a" and target_of(element, self.base):
            self.link(element)

    def flush(self, run: list[Element | str], element: Element, *, whole: bool) -> None:
        """Make blocks of a run of inline content; `whole` where it is all that `element` holds."""
        only = [kid for kid in run if not isinstance(kid, str) or not kid.isspace()]
        entries = [kid for kid in only if isinstance(kid, str) or kid.tag != "br"]
        if len(entries) > 1 and all(not isinstance(kid, str) and kid.tag == "a" for kid in entries):
            # Entries of a menu without a list: <a>Tiếp dân</a><a>Phản ánh</a>, blocks by their style sheet or by <br>.
            for kid in entries:
                self.flush([kid], element, whole=False)
            return
        parts: list[str] = []
        links: list[Element] = []
        self.gather(run, parts, links)
        text = "".join(parts)
        holder = element
        title: Element | None = None  # what may act as the title of a box
        if len(only) == 1 and isinstance(only[0], Element):
            if not whole:
                title = holder = only[0]
            elif element.tag in ("div", "td") and only[0].tag != "a" and not only[0].links:
                title = only[0]  # <div class="c_head"><span class="title">Liên kết</span></div>
        first = len(self.reading.blocks)
        lines = _lines(text) if LINE in text else [tidy(text)]
        bold = len(lines) == 1 and bool(lines[0]) and _is_bold_line(holder, only, lines[0])
        boxed = bold and holder.tag == "td" and _heads_links(holder)
        times = self.times_among(run, element, whole=whole)
        kind = _KINDS.get(holder.tag, "")
        for line in lines:
            if line and _WORDLY.search(line):
                if boxed or (
                    title is not None and len(lines) == 1 and len(line) <= _TITLE_SIZE and self.is_title(title)
                ):
                    head = holder if boxed or title is None else title
                    self.add_heading(line, _BOX_LEVEL, head, links)
                    kind = "heading"
                    self.emit("heading", line, head, _BOX_LEVEL, times)
                    continue
                self.emit(kind or ("text" if len(line) < 80 else "paragraph"), line, holder, 0, times)
        if kind != "heading":
            for link in links:
                self.link(link, first if len(self.reading.blocks) > first else None)
            if bold:
                self.add_heading(lines[0], _BOLD_LEVEL, holder, [])

    def gather(self, run: list[Element | str], parts: list[str], links: list[Element]) -> None:
        for kid in run:
            if isinstance(kid, str):
                parts.append(kid)
                continue
            tag = kid.tag
            if tag == "br":
                parts.append(LINE)
                continue
            if tag == "img":
                self.image(kid)
                continue
            if tag in ("a", "area") or "onclick" in kid.attrs:
                links.append(kid)
            if kid.kids:
                self.gather(kid.kids, parts, links)

    def times_among(self, run: list[Element | str], element: Element, *, whole: bool) -> list[tuple[str, str]]:
        """The moments of a run of inline content, in order."""
        if not self.timed:
            return []
        around = [self.times[element.order]] if whole and element.order in self.times else []
        return around + [time for kid in run if isinstance(kid, Element) for time in self.times_in(kid)]

    def times_in(self, element: Element) -> list[tuple[str, str]]:
        """The moments of an element and what stands in it, in order."""
        first, end = bisect_left(self.timed, element.order), bisect_right(self.timed, element.last)
        return [self.times[order] for order in self.timed[first:end]]

    def emit(
        self, kind: str, text: str, element: Element, level: int = 0, times: list[tuple[str, str]] | None = None
    ) -> None:
        """Add a block; of `times` (all in `element` where none are given) it takes those whose words stand in it."""
        if len(self.reading.blocks) >= MAX_BLOCKS or not text:
            return
        headings = self.headings.texts
        if kind != "heading":
            if headings:
                own = self.headings.nearest
                self.reading.sizes[own] = self.reading.sizes.get(own, 0) + len(text)
        elif headings and headings[-1] == text:
            headings = headings[:-1]
        moments: tuple[tuple[str, str], ...] = ()
        if self.timed:
            moments = _within(text, self.times_in(element) if times is None else times)
        self.reading.blocks.append(
            Block(kind, text, element.region, element.selector(), headings, level, element.hidden, moments)
        )

    def is_title(self, element: Element) -> bool:
        """Whether the element acts as the title of a box: by its name, and as something follows it."""
        names = element.attrs.get("class")
        if not names or not element.size or not is_named(names, "title"):
            return False
        if element.has_block and any(below.tag in ("ul", "table", "p", "form") for below in element.descendants()):
            return False
        # The title of a news item is a long link: it heads nothing but its own lead.
        return not (element.links and element.link_size > 60) and element.links <= 2

    def heading(self, element: Element, level: int) -> None:
        text = element.text()
        links = [below for below in element.descendants() if below.tag in ("a", "area")]
        for below in element.descendants():
            if below.tag == "img":
                self.image(below)
                text = text or tidy(below.attrs.get("alt", ""))
        if not text or not _WORDLY.search(text):
            for link in links:
                self.link(link)
            return
        if level and len(text) > 600:
            self.emit("paragraph", text, element)
            return
        self.add_heading(text, level or _BOX_LEVEL, element, links)
        self.emit("heading", text, element, level or _BOX_LEVEL)

    def add_heading(self, text: str, level: int, element: Element, links: list[Element]) -> None:
        scope = _scope(element)
        before = self.headings
        around = {box.order for box in scope.ancestors()} if before.all else set()
        # An <h3> in a box that an <h4> heads stands below it, whatever the numbers say.
        above = tuple(entry for entry in before.all if entry.level < level or entry.scope.order in around)
        self.headings = _Headings.of(above)
        for link in links:
            self.link(link, len(self.reading.blocks))
        if element.hidden and element.parent is not None and not element.parent.hidden:
            self.headings = before
            return  # <h2 class="hidden">Trang nhất</h2>: for machines, heads nothing that is seen
        self.restore.setdefault(scope.order, before)
        self.headings = _Headings.of((*above, _Above(level, text, element.order, scope))[-8:])
        if level <= _BOX_LEVEL:
            self.reading.titles[element.order] = Title(text, scope)

    def is_pair(self, element: Element) -> bool:
        """A short label and its value in two boxes: <div class=row><div>Ngày hỏi:</div><div>12/3/2022</div></div>."""
        if not 1 < element.size <= 400 or element.tag in ("ul", "ol", "table", "tr", "body") or len(element.kids) > 5:
            return False
        kids = element.elements
        if len(kids) != 2 or kids[0].links or not 0 < kids[0].size <= 60 or not kids[1].size:
            return False
        if element.size > kids[0].size + kids[1].size or not (kids[0].blocky or kids[1].blocky):
            return False
        if any(kid.tag in _BREAKING or not _is_plain(kid) for kid in kids):
            return False
        return kids[0].tag == "label" or "label" in kids[0].names or bool(_FINISHED_LABEL.search(kids[0].text()))

    def pair(self, element: Element, kids: list[Element]) -> None:
        block = len(self.reading.blocks)
        self.emit("row", " | ".join(kid.text() for kid in kids if kid.size), element)
        for kid in kids:
            self.contents(kid, block)

    def pairs(self, element: Element) -> None:
        """A <dl>: every <dt> with the <dd> that follow it as one row."""
        group: list[Element] = []
        kids = [kid for child in element.elements for kid in (child.elements if child.tag == "div" else [child])]
        for kid in [*kids, None]:
            if kid is None or kid.tag == "dt":
                if group and all(not member.has_block for member in group):
                    self.pair(group[0].parent or element, group)
                else:
                    for member in group:
                        self.block(member)
                group = []
            if kid is not None:
                group.append(kid)

    def contents(self, element: Element, block: int) -> None:
        """Links and images inside an element whose text is already part of `block`."""
        for below in (element, *element.descendants()):
            if below.tag == "a" or "onclick" in below.attrs:
                self.link(below, block)
            elif below.tag == "img":
                self.image(below)

    def link(self, element: Element, block: int | None = None) -> None:
        if len(self.pending) >= MAX_LINKS:
            return
        if block is None:
            block = len(self.reading.blocks) if element.size else -1
        self.pending.append((element, block))
        if headings := self.headings.texts:
            self.link_headings[element.order] = headings[-1]
            self.reading.under.setdefault(element.order, self.headings.nearest)
        if self.trail:
            self.link_trails.setdefault(element.order, self.trail)

    def image(self, element: Element) -> None:
        source = element.attrs.get("src") or element.attrs.get("data-src") or ""
        if not source or source.startswith("data:") or len(self.reading.images) >= 2000:
            return
        if element.region in (Region.MAIN, Region.ASIDE) and (url := join(self.base, source)):
            self.reading.images.append((url, tidy(element.attrs.get("alt", ""))))
            self.reading.image_places.append(len(self.reading.blocks))

    def table(self, element: Element) -> None:
        reading = self.reading
        caption = ""
        before = len(reading.blocks) - 1
        rows: list[Element] = []
        for kid in element.elements:
            if kid.tag == "caption":
                caption = kid.text()
                self.emit("caption", caption, kid)
            elif kid.tag in ("thead", "tbody", "tfoot"):
                rows += [row for row in kid.elements if row.tag == "tr"]
            elif kid.tag == "tr":
                rows.append(kid)
        for row in rows:
            cells = [cell.text() for cell in row.elements if cell.tag in ("td", "th") and cell.size]
            block = len(reading.blocks)
            if any(map(_WORDLY.search, cells)):
                self.emit("row", " | ".join(cell for cell in cells if cell), row)
            self.contents(row, block)
        headings = self.headings.texts
        grid = grid_of(rows)
        if grid:
            times = (
                tuple((place, tuple(inside)) for place, cell in cells_of(rows) if (inside := self.times_in(cell)))
                if self.times_in(element)
                else ()
            )
            reading.tables.append(
                Table(grid, header_rows(rows), element.region, element.selector(), caption, headings, before, times)
            )

    def place_links(self) -> None:
        """Turn the anchors met into links, in document order."""
        reading = self.reading
        seen: set[int] = set()
        for element, block in sorted(self.pending, key=lambda entry: entry[0].order):
            if element.order in seen:
                continue
            seen.add(element.order)
            url = target_of(element, self.base)
            if url is None:
                self.contact(element)
                continue
            at = block if block is not None and 0 <= block < len(reading.blocks) else -1
            reading.anchors[element.order] = len(reading.links)
            reading.links.append(
                Link(
                    url,
                    label_of(element),
                    element.region,
                    element.selector(),
                    self.link_headings.get(element.order, ""),
                    self.link_trails.get(element.order, ()),
                    at,
                    len(reading.links),
                )
            )

    def contact(self, element: Element) -> None:
        """Note a `tel:` or `mailto:` link, whose words are often a picture alone."""
        scheme, colon, address = element.attrs.get("href", "").strip().partition(":")
        if colon and scheme.lower() in ("tel", "mailto") and len(self.reading.contacts) < MAX_CONTACTS:
            address = tidy(unquote(address.partition("?")[0]))[:200]
            self.reading.contacts.append(
                Contact(scheme.lower(), address, label_of(element), element.region, element.selector())
            )


def _within(text: str, times: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those of `times` whose words stand in `text`, each after the one before; they are taken out of the list."""
    found, end = [], 0
    for time in list(times):
        at = text.find(time[0], end)
        if at >= 0:
            end = at + len(time[0])
            found.append(time)
            times.remove(time)
    return tuple(found)


def _is_bold_line(holder: Element, only: list[Element | str], line: str) -> bool:
    if len(line) > 120 or holder.tag in ("li", "a", "th") or holder.links or holder.region is Region.BREADCRUMB:
        return False
    if holder.tag == "td":  # of a layout table, and alone in its row
        return holder.parent is not None and holder.parent.size == holder.size and is_bold(holder)
    if all(not isinstance(kid, str) and kid.tag in ("b", "strong") for kid in only):
        return True
    return holder.tag in ("p", "div") and is_bold(holder)


def _heads_links(cell: Element) -> bool:
    """Whether a bold cell alone in its row heads rows of a link each: a box of a site laid out in tables."""
    row = cell.parent
    if row is None or row.parent is None:
        return False
    rows = [kid for kid in row.parent.elements if kid.size]
    below = rows[1:]
    return (
        len(below) >= 2
        and rows[0] is row
        and all(kid.links == 1 and kid.link_size >= 0.8 * kid.size and kid.size <= _TITLE_SIZE for kid in below)
    )


def _is_plain(element: Element) -> bool:
    """Whether an element is one line of text, however often it is wrapped (Drupal's field-items > field-item)."""
    while element.has_block:
        inner = [kid for kid in element.elements if kid.size]
        if len(inner) != 1 or inner[0].size != element.size:
            return False
        element = inner[0]
    return True


def _own_label(element: Element) -> str:
    """The words of a list item that stand before its nested list: the menu entry itself."""
    for kid in element.kids:
        if isinstance(kid, str):
            if not kid.isspace():
                return tidy(kid)[:200]
            continue
        if kid.tag in ("ul", "ol", "table"):
            return ""
        if kid.has_block and kid.links > 1:
            return _own_label(kid)
        if label := label_of(kid):
            return label[:200] if len(label) <= 200 else ""
    return ""


def _scope(element: Element) -> Element:
    """How far a heading reaches: to the end of the box that holds it together with what it heads."""
    box = element
    while box.parent is not None and box.parent.tag not in ("body", "html"):
        extra = box.parent.size - element.size
        more = extra > 0 or box.parent.links > element.links
        if more and not _is_head_part(box.parent, extra, element.links):
            break
        box = box.parent
    return box.parent or box


def _is_head_part(box: Element, extra: int, own: int) -> bool:
    """Whether `box` is only the head of what follows: a title with a date line, its text in the next box.

    `extra` are the characters in it beside the title, `own` the links in the title.
    """
    if extra > 100 or box.links - own > 1 or box.parent is None or box.tag in ("td", "li", "section"):
        return False
    # By index: a page of ten thousand titles in a row would be walked from its beginning for each of them.
    kids = box.parent.kids
    behind = (kids[at] for at in range(box.place + 1, len(kids)))
    after = next((kid for kid in behind if not isinstance(kid, str) and kid.size), None)
    if after is None or after.size < max(40, 2 * extra) or after.tag in _BREAKING:
        return False
    return not _begins_with_title(after)


def _begins_with_title(element: Element) -> bool:
    for below in (element, *element.descendants()[:12]):
        if below.tag in _HEADINGS or is_named(below.attrs.get("class", ""), "title"):
            return True
    return False


def _lines(text: str) -> list[str]:
    """Lines as a reader takes them: apart at an empty line, a bullet, a number, a label, or after a finished one."""
    found: list[list[str]] = []
    gap = True
    for part in text.split(LINE):
        line = tidy(part)
        if not line:
            gap = True
            continue
        if gap or _NEW_LINE.match(line) or _FINISHED.search(found[-1][-1][-3:]):
            found.append([line])
        else:
            found[-1].append(line)
        gap = False
    return [" ".join(lines) for lines in found]
