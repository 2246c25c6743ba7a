# ruff: noqa: E501 -- lines of markup and text stand as the pages carry them
"""The two app stores: who is listed there, and the pages and JSON in which they say so."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from .facts import Portal, portals
from .text import person, seeded, slugify

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Listing:
    """One app as its stores list it; an empty id means that it is not in that store."""

    name: str
    developer: str
    android: str
    ios: str
    description: str
    updated: date
    rating: float
    ratings: int
    in_play: bool
    in_app_store: bool


def developer(portal: Portal) -> str:
    """The name under which the province's app is published."""
    place = f"{portal.kind} {portal.name}"
    names = {
        "so-tttt": f"Sở Thông tin và Truyền thông {place}",
        "vnpt": "VNPT Group",
        "bao": "Công ty Truyền thông Sao Biển",
        "ioc": f"Trung tâm Giám sát điều hành đô thị thông minh {place}",
    }
    return names[portal.app.developer]


def app_listing(portal: Portal) -> Listing:
    """The app of a portal's facts, live or not."""
    app, plain = portal.app, portal.slug.replace("-", "")
    name = app.name or f"{portal.name} Smart"
    place = f"{portal.kind} {portal.name}"
    if app.mode == "other":
        about = (
            f"Cẩm nang du lịch, ẩm thực, lễ hội {portal.name}."
            if "Du lịch" in name
            else f"Tin tức thời sự từ tòa soạn {name}."
        )
        android, ios = f"com.{plain}.guide", str(1_300_000_000 + seeded("ios", portal.slug).randrange(10**8))
        return Listing(name, developer(portal), android, ios, about, date(2022, 2, 1), 4.0, 88, True, True)
    about = (
        f"{name} là ứng dụng chính thức của UBND {place} dành cho người dân: tra cứu hồ sơ dịch vụ công, "
        "tin cảnh báo, bản đồ, số điện thoại khẩn cấp."
    )
    if portal.field == "app" or (portal.field == "feedback" and app.live):
        about += " Người dân gửi phản ánh hiện trường kèm ảnh và theo dõi kết quả xử lý ngay trên ứng dụng."
    return Listing(
        name,
        developer(portal),
        f"vn.gov.{plain}.smart",
        str(1_400_000_000 + seeded("ios", portal.slug).randrange(10**8)),
        about,
        app.updated,
        app.rating,
        app.ratings,
        app.mode in {"both", "play"},
        app.mode in {"both", "ios"},
    )


def _others() -> list[Listing]:
    """Apps of others that a search by a province's name finds too."""
    out = []
    for n, portal in enumerate(portals()):
        plain = portal.slug.replace("-", "")
        makers: tuple[tuple[str, str, str, str], ...] = (
            (
                f"Du lịch {portal.name}",
                "Công ty Lữ hành Phương Nam",
                f"com.travel.{plain}",
                "Điểm đến, khách sạn, ẩm thực.",
            ),
            (f"Báo {portal.name}", f"Báo {portal.name}", f"com.bao.{plain}", "Đọc báo, nghe tin thời sự."),
            (f"{portal.name} TV", f"Đài PT-TH {portal.name}", f"com.tv.{plain}", "Xem truyền hình trực tuyến."),
            (f"Taxi {portal.name}", "Công ty Vận tải Bình Minh", f"com.taxi.{plain}", "Gọi xe nhanh, giá rẻ."),
        )
        if portal.app.mode == "other":
            makers = makers[2:]
        name, maker, android, about = makers[n % len(makers)]
        ios = str(1_500_000_000 + seeded("other", portal.slug).randrange(10**8))
        out.append(
            Listing(name, maker, android, ios, about, date(2021, 1 + n % 12, 1 + n % 28), 3.9, 41 + n, True, n % 2 == 0)
        )
    return out


