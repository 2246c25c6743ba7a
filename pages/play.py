"""Google Play's details, search and developer pages, in the layouts of 2019 to today."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pages.store_dates import printed_date, stamped_date
from pages.store_listing import Listing, store_of
from pages.text import fold, tidy

_MAX_BODY = 6_000_000
_LABELS = tomllib.loads((Path(__file__).parent / "stores.toml").read_text(encoding="utf-8"))["labels"]
_UPDATED = frozenset(fold(label) for label in _LABELS["updated"])
_UPDATED_INLINE = re.compile(
    r"(?:last updated|updated on|updated|(?:đã )?cập nhật(?: lần cuối)?(?: vào)?|ngày cập nhật)\s*:?\s+(?P<when>.+)",
    re.I,
)
_DEVELOPER = re.compile(r"/store/apps/dev(?:eloper)?\?(?:[^#]*&)?id=")
_TITLE_TAIL = re.compile(r"\s+[-–]\s+(?:Apps on Google Play|Ứng dụng trên Google Play|Google Play)\s*$", re.I)
_STARS = re.compile(r"(?:Rated|Được xếp hạng|Xếp hạng)\s+(\d[.,]\d)\s+(?:stars?|sao)", re.I)
_COUNT = re.compile(r"(\d[\d.,]*)\s*(K|N|M|Tr)?\s*(?:reviews?|ratings?|bài đánh giá|lượt đánh giá|xếp hạng)", re.I)
_AF_DATA = re.compile(r"AF_initDataCallback\(\{[^\[]{0,200}?data:\s*(?:function\(\)\{\s*return\s*)?(?=\[)")
# Texts of a search card that are neither an app's name nor its developer.
_CARD_NOISE = re.compile(
    r"[\d.,]+(?:\s*(?:star|stars|sao|★|K|N|Tr|M)\+?)?|free|miễn phí|install(?:ed)?|cài đặt|đã cài đặt|contains ads.*|"
    r"(?:có )?chứa quảng cáo|in-app purchases|everyone|mọi người|.*(?:downloads|lượt tải xuống)|•|star",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one source on a page says of the app, each with the words that bear it."""

    name: str = ""
    developer: str = ""
    description: str = ""
    updated: date | None = None
    updated_quote: str = ""
    rating: float | None = None
    ratings: int | None = None
    rating_quote: str = ""
    app_id: str = ""


def read_play_details(body: str, url: str) -> Listing | None:
    """The app of a Play details page; None where the page shows no app.

    Three sources, the first that knows wins: what the page shows ('Updated on', 'Đã cập nhật'), its JSON-LD, and the
    data its scripts carry.
    """
    body = body[:_MAX_BODY]
    tree = LexborHTMLParser(body)
    linked, scripted = _json_ld(tree, body), _script_data(body)
    shown = _shown(tree)
    app_id = _id_of(url) or linked.app_id or scripted.app_id
    name = shown.name or linked.name or scripted.name
    proven = linked.name or scripted.name or shown.developer or shown.updated
    if not app_id or not name or not proven:
        return None
    facts = [shown, linked, scripted]
    dated = next((f for f in facts if f.updated), _Facts())
    rated = next((f for f in (linked, scripted, shown) if f.rating is not None), _Facts())
    quotes = (("name", name), ("updated", dated.updated_quote), ("rating", rated.rating_quote))
    return Listing(
        store="play",
        app_id=app_id,
        url=url,
        name=name,
        developer=next((f.developer for f in facts if f.developer), ""),
        description=max((f.description for f in facts), key=len)[:20_000],
        updated=dated.updated,
        rating=rated.rating,
        ratings=next((f.ratings for f in (rated, linked, scripted, shown) if f.ratings is not None), None),
        quotes=tuple((what, words) for what, words in quotes if words),
    )


