"""How a list goes on: links to its further pages, its last page, pages that only a post-back reaches."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from pages.feedback_words import WORDS, names
from pages.page import Block, Page, Region
from pages.text import plain

_NEXT, _LAST, _PREVIOUS = names("paging", "next"), names("paging", "last"), names("paging", "previous")
_PARAMETERS = frozenset(WORDS["paging"]["parameters"])
_NUMBER = re.compile(r"\s*\[?\(?\s*(?:trang|page)?\s*(\d{1,5})\s*\)?\]?\s*", re.I)
_NEXT_SIGNS = frozenset({">", "›", "»", "→", "►", "▶", "⟩"})
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
    last = ""
    more_after = signs = 0
    for link in page.links:
        if link.region in (Region.HEADER, Region.NAV, Region.FOOTER, Region.BREADCRUMB) or link.url in items:
            continue
        label = link.label.strip()
        if not _same_list(page.url, link.url):
            continue
        number = _NUMBER.fullmatch(label)
        if number and (_paged(link.url) or _pages_apart(page.url, link.url)):
            numbered.append((int(number[1]), link.url))
            more.append(link.url)
        elif label in _LAST_SIGNS or _LAST.whole(label):
            last = link.url
            more.append(link.url)
        elif label in _NEXT_SIGNS or _NEXT.whole(label):
            if _paged(link.url) or _pages_apart(page.url, link.url):
                more.append(link.url)
                more_after += 1
                signs += label in _NEXT_SIGNS
                final = link.url
        elif label in _PREVIOUS_SIGNS or _PREVIOUS.whole(label):
            continue
        elif not label and _paged(link.url) and _parameter_only(page.url, link.url):
            more.append(link.url)
    if signs >= 2 and not last:  # '›' and '»' side by side: the second goes to the end
        last = final
    if not last and numbered:
        numbers = sorted({n for n, _ in numbered})
        gap = any(b - a > 2 for a, b in itertools.pairwise(numbers))
        if gap or not more_after:
            last = max(numbered)[1]
    own = _bare(page.url)
    further = tuple(dict.fromkeys(url for url in more if _bare(url) != own))
    post = not further and _by_post_back(page, blocks)
    return Paging(further, last if last and _bare(last) != own else "", post)


def _by_post_back(page: Page, blocks: Sequence[Block]) -> bool:
    """Whether a pager stands there whose numbers link nowhere: scripts or post-backs turn the pages."""
    counted: dict[int, int] = {}
    for link in page.links:
        counted[link.block] = counted.get(link.block, 0) + 1
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
        run = run + 1 if text == str(run + 1) else int(text == "1")  # each number a block of its own
        if run >= 2:
            return True
    return any(
        _NEXT.whole(button) and plain(button) not in ("tiep", "sau", "xem them")
        for form in page.forms
        for button in form.buttons
    )


def _same_list(own: str, other: str) -> bool:
    try:
        a, b = urlsplit(own), urlsplit(other)
    except ValueError:
        return False
    if a.netloc.lower() != b.netloc.lower():
        return False
    return a.path == b.path or _stem(a.path) == _stem(b.path) or _paged(other)


def _stem(path: str) -> str:
    return re.sub(r"\.(?:html?|aspx|php)$", "", _PATH_PAGE.sub("", path)).rstrip("/")


def _paged(url: str) -> bool:
    """Whether an address has a page number in its query or path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if _PATH_PAGE.search(parts.path):
        return True
    return any(_is_page_name(name) and value.isdigit() for name, value in parse_qsl(parts.query))


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