@cache
def listings() -> tuple[Listing, ...]:
    """All apps in the stores."""
    own = [app_listing(p) for p in portals() if p.app.live or p.app.mode == "other"]
    noise = [
        Listing("VssID - Bảo hiểm xã hội số", "Bảo hiểm xã hội Việt Nam", "com.bhxhapp", "1521647264", "Tra cứu bảo hiểm.", date(2022, 3, 1), 4.1, 99000, True, True),
        Listing("PC-Covid Việt Nam", "Cục Tin học hóa", "com.pccovid", "1526449921", "Phòng, chống dịch.", date(2022, 2, 20), 3.1, 88000, True, True),
    ]  # fmt: skip
    return (*own, *_others(), *noise)


def _words(text: str) -> list[str]:
    return [w for w in slugify(text).split("-") if w]


def search(query: str, play: bool) -> list[Listing]:
    """What a store's search finds: those that hold most of the words, then some that hold a few."""
    wanted = _words(query)
    found: list[tuple[float, int, Listing]] = []
    for n, app in enumerate(listings()):
        if not (app.in_play if play else app.in_app_store):
            continue
        name, rest = " ".join(_words(app.name)), " ".join(_words(app.developer + " " + app.description))
        hits = sum(2 if f" {w} " in f" {name} " else 1 if f" {w} " in f" {rest} " else 0 for w in wanted)
        phrase = " ".join(wanted)
        if f" {phrase} " in f" {name} {rest} ":
            hits += 10
        if hits * 2 >= len(wanted):
            found.append((-hits, n, app))
    return [app for _, _, app in sorted(found, key=lambda x: x[:2])[:20]]


def play_date(day: date, language: str) -> str:
    """'15 thg 3, 2022' or 'Mar 15, 2022'."""
    return (
        f"{day.day} thg {day.month}, {day.year}"
        if language.startswith("vi")
        else f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
    )


def _play_page(title: str, body: str, head: str = "", language: str = "vi") -> str:
    script = "".join(
        f"AF_initDataCallback({{key:'ds:{n}',hash:'{n}',data:[{','.join(str(n * k % 97) for k in range(300))}]}});"
        for n in range(12)
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{html.escape(title)}</title>{head}'
        f"<style>.VfPpkd{{position:relative}}</style></head><body><header><a href='/store/games'>Trò chơi</a><a href='/store/apps'>Ứng dụng</a></header>"
        f"<c-wiz>{body}</c-wiz><script>{script}</script></body></html>"
    )


def play_details(app: Listing, language: str) -> str:
    """Google Play's page of one app."""
    vi = language.startswith("vi")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": app.name,
        "url": f"https://play.google.com/store/apps/details/{slugify(app.name)}?id={app.android}&hl={language}",
        "description": app.description,
        "operatingSystem": "ANDROID",
        "applicationCategory": "TOOLS",
        "contentRating": "Mọi lứa tuổi" if vi else "Everyone",
        "author": {"@type": "Person", "name": app.developer},
        "offers": [{"@type": "Offer", "price": "0", "priceCurrency": "VND"}],
    }
    if app.ratings:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": f"{app.rating + 0.0123:.6f}",
            "ratingCount": str(app.ratings),
        }
    head = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
    maker = app.developer.replace(" ", "+")
    stars = (
        f'<div class="TT9eCd">{app.rating:.1f}<i>star</i></div><div class="g1rdde">{app.ratings} {"bài đánh giá" if vi else "reviews"}</div>'
        if app.ratings
        else ""
    )
    updated, about = ("Cập nhật lần cuối", "Giới thiệu về ứng dụng này") if vi else ("Updated on", "About this app")
    body = (
        f'<h1 itemprop="name"><span>{html.escape(app.name)}</span></h1><div class="Vbfug auoIOc"><a href="/store/apps/developer?id={html.escape(maker)}"><span>{html.escape(app.developer)}</span></a></div>{stars}'
        f'<section><header><h2>{about}</h2></header><div class="bARER" data-g-id="description">{html.escape(app.description)}</div>'
        f'<div class="TKjAsc"><div class="lXlx5">{updated}</div><div class="xg1aie">{play_date(app.updated, language)}</div></div></section>'
    )
    return _play_page(
        f"{app.name} - {'Ứng dụng trên Google Play' if vi else 'Apps on Google Play'}", body, head, language
    )