def read_play_search(body: str, url: str) -> tuple[Listing, ...]:
    """The apps of a Play search or developer page, in order (name and developer may be '')."""
    tree = LexborHTMLParser(body[:_MAX_BODY])
    anchors: dict[str, list[LexborNode]] = {}
    around: dict[int, set[str]] = {}  # the apps that stand below a node
    for anchor in tree.css("a[href]"):
        app_id = _id_of(anchor.attributes.get("href") or "")
        if not app_id:
            continue
        anchors.setdefault(app_id, []).append(anchor)
        for node in _ancestors(anchor, 12):
            around.setdefault(node.mem_id, set()).add(app_id)
    of_page = _developer_of_page(tree, url)
    listings = []
    for app_id, links in anchors.items():
        card = links[0]
        for node in _ancestors(links[0], 6):
            if around[node.mem_id] != {app_id} or node.tag in ("body", "main", "html"):
                break
            card = node
        texts = [text for link in links for text in _texts(link)] or list(_texts(card))
        titled = next((n.attributes["title"] for n in card.css("[title]") if n.attributes.get("title")), "")
        words = [t for t in texts if not _CARD_NOISE.fullmatch(t)]
        name = tidy(titled or "") or (words[0] if words else "")
        developer = next(
            (tidy(a.text()) for a in card.css("a[href]") if _DEVELOPER.search(a.attributes.get("href") or "")), ""
        )
        if not developer and not of_page and len(words) > 1 and words[0] == name:
            developer = words[1]
        listings.append(
            Listing(
                store="play",
                app_id=app_id,
                url=urljoin(url, links[0].attributes.get("href") or ""),
                name=name,
                developer=developer or of_page,
                quotes=(("name", name),) if name else (),
            )
        )
    return tuple(listings)


def _id_of(href: str) -> str:
    """The package name that a details link of any host names ('' for other links)."""
    if "details" not in href:
        return ""
    found = store_of(
        urljoin("https://play.google.com/", urlsplit(href)._replace(scheme="", netloc="").geturl()), "", ""
    )
    return found[1] if found else ""


def _ancestors(node: LexborNode, most: int) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and most:
        yield parent
        parent, most = parent.parent, most - 1


def _texts(node: LexborNode) -> Iterator[str]:
    """The texts below `node` in order, scripts and styles aside."""
    for child in node.traverse(include_text=True):
        if child.tag == "-text" and (child.parent is None or child.parent.tag not in ("script", "style", "noscript")):
            text = tidy(child.text_content or "")
            if text:
                yield text


def _developer_of_page(tree: LexborHTMLParser, url: str) -> str:
    """The developer whose page this is; '' for a search page."""
    parts = urlsplit(url)
    if not re.search(r"/store/apps/dev(?:eloper)?$", parts.path):
        return ""
    heading = tree.css_first("h1")
    named = tidy(heading.text()) if heading else ""
    if not named:
        named = parse_qs(parts.query).get("id", [""])[0]
        return "" if named.isdigit() else tidy(named)
    return named


def _shown(tree: LexborHTMLParser) -> _Facts:
    """What a reader sees: the heading, the developer's link, 'Updated on' with its date, the stars."""
    heading = tree.css_first("h1") or tree.css_first('[itemprop="name"]')
    name = tidy(heading.text()) if heading else ""
    if not name:
        meta = tree.css_first('meta[property="og:title"]')
        name = _TITLE_TAIL.sub("", tidy(meta.attributes.get("content") or "")) if meta else ""
    developers = (tidy(a.text()) for a in tree.css("a[href]") if _DEVELOPER.search(a.attributes.get("href") or ""))
    facts = _Facts(name=name, developer=next(filter(None, developers), ""))
    described = tree.css_first('[itemprop="description"], [data-g-id="description"]') or tree.css_first(
        'meta[name="description"]'
    )
    if described is not None:
        facts = replace(facts, description=tidy(described.attributes.get("content") or described.text(separator=" ")))
    texts = list(_texts(tree.root)) if tree.root is not None else []
    for text, after in zip(texts, [*texts[1:], ""], strict=False):
        inline = _UPDATED_INLINE.fullmatch(text) if len(text) < 80 else None
        if inline and (day := printed_date(inline["when"])):
            return _with_stars(replace(facts, updated=day, updated_quote=text), tree, texts)
        if fold(text).rstrip(": ") in _UPDATED and (day := printed_date(after)):
            return _with_stars(replace(facts, updated=day, updated_quote=f"{text} […] {after}"), tree, texts)
    return _with_stars(facts, tree, texts)


def _with_stars(facts: _Facts, tree: LexborHTMLParser, texts: list[str]) -> _Facts:
    for node in tree.css("[aria-label]"):
        label = tidy(node.attributes.get("aria-label") or "")
        if found := _STARS.match(label):
            count = next((n for t in texts if (n := _counted(t)) is not None), None)
            rating = float(found[1].replace(",", "."))
            return replace(facts, rating=rating, rating_quote=label, ratings=count)
    return facts


