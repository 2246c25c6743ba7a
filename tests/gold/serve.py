"""Serve gold sites on loopback: `python -m tests.gold.serve DIR... [--log FILE]`.

Every DIR is one site folder (see README.md). Each gets a free port of its own on 127.0.0.1, its
host names told apart by the Host header; one more port is a Play store, one an App Store, both with
the apps of all the sites. One JSON line on stdout says when they are ready. Runs until SIGTERM.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import json
import re
import signal
import sys
import tempfile
import threading
import time
import tomllib
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

PORT_TOKEN = "@@PORT@@"
TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/xml", "application/rss+xml")

Response = tuple[int, dict[str, str], bytes]


def norm_target(path: str, query: str) -> str:
    return unquote(path or "/") + ("?" + unquote(query) if query else "")


def fold(text: str) -> str:
    text = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(c for c in text if not unicodedata.combining(c)).lower()


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = tomllib.loads((folder / "site.toml").read_text("utf-8"))
        index = tomllib.loads((folder / "pages.toml").read_text("utf-8"))
        stores = folder / "stores.toml"
        self.apps = tomllib.loads(stores.read_text("utf-8")).get("app", []) if stores.exists() else []
        self.exact: dict[tuple[str, str], dict[str, Any]] = {}
        self.loose: dict[tuple[str, str], dict[str, Any]] = {}
        self.missing = {entry["host"]: entry for entry in index.get("not_found", [])}
        for entry in index.get("page", []):
            parts = urlsplit(entry["path"])
            self.exact[entry["host"], norm_target(parts.path, parts.query)] = entry
            if entry.get("any_query"):
                self.loose[entry["host"], unquote(parts.path)] = entry
        self.port = 0

    def answer(self, host: str, target: str) -> Response:
        parts = urlsplit(target)
        entry = self.exact.get((host, norm_target(parts.path, parts.query)))
        entry = entry or self.loose.get((host, unquote(parts.path)))
        if entry is None:
            entry = self.missing.get(host, {"status": 404})
        if entry.get("delay"):
            time.sleep(float(entry["delay"]))
        headers = {k: self.fill(v) for k, v in entry.get("headers", {}).items()}
        body = b""
        if "file" in entry:
            body = (self.folder / "files" / entry["file"]).read_bytes()
            kind = entry.get("content_type", "text/html; charset=utf-8")
            headers["Content-Type"] = kind
            if kind.startswith(TEXT_TYPES):
                body = body.replace(PORT_TOKEN.encode(), str(self.port).encode())
        else:
            headers.setdefault("Content-Type", "text/html; charset=utf-8")
        if "location" in entry:
            headers["Location"] = self.fill(entry["location"])
        return int(entry.get("status", 200)), headers, body

    def fill(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.replace(PORT_TOKEN, str(self.port))
        if isinstance(value, dict):
            return {k: self.fill(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.fill(v) for v in value]
        return value


class Stores:
    def __init__(self, sites: list[Site]) -> None:
        self.apps: list[dict[str, Any]] = [a for s in sites for a in s.apps]

    def found(self, term: str, key: str) -> list[dict[str, Any]]:
        words = [w for w in re.split(r"[^a-z0-9]+", fold(term)) if w]
        hits: list[tuple[int, int, dict[str, Any]]] = []
        for n, app in enumerate(self.apps):
            if key not in app:
                continue
            text = fold(" ".join([app["title"], app["developer"], app.get("description", "")]))
            count = sum(w in text for w in words)
            # as the real stores do: more words first, but never only the exact ones
            if words and count >= max(1, (len(words) + 1) // 2):
                hits.append((-count, n, app))
        return [h[2] for h in sorted(hits, key=lambda h: h[:2])][:30]

    # ------------------------------------------------------------------ Play
    def play(self, target: str) -> Response:
        parts = urlsplit(target)
        query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        vi = query.get("hl", "vi").startswith("vi")
        head = {"Content-Type": "text/html; charset=utf-8"}
        if parts.path == "/store/apps/details":
            for app in self.apps:
                if app.get("android") and app["android"] == query.get("id"):
                    return 200, head, play_details(app, vi).encode()
        elif parts.path == "/store/search":
            apps = self.found(query.get("q", ""), "android")
            return 200, head, play_list(apps, query.get("q", ""), vi).encode()
        elif parts.path in ("/store/apps/developer", "/store/apps/dev"):
            who = fold(query.get("id", ""))
            apps = [a for a in self.apps if "android" in a and fold(a["developer"]) == who]
            if apps:
                return 200, head, play_list(apps, apps[0]["developer"], vi).encode()
        elif parts.path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nAllow: /store/\n"
        text = (
            "<!doctype html><html><head><title>Not Found</title></head><body><div id='error-section'>"
            "We're sorry, the requested URL was not found on this server.</div></body></html>"
        )
        return 404, head, text.encode()

    # ------------------------------------------------------------- App Store
    def itunes(self, target: str) -> Response:
        parts = urlsplit(target)
        query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        apps: list[dict[str, Any]] = []
        page = re.fullmatch(r"(?:/[a-z]{2})?/app/(?:[^/]+/)?id(\d+)", unquote(parts.path))
        if page:
            for app in self.apps:
                if str(app.get("ios", "")) == page.group(1):
                    text = f"<!doctype html><html lang='vi'><head><title>{html.escape(app['title'])} trên App Store</title></head><body><h1 class='product-header__title'>{html.escape(app['title'])}</h1><h2 class='product-header__identity'>{html.escape(app['developer'])}</h2></body></html>"
                    return 200, {"Content-Type": "text/html; charset=utf-8"}, text.encode()
            return 404, {"Content-Type": "text/html"}, b"<!doctype html><title>404</title>"
        if parts.path == "/lookup":
            ids = query.get("id", "").split(",")
            apps = [a for a in self.apps if str(a.get("ios", "-")) in ids]
            if "bundleId" in query:
                apps = [a for a in self.apps if "ios" in a and a.get("bundle") == query["bundleId"]]
        elif parts.path == "/search":
            apps = self.found(query.get("term", ""), "ios")
        else:
            return 404, {"Content-Type": "text/html"}, b"<!doctype html><title>404</title>"
        out = {"resultCount": len(apps), "results": [itunes_entry(a) for a in apps]}
        return (
            200,
            {"Content-Type": "text/javascript; charset=utf-8"},
            ("\n\n\n" + json.dumps(out, ensure_ascii=False)).encode(),
        )


def vi_date(day: dt.date, vi: bool) -> str:
    return f"{day.day} thg {day.month}, {day.year}" if vi else f"{day:%b} {day.day}, {day.year}"


def decimal(value: float, vi: bool) -> str:
    return f"{value:.1f}".replace(".", "," if vi else ".")


def play_shell(title: str, body: str, vi: bool, scripts: str = "") -> str:
    return (
        f'<!doctype html><html lang="{"vi" if vi else "en"}" dir="ltr"><head><base href="https://play.google.com/">'
        f'<meta charset="utf-8"><title id="main-title">{html.escape(title)}</title>'
        f'<meta property="og:title" content="{html.escape(title)}"></head><body>'
        '<header><a href="/store/games">Trò chơi</a><a href="/store/apps">Ứng dụng</a></header>'
        f'{body}<footer>©{2026} Google <a href="https://policies.google.com/privacy">Privacy</a></footer>{scripts}</body></html>'
    )


def nested(size: int, fill: dict[int, Any]) -> list[Any]:
    out: list[Any] = [None] * size
    for k, v in fill.items():
        out[k] = v
    return out


def play_details(app: dict[str, Any], vi: bool) -> str:
    e = html.escape
    updated: dt.date = app["android_updated"]
    score, count = app.get("android_rating"), app.get("android_ratings", 0)
    name = f"{app['title']} - Ứng dụng trên Google Play" if vi else f"{app['title']} - Apps on Google Play"
    dev_url = "/store/apps/developer?id=" + quote(app["developer"]).replace("%20", "+")
    ld: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": app["title"],
        "url": f"https://play.google.com/store/apps/details?id={app['android']}",
        "description": app.get("description", "")[:80],
        "operatingSystem": "ANDROID",
        "applicationCategory": "SOCIAL",
        "contentRating": "Mọi người" if vi else "Everyone",
        "author": {"@type": "Person", "name": app["developer"]},
        "offers": [{"@type": "Offer", "price": "0", "priceCurrency": "VND"}],
    }
    if score:
        ld["aggregateRating"] = {"@type": "AggregateRating", "ratingValue": str(score), "ratingCount": str(count)}
    stamp = int(dt.datetime(updated.year, updated.month, updated.day, 3, 12, tzinfo=dt.UTC).timestamp())
    core = nested(
        146,
        {
            0: [app["title"]],
            13: ["1.000+" if vi else "1,000+", 1000, 1412],
            51: [[decimal(score, vi), score], None, [str(count), count], None] if score else None,
            68: [app["developer"], [None, None, None, None, [None, None, dev_url]]],
            72: [[None, app.get("description", "")]],
            77: [app["android"]],
            140: [[[app.get("version", "1.0.3")]]],
            145: [[vi_date(updated, vi), [stamp, 0]]],
        },
    )
    data = json.dumps([None, [None, None, core]], ensure_ascii=False)
    script = (
        f'<script type="application/ld+json" nonce="x">{json.dumps(ld, ensure_ascii=False)}</script>'
        f"<script class=\"ds:5\" nonce=\"x\">AF_initDataCallback({{key: 'ds:5', hash: '7', data:{data}, sideChannel: {{}}}});</script>"
    )
    stars = ""
    if score:
        label = (
            f"Được xếp hạng {decimal(score, vi)} sao trên 5 sao" if vi else f"Rated {score:.1f} stars out of five stars"
        )
        n = f"{count} bài đánh giá" if vi else f"{count} reviews"
        stars = f'<div itemprop="starRating"><div class="TT9eCd" aria-label="{label}">{decimal(score, vi)}<i>star</i></div></div><div class="g1rdde">{n}</div>'
    long_date = (
        f"{updated.day} tháng {updated.month}, {updated.year}" if vi else f"{updated:%B} {updated.day}, {updated.year}"
    )
    if app.get("play_layout") == "2021":  # the store's pages before the redesign of 2022
        body = (
            f'<h1 class="AHFaub" itemprop="name"><span>{e(app["title"])}</span></h1><span class="T32cc UAO9ie"><a href="{dev_url}" class="hrTbp R8zArc">{e(app["developer"])}</a></span>'
            f'<div class="BHMmbe">{decimal(score, vi) if score else ""}</div><span class="AYi5wd TBRnV"><span>{count if score else ""}</span></span>'
            f'<div jsname="sngebd">{e(app.get("description", "")).replace(chr(10), "<br>")}</div>'
            f'<div class="hAyfc"><div class="BgcNfc">{"Đã cập nhật" if vi else "Updated"}</div><span class="htlgb"><div class="IQ1z0d"><span class="htlgb">{long_date}</span></div></span></div>'
            f'<div class="hAyfc"><div class="BgcNfc">{"Phiên bản hiện tại" if vi else "Current Version"}</div><span class="htlgb">{app.get("version", "1.0.3")}</span></div>'
        )
    else:
        body = (
            f'<h1 itemprop="name"><span class="AfwdI">{e(app["title"])}</span></h1><div class="Vbfug auoIOc"><a href="{dev_url}"><span>{e(app["developer"])}</span></a></div>{stars}'
            f'<section><header><h2>{"Giới thiệu về ứng dụng này" if vi else "About this app"}</h2></header><div data-g-id="description">{e(app.get("description", "")).replace(chr(10), "<br>")}</div>'
            f'<div class="TKjAsc"><div><div class="lXlx5">{"Lần cập nhật gần đây nhất" if vi else "Updated on"}</div><div class="xg1aie">{vi_date(updated, vi)}</div></div></div></section>'
        )
    return play_shell(name, body, vi, script)


def play_list(apps: list[dict[str, Any]], title: str, vi: bool) -> str:
    e = html.escape
    cards = "".join(
        f'<div role="listitem" class="ULeU3b"><a class="Si6A0c Gy4nib" href="/store/apps/details?id={a["android"]}"><div class="Epkrse">{e(a["title"])}</div>'
        f'<div class="ubGTjb"><span class="wMUdtb">{e(a["developer"])}</span></div></a></div>'
        for a in apps
    )
    none = f"<div class='zXIMKe'>{'Không tìm thấy kết quả nào' if vi else 'We could not find anything'} &ldquo;{e(title)}&rdquo;</div>"
    return play_shell(
        f"{title} - Ứng dụng Android trên Google Play", f'<div role="list">{cards}</div>' if apps else none, vi
    )


def itunes_entry(app: dict[str, Any]) -> dict[str, Any]:
    updated: dt.date = app["ios_updated"]
    return {
        "wrapperType": "software",
        "kind": "software",
        "trackId": int(app["ios"]),
        "trackName": app["title"],
        "trackCensoredName": app["title"],
        "bundleId": app.get("bundle", app.get("android", "vn.gov.x")),
        "artistName": app["developer"],
        "sellerName": app.get("seller", app["developer"]),
        "description": app.get("description", ""),
        "trackViewUrl": f"https://apps.apple.com/vn/app/x/id{app['ios']}?l=vi&uo=4",
        "price": 0.0,
        "currency": "VND",
        "averageUserRating": app.get("ios_rating", 0),
        "averageUserRatingForCurrentVersion": app.get("ios_rating", 0),
        "userRatingCount": app.get("ios_ratings", 0),
        "userRatingCountForCurrentVersion": app.get("ios_ratings", 0),
        "version": app.get("version", "1.0.3"),
        "releaseDate": f"{app.get('ios_released', updated)}T07:00:00Z",
        "currentVersionReleaseDate": f"{updated}T04:11:09Z",
        "primaryGenreName": "Utilities",
        "genres": ["Tiện ích"],
        "languageCodesISO2A": ["VI"],
        "features": [],
        "isGameCenterEnabled": False,
    }


def handler(respond: Any, name: str, log: Any, lock: threading.Lock) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "gold"
        timeout = 30

        def handle_any(self, with_body: bool) -> None:
            host = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
            status, headers, body = respond(host, self.path)
            self.finish_with(status, headers, body, with_body)

        def finish_with(self, status: int, headers: dict[str, str], body: bytes, with_body: bool) -> None:
            if log is not None:
                with lock:
                    log.write(
                        json.dumps(
                            {
                                "site": name,
                                "method": self.command,
                                "host": self.headers.get("Host"),
                                "path": self.path,
                                "status": status,
                            },
                            ensure_ascii=False,
                        )
                        + "\n"
                    )
                    log.flush()
            self.send_response(status)
            for key, value in headers.items():
                self.send_header(key, value if value.isascii() else quote(value, safe="/:?&=%#+;,@"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body and body:
                try:
                    self.wfile.write(body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

        def do_GET(self) -> None:
            self.handle_any(True)

        def do_HEAD(self) -> None:
            self.handle_any(False)

        def refuse(self) -> None:
            self.close_connection = True
            self.finish_with(405, {"Allow": "GET, HEAD", "Connection": "close"}, b"", True)

        do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = refuse

        def log_message(self, *args: object) -> None:
            return

    return Handler


def toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | int | float):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml_value(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def registry_text(provinces: list[dict[str, Any]]) -> str:
    lines = ['version = "gold"', "valid_from = 1997-01-01", "valid_to = 2099-12-31", ""]
    for province in provinces:
        lines.append("[[province]]")
        tables = {k: v for k, v in province.items() if k in ("hints", "app")}
        lines += [f"{k} = {toml_value(v)}" for k, v in province.items() if k not in tables]
        if "hints" in tables:
            lines += ["[province.hints]", *(f"{k} = {toml_value(v)}" for k, v in tables["hints"].items())]
        for app in tables.get("app", []):
            lines += ["[[province.app]]", *(f"{k} = {toml_value(v)}" for k, v in app.items())]
        lines.append("")
    return "\n".join(lines)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gold.serve", description=__doc__)
    parser.add_argument("dirs", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--log", type=Path, metavar="FILE", help="append one JSON line per request")
    args = parser.parse_args(argv)
    sites = [Site(d) for d in args.dirs]
    slugs = [s.meta["slug"] for s in sites]
    if len(set(slugs)) != len(slugs):
        sys.stderr.write("two of the folders have the same slug\n")
        return 2
    log = args.log.open("a", encoding="utf-8") if args.log else None
    lock = threading.Lock()
    servers: list[Server] = []

    def start(respond: Any, name: str) -> int:
        server = Server(("127.0.0.1", 0), handler(respond, name, log, lock))
        servers.append(server)
        return int(server.server_address[1])

    out: dict[str, Any] = {"sites": {}}
    provinces = []
    for site in sites:
        site.port = start(site.answer, site.meta["slug"])
        province = site.fill(site.meta["registry"])
        provinces.append(province)
        out["sites"][site.meta["slug"]] = {"registry_province": province, "as_of": str(site.meta["as_of"])}
    stores = Stores(sites)
    play = start(lambda _host, target: stores.play(target), "play")
    apple = start(lambda _host, target: stores.itunes(target), "app-store")
    with tempfile.TemporaryDirectory(prefix="gold-") as scratch:
        registry = Path(scratch) / "registry.toml"
        registry.write_text(registry_text(provinces), "utf-8")
        out |= {
            "registry": str(registry),
            "play_store_url": f"http://127.0.0.1:{play}",
            "app_store_url": f"http://127.0.0.1:{apple}",
        }
        stop = threading.Event()
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, lambda *_: stop.set())
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdout.write(json.dumps(out, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        stop.wait()
        for server in servers:
            server.shutdown()
            server.server_close()
    if log is not None:
        log.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
