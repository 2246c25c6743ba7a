"""What it costs to understand a page: ms of CPU for `read`, for the topics of its links, and for the bare parse.

python -m benchmarks.reading [WARC...]: over HTML pages of the replica (a few portals of each family), or of the given
WARC files. The bare parse is lexbor's, with every href and the whole text: what no reader can do without.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator

from pages import citizen, phrases, regions, text, topics
from pages.page import Page
from pages.read import read
from replica.facts import portals
from replica.site import Site

PORTALS = 3  # of each family
PAGES = 12  # of each portal
ROUNDS = 5
Body = tuple[str, bytes]


def of_replica() -> list[Body]:
    """The first pages of each portal, as it would send them."""
    taken: Counter[str] = Counter()
    bodies: list[Body] = []
    for portal in portals():
        if portal.family == "spa" or taken[portal.family] == PORTALS:  # a shell of scripts says nothing of reading
            continue
        taken[portal.family] += 1
        site = Site(portal, partial(_origin, portal.slug))
        addresses = [(host, path) for host, path in site.paths.values() if site.draft.pages["home"].host == host][
            :PAGES
        ]
        for host, path in addresses:
            answer = site.answer(host, path)
            if answer.status == 200 and "html" in answer.media_type:
                bodies.append((site.origin(host) + path, answer.body))
    return bodies


def _origin(slug: str, host: str) -> str:
    return f"https://{host}.{slug}.example" if host else f"https://{slug}.example"


def of_archive(file: Path) -> list[Body]:
    """The HTML responses of a WARC file."""
    found = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response" and "html" in (record.http_headers.get_header("Content-Type") or ""):
                found.append((record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()))
    return found


def bare(url: str, body: bytes) -> tuple[list[str | None], str]:
    """Parse, every href, the whole text."""
    parser = LexborHTMLParser(body)
    links = [node.attributes.get("href") for node in parser.css("a[href]")]
    return links, parser.body.text(separator=" ") if parser.body is not None else ""


def understood(url: str, body: bytes) -> Page:
    return read(body, url=url, media_type="text/html")


def forget() -> None:
    """Empty what is remembered between pages: the state of a process that has just begun."""
    for module in (citizen, phrases, regions, text, topics):
        for thing in vars(module).values():
            if hasattr(thing, "cache_clear"):
                thing.cache_clear()


def cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measure(name: str, bodies: list[Body]) -> None:
    pages = [understood(*body) for body in bodies]

    def topics_of_all() -> None:
        for page in pages:
            topics.topics_of_page(page)
            for link in page.links:
                topics.topics_of_link(link)

    ways: dict[str, Callable[[], object]] = {
        "bare parse": lambda: [bare(*body) for body in bodies],
        "read": lambda: [understood(*body) for body in bodies],
        "topics": topics_of_all,
    }
    size = sum(len(body) for _, body in bodies) / len(bodies) / 1000
    links = sum(len(page.links) for page in pages) / len(pages)
    print(f"{name}: {len(bodies)} pages, {size:.0f} KB and {links:.0f} links on average; ms of CPU a page")
    base = 0.0
    for way, work in ways.items():
        forget()
        first = cpu(work)
        later = statistics.median(cpu(work) for _ in range(ROUNDS))
        base = base or later
        each = 1000 / len(bodies)
        print(f"  {way:12}{later * each:7.2f}   first time{first * each:7.2f}   x bare parse{later / base:6.1f}")


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]]
    if not files:
        measure("replica", of_replica())
    for file in files:
        measure(file.name, of_archive(file))


if __name__ == "__main__":
    main()
