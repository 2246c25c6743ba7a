"""One app's listing in a store, and the links that lead to one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from pages.memory import remembered
from pages.page import Page

_PACKAGE = re.compile(r"[A-Za-z]\w*(?:\.\w+)+")
_PLAY_HOSTS = frozenset({"play.google.com", "market.android.com"})
_APP_STORE_HOSTS = frozenset({"apps.apple.com", "itunes.apple.com", "geo.itunes.apple.com"})
_ITUNES_SCHEMES = frozenset({"itms", "itms-apps", "itms-appss"})
# /vn/app/slug/id123, /app/id123, /app/123; /vn/developer/slug/id123 is a developer's page.
_APP_STORE_PATH = re.compile(r"(?:^|/)app/(?:[^/]+/)?(?:id)?(\d{6,12})(?:/|$)")


@dataclass(frozen=True, slots=True)
class Listing:
    """One app in one store. `store`: `play` or `app_store`; `app_id`: package name or track id.

    `seller` is the legal entity behind the developer where the store tells it (the App Store does).
    `quotes` maps `name`, `updated`, `rating` to the words of the body that bear them. `ratings` is the count.
    """

    store: str
    app_id: str
    url: str
    name: str
    developer: str
    description: str = ""
    updated: date | None = None
    rating: float | None = None
    ratings: int | None = None
    quotes: tuple[tuple[str, str], ...] = ()
    seller: str = ""

    def quote(self, what: str) -> str:
        """The words that bear `what`, or ''."""
        return dict(self.quotes).get(what, "")


def store_of(url: str, play: str, app_store: str) -> tuple[str, str] | None:
    """(`play` or `app_store`, app id) where `url` is a link to an app in a store; None for any other link.

    `play` and `app_store` are the configured bases beside the real hosts (`http://127.0.0.1:8001` in tests).
    """
    try:
        parts = urlsplit(url.strip()[:2000])
        named = parts.hostname or ""
        host = named.removeprefix("www.")
        if parts.scheme == "market":  # market://details?id=com.example
            return _play_app(parse_qs(parts.query)) if parts.netloc == "details" else None
        if parts.scheme in _ITUNES_SCHEMES or host in _APP_STORE_HOSTS:
            return _app_store_app(parts.path, parse_qs(parts.query))
        if host in _PLAY_HOSTS:
            return _play_path(parts.path, parse_qs(parts.query))
        path = _below(parts, named, play)
        if path is not None and (found := _play_path(path, parse_qs(parts.query))):
            return found
        path = _below(parts, named, app_store)
        return _app_store_app(path, parse_qs(parts.query)) if path is not None else None
    except ValueError:  # a port or address that is none
        return None


@remembered
def app_links(page: Page, play: str, app_store: str) -> tuple[tuple[str, str, str, str], ...]:
    """(store, app id, label, locator) of every store link on `page`."""
    found = []
    for link in page.links:
        app = store_of(link.url, play, app_store)
        if app:
            found.append((*app, link.label, link.selector))
    return tuple(found)


def _below(parts: SplitResult, host: str, base: str) -> str | None:
    """The path of an address (at `host`) below `base` where both have one authority, else None."""
    ours, port, prefix = _rooted(base)
    # Most links of a portal are rooted on another host than a store: told by the cheapest comparison first.
    if not host or host != ours or not parts.path.startswith(prefix + "/"):
        return None
    return parts.path[len(prefix) :] if parts.port == port else None


@lru_cache(maxsize=64)
def _rooted(base: str) -> tuple[str, int | None, str]:
    """Host, port and path of a store's base."""
    parts = urlsplit(base)
    return parts.hostname or "", parts.port, parts.path.rstrip("/")


def _play_path(path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    path = unquote(path).rstrip("/")
    testing = re.fullmatch(r"/apps/testing/([\w.]+)", path)  # a trial that is offered by link
    if testing and _PACKAGE.fullmatch(testing[1]):
        return "play", testing[1]
    # /store/apps/details, /details, and the newer /store/apps/details/App_Name
    if re.match(r"(?:/store)?(?:/apps)?/details(?:/|$)", path):
        return _play_app(query)
    return None


def _play_app(query: dict[str, list[str]]) -> tuple[str, str] | None:
    for value in query.get("id", []):
        if len(value) <= 200 and _PACKAGE.fullmatch(value.strip()):
            return "play", value.strip()
    return None


def _app_store_app(path: str, query: dict[str, list[str]]) -> tuple[str, str] | None:
    if found := _APP_STORE_PATH.search(unquote(path)):
        return "app_store", found[1]
    if path.endswith("viewSoftware"):  # /WebObjects/MZStore.woa/wa/viewSoftware?id=123
        for value in query.get("id", []):
            if re.fullmatch(r"\d{6,12}", value):
                return "app_store", value
    return None
