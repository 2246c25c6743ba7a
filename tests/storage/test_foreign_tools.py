"""What other tools really write: wget, browsertrix-crawler, Common Crawl; and the ways in which warcio's bad files are bad."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import threading
import zipfile
from base64 import b32encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from records.capture import Capture, Outcome
from storage.foreign import Problem, read_foreign
from tests.storage.test_foreign import URL, http, one, problem, read, record

HTML = "<html><title>Lịch tiếp công dân</title><a href='/hai'>Hai</a></html>".encode()


def split(path: Path) -> tuple[list[Capture], list[str]]:
    found = list(read_foreign(path))
    return [f for f in found if isinstance(f, Capture)], [str(f) for f in found if isinstance(f, Problem)]


def written(members: list[tuple[str, str, bytes, list[tuple[str, str]], str]]) -> bytes:
    """A .warc.gz as warcio writes it (SHA-1 in base32): (type, URL, body, HTTP or content headers, status)."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("rec.warc.gz", {"software": "Browsertrix-Crawler 1.6.2"}))
    for kind, url, body, headers, status in members:
        head = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if kind == "response" else None
        content_type = dict(headers).get("Content-Type", "") if kind != "response" else ""
        writer.write_record(
            writer.create_warc_record(
                url, kind, payload=BytesIO(body), http_headers=head, warc_content_type=content_type
            )
        )
    return out.getvalue()


# wget


