"""App store pages: Google Play's HTML and the iTunes lookup and search JSON, and links to both on any page."""

from __future__ import annotations

from pages.citizen_app import is_citizen_app
from pages.itunes import read_itunes
from pages.play import read_play_details, read_play_search
from pages.store_listing import Listing, app_links, store_of

__all__ = [
    "Listing",
    "app_links",
    "is_citizen_app",
    "read_itunes",
    "read_play_details",
    "read_play_search",
    "store_of",
]
