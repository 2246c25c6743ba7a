"""The table: each portal of the fleet, and what has to come out of a visit to it."""

from __future__ import annotations

from aiohttp import web

from records.capture import Outcome
from tests.crawler.portal import body, html, redirect, status
from tests.hostile import bombs
from tests.hostile.fleet import (
    BAD,
    BLOCKED,
    GOOD,
    MENU,
    UNREACHABLE,
    Case,
    MiB,
    Pages,
    cookie_wall,
    dripping_head,
    flowing,
    maze,
    ordinary,
    raw,
    says,
    tarpit,
    unending_continue,
    unending_redirects,
    with_bad,
    with_main,
)

HTML = "text/html; charset=utf-8"
TEXT = "text/plain"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FORGED = html("Bịa đặt", "<p>forged</p>").encode()


def _cases(victim: str) -> list[Case]:
    # fmt: off
    return [
        # The server
        Case("tarpit", talk=tarpit, status=UNREACHABLE, error="timeout", asked=()),
        Case("dripping-head", talk=dripping_head, status=UNREACHABLE, error="timeout", asked=()),
        Case("unending-continue", talk=unending_continue, status=UNREACHABLE, error="timeout", asked=()),
        Case("no-http", talk=says(b"SSH-2.0-OpenSSH_9.6\r\n"), status=UNREACHABLE, error="protocol", asked=()),
        Case("http-0.9", talk=says(b"<html><a href=/cong-dan>x</a></html>"), status=UNREACHABLE, error="protocol", asked=()),
        Case("hangs-up", talk=says(b""), status=UNREACHABLE, error="reset", asked=()),
        Case("no-server", url="http://127.0.0.1:9/", status=UNREACHABLE, error="refused", asked=()),
        Case("no-name", url="http://khong-co.invalid/", status=UNREACHABLE, error="dns", asked=()),
        Case("all-429", pages={"/robots.txt": status(404), "/": status(429, Retry_After="999999999999")}, status=UNREACHABLE, error="rate_limited", asked=()),
        Case("all-503", pages={"/robots.txt": status(404), "/": status(503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")}, status=UNREACHABLE, error="rate_limited", asked=()),
        Case("forbidden", pages={"/": status(403)}, status=BLOCKED, error="forbidden", asked=()),
        Case("strange-status", pages=with_bad(raw(b"HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n")), bad=Outcome.HTTP_5XX),
        # Bodies
        Case("endless-body", pages=with_bad(flowing(b"x" * MiB, times=120)), bad=Outcome.TOO_LARGE),
        Case("dripping-body", pages=with_bad(flowing(b"x", times=3600, pause=0.2)), bad=Outcome.TIMEOUT),
        Case("50-mb-page", pages=with_bad(flowing(b"<p>x</p>" * 2**17, times=50)), bad=Outcome.TOO_LARGE),
        Case("promises-terabytes", pages=with_bad(raw(HEAD + b"Content-Length: 9999999999999\r\n\r\nx", hold=True)), bad=Outcome.TOO_LARGE),
        Case("promises-too-much", pages=with_bad(raw(HEAD + b"Content-Length: 9000\r\n\r\n<p>x</p>")), bad=Outcome.RESET),
        Case("promises-too-little", pages=with_bad(raw(HEAD + b"Content-Length: 8\r\n\r\n<p>x</p>" + HEAD + b"Content-Length: %d\r\n\r\n" % len(FORGED) + FORGED)), bad=Outcome.OK),
        Case("two-lengths", pages=with_bad(raw(HEAD + b"Content-Length: 8\r\nContent-Length: 900\r\n\r\n<p>x</p>")), bad=Outcome.PROTOCOL),
        Case("reset-in-body", pages=with_bad(raw(HEAD + b"Content-Length: 9000\r\n\r\n<p>x</p>", abort=True)), bad=Outcome.RESET),
        Case("bad-chunks", pages=with_bad(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nxx\r\n")), bad=Outcome.PROTOCOL),
        Case("giant-chunk", pages=with_bad(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nxx")), bad=Outcome.PROTOCOL),
        Case("gzip-bomb", pages=with_bad(body(bombs.packed(200 * MiB), HTML, Content_Encoding="gzip")), bad=Outcome.TOO_LARGE),
        Case("gzip-in-gzip", pages=with_bad(body(bombs.repacked(bombs.packed(200 * MiB), 2), HTML, Content_Encoding="gzip, gzip, gzip")), bad=Outcome.TOO_LARGE),
        Case("many-codings", pages=with_bad(body(b"x", HTML, Content_Encoding="gzip, " * 50 + "gzip")), bad=Outcome.PROTOCOL),
        Case("brotli-bomb", pages=with_bad(body(bombs.BROTLI, HTML, Content_Encoding="br")), bad=Outcome.PROTOCOL),
        Case("zstd-bomb", pages=with_bad(body(bombs.ZSTD, HTML, Content_Encoding="zstd")), bad=Outcome.PROTOCOL),
        Case("no-gzip", pages=with_bad(body(b"<p>plain</p>", HTML, Content_Encoding="gzip")), bad=Outcome.PROTOCOL),
        Case("nested-elements", pages=with_bad(bombs.nested(100_000)), bad=Outcome.OK),
        Case("crowded-tag", pages=with_bad(bombs.crowded(100_000)), bad=Outcome.OK),
        Case("wrong-charset", pages={**ordinary(), "/": body(html("Cổng", "<p>Trang chủ</p>", MENU).encode(), "text/html; charset=utf-16")}, asked=(BAD, GOOD)),
        Case("wrong-type", pages={**ordinary(), "/": body(ordinary()["/"].encode(), "application/octet-stream")}, asked=(BAD, GOOD)),  # type: ignore[union-attr]
        Case("home-is-picture", pages={**ordinary(), "/": body(b"\x89PNG\r\n\x1a\n" + bytes(99), HTML)}, status=UNREACHABLE, error="no_home_page", asked=()),
        Case("home-is-empty", pages={**ordinary(), "/": body(b"", HTML)}, status=UNREACHABLE, error="no_home_page", asked=()),
        Case("page-as-picture", pages=with_bad(body(html("Lịch tiếp công dân", "<p><a href='/tiep-dan/a'>Lịch tiếp công dân tháng 3</a></p>").encode(), "image/png")), bad=Outcome.OK),
        # Headers
        Case("huge-header", pages=with_bad(raw(HEAD + b"X-A: " + b"a" * MiB + b"\r\n\r\n")), bad=Outcome.PROTOCOL),
        Case("headers-without-end", pages=with_bad(raw(HEAD + b"X-A: a\r\n" * 400_000)), bad=Outcome.PROTOCOL),
        Case("cookie-wall", pages=with_bad(cookie_wall), bad=Outcome.REDIRECT_LOOP),
        Case("hostile-headers", pages=with_bad(raw(HEAD + "X-Tin: \x1b[31mđỏ\x07\r\nETag: \"\x1b]0;x\"\r\nContent-Disposition: attachment; filename=\"../../../etc/passwd\"\r\nContent-Length: 8\r\n\r\n<p>x</p>".encode())), bad=Outcome.OK),
        Case("traversal-name", pages=with_bad(body(b"<p>x</p>", HTML, Content_Disposition='attachment; filename="../../../../tmp/evil.sh"')), bad=Outcome.OK),
        # Redirects
        Case("redirect-loop", pages=with_bad(redirect(BAD + "?lai=1")) | {BAD + "?lai=1": redirect(BAD)}, also={BAD + "?lai=1": Outcome.REDIRECT_LOOP}),
        Case("redirects-without-end", pages=Pages(with_bad(redirect("/xa-hop-1")), unending_redirects("/xa")), also={"/xa-hop-10": Outcome.REDIRECT_LOOP}, never=("/xa-hop-11",)),
        Case("redirect-to-neighbour", pages=with_bad(redirect(f"{victim}/admin")), bad=Outcome.OUT_OF_SCOPE),
        Case("redirect-to-metadata", pages=with_bad(redirect("http://169.254.169.254/latest/meta-data/")), bad=Outcome.OUT_OF_SCOPE),
        Case("redirect-to-file", pages=with_bad(redirect("file:///etc/passwd")), bad=Outcome.OK),
        Case("redirect-to-script", pages=with_bad(redirect("javascript:alert(1)")), bad=Outcome.OK),
        Case("home-redirects-away", pages={"/": redirect(f"{victim}/")}, status=UNREACHABLE, error="out_of_scope", asked=()),
        Case("home-redirects-to-file", pages={"/": redirect("file:///etc/passwd")}, status=UNREACHABLE, error="no_home_page", asked=()),
        # robots.txt and site maps
        Case("robots-100-mb", pages=ordinary(**{"robots.txt": flowing(b"Disallow: /khong\n" * 2**16, times=100)}), asked=(BAD, GOOD)),
        Case("robots-html", pages=ordinary(**{"robots.txt": html("Lỗi", "<p>Disallow: /</p>")}), asked=(BAD, GOOD)),
        Case("robots-stars", pages=ordinary(**{"robots.txt": body(b"User-agent: *\nDisallow: /" + b"*a" * 60 + b"$\nDisallow: /" + b"*-" * 60 + b"x\nCrawl-delay: 1e999\n", TEXT)}), asked=(BAD, GOOD)),
        Case("robots-away", pages=ordinary(**{"robots.txt": redirect(f"{victim}/robots.txt")}), asked=(BAD, GOOD)),
        Case("robots-dead", pages=ordinary(**{"robots.txt": raw(b"", abort=True)}), status=UNREACHABLE, error="reset", asked=(), never=("/", BAD)),
        Case("sitemap-million", pages=ordinary(**{"sitemap.xml": body(bombs.repacked(bombs.sitemap("", 1_000_000), 1), "application/xml", Content_Encoding="gzip")}), asked=(BAD, GOOD)),
        Case("sitemap-topical", pages=ordinary(**{"sitemap.xml": _own_sitemap}), asked=(BAD, GOOD)),
        Case("sitemap-of-sitemaps", pages=Pages(ordinary(), _sitemap_index), asked=(BAD, GOOD)),
        Case("sitemap-bomb", pages=ordinary(**{"sitemap.xml": body(bombs.packed(200 * MiB), "application/gzip")}), asked=(BAD, GOOD)),
        Case("sitemap-entities", pages=ordinary(**{"sitemap.xml": body(bombs.entities("urlset"), "application/xml")}), asked=(BAD, GOOD)),
        Case("sitemap-external", pages=ordinary(**{"sitemap.xml": body(bombs.external_entity(f"{victim}/x"), "application/xml")}), asked=(BAD, GOOD)),
        Case("entity-page", pages=with_bad(body(bombs.entities("html"), "application/xhtml+xml")), bad=Outcome.OK),
        # Documents
        Case("docx-bomb", pages=_attached("lich.docx", bombs.docx_bomb()), asked=("/lich.docx",)),
        Case("pdf-broken", pages=_attached("lich.pdf", bombs.BROKEN_PDF), asked=("/lich.pdf",)),
        Case("pdf-encrypted", pages=_attached("lich.pdf", bombs.ENCRYPTED_PDF), asked=("/lich.pdf",)),
        Case("pdf-recursive", pages=_attached("lich.pdf", bombs.RECURSIVE_PDF), asked=("/lich.pdf",)),
        # Links
        Case("strange-schemes", pages=with_main("".join(f'<p><a href="{link}">Lịch tiếp công dân</a></p>' for link in ("javascript:alert(1)", "data:text/html,<h1>x</h1>", "file:///etc/passwd", "vbscript:x", "ftp://127.0.0.1/x", "mailto:a@example.org", "http://", "http://[::1", "//", "http://%00/", "blob:x"))), asked=(BAD, GOOD)),
        Case("links-to-neighbours", pages=with_main(f'<p><a href="{victim}/lich-tiep-cong-dan">Lịch tiếp công dân</a> <a href="http://169.254.169.254/cong-dan">Công dân</a> <a href="http://user:pw@{victim.removeprefix("http://")}/hoi-dap">Hỏi đáp</a></p><iframe src="{victim}/hoi-dap"></iframe>'), asked=(BAD, GOOD)),
        Case("traversal-links", pages=with_main('<p><a href="/../../../etc/passwd">Lịch tiếp công dân</a> <a href="/cong-dan/..%2f..%2f..%2fetc/passwd">Công dân</a> <a href="/cong-dan/..%5c..%5cx.docx">Công dân</a></p>'), asked=(BAD, GOOD)),
        Case("base-away", pages=with_main(f'<base href="{victim}/"><p><a href="x">Lịch tiếp công dân</a></p>'), asked=("/",)),
        Case("control-characters", pages=with_main("<p>x</p>") | {BAD: body("<title>a\x00b\x1b[2J\x1b]0;x\x07\u202e</title><h1>\x1b[31m\x00Lịch tiếp công dân\x9b</h1><a href='/hoi-dap\x00\x1b[0m?a=\x1b'>Hỏi đáp \x00\x1b[2J</a>".encode(), HTML)}, bad=Outcome.OK),
        Case("surrogates", pages=with_main("<p><a href='/hoi-dap?x=&#xD800;&#x110000;'>Hỏi đáp &#xD800;&#0;&#xFFFF;</a></p>"), asked=(BAD, GOOD)),
        Case("refresh-loop", pages=with_bad(f'<meta http-equiv="refresh" content="0;url={BAD}"><p>x</p>'), bad=Outcome.OK),
        # Traps
        Case("calendar", pages=Pages(with_main('<a href="/lich?thang=1&nam=2022">Lịch tiếp công dân</a>'), maze(lambda _, n: {f"/lich?thang={n % 12 + 1}&nam={2022 + n // 12}": "Lịch tiếp công dân tháng sau"})), cut=frozenset({"calendar"})),
        Case("calendar-path", pages=Pages(with_main('<a href="/lich/2022/01">Lịch tiếp công dân</a>'), maze(lambda _, n: {f"/lich/{2022 + n // 12}/{n % 12 + 1:02}": "Lịch tiếp công dân tháng sau"})), cut=frozenset({"calendar"})),
        Case("calendar-unnamed", pages=Pages(with_main('<a href="/lich?d=1">Lịch tiếp công dân</a>'), maze(lambda _, n: {f"/lich?d={20220101 + n}": "Lịch tiếp công dân tuần sau"})), cut=frozenset({"repeat"}), most=90),
        Case("session-ids", pages=Pages(with_main('<a href="/phien/0;jsessionid=0">Công dân</a>'), maze(lambda _, n: {f"/phien/{k}{mark}": f"Công dân {k}" for k in range(3) for mark in (f";jsessionid=A{n}", f"?PHPSESSID=abc{n}", f"?sid={n:016x}a1")})), asked=(BAD, GOOD)),
        Case("token-a-response", pages=Pages(with_main('<a href="/ho-tro?t=0">Công dân</a>'), maze(lambda _, n: {f"/ho-tro?t={n * 7919:08x}": "Công dân"})), cut=frozenset({"repeat"}), most=90),
        Case("facets", pages=Pages(with_main('<a href="/tim?a=1">Công dân</a>'), maze(lambda _, n: {f"/tim?{'&'.join(f'{c}={n >> k & 1}' for k, c in enumerate('abcdefgh'))}&v={k}": f"Lọc {k}" for k in range(20)})), asked=(BAD, GOOD)),
        Case("soft-404", pages=Pages(with_main('<a href="/xyz">Giới thiệu</a>'), maze(lambda _, n: {f"/khong/{n}-{k}/trang": f"Trang {k}" for k in range(20)})), asked=(BAD, GOOD)),
        Case("growing-paths", pages=Pages(with_main('<a href="/a/vi">Công dân</a>'), maze(lambda path, n: {f"{path}/en/vi": "Công dân", f"{path}/tin/tuc": "Công dân"})), asked=(BAD, GOOD)),
    ]
    # fmt: on


async def _own_sitemap(request: web.Request) -> web.StreamResponse:
    content = bombs.sitemap(f"http://{request.host}", 20_000)
    return web.Response(body=content, content_type="application/xml")


async def _sitemap_index(request: web.Request) -> web.StreamResponse:
    entries = "".join(f"<sitemap><loc>http://{request.host}/s{n}-{id(request)}.xml</loc></sitemap>" for n in range(50))
    return web.Response(text=f"<sitemapindex>{entries}</sitemapindex>", content_type="application/xml")


def _attached(name: str, content: bytes) -> dict[str, object]:
    link = f'<p><a href="/{name}">Lịch tiếp công dân tháng 3 năm 2022</a></p>'
    kind = (
        "application/pdf"
        if name.endswith("pdf")
        else "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    return with_bad(html("Lịch tiếp công dân", link, MENU)) | {f"/{name}": body(content, kind)}  # type: ignore[return-value]


def all_cases(victim: str) -> dict[str, Case]:
    """The cases by name; `victim` is the address of a server that nobody may be led to."""
    cases = {case.name: case for case in _cases(victim)}
    assert len(cases) == len(_cases(victim))
    return cases
