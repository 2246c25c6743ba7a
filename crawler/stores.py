"""Ask the two app stores for a province's citizen app: by known ids, else by their search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote

from crawler.addresses import GuardedResolver
from crawler.fetching import Fetcher, Keep, Known, Origin, RobotsCache
from crawler.gate import Gates, Rate
from crawler.settings import Settings
from crawler.transport import Transport
from pages.stores import Listing, is_citizen_app, read_itunes, read_play_search
from pages.urls import authority
from records.capture import Capture, Kind
from records.province import Province
from records.visit import StoreSearch

# Apple asks for about 20 calls a minute at most (its Search API documentation); the whole run stays below that.
_ITUNES_CALLS = 15
_ITUNES_SECONDS = 60.0
APP_STORE_PAUSE = _ITUNES_SECONDS / _ITUNES_CALLS  # between two calls, where several processes take turns
_MAX_DETAILS = 5
_MAX_LINKED = 8
# Queries per store, until one brings an app of the province's government.
_QUERIES = (("search", "{name} smart"), ("developer", "UBND {name}"), ("search", "phản ánh {name}"))
# What a search card leaves open: its app is looked at more closely. Any other refusal is final.
_UNDECIDED = frozenset({"no_citizen_use", "developer_not_official"})


@dataclass(slots=True)
class StoreFindings:
    """What was asked of the stores for one province."""

    searches: list[StoreSearch] = field(default_factory=list)
    asked: set[tuple[str, str]] = field(default_factory=set)
    live: set[str] = field(default_factory=set)  # stores in which a known id answered


class StoreClient:
    """The stores, for a whole run: one connection pool, one gate each, Apple's rate over all provinces."""

    def __init__(self, settings: Settings, gates: Gates, resolver: GuardedResolver) -> None:
        self._settings = settings
        self._gates = gates
        self._resolver = resolver
        self._transport = Transport(settings, resolver)
        self._rate = Rate(_ITUNES_CALLS, _ITUNES_SECONDS) if settings.host_delay_seconds > 0 else None
        self._robots = RobotsCache(shared=True)  # one look at a store's robots.txt serves all provinces of the run
        self._play = settings.play_store_url.rstrip("/")
        self._app_store = settings.app_store_url.rstrip("/")

    def fetcher(self, keep: Keep, known: Known) -> Fetcher:
        """Requests to the stores on behalf of one province."""
        return Fetcher(self._transport, self._gates, self._resolver, keep=keep, known=known, robots_cache=self._robots)

    async def by_ids(self, fetcher: Fetcher, found: StoreFindings, ids: Iterable[tuple[str, str]]) -> None:
        """The pages of known apps: (`play` or `app_store`, id) of the registry or of the portal's links."""
        for store, app_id in list(dict.fromkeys(ids))[:_MAX_LINKED]:
            if (store, app_id) in found.asked:
                continue
            found.asked.add((store, app_id))
            url = self._details(app_id) if store == "play" else self._lookup(app_id)
            capture = await self._get(fetcher, url)
            found.searches.append(StoreSearch(store, "lookup", app_id, url, capture.outcome.value))
            if capture.readable and (store == "play" or _listings(store, capture)):
                found.live.add(store)

    async def by_search(self, fetcher: Fetcher, found: StoreFindings, province: Province) -> None:
        """Search each store where no known app answered, and fetch the likely finds' own pages."""
        for store in ("play", "app_store"):
            if store in found.live:
                continue
            candidates: dict[str, tuple[int, Listing]] = {}
            for kind, pattern in _QUERIES:
                query = pattern.format(name=province.name)
                url = self._search(store, query)
                capture = await self._get(fetcher, url)
                found.searches.append(StoreSearch(store, kind, query, url, capture.outcome.value))
                for listing in _listings(store, capture):
                    is_ours, reason = is_citizen_app(listing, province)
                    if is_ours or (store == "play" and reason in _UNDECIDED):
                        candidates.setdefault(listing.app_id, (0 if is_ours else 1, listing))
                if any(rank == 0 for rank, _ in candidates.values()):
                    break
            if store == "play":  # the other store's search answers with all there is
                likely = sorted(candidates.values(), key=lambda item: item[0])[:_MAX_DETAILS]
                await self.by_ids(fetcher, found, [(store, listing.app_id) for _, listing in likely])

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def _get(self, fetcher: Fetcher, url: str) -> Capture:
        host = authority(url)
        asked = (await fetcher.rules(url)).allow(url) and fetcher.known(url) is None
        if self._rate is not None and asked and host == authority(self._app_store):
            await self._rate.turn()
        captures = await fetcher.fetch(url, Origin("store"), follow=lambda _, target: authority(target) == host)
        return captures[-1]

    def _details(self, app_id: str) -> str:
        return f"{self._play}/store/apps/details?id={quote(app_id, safe='')}&hl=vi&gl=VN"

    def _lookup(self, app_id: str) -> str:
        return f"{self._app_store}/lookup?id={quote(app_id, safe='')}&country=vn"

    def _search(self, store: str, query: str) -> str:
        words = quote(query, safe="")
        if store == "play":
            return f"{self._play}/store/search?q={words}&c=apps&hl=vi&gl=VN"
        return f"{self._app_store}/search?term={words}&country=vn&entity=software&limit=25"


def _listings(store: str, capture: Capture) -> tuple[Listing, ...]:
    if capture.kind is not Kind.RESPONSE or not capture.readable:
        return ()
    body = capture.body.decode("utf-8", "replace")
    if store == "play":
        return read_play_search(body, capture.url)
    try:
        return read_itunes(body, capture.url)
    except ValueError:
        return ()
