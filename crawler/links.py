"""From a page that was read to the links worth fetching: topic, weight, place in the queue."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.frontier import NAMES, NAV, NO_PATH, REST, Candidate
from crawler.traps import is_document
from pages.page import Link, Page, Region
from pages.text import plain
from pages.topics import topics_of_link, topics_of_page
from pages.urls import canonical

_PAGING_KEY = re.compile(r"[?&/](?:page|trang|p|pageindex|pagenumber|paged|pg|start|cur|_cur)[=/_-]?\d+", re.IGNORECASE)
# A list's last page holds the newest items where it runs upwards, its next page what came before.
_PAGING_NEXT = frozenset({"trang sau", "tiep", "tiep theo", "sau", "next", "xem them", "xem tiep", "trang tiep"})
_PAGING_LAST = frozenset({"trang cuoi", "cuoi", "cuoi cung", "last"})
_ARROWS = frozenset({"›", "»", ">", ">>", "»»", "→"})

_NAV_REGIONS = frozenset({Region.HEADER, Region.NAV, Region.FOOTER})
# What hangs below a topical page loses a little at every step down, and stops to count here.
_STEP_DOWN = 0.8
_LEAST = 0.25


@dataclass(frozen=True, slots=True)
class Source:
    """The page that links stand on: its depth, and the topic it was fetched for with the weight of that."""

    url: str
    depth: int
    topic: str
    weight: float
    is_home: bool = False


# A link as it is weighed: the same words in the same place say the same again.
_Seen = tuple[str, str, Region, str, tuple[str, ...]]


class Weighed:
    """The links that a visit has weighed: the menu stands on every page, and says nothing new on the next one."""

    def __init__(self) -> None:
        self._least: dict[_Seen, tuple[int, float]] = {}

    def says_more(self, link: Link, depth: int, weight: float) -> bool:
        """Whether `link` is new, or stands nearer to the home page or on a page of more weight than before."""
        seen = (link.url, link.label, link.region, link.heading, link.trail)
        before = self._least.get(seen)
        if before is None:
            self._least[seen] = (depth, weight)
            return True
        if depth >= before[0] and weight <= before[1]:
            return False
        self._least[seen] = (min(depth, before[0]), max(weight, before[1]))
        return True


def candidates(
    page: Page, source: Source, home_keys: frozenset[str], weighed: Weighed | None = None
) -> Iterator[Candidate]:
    """The links of `page`, one a canonical address and label; `home_keys` are the addresses the home page links.

    With `weighed` only those that say more than what it holds.
    """
    topic, weight = _own_topic(page, source)
    depth = min(source.depth + 1, NO_PATH)
    here = canonical(source.url)
    for link in page.links:
        # Only in the content does a page's own weight pass on to its links.
        if weighed is not None and not weighed.says_more(link, depth, weight if link.region is Region.MAIN else 0.0):
            continue
        key = canonical(link.url)
        if key == here:
            continue
        found = topics_of_link(link)
        names = tuple(str(t.value) for t, w in sorted(found.items(), key=lambda item: -item[1]) if w >= NAMES)
        best = max(found.items(), key=lambda item: item[1], default=None)
        if best is not None and best[1] >= NAMES:
            yield _candidate(link, key, str(best[0].value), best[1], True, depth, source, names)
            continue
        below = 0.0 if key in home_keys else _below(link, weight)
        if topic and below >= _LEAST and (best is None or best[1] < below):
            yield _candidate(link, key, topic, below, False, depth, source, names)
        elif best is not None:
            yield _candidate(link, key, str(best[0].value), best[1], False, depth, source, names)
        elif source.is_home and link.region in _NAV_REGIONS:
            # Entries that stand higher in the menu lead to more.
            yield _candidate(link, key, NAV, 0.5 ** min(len(link.trail), 3), False, depth, source, names)
        else:
            yield _candidate(link, key, REST, 1.0, False, depth, source, names)
    for url in page.frames:
        # A frame shows its document inside the page: part of what the page is about.
        key = canonical(url)
        if topic:
            yield Candidate(url, key, topic, max(weight, NAMES), True, depth, source.url, page.heading, (topic,))
        else:
            yield Candidate(url, key, NAV if source.is_home else REST, 1.0, False, depth, source.url, page.heading)


def menu_keys(page: Page) -> frozenset[str]:
    """The addresses that the first level of the home page's navigation opens."""
    return frozenset(canonical(entry.url) for entry in page.menu if entry.url is not None)


# checks.md, accessibility.broken_links: of up to 40 links, those with the smallest SHA-256.
SAMPLE = 40


def smallest(addresses: Iterable[str], number: int) -> frozenset[str]:
    """A sample of addresses that is the same every night: those with the smallest SHA-256."""
    return frozenset(sorted(addresses, key=lambda one: hashlib.sha256(one.encode()).digest())[:number])


def refresh_target(page: Page) -> str:
    """Where a page without content of its own sends the browser at once (absolute); '' where it does not."""
    return next((content for name, content in page.meta if name == "refresh"), "")


def _own_topic(page: Page, source: Source) -> tuple[str, float]:
    """What the page is about for its links: its own words count before the link that led to it."""
    if source.is_home:
        return "", 0.0
    own = topics_of_page(page)
    best = max(own.items(), key=lambda item: item[1], default=None)
    inherited = source.topic if source.topic not in (NAV, REST, "home") else ""
    if best is not None and best[1] >= NAMES and (not inherited or best[1] > source.weight):
        return str(best[0].value), best[1]
    return inherited, source.weight if inherited else 0.0


def _below(link: Link, weight: float) -> float:
    """The weight of a link without words of its own on a topical page."""
    if weight <= 0:
        return 0.0
    if is_document(link.url) and link.region not in _NAV_REGIONS:
        return weight * _STEP_DOWN
    if link.region is not Region.MAIN:
        return 0.0
    label = plain(link.label)
    if label in _PAGING_LAST or label in _PAGING_NEXT or link.label.strip() in _ARROWS:
        return weight * 0.9
    if label.isdigit() and (len(label) <= 3 or _PAGING_KEY.search(link.url)):
        return weight * (0.85 if label == "2" else 0.5)
    return weight * _STEP_DOWN


def _candidate(
    link: Link, key: str, topic: str, weight: float, named: bool, depth: int, source: Source, names: tuple[str, ...]
) -> Candidate:
    return Candidate(link.url, key, topic, weight, named, depth, source.url, link.label[:300], names)
