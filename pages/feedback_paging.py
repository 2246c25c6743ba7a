"""How a list goes on: links to its further pages, its last page, pages that only a post-back reaches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

from pages.feedback_words import WORDS, names
from pages.page import Block, Page, Region
from pages.text import plain

_NEXT, _LAST, _PREVIOUS = names("paging", "next"), names("paging", "last"), names("paging", "previous")
_PARAMETERS = frozenset(WORDS["paging"]["parameters"])
_NUMBER = re.compile(r"\s*\[?\(?\s*(?:trang|page)?\s*(\d{1,5})\s*\)?\]?\s*", re.I)
_LAST_SIGNS = frozenset({">>", "»»", "››", "»|", ">|", "⏭", ">>|"})
_PREVIOUS_SIGNS = frozenset({"<", "‹", "«", "←", "<<", "««", "|<", "◄", "◀", "‹‹"})
# '1 2 3 4 5 ... »' or '1 | 2 | 3' as one text: a pager
_PAGER_TEXT = re.compile(
    r"(?:trang\s*:?\s*)?(?:[«‹<|]+\s*)*(?:\[?\d{1,4}\]?[\s|,-]+){1,}\[?\d{1,4}\]?[\s|.…,-]*(?:[»›>|]|tiếp|cuối|sau|next|last|trang|\s)*",
    re.I,
)
_PAGE_OF = re.compile(r"\btrang\s*:?\s*\d{1,4}\s*(?:/|trên|của)\s*(\d{1,4})\b", re.I)
_PATH_PAGE = re.compile(r"(?:/(?:page|trang|p)[/-]?|[-_/](?:page|trang|p)-?)(\d{1,5})(?:/|\.html?|\.aspx)?/?$", re.I)


@dataclass(frozen=True, slots=True)
class Paging:
    """`more` are further pages in the order of the page, `last` the last one where it is shown."""

    more: tuple[str, ...] = ()
    last: str = ""
    post: bool = False


def paging_of(page: Page, blocks: Sequence[Block], items: frozenset[str]) -> Paging:
    """The paging of the page's list; `items` are the addresses of its items, `blocks` its main texts."""
    numbered: list[tuple[int, str]] = []
    more: list[str] = []
    signs: list[str] = []  # links that lead on without a number
    last = ""
    here = page_number(page.url) or 1
    stem = _pager_stem(page)
    for link in page.links:
        if link.region in (Region.HEADER, Region.FOOTER, Region.BREADCRUMB) or link.url in items:
            continue
        label = link.label.strip()
        if _stem_of(link.url) != stem or not (page_number(link.url) or _pages_apart(page.url, link.url)):
            continue
        number = _NUMBER.fullmatch(label)
        if number:
            numbered.append((int(number[1]), link.url))
            more.append(link.url)
        elif label in _LAST_SIGNS or _LAST.whole(label):
            last = link.url
            more.append(link.url)
        elif label in _PREVIOUS_SIGNS or _PREVIOUS.whole(label):
            continue
        elif (_NEXT.whole(label) or not any(c.isalnum() for c in label)) and page_number(link.url) > here:
            signs.append(link.url)  # an arrow without words may point either way: its number tells
            more.append(link.url)
    if not last and len(set(signs)) >= 2:  # '›' and '»' side by side: one goes to the end
        last = max(signs, key=page_number)
    if not last and numbered:
        numbers = sorted({n for n, _ in numbered})
        gap = any(b - a > 2 for a, b in pairwise(numbers))
        if gap or not signs:
            last = max(numbered)[1]
    own = _bare(page.url)
    further = tuple(dict.fromkeys(url for url in more if _bare(url) != own))
    post = not further and _by_post_back(page, blocks)
    return Paging(further, last if last and _bare(last) != own else "", post)


def page_number(url: str) -> int:
    """The page number (or offset) in an address, 0 where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return 0
    for name, value in parse_qsl(parts.query):
        if _is_page_name(name) and value.isascii() and value.isdigit() and len(value) < 7:
            return int(value)
    found = _PATH_PAGE.search(parts.path)
    return int(found[1]) if found else 0


def _by_post_back(page: Page, blocks: Sequence[Block]) -> bool:
    """Whether a pager stands there whose numbers link nowhere: scripts or post-backs turn the pages."""
    counted: dict[int, int] = {}
    leading: set[int] = set()  # blocks with a link to another page
    for link in page.links:
        counted[link.block] = counted.get(link.block, 0) + 1
        if _bare(link.url) != _bare(page.url):
            leading.add(link.block)
    by_place = {id(block): n for n, block in enumerate(page.blocks)}
    run = 0
    for block in blocks:
        text = block.text.strip()
        found = _PAGE_OF.search(text) if len(text) < 80 else None
        if found and int(found[1]) > 1:
            return True
        numbers = [int(n) for n in re.findall(r"\d+", text)] if len(text) < 200 and _PAGER_TEXT.fullmatch(text) else []
        if (
            len(numbers) >= 2
            and numbers[1] == numbers[0] + 1
            and counted.get(by_place.get(id(block), -2), 0) < len(numbers) - 1
        ):
            return True
        if by_place.get(id(block)) in leading:
            run = 0  # on the last page '1' is a link and '2' where one is: no post-back
            continue
        run = run + 1 if text == str(run + 1) else int(text == "1")  # each number a block of its own
        if run >= 2:
            return True
    return any(
        _NEXT.whole(button) and plain(button) not in ("tiep", "sau", "xem them")
        for form in page.forms
        for button in form.buttons
    )


def _pager_stem(page: Page) -> str:
    """Whose pages the pager turns: the page's own address, or the one other address that numbers lead to.

    A section's first page may have a friendly address, its others the system's own ('/hoi-dap' and '/index.php?p=2').
    """
    own = _stem_of(page.url)
    others: dict[str, set[int]] = {}
    for link in page.links:
        number = _NUMBER.fullmatch(link.label)
        if link.region is Region.MAIN and number and page_number(link.url):
            others.setdefault(_stem_of(link.url), set()).add(int(number[1]))
    if own in others or len(others) != 1:
        return own
    stem, numbers = next(iter(others.items()))
    return stem if stem.split("/")[0] == own.split("/")[0] and len(numbers) >= 2 else own


def _stem_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts.netloc.lower() + _stem(parts.path)


def _stem(path: str) -> str:
    return re.sub(r"\.(?:html?|aspx|php)$", "", _PATH_PAGE.sub("", path)).rstrip("/")


def _is_page_name(name: str) -> bool:
    # Liferay: _101_INSTANCE_abc_cur; ASP.NET: ctl00_page
    tail = plain(name.replace("_", " ")).split()
    return bool(tail) and ("".join(tail) in _PARAMETERS or tail[-1] in _PARAMETERS)


def _pages_apart(own: str, other: str) -> bool:
    """Whether two addresses differ by one number of their query or at the end of their path alone."""
    if _parameter_only(own, other):
        return True
    a, b = urlsplit(own), urlsplit(other)
    return a.query == b.query and a.path != b.path and _stem(a.path) == _stem(b.path)


def _parameter_only(own: str, other: str) -> bool:
    a, b = urlsplit(own), urlsplit(other)
    if a.path != b.path:
        return False
    mine, theirs = dict(parse_qsl(a.query)), dict(parse_qsl(b.query))
    different = {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)}
    return len(different) == 1 and theirs.get(next(iter(different)), "").isdigit()


def _bare(url: str) -> str:
    return url.split("#")[0]
