"""The addresses in a site's sitemap, read with caps and without an XML parser's entities."""

from __future__ import annotations

import html
import re
import zlib

from crawler.fetching import Fetcher, Origin
from crawler.scope import Reach, Scope, origin
from pages.urls import normalise
from records.capture import Capture

_MAX_FILES = 4
_MAX_ADDRESSES = 20_000
_MAX_BYTES = 10 * 2**20
_LOC = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,2000})", re.IGNORECASE)


async def sitemap_addresses(home: str, named: tuple[str, ...], fetcher: Fetcher, scope: Scope) -> list[str]:
    """Addresses of the province's hosts in the sitemaps that robots.txt names, else in /sitemap.xml.

    At most four files are read, an index included.
    """
    todo = [url for s in named if (url := normalise(s)) is not None] or [origin(home) + "/sitemap.xml"]
    found: dict[str, None] = {}
    files = 0
    while todo and files < _MAX_FILES:
        url = todo.pop(0)
        if scope.reach(url) is not Reach.OPEN:
            continue
        files += 1
        chain = await fetcher.fetch(url, Origin("sitemap"), follow=lambda _, target: scope.reach(target) is Reach.OPEN)
        body = _content(chain[-1])
        addresses = [
            address
            for match in _LOC.finditer(body)
            if (address := normalise(html.unescape(match[1].decode("utf-8", "replace")))) is not None
        ]
        if b"<sitemapindex" in body[:2000].lower():
            todo += addresses[:_MAX_FILES]
            continue
        for address in addresses[: _MAX_ADDRESSES - len(found)]:
            if scope.reach(address) is not Reach.OUT:
                found.setdefault(address)
    return list(found)


def _content(capture: Capture) -> bytes:
    if not capture.readable or b"<html" in capture.body[:500].lower():
        return b""
    if capture.body.startswith(b"\x1f\x8b"):  # sitemap.xml.gz
        engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            return engine.decompress(capture.body, _MAX_BYTES)
        except zlib.error:
            return b""
    return capture.body[:_MAX_BYTES]
