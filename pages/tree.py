"""The parsed page as plain Python objects: one lexbor parse, one walk, and what every reader needs computed once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages.page import Region
from pages.text import tidy

# Caps for hostile or broken pages. Real pages nest to about 60 and have up to some 8,000 elements; below the
# deepest level children are hung flat, so that their text and links stay.
MAX_DEPTH = 120
MAX_ELEMENTS = 60_000

# Elements that start a block of their own; all others flow in a line of text, unknown ones too: Word leaves <o:p> and
# <st1:place> in the middle of sentences.
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "col", "colgroup", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "marquee", "menu",
        "nav", "ol", "optgroup", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td",
        "textarea", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
# Never text: what stands inside them is not shown, or is no part of the page's own words.
_SKIPPED = frozenset(
    {
        "script", "style", "template", "noscript", "svg", "math", "object", "embed", "applet", "audio", "video",
        "canvas", "iframe", "frame", "noframes", "noembed",
    }
)  # fmt: skip
_TEXT = 2  # lexbor's numbers of node kinds; elements follow the doctype
_LAST_OTHER = 5
_TAGS: dict[int, str] = {}
# The marks of Vietnamese letters that are written apart.
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_APART = _SKIPPED | frozenset(["title", "meta", "base", "link", "head"])
# schema.org's own property, in the JSON-LD that articles carry for search engines.
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([0-9T:.+Z -]{8,40})"')
_PLAIN_ID = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_PLAIN_TAG = re.compile(r"[a-z][a-z0-9-]*\Z")
LINE = "\x1e"  # stands for <br> in raw text


class Element:
    """An element with its children (elements and strings) and what was worked out about its subtree."""

    __slots__ = (
        "all", "attrs", "blocky", "has_block", "hidden", "kids", "label", "last", "link_size", "links", "nth", "odd",
        "order", "parent", "path", "place", "region", "size", "tag", "unique",
    )  # fmt: skip

    def __init__(
        self, tag: str, attrs: dict[str, str], parent: Element | None, order: int, every: list[Element]
    ) -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.order = order  # its place in `all`, every element of the document
        self.all = every
        self.kids: list[Element | str] = []
        self.place = 0  # its index among its parent's kids
        self.nth = 0  # its place among its siblings of the same tag, from 1; 0 where not counted yet
        self.unique = False  # its id is the first of that name: #id selects it
        self.path = ""  # its selector, once it was asked for
        self.odd = False  # no selector names it, or what it stands in
        self.label: str | None = None  # of a link, once it was asked for (pages/blocks.py)
        self.region = Region.MAIN
        self.hidden = False
        # Worked out by _measure:
        self.last = order  # the place of the last element below it
        self.blocky = False  # starts a block: by its tag, or because a block stands inside
        self.has_block = False
        self.size = 0  # characters of text
        self.link_size = 0  # of these, inside links
        self.links = 0

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attrs}>"

    @property
    def elements(self) -> list[Element]:
        """Child elements."""
        return [kid for kid in self.kids if kid.__class__ is not str]  # type: ignore[misc]

    @property
    def names(self) -> str:
        """Class and id, as written."""
        attrs = self.attrs
        return f"{attrs.get('class', '')} {attrs.get('id', '')}" if attrs else ""

    def selector(self) -> str:
        """A short CSS selector of this very element: from the nearest id downwards, by nth-of-type."""
        if self.path:
            return self.path
        if self.unique:
            name = self.attrs["id"]
            quoted = name.replace("\\", "\\\\").replace('"', '\\"')
            self.path = f"#{name}" if _PLAIN_ID.match(name) else f'[id="{quoted}"]'
        elif self.parent is None or self.tag in ("html", "body", "frameset"):
            self.path = self.tag
        else:
            above = self.parent.selector()
            # No selector of type can name <o:p>: it, and what stands in it, is found by the element around.
            self.odd = self.parent.odd or not _PLAIN_TAG.match(self.tag)
            if not self.nth:
                self.parent._count()
            self.path = above if self.odd else f"{above} > {self.tag}:nth-of-type({self.nth})"
        return self.path

    def _count(self) -> None:
        """Number the child elements by tag."""
        counts: dict[str, int] = {}
        for kid in self.elements:
            kid.nth = counts[kid.tag] = counts.get(kid.tag, 0) + 1

    def raw_text(self) -> str:
        """The text inside, unfolded; blocks apart by a blank, line breaks as `LINE`."""
        kids = self.kids
        if len(kids) == 1 and isinstance(kids[0], str):
            return kids[0]
        parts: list[str] = []
        _collect(self, parts)
        return "".join(parts)

    def text(self) -> str:
        """The text inside as printed on one line."""
        return tidy(self.raw_text().replace(LINE, " "))

    def descendants(self) -> list[Element]:
        """All elements below, in document order."""
        return self.all[self.order + 1 : self.last + 1]

    def ancestors(self) -> list[Element]:
        """The elements around, innermost first."""
        found = []
        parent = self.parent
        while parent is not None:
            found.append(parent)
            parent = parent.parent
        return found


@dataclass(slots=True)
class Tree:
    """A parsed page: its body and what stood in its head (or, on broken pages, anywhere)."""

    root: Element
    body: Element
    elements: list[Element]  # below and with body, in document order
    title: str = ""
    language: str = ""
    base: str = ""
    meta: list[tuple[str, str]] = field(default_factory=list)
    refresh: str = ""  # the content of <meta http-equiv=refresh>
    alternates: list[tuple[str, str]] = field(default_factory=list)  # (language, href)
    scripts: list[tuple[str, str]] = field(default_factory=list)  # (src, inline text)
    frames: list[Element] = field(default_factory=list)
    noscript: str = ""
    cut: bool = False  # more elements than MAX_ELEMENTS


def grow(text: str) -> Tree:
    """Parse `text` as HTML."""
    every: list[Element] = []
    top = Element("html", {}, None, 0, every)
    body = Element("body", {}, top, 0, every)
    every.append(body)
    tree = Tree(top, body, every)
    top.kids.append(body)
    text, tree.cut = _shallow(text)
    parser = LexborHTMLParser(text)
    root = parser.root
    if root is None:
        return tree
    if root.tag == "html":
        top.attrs.update((key, value or "") for key, value in root.attributes.items())
    tree.language = top.attrs.get("lang") or top.attrs.get("xml:lang") or ""
    if parser.head is not None:
        _read_head(parser.head, tree)
    start = parser.body or parser.css_first("html > frameset")
    if start is not None:
        body.attrs.update((key, value or "") for key, value in start.attributes.items())
        body.tag = start.tag or "body"
        _walk(start, body, tree, apart=any(mark in text for mark in _MARKS))
    _measure(tree.elements)
    return tree


# The parser takes quadratic time on deep nesting (2 million open <div> would take hours). Tags whose end may be left
# out do not nest by themselves and are not counted.
_MANY_TAGS = 20_000
_TOO_DEEP = 2_000
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|option|thead|tbody|br|img|input|hr|meta|link|area|col|wbr|param|source)\b)[a-z]",
    re.I,
)


# So it does on the options of a select; no drop-down list that a person uses has this many.
_MANY_OPTIONS = 2_000
_OPTION = re.compile(r"<option\b", re.IGNORECASE)

# And on the attributes of one tag: 200,000 of them, 2 MB, took eight minutes. The pattern is the standard's tokenizer
# and never goes back.
_LONG_ENOUGH = 100_000
_CROWDED = re.compile(
    r"<[a-z][^\s/>]*+(?:[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+){1000}",
    re.I,
)


def _shallow(text: str) -> tuple[str, bool]:
    """`text` up to where it nests too deep, lists too many options or crowds a tag, and whether it was cut."""
    if len(text) >= _LONG_ENOUGH and (crowded := _CROWDED.search(text)) is not None:
        return text[: crowded.start()], True
    if len(text) < 8 * _MANY_OPTIONS:
        return text, False
    if text.count("<option") > _MANY_OPTIONS or text.count("<OPTION") > _MANY_OPTIONS:
        for number, match in enumerate(_OPTION.finditer(text)):
            if number >= _MANY_OPTIONS:
                rest = _OPTION.sub("<!option ", text[match.start() :])  # a comment to the parser
                return text[: match.start()] + rest, True
    if len(text) < 3 * _MANY_TAGS or text.count("<") < _MANY_TAGS:
        return text, False
    depth = 0
    for match in _NESTING.finditer(text):
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _TOO_DEEP:
            return text[: match.start()], True
    return text, False


def _walk(start: LexborNode, into: Element, tree: Tree, *, apart: bool) -> None:
    """Copy what is below `start` into `into`: elements and text, head matter to the tree's own fields.

    `apart`: letters and their marks stand apart (NFD); text is composed, attributes stay as written.
    """
    elements = tree.elements
    ids: set[str] = set()
    # By the node's address: the element that its children hang in, and how deep that is. What stands in a script or a
    # picture hangs nowhere.
    holders: dict[int, tuple[Element, int]] = {start.mem_id: (into, 0)}
    gap, end = False, ""  # whether the next words are another piece than those before; the last character of those
    for node in start.traverse(include_text=True):
        kind = node.tag_id
        if kind != _TEXT and kind <= _LAST_OTHER:
            continue
        around = node.parent
        held = holders.get(around.mem_id) if around is not None else None
        if held is None:
            continue
        parent, depth = held
        if kind == _TEXT:
            words = node.text_content or ""
            if words:
                if gap and end.isalnum() and words[0].isalnum():
                    words = " " + words
                gap, end = False, words[-1]
            parent.kids.append(unicodedata.normalize("NFC", words) if apart else words)
            continue
        tag = _TAGS.get(kind) or _tag(node, kind)
        if tag in _APART:
            _matter(tag, node, parent, tree)
            continue
        order = len(elements)
        if order >= MAX_ELEMENTS:
            tree.cut = True
            return
        attrs = node.attributes
        if attrs:
            if None in attrs.values():
                attrs = {key: value or "" for key, value in attrs.items()}
            element = Element(tag, attrs, parent, order, elements)  # type: ignore[arg-type]
            name = attrs.get("id")
            # An id with a line break, or of letters that may be composed or not, is none to select by.
            if name and name not in ids and len(name) < 200 and name.isascii() and name.isprintable():
                ids.add(name)
                element.unique = True
        else:
            element = Element(tag, {}, parent, order, elements)
        element.place = len(parent.kids)
        gap = gap or (bool(parent.kids) and _stand_apart(parent.kids[-1], element))
        parent.kids.append(element)
        elements.append(element)
        holders[node.mem_id] = (element, depth + 1) if depth < MAX_DEPTH else held


def _stand_apart(before: Element | str, element: Element) -> bool:
    """Whether two neighbours are pieces that a style sheet sets apart: <a>Khai mạc hội nghị</a><span>hôm qua</span>."""
    if before.__class__ is str:
        return False
    left: Element = before  # type: ignore[assignment]
    if left.tag == "a" or element.tag == "a" or left.tag != element.tag:
        return True
    classes = left.attrs.get("class"), element.attrs.get("class")
    return None not in classes and classes[0] != classes[1]


def _read_head(head: LexborNode, tree: Tree) -> None:
    for node in head.traverse():
        tag = node.tag
        if tag in _APART:
            _matter(tag, node, tree.root, tree)


def _tag(node: LexborNode, kind: int) -> str:
    tag = node.tag or ""
    if kind < 256:  # names that lexbor knows; others get numbers that hold for one document only
        _TAGS[kind] = tag
    return tag


def _matter(tag: str, node: LexborNode, parent: Element, tree: Tree) -> None:
    attrs: dict[str, str | None] = node.attributes
    if tag == "script":
        inline = node.first_child
        words = (inline.text_content or "") if inline is not None else ""
        tree.scripts.append((attrs.get("src") or "", words))
        if "ld+json" in (attrs.get("type") or "") and (published := _PUBLISHED.search(words)):
            tree.meta.append(("datePublished", published[1]))
    elif tag == "title":
        tree.title = tree.title or tidy(node.text() or "")
    elif tag == "meta":
        content = tidy(attrs.get("content") or "")
        name = (attrs.get("name") or attrs.get("property") or attrs.get("itemprop") or "").strip().lower()
        if (attrs.get("http-equiv") or "").strip().lower() == "refresh":
            tree.refresh = tree.refresh or content
        elif name and content and len(tree.meta) < 100:
            tree.meta.append((name, content[:2000]))
    elif tag == "base":
        tree.base = tree.base or (attrs.get("href") or "").strip()
    elif tag == "link":
        rel = (attrs.get("rel") or "").lower()
        if "alternate" in rel and attrs.get("hreflang") and attrs.get("href"):
            tree.alternates.append((attrs.get("hreflang") or "", attrs.get("href") or ""))
    elif tag in ("iframe", "frame", "embed", "object"):
        frame = Element(tag, {key: value or "" for key, value in attrs.items()}, parent, 0, [])
        tree.frames.append(frame)
    elif tag == "noscript":
        tree.noscript += (node.text() or "")[:2000]


def _measure(elements: list[Element]) -> None:
    """Sizes of every subtree, children before parents."""
    for element in reversed(elements):
        last, size, links, link_size, has_block = element.order, 0, 0, 0, False
        for kid in element.kids:
            if isinstance(kid, str):
                size += len(kid.strip())
            else:
                last = kid.last
                if kid.size:
                    size += kid.size
                if kid.links:
                    links += kid.links
                    link_size += kid.link_size
                if kid.blocky:
                    has_block = True
        if last != element.order:
            element.last = last
        if size:
            element.size = size
        if links:
            element.links = links
            element.link_size = link_size
        tag = element.tag
        if tag in ("a", "area"):
            element.links += 1
            element.link_size = size
        elif "onclick" in element.attrs and not element.links and "location" in element.attrs["onclick"][:500]:
            element.links = 1  # <li onclick="location.href='/cong-dan'">
            element.link_size = element.size
        if has_block:
            element.has_block = element.blocky = True
        elif tag in BLOCKS:
            element.blocky = True


def _collect(element: Element, parts: list[str]) -> None:
    for kid in element.kids:
        if isinstance(kid, str):
            parts.append(kid)
        else:
            if kid.tag == "br":
                parts.append(LINE)
            elif kid.tag in ("select", "textarea", "option"):
                continue
            elif kid.blocky:
                parts.append(" ")
                _collect(kid, parts)
                parts.append(" ")
            else:
                _collect(kid, parts)
