"""The App Store's iTunes lookup and search answers, as JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from pages.store_dates import stamped_date
from pages.store_listing import Listing
from pages.text import tidy


def read_itunes(body: str, url: str) -> tuple[Listing, ...]:
    """The apps of an iTunes lookup or search answer; ValueError where it is no such JSON.

    `url` is the address that was asked; each listing bears its own. Developers ('artist' rows of a lookup with
    `entity=software`) are no apps. Days are Việt Nam's.
    """
    try:
        answer = json.loads(body.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no iTunes answer: {url}") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("results"), list):
        raise ValueError(f"no iTunes answer: {url}")
    return tuple(listing for row in answer["results"] if (listing := _listing(row, body)))


def _listing(row: object, body: str) -> Listing | None:
    if not isinstance(row, dict):
        return None
    if row.get("wrapperType", "software") != "software" or not str(row.get("kind", "software")).endswith("software"):
        return None
    number, name = row.get("trackId"), _text(row, "trackName")
    if not isinstance(number, int) or not name:
        return None
    updated = row.get("currentVersionReleaseDate")
    rating, count = row.get("averageUserRating"), row.get("userRatingCount")
    rated = isinstance(rating, int | float) and isinstance(count, int) and count > 0
    quotes = [("name", _raw(body, "trackName", row.get("trackName")))]
    if stamped_date(updated):
        quotes.append(("updated", _raw(body, "currentVersionReleaseDate", updated)))
    if rated:
        quotes.append(("rating", _raw(body, "averageUserRating", rating)))
    return Listing(
        store="app_store",
        app_id=str(number),
        url=_text(row, "trackViewUrl"),
        name=name,
        developer=_text(row, "artistName") or _text(row, "sellerName"),
        description=_text(row, "description")[:20_000],
        updated=stamped_date(updated),
        rating=float(rating) if rated and isinstance(rating, int | float) else None,
        ratings=count if isinstance(count, int) else None,
        quotes=tuple((what, words) for what, words in quotes if words),
        seller=_text(row, "sellerName"),
    )


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return tidy(value) if isinstance(value, str) else ""


def _raw(body: str, key: str, value: object) -> str:
    """`"key":value` as it is written in `body` ('' where it is written in escapes)."""
    written = re.escape(json.dumps(value, ensure_ascii=False))
    found = re.search(rf'"{key}"\s*:\s*{written}', body)
    return found[0] if found else ""
