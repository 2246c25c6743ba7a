"""The one shape in which every page and document is understood: what it says, where it leads.

HTML pages, rendered DOMs, PDF, DOCX, XLSX and plain text all become a `Page`, so that whoever looks for a reception
schedule or a contact point reads `blocks` and `tables` and need not know the format. Immutable and free of bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Region(StrEnum):
    """The part of the page that something stands in."""

    HEADER = "header"
    NAV = "nav"
    MAIN = "main"
    ASIDE = "aside"
    FOOTER = "footer"
    BREADCRUMB = "breadcrumb"


class State(StrEnum):
    """Whether a page that answered carries anything, told from its content."""

    OK = "ok"
    EMPTY = "empty"  # the page stands, its content area holds nothing ('đang cập nhật', no rows)
    CONSTRUCTION = "construction"  # 'đang xây dựng'
    SOFT_404 = "soft_404"  # says 'not found' with status 200
    LOGIN = "login"  # a sign-in wall instead of the content
    BLOCKED = "blocked"  # firewall or bot check
    SHELL = "shell"  # needs a browser: scripts would build the content
    PARKED = "parked"  # domain parking, or a notice that the portal moved
    ERROR = "error"  # an error message instead of the content, or bytes that cannot be read
    SCAN = "scan"  # a document or page of pictures without text: needs OCR


@dataclass(frozen=True, slots=True)
class Link:
    """An <a>, <area> or image link. `url` is absolute and normalised, without fragment, http(s) only.

    `label` is the visible text, else alt, title or aria-label, tidied. `heading` is the nearest heading or box title
    above it. `trail` holds the labels of the menu entries above it. `block` indexes `Page.blocks` (-1: none).
    """

    url: str
    label: str
    region: Region
    selector: str
    heading: str = ""
    trail: tuple[str, ...] = ()
    block: int = -1
    position: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """A `tel:` or `mailto:` link: its address without the scheme, as written, and the words it is shown with."""

    scheme: str
    address: str
    label: str
    region: Region
    selector: str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of a navigation; `url` is None where it only opens a sub-menu.

    `kind`: `menu`, `header`, `footer`, `tab` or `link_block` (a headed block of links: the heading is the entry).
    """

    label: str
    url: str | None
    children: tuple[MenuEntry, ...]
    kind: str
    region: Region
    selector: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text as a reader sees it: heading, paragraph, list item, table row, label.

    `kind`: `heading`, `paragraph`, `item`, `row` (cells joined by ' | '), `caption`, `label`, `text`. `headings` are
    the headings above it, outermost first. `hidden` where the page hides it (accordion answers are text all the same).
    `locator` is a CSS selector in HTML, `page=N` in a PDF, `paragraph=N` in a DOCX. `times` are the moments that markup
    gives to words inside, in order: (words as printed, ISO 8601 in Vietnam's time), ('9 ngày trước', '2022-03-22').
    """

    kind: str
    text: str
    region: Region
    locator: str
    headings: tuple[str, ...] = ()
    level: int = 0  # 1-6 for headings
    hidden: bool = False
    times: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A data table (no layout table): rows of cell texts, row and column spans filled in.

    `header` counts the leading rows that are column heads (0: none told apart). `before` indexes the block that
    stands right before it (-1: none). `times` are those of the cells that have any, by (row, column): see `Block`.
    """

    rows: tuple[tuple[str, ...], ...]
    header: int
    region: Region
    locator: str
    caption: str = ""
    headings: tuple[str, ...] = ()
    before: int = -1
    times: tuple[tuple[tuple[int, int], tuple[tuple[str, str], ...]], ...] = ()

    def times_at(self, row: int, column: int) -> tuple[tuple[str, str], ...]:
        """The moments that markup gives to words in a cell; () where there are none."""
        return dict(self.times).get((row, column), ())


@dataclass(frozen=True, slots=True)
class Field:
    """A control of a form: `type` as in HTML (`text`, `email`, `textarea`, `select`, `file`, `password`, ...)."""

    name: str
    type: str
    label: str  # <label>, placeholder, title, or the text right before it
    required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form, or a group of controls that acts as one (ASP.NET pages wrap everything in a single form)."""

    action: str
    method: str  # `get` or `post`
    fields: tuple[Field, ...]
    buttons: tuple[str, ...]
    region: Region
    locator: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page or document, understood. Pure data: the same bytes always give the same page."""

    url: str
    media: str  # `html`, `pdf`, `docx`, `xlsx`, `text`, `json`, `image`, `other`
    title: str = ""  # <title>, or the document's title
    heading: str = ""  # the page's own main heading (h1 or the article's title), '' where there is none
    language: str = ""
    charset: str = ""
    state: State = State.OK
    state_evidence: str = ""  # the words that tell the state
    base: str = ""
    links: tuple[Link, ...] = ()
    menu: tuple[MenuEntry, ...] = ()
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    forms: tuple[Form, ...] = ()
    frames: tuple[str, ...] = ()  # absolute URLs of iframes
    contacts: tuple[Contact, ...] = ()
    images: tuple[tuple[str, str], ...] = ()  # (absolute URL, alt) of content images
    meta: tuple[tuple[str, str], ...] = ()  # meta name/property -> content: generator, description, published time
    needs_browser: str = ""  # why scripts must run first: `empty_shell`, `script_menu`, `cookie_stub`, or nothing
    quality: float = 1.0  # 0 to 1: how far this capture may carry a verdict

    def text(self, *regions: Region) -> str:
        """The blocks' text, a line each; of the given regions, or of all."""
        return "\n".join(b.text for b in self.blocks if not regions or b.region in regions)
