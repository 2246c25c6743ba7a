"""Build a Site from a few pages, as a visit would have kept them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from audits.site import Site
from records.capture import Capture, Kind, Outcome
from records.province import App, Province
from records.visit import Skipped, StoreSearch, VisitLog, VisitStatus

PORTAL = "https://www.tinhmau.gov.vn"
AT = datetime(2022, 3, 31, 3, 0, tzinfo=UTC)

Answer = str | bytes | int | Outcome | tuple[str, bytes]


def province(**changes: object) -> Province:
    """A made-up province."""
    facts: dict[str, object] = {
        "code": "99",
        "slug": "tinh-mau",
        "name": "Bắc Hải",
        "name_en": "Bac Hai",
        "region": "southeast",
        "portal": PORTAL,
        **changes,
    }
    return Province(**facts)  # type: ignore[arg-type]


def page(body: str, *, title: str = "Cổng thông tin điện tử tỉnh Bắc Hải", menu: str = "") -> str:
    """A page with a menu, a content area and a footer, as a reader meets it."""
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>
<header><div class="banner">CỔNG THÔNG TIN ĐIỆN TỬ TỈNH BẮC HẢI</div>
<nav id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li>{menu}</ul></nav></header>
<main id="content">{body}</main>
<footer>Cơ quan chủ quản: Ủy ban nhân dân tỉnh Bắc Hải</footer></body></html>"""


def capture(url: str, answer: Answer, *, at: datetime = AT, topic: str = "", location: str = "") -> Capture:
    """What a visit keeps of one answer: HTML, (media type, bytes), a status, or an outcome."""
    if isinstance(answer, Outcome):
        return Capture(url, url, at, Kind.FAILURE, answer, topic=topic, error=answer.value)
    if isinstance(answer, int):
        outcome = Outcome.HTTP_5XX if answer >= 500 else Outcome.HTTP_4XX if answer >= 400 else Outcome.OK
        headers = (("Location", location),) if location else ()
        return Capture(url, location or url, at, Kind.RESPONSE, outcome, answer, headers, b"", b"", topic=topic)
    if isinstance(answer, tuple):
        media, body = answer
    else:
        media = "text/html; charset=utf-8"
        body = answer.encode() if isinstance(answer, str) else answer
    return Capture(
        url, url, at, Kind.RESPONSE, Outcome.OK, 200, (("Content-Type", media),), body, body, topic=topic, tries=1
    )


def site(
    pages: Mapping[str, Answer],
    *,
    stores: Mapping[str, Answer] | None = None,
    searches: Sequence[StoreSearch] | None = None,
    skipped: Sequence[Skipped] = (),
    captures: Sequence[Capture] = (),
    at: datetime = AT,
    complete: bool = True,
    error: str = "",
    **facts: object,
) -> Site:
    """A site of `pages` by path or address; the stores were searched without a match unless told otherwise."""
    kept = [
        capture(url if "://" in url else PORTAL + url, answer, at=at, topic="home" if url == "/" else "")
        for url, answer in pages.items()
    ]
    kept += [capture(url, answer, at=at, topic="store") for url, answer in (stores or {}).items()]
    log = VisitLog(
        "tinh-mau",
        VisitStatus.DONE,
        at,
        at,
        error=error,
        complete=complete,
        hosts=("www.tinhmau.gov.vn", "tinhmau.gov.vn"),
        skipped=tuple(skipped),
        store_searches=tuple(searches if searches is not None else searched("play", "app_store")),
    )
    return Site.of(province(**facts), [*kept, *captures], log)


def searched(*stores: str) -> list[StoreSearch]:
    """Searches that were read."""
    base = {"play": "https://play.google.com/store/search?q=x", "app_store": "https://itunes.apple.com/search?term=x"}
    return [StoreSearch(s, "search", "Bắc Hải", base[s], Outcome.OK.value) for s in stores]


def app(android: str = "vn.gov.bachai") -> App:
    """An app that the registry knows."""
    return App("Bắc Hải Smart", android, None)