def play_search(query: str, language: str) -> str:
    """Google Play's page of search results."""
    cards = "".join(
        f'<div role="listitem" class="ULeU3b"><a class="Si6A0c Gy4nib" href="/store/apps/details?id={app.android}"><div class="ubGTjb"><span class="DdYX5">{html.escape(app.name)}</span></div>'
        f'<div class="ubGTjb"><span class="wMUdtb">{html.escape(app.developer)}</span></div></a></div>'
        for app in search(query, True)
    )
    return _play_page(f"{query} - Android Apps on Google Play", f'<div role="list">{cards}</div>', "", language)


def _itunes(app: Listing) -> dict[str, Any]:
    return {
        "wrapperType": "software",
        "kind": "software",
        "trackId": int(app.ios),
        "trackName": app.name,
        "trackCensoredName": app.name,
        "trackViewUrl": f"https://apps.apple.com/vn/app/{slugify(app.name)}/id{app.ios}?uo=4",
        "artistName": app.developer,
        "sellerName": app.developer,
        "bundleId": app.android if app.android.count(".") > 1 else f"ios.{app.android}",
        "description": app.description,
        "releaseDate": "2020-06-01T07:00:00Z",
        "currentVersionReleaseDate": f"{app.updated.isoformat()}T03:12:45Z",
        "version": "2.1.4",
        "averageUserRating": app.rating,
        "userRatingCount": max(app.ratings // 4, 1) if app.ratings else 0,
        "primaryGenreName": "Utilities",
        "genres": ["Utilities"],
        "price": 0.0,
        "currency": "VND",
        "languageCodesISO2A": ["VI"],
        "releaseNotes": f"Sửa lỗi. ({person(app.ios)[:1]})",
    }


def _itunes_answer(apps: list[Listing]) -> bytes:
    results = [_itunes(app) for app in apps]
    return (
        "\n\n\n" + json.dumps({"resultCount": len(results), "results": results}, ensure_ascii=False, indent=1)
    ).encode()


PLAY_ROBOTS = (
    "User-agent: *\nDisallow: /store/ereviews\nDisallow: /store/purchase\nAllow: /store/apps\nAllow: /store/search\n"
)


def play_store(path: str, query: dict[str, str]) -> tuple[int, str, bytes]:
    """Status, media type and body of a request to Google Play."""
    language = query.get("hl", "en")
    if path == "/robots.txt":
        return 200, "text/plain", PLAY_ROBOTS.encode()
    if path == "/store/search":
        return 200, "text/html; charset=utf-8", play_search(query.get("q", ""), language).encode()
    if path == "/store/apps/details":
        for app in listings():
            if app.in_play and app.android == query.get("id"):
                return 200, "text/html; charset=utf-8", play_details(app, language).encode()
    if path in {"/", "/store", "/store/apps"}:
        return 200, "text/html; charset=utf-8", _play_page("Google Play", "<h1>Google Play</h1>").encode()
    return (
        404,
        "text/html; charset=utf-8",
        _play_page("Not Found", "We're sorry, the requested URL was not found on this server.").encode(),
    )


def app_store(path: str, query: dict[str, str]) -> tuple[int, str, bytes]:
    """Status, media type and body of a request to the iTunes look-up and search."""
    if path == "/robots.txt":
        return 404, "text/plain", b""
    if path == "/lookup":
        ids, bundles = query.get("id", "").split(","), query.get("bundleId", "").split(",")
        apps = [a for a in listings() if a.in_app_store and (a.ios in ids or a.android in bundles)]
        return 200, "text/javascript; charset=utf-8", _itunes_answer(apps)
    if path == "/search":
        limit = int(query.get("limit", "50")) if query.get("limit", "50").isdigit() else 50
        return 200, "text/javascript; charset=utf-8", _itunes_answer(search(query.get("term", ""), False)[:limit])
    return 404, "text/plain", b"Not Found"
