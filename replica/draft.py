"""What a portal consists of before a family gives it addresses and markup: pages, menu entries, blocks."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from .facts import Portal
from .text import slugify


@dataclass(frozen=True)
class Entry:
    """A link with a label: to a page by `key`, to a fixed `href`, or only a heading over its children."""

    label: str
    key: str = ""
    href: str = ""
    children: tuple[Entry, ...] = ()
    image: bool = False  # a picture with the label as its alt text


@dataclass(frozen=True)
class Row:
    """A line of a list of pages."""

    title: str
    key: str
    posted: date | None = None


@dataclass
class Page:
    """One address: HTML content (links written as [[key]]), or a file's bytes."""

    key: str
    title: str
    body: str = ""
    kind: str = "static"  # home | static | category | article | file
    posted: date | None = None
    host: str = ""
    parent: str = ""
    number: int = 1  # of a list that goes over several pages
    last: int = 1
    rows: Sequence[Row] = ()
    pager: str = "query"
    data: bytes = b""
    media_type: str = ""
    name: str = ""  # a file's name, or a fixed path
    id: int = 0
    status: int = 200

    @property
    def slug(self) -> str:
        """The page's name in addresses."""
        return slugify(self.title)[:70].strip("-")


@dataclass
class Draft:
    """A portal being put together."""

    portal: Portal
    pages: dict[str, Page] = field(default_factory=dict)
    menu: list[Entry] = field(default_factory=list)
    footer: list[Entry] = field(default_factory=list)
    banners: list[Entry] = field(default_factory=list)
    tabs: list[Entry] = field(default_factory=list)
    blocks: list[Entry] = field(default_factory=list)
    badges: list[Entry] = field(default_factory=list)
    sitemap: list[str] = field(default_factory=list)
    reception_key: str = ""  # the page that shows the schedule or links the document that does
    channel_key: str = ""  # the page where a citizen can write
    list_key: str = ""

    def add(self, page: Page) -> Page:
        """Put a page in; its number serves as the id in addresses."""
        if page.key in self.pages:
            raise ValueError(f"{self.portal.slug}: two pages named {page.key}")
        page.id = page.id or 100 + 7 * len(self.pages)
        self.pages[page.key] = page
        return page

    def own(self) -> list[Page]:
        """The pages on the portal's own host."""
        return [page for page in self.pages.values() if not page.host]


def esc(text: str) -> str:
    """Text as HTML."""
    return html.escape(text, quote=True)


def link(key: str, label: str, css: str = "") -> str:
    """A link to a page of the same portal, its address still open."""
    return f'<a href="[[{key}]]"{f" class={chr(34)}{css}{chr(34)}" if css else ""}>{esc(label)}</a>'


def links(rows: Iterable[tuple[str, str]]) -> str:
    """A plain list of links."""
    return "<ul>" + "".join(f"<li>{link(key, label)}</li>" for key, label in rows) + "</ul>"


def paras(texts: Iterable[str]) -> str:
    """Paragraphs."""
    return "\n".join(f"<p>{esc(text)}</p>" for text in texts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], css: str = "table table-bordered") -> str:
    """A table whose cells are HTML already."""
    lines = ["<tr>" + "".join(f"<th>{esc(cell)}</th>" for cell in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    return f'<table class="{css}" border="1" cellpadding="4">' + "\n".join(lines) + "</table>"