def _counted(text: str) -> int | None:
    """'1,23 N bài đánh giá' -> 1230, '1.234 bài đánh giá' -> 1234, '12K reviews' -> 12000."""
    found = _COUNT.fullmatch(text)
    if not found:
        return None
    digits, unit = found[1].rstrip(".,"), (found[2] or "").upper()
    try:
        if unit:
            return round(float(digits.replace(",", ".")) * {"K": 1e3, "N": 1e3, "M": 1e6, "TR": 1e6}[unit])
        return int(re.sub(r"[.,]", "", digits))
    except ValueError:
        return None


def _json_ld(tree: LexborHTMLParser, body: str) -> _Facts:
    for script in tree.css('script[type="application/ld+json"]')[:10]:
        try:
            data = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        for thing in data if isinstance(data, list) else [data]:
            if isinstance(thing, dict) and thing.get("@type") in ("SoftwareApplication", "MobileApplication"):
                return _of_thing(thing, body)
    return _Facts()


def _of_thing(thing: dict[str, Any], body: str) -> _Facts:
    author = thing.get("author")
    author = author[0] if isinstance(author, list) and author else author
    rated = thing.get("aggregateRating")
    rated = rated if isinstance(rated, dict) else {}
    rating, ratings = _number(rated.get("ratingValue")), _number(rated.get("ratingCount"))
    written = re.search(r'"ratingValue"\s*:\s*"?[\d.,]+"?(?:\s*,\s*"ratingCount"\s*:\s*"?[\d.,]+"?)?', body)
    modified = thing.get("dateModified")
    day = (printed_date(modified) or stamped_date(modified)) if isinstance(modified, str) else None
    return _Facts(
        name=_string(thing.get("name")),
        developer=_string(author.get("name") if isinstance(author, dict) else author),
        description=_string(thing.get("description")),
        updated=day,
        updated_quote=str(modified) if day else "",
        rating=rating,
        ratings=int(ratings) if ratings is not None else None,
        rating_quote=written[0] if written and rating is not None else "",
        app_id=_id_of(_string(thing.get("url"))),
    )


def _script_data(body: str) -> _Facts:
    """The app in the arrays that the page's scripts are given (AF_initDataCallback).

    The places are those that public scrapers know: since 2022 all in one array below [1, 2], before that the
    details below [0] of one and the stars in another.
    """
    facts = _Facts()
    decoder = json.JSONDecoder()
    for start in list(_AF_DATA.finditer(body))[:80]:
        try:
            data, _ = decoder.raw_decode(body, start.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(_at(data, 1, 2, 0, 0), str) and isinstance(_at(data, 1, 2, 68, 0), str):
            return _recent(_at(data, 1, 2))
        if isinstance(_at(data, 0, 0, 0), str) and isinstance(_at(data, 0, 12, 8, 0), int):
            stamp = _at(data, 0, 12, 8, 0)
            day = stamped_date(stamp)
            facts = replace(
                facts,
                name=_string(_at(data, 0, 0, 0)),
                developer=_string(_at(data, 0, 12, 5, 1)),
                description=_plain_html(_at(data, 0, 10, 0, 1)),
                updated=day,
                updated_quote=str(stamp) if day else "",
            )
        if (rating := _number(_at(data, 0, 6, 0, 1))) and (count := _number(_at(data, 0, 6, 2, 1))) is not None:
            facts = replace(facts, rating=rating, ratings=int(count), rating_quote=str(_at(data, 0, 6, 0, 1)))
    return facts if facts.name else _Facts()


def _recent(app: Any) -> _Facts:
    words, stamp = _string(_at(app, 145, 0, 0)), _at(app, 145, 0, 1, 0)
    day = printed_date(words) or stamped_date(stamp)
    rating, count = _number(_at(app, 51, 0, 1)), _number(_at(app, 51, 2, 1))
    return _Facts(
        name=_string(_at(app, 0, 0)),
        developer=_string(_at(app, 68, 0)),
        description=_plain_html(_at(app, 72, 0, 1)),
        updated=day,
        updated_quote=(words or str(stamp)) if day else "",
        rating=round(rating, 2) if rating else None,
        ratings=int(count) if count is not None else None,
        rating_quote=str(_at(app, 51, 0, 1)) if rating else "",
        app_id=_string(_at(app, 77, 0)),
    )


def _at(data: Any, *path: int) -> Any:
    for step in path:
        if not isinstance(data, list) or step >= len(data):
            return None
        data = data[step]
    return data


def _string(value: object) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _plain_html(value: object) -> str:
    return tidy(LexborHTMLParser(value[:20_000]).text(separator=" ")) if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value.replace(",", ".") if isinstance(value, str) else value)
    except ValueError:
        return None
    return number if 0 <= number < 1e10 else None