class _Portal(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/chuyen":
            self.send_response(302)
            self.send_header("Location", "/hai")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        packed = gzip.compress(HTML)
        self.send_response(200 if self.path in ("/", "/hai") else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")
@pytest.mark.parametrize("options", [[], ["--no-warc-compression"], ["--header=Accept-Encoding: gzip"]])
def test_what_wget_wrote_is_read(portal: str, tmp_path: Path, options: list[str]) -> None:
    call = ["wget", "--quiet", "--warc-file=site", "--no-warc-keep-log", *options]
    subprocess.run([*call, f"{portal}/", f"{portal}/chuyen", f"{portal}/none"], cwd=tmp_path, check=False, timeout=60)
    (file,) = tmp_path.glob("site.warc*")
    captures, problems = split(file)
    assert not problems
    assert [(c.url.removeprefix(portal), c.http_status) for c in captures] == [
        ("/", 200),
        ("/chuyen", 302),
        ("/hai", 200),
        ("/none", 404),
    ]
    assert captures[0].body == captures[2].body == HTML


# browsertrix-crawler


def test_wacz_of_browsertrix_is_read_and_what_is_no_page_passed_over(tmp_path: Path) -> None:
    """Pages and redirects of several WARC files; page facts, thumbnails and text have addresses that are none."""
    html = [("Content-Type", "text/html; charset=utf-8")]
    pages = written(
        [
            ("response", "https://tinh.example/", HTML, html, "200 OK"),
            ("response", "https://tinh.example/cu", b"", [("Location", "/moi")], "301 Moved Permanently"),
            (
                "response",
                "https://tinh.example/api?__wb_method=POST&q=1",
                b"{}",
                [("Content-Type", "application/json")],
                "200 OK",
            ),
            ("resource", "urn:pageinfo:https://tinh.example/", b"{}", [("Content-Type", "application/json")], ""),
        ]
    )
    pictures = written(
        [("resource", "urn:view:https://tinh.example/", b"\x89PNG", [("Content-Type", "image/png")], "")]
    )
    path = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(path, "w") as wacz:
        wacz.writestr("archive/rec-0.warc.gz", pages)
        wacz.writestr("archive/screenshots-0.warc.gz", pictures)
        wacz.writestr("indexes/index.cdx.gz", gzip.compress(b""))
        wacz.writestr("pages/pages.jsonl", json.dumps({"format": "json-pages-1.0"}) + "\n")
        wacz.writestr("logs/crawl.log", "{}")
        wacz.writestr("datapackage.json", "{}")
    captures, problems = split(path)
    assert [(c.url, c.http_status) for c in captures] == [
        ("https://tinh.example/", 200),
        ("https://tinh.example/cu", 301),
        ("https://tinh.example/api?__wb_method=POST&q=1", 200),
    ]
    assert not problems


# Common Crawl


def test_file_as_common_crawl_writes_it_is_read(tmp_path: Path) -> None:
    """Request, response and metadata in a row; encodings undone and renamed; long bodies cut, and marked so."""
    block = http(
        HTML,
        "200 OK",
        "X-Crawler-Content-Encoding: gzip",
        "X-Crawler-Transfer-Encoding: chunked",
        f"Content-Length: {len(HTML)}",
    )
    sha1 = "sha1:" + b32encode(hashlib.sha1(block).digest()).decode()
    cut = http(HTML[:20], "200 OK", "Content-Type: text/html")
    members = [
        record(b"isPartOf: CC-MAIN-2022-33", "warcinfo"),
        record(b"GET / HTTP/1.1\r\nHost: tinh.example\r\n\r\n", "request"),
        record(block, WARC_Block_Digest=sha1, WARC_Identified_Payload_Type="text/html"),
        record(b"fetchTimeMs: 200\r\nlanguages-cld2: {}", "metadata"),
        record(cut, WARC_Truncated="length"),
        record(http(b"", "404 Not Found")),
    ]
    found = read(tmp_path, *map(gzip.compress, members))
    assert [type(f) for f in found] == [Capture] * 3
    first, truncated, missing = found
    assert isinstance(first, Capture) and first.body == HTML
    assert isinstance(truncated, Capture) and truncated.outcome is Outcome.TOO_LARGE
    assert isinstance(missing, Capture) and missing.outcome is Outcome.HTTP_4XX


# The ways of warcio's bad files


def test_block_that_is_not_what_its_digest_says_is_named(tmp_path: Path) -> None:
    block = http()
    right = hashlib.sha256(block).hexdigest()
    assert one(tmp_path, record(block, WARC_Block_Digest=f"sha256:{right}"))
    assert one(tmp_path, record(block, WARC_Block_Digest=f"SHA-256:{right.upper()}"))
    assert one(tmp_path, record(block, WARC_Block_Digest="xxx:1234"))
    assert one(tmp_path, record(block, WARC_Block_Digest="sha1:none"))
    other = b32encode(hashlib.sha1(b"other").digest()).decode()
    for digest in (f"sha1:{other}", f"sha256:{'0' * 64}"):
        assert "its block is not what its WARC-Block-Digest says" in str(
            problem(tmp_path, record(block, WARC_Block_Digest=digest))
        )


def test_address_in_angle_brackets_of_old_wget_is_read(tmp_path: Path) -> None:
    assert one(tmp_path, record(http(), WARC_Target_URI=f"<{URL}>")).url == URL


TORTURE = b"""WARC/1.0
WARC-Type: warcinfo
Content-Type: application/warc-fields
Content-Length: 11

 x: y\xc3(
z


WARC/1.0
WARC-Type: response
WARC-Record-ID: <uri:uuid:1>
WARC-Target-URI: HtTp://example.com/
Content-Type: text/plain
Content-Length: 0


WARC/1.0
WARC-Type: resource
WARC-Target-URI: ftp://example.com
Content-Length: 0


WARC/1.0
WARC-Type: revisit
WARC-Profile: none
Content-Length: 0


WARC/1.0
WARC-Type: continuation
WARC-Segment-Number: 2
Content-Length: 0


"""


def test_records_that_break_the_standard_are_named_one_by_one(tmp_path: Path) -> None:
    found = [str(f) for f in read(tmp_path, TORTURE, name="torture.warc")]
    assert [f.partition(": ")[2] for f in found] == [
        "no date that can be read: '' (HtTp://example.com/)",
        "not of a web address (ftp://example.com)",
        "a revisit record: its body stands elsewhere",
    ]


ARC = b"""filedesc://a.arc 0.0.0.0 20040925000741 text/plain 74
1 1 InternetArchive
URL IP-address Archive-date Content-type Archive-length

http://tinh.example/a b 127.0.0.1 20040925001013 text/html 30
HTTP/1.1 200 OK

<h1>a</h1>
"""


def test_the_old_arc_format_is_named_as_what_it_is(tmp_path: Path) -> None:
    for raw, name in ((ARC, "a.arc"), (gzip.compress(ARC), "a.arc.gz")):
        assert [str(f) for f in read(tmp_path, raw, name=name)] == [f"{name}: not a WARC file"]


def test_lengths_that_lie_cost_no_more_than_their_record(tmp_path: Path) -> None:
    good = gzip.compress(record(http()))
    long, negative = gzip.compress(record(http(), length=10**9)), gzip.compress(record(http(), length=-1))
    found = read(tmp_path, good, long, negative, good)
    assert sum(isinstance(f, Capture) for f in found) >= 2
    assert isinstance(found[1], Problem) and isinstance(found[-1], Capture)
