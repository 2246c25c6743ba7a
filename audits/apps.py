"""The province's citizen apps: what the stores showed of them, and whether the stores were really searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from audits.site import Seen, Site
from pages.stores import (
    Listing,
    app_links,
    is_citizen_app,
    read_itunes,
    read_play_details,
    read_play_search,
)
from records.capture import Kind, Outcome
from records.finding import Evidence

PLAY, APP_STORE = "play", "app_store"
STORES = (PLAY, APP_STORE)
_REAL = {PLAY: "https://play.google.com", APP_STORE: "https://itunes.apple.com"}


@dataclass(frozen=True, slots=True)
class Live:
    """A live listing of the province's citizen app, and the store's answer that shows it."""

    listing: Listing
    seen: Seen

    def evidence(self, what: str) -> Evidence:
        """The store's words for `name`, `updated` or `rating`."""
        return self.seen.evidence(self.listing.quote(what))


@dataclass(frozen=True, slots=True)
class Apps:
    """What is known of the province's citizen apps.

    `advertised` are links of the portal to apps that may be the province's: (evidence, store, id). `searched` are the
    stores whose search was read; `registry_ids` the ids that the registry gives, `gone` those that are not there.
    """

    live: tuple[Live, ...]
    advertised: tuple[tuple[Evidence, str, str], ...]
    searched: frozenset[str]
    registry_ids: frozenset[tuple[str, str]]
    gone: frozenset[tuple[str, str]]
    looked_at: tuple[Evidence, ...]
    unread: str  # why a listing that may be the app's was not read, or ''

    @property
    def newest_update(self) -> tuple[date, Live] | None:
        """The newest update over all listings of the app."""
        dated = [(one.listing.updated, one) for one in self.live if one.listing.updated is not None]
        return max(dated, key=lambda pair: pair[0]) if dated else None


def _bases(site: Site) -> dict[str, str]:
    """The stores' addresses as this visit used them (a replica's on loopback, else the real ones)."""
    bases = dict(_REAL)
    for search in site.log.store_searches:
        parts = urlsplit(search.url)
        bases[search.store] = f"{parts.scheme}://{parts.netloc}"
    return bases


def _listings(seen: Seen) -> Sequence[Listing]:
    """The apps a store's answer shows."""
    path = urlsplit(seen.url).path
    if seen.outcome is not Outcome.OK or seen.kind is not Kind.RESPONSE or not seen.body:
        return ()
    if path.endswith("/details"):
        listing = read_play_details(seen.body, seen.url)
        return () if listing is None else (listing,)
    if path.endswith("/lookup") or (path.endswith("/search") and seen.body.lstrip()[:1] in "{["):
        try:
            return read_itunes(seen.body, seen.url)
        except ValueError:
            return ()
    return read_play_search(seen.body, seen.url)


def apps(site: Site) -> Apps:
    """Judge every listing that the visit saw in the stores."""
    bases = _bases(site)
    answers = [s for s in site.seen if s.topic == "store"]
    advertised: dict[tuple[str, str], tuple[Evidence, str, str]] = {}
    for seen in site.pages:
        if seen.page is None or not site.belongs(seen.url):
            continue
        for store, app_id, label, locator in app_links(seen.page, bases[PLAY], bases[APP_STORE]):
            advertised.setdefault((store, app_id), (seen.evidence(label, locator), store, app_id))
    registry_ids = {(PLAY, a.android) for a in site.province.apps if a.android}
    registry_ids |= {(APP_STORE, a.ios) for a in site.province.apps if a.ios}
    live: dict[tuple[str, str], Live] = {}
    shown: set[tuple[str, str]] = set()
    for seen in answers:
        details = urlsplit(seen.url).path.endswith(("/details", "/lookup"))
        for listing in _listings(seen):
            key = (listing.store, listing.app_id)
            shown.add(key)
            official, _ = is_citizen_app(listing, site.province, linked_by_portal=key in advertised)
            # A search row may lack what the details page tells; the details page is the better witness.
            if (official or key in registry_ids) and (details or key not in live):
                live[key] = Live(listing, seen)
    ours = registry_ids | set(advertised)
    gone = {key for key in ours if key not in shown and _answered(answers, key)}
    unread = ""
    for key in ours - shown - gone:
        unread = unread or "store_unreachable" if _asked(answers, key) else unread
    searched = frozenset(
        s.store for s in site.log.store_searches if s.kind == "search" and s.outcome == Outcome.OK.value
    )
    return Apps(
        live=tuple(live.values()),
        advertised=tuple(entry for key, entry in advertised.items()),
        searched=searched,
        registry_ids=frozenset(registry_ids),
        gone=frozenset(gone),
        looked_at=tuple(s.evidence() for s in answers),
        unread=unread,
    )


def _asked(answers: Sequence[Seen], key: tuple[str, str]) -> bool:
    return any(key[1] in s.url for s in answers)


def _answered(answers: Sequence[Seen], key: tuple[str, str]) -> bool:
    """Whether the store answered about this id: its page, a 404, or an empty lookup."""
    return any(key[1] in s.url and (s.outcome is Outcome.OK or s.http_status == 404) for s in answers)
