"""The stores: pages and JSON of the shape that the real ones have."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from replica.facts import portal, portals
from replica.stores import app_listing, app_store, play_date, play_store, search


def details(app_id: str, language: str = "vi") -> tuple[int, str]:
    status, _, body = play_store("/store/apps/details", {"id": app_id, "hl": language, "gl": "vn"})
    return status, body.decode()


def itunes(path: str, **query: str) -> list[dict[str, Any]]:
    status, _, body = app_store(path, {"country": "vn", **query})
    data = json.loads(body)
    assert status == 200 and data["resultCount"] == len(data["results"])
    return list(data["results"])


def test_play_dates_in_both_languages() -> None:
    assert (play_date(date(2022, 3, 15), "vi"), play_date(date(2022, 3, 15), "en_US")) == (
        "15 thg 3, 2022",
        "Mar 15, 2022",
    )


def test_details_hold_the_json_and_the_update_line() -> None:
    app = app_listing(portal("da-nang"))
    status, text = details(app.android)
    assert status == 200
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert (data["@type"], data["name"], data["author"]["name"]) == ("SoftwareApplication", app.name, app.developer)
    assert data["aggregateRating"]["ratingCount"] == str(app.ratings)
    assert "Cập nhật lần cuối" in text and play_date(app.updated, "vi") in text
    assert "Updated on" in details(app.android, "en")[1]


def test_apps_that_are_not_live_are_in_no_store() -> None:
    for p in portals():
        if p.app.mode in {"gone", "delisted"}:
            app = app_listing(p)
            assert details(app.android)[0] == 404
            assert itunes("/lookup", id=app.ios) == []
            assert app.name not in {a.name for play in (True, False) for a in search(p.name, play)}


def test_live_apps_are_found_by_the_province() -> None:
    for p in portals():
        if p.app.live:
            app = app_listing(p)
            found = {a.name for play in (True, False) for a in search(f"{p.name}", play)}
            assert app.name in found, p.slug
            assert app.name in {a.name for play in (True, False) for a in search(app.developer, play)}, p.slug


def test_one_store_only() -> None:
    assert details(app_listing(portal("yen-bai")).android)[0] == 404
    assert itunes("/lookup", id=app_listing(portal("yen-bai")).ios)
    assert itunes("/lookup", id=app_listing(portal("bac-giang")).ios) == []


def test_itunes_fields() -> None:
    first = itunes("/search", term="Hậu Giang", entity="software")[0]
    wanted = {"trackName", "trackId", "trackViewUrl", "sellerName", "artistName", "bundleId", "description"}
    assert wanted | {"currentVersionReleaseDate", "averageUserRating", "userRatingCount"} <= set(first)


def test_search_page_links_details_and_has_others_among_them() -> None:
    _, _, body = play_store("/store/search", {"q": "Nam Định", "c": "apps"})
    text = body.decode()
    assert "/store/apps/details?id=com.namdinh.guide" in text and "Du lịch Nam Định" in text
