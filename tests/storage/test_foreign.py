"""WARC and WACZ files of other tools: what is usable is read, the rest is named."""

from __future__ import annotations

import gzip
import random
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.capture import Capture, Kind, Outcome
from storage.archive import Archive
from storage.foreign import Problem, read_foreign
from tests.storage.test_archive import EXAMPLES

URL = "http://tinh.example/"
REAL = Path(__file__).parents[3] / "shared" / "data" / "real" / "sotttt-hanoi-2022-08-27.warc.gz"


def record(block: bytes, kind: str = "response", length: int | None = None, **headers: str) -> bytes:
    given = {
        "WARC-Type": kind,
        "WARC-Target-URI": URL,
        "WARC-Date": "2022-08-27T03:00:00Z",
        "WARC-Record-ID": "<urn:uuid:0>",
        "Content-Type": "application/http; msgtype=response" if kind == "response" else "text/html",
        "Content-Length": str(len(block) if length is None else length),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return b"WARC/1.0\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes = b"<p>xin", status: str = "200 OK", *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def read(tmp_path: Path, *members: bytes, name: str = "other.warc.gz") -> list[Capture | Problem]:
    path = tmp_path / name
    path.write_bytes(b"".join(members))
    return list(read_foreign(path))


def one(tmp_path: Path, member: bytes) -> Capture:
    (found,) = read(tmp_path, gzip.compress(member))
    assert isinstance(found, Capture), found
    return found


def problem(tmp_path: Path, member: bytes) -> Problem:
    (found,) = read(tmp_path, gzip.compress(member))
    assert isinstance(found, Problem), found
    return found


def test_a_response_of_another_tool_is_read(tmp_path: Path) -> None:
    found = one(tmp_path, record(http(b"<p>xin", "200 OK", "Content-Type: text/html", "X:a", "Y:", " folded")))
    assert found == Capture(
        url=URL,
        final_url=URL,
        fetched_at=datetime(2022, 8, 27, 3, tzinfo=UTC),
        kind=Kind.RESPONSE,
        outcome=Outcome.OK,
        http_status=200,
        headers=(("Content-Type", "text/html"), ("X", "a"), ("Y", " folded")),
        wire_body=b"<p>xin",
        body=b"<p>xin",
    )


@pytest.mark.parametrize(
    ("status", "header", "outcome"),
    [
        ("301 Moved", "Location: /vi", Outcome.OK),
        ("404 Not Found", "A: b", Outcome.HTTP_4XX),
        ("500 Error", "A: b", Outcome.HTTP_5XX),
        ("503 Busy", "Retry-After: 9", Outcome.RATE_LIMITED),
        ("503 Busy", "A: b", Outcome.HTTP_5XX),
        ("429 Slow", "A: b", Outcome.RATE_LIMITED),
    ],
)
def test_the_status_says_the_outcome(tmp_path: Path, status: str, header: str, outcome: Outcome) -> None:
    assert one(tmp_path, record(http(b"", status, header))).outcome is outcome


@pytest.mark.parametrize(
    ("headers", "wire", "body"),
    [
        (["Transfer-Encoding: chunked"], b"3\r\n<p>\r\n3;x=y\r\nxin\r\n0\r\n\r\n", b"<p>xin"),
        (["Transfer-Encoding: chunked"], b"<p>xin", b"<p>xin"),
        (["Content-Encoding: gzip"], gzip.compress(b"<p>xin"), b"<p>xin"),
        (["Content-Encoding: gzip"], b"<p>xin", b"<p>xin"),
        (["Content-Encoding: deflate"], zlib.compress(b"<p>xin")[2:-4], b"<p>xin"),
        (
            ["content-encoding: gzip", "transfer-encoding: chunked"],
            b"%x\r\n%s\r\n0\r\n\r\n" % (len(gzip.compress(b"<p>xin", mtime=0)), gzip.compress(b"<p>xin", mtime=0)),
            b"<p>xin",
        ),
    ],
)
def test_transfer_and_content_encodings_are_undone(
    tmp_path: Path, headers: list[str], wire: bytes, body: bytes
) -> None:
    assert one(tmp_path, record(http(wire, "200 OK", *headers))).body == body


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2022-08-27T10:00:00+07:00", datetime(2022, 8, 27, 3, tzinfo=UTC)),
        ("2022-08-27T03:00:00", datetime(2022, 8, 27, 3, tzinfo=UTC)),
        ("20220827030000", datetime(2022, 8, 27, 3, tzinfo=UTC)),
        ("2022-08-27T03:00:00.123456789Z", datetime(2022, 8, 27, 3, 0, 0, 123456, tzinfo=UTC)),
    ],
)
def test_dates_of_old_and_new_tools_are_read(tmp_path: Path, date: str, expected: datetime) -> None:
    assert one(tmp_path, record(http(), WARC_Date=date)).fetched_at == expected


def test_a_resource_of_a_web_address_is_a_page(tmp_path: Path) -> None:
    found = one(tmp_path, record(b"<p>xin", "resource"))
    assert (found.http_status, found.media_type, found.body) == (200, "text/html", b"<p>xin")


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (record(http(b""), "revisit"), "a revisit record"),
        (record(b"x", "resource", WARC_Target_URI="ftp://tinh.example/"), "not of a web address"),
        (record(b"x", Content_Type="text/dns"), "not an HTTP response but text/dns"),
        (record(b"no http"), "no HTTP status line"),
        (record(http(), WARC_Date="yesterday"), "no date that can be read: 'yesterday'"),
        (record(http(), length=99999), "cut: "),
        (record(http(b"5\r\n<p", "200 OK", "Transfer-Encoding: chunked")), ""),
        (record(http(b"2\r\n<p\r\n9\r\nx", "200 OK", "Transfer-Encoding: chunked")), "its chunked body is cut"),
        (record(http(b"\x00\x01", "200 OK", "Content-Encoding: zstd")), "its content encoding zstd cannot be undone"),
        (record(http(gzip.compress(b"x" * 99)[:-9], "200 OK", "Content-Encoding: gzip")), "its content encoding gzip"),
        (record(http(b"x" * (11 * 2**20))), "its body holds more than 10485760 bytes"),
        (record(http(gzip.compress(b"\0" * 2**25), "200 OK", "Content-Encoding: gzip")), "its content encoding gzip"),
        (record(b"{}", "resource", WARC_JSON_Metadata='{"format":"portal-audit/1","kind":"x"}'), "not readable as a"),
        (b"WARC/1.0\r\nnonsense", "not a WARC record"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, member: bytes, why: str) -> None:
    if not why:  # bytes that only look like chunks are the body
        assert one(tmp_path, member).body == b"5\r\n<p"
        return
    found = problem(tmp_path, member)
    assert found.why.startswith(why), found
    assert "\n" not in str(found)


def test_records_without_a_page_are_passed_over(tmp_path: Path) -> None:
    members = [gzip.compress(record(b"x", kind)) for kind in ("warcinfo", "request", "metadata", "conversion")]
    members.append(gzip.compress(record(b"x", WARC_Target_URI="dns:tinh.example", Content_Type="text/dns")))
    members.append(gzip.compress(record(b"x", "resource", WARC_Target_URI="urn:pageinfo:x")))
    assert read(tmp_path, *members) == []


def test_damage_costs_one_record_and_a_cut_end_is_told(tmp_path: Path) -> None:
    body = random.Random(1).randbytes(200_000)
    good = gzip.compress(record(http()))
    damaged = bytearray(gzip.compress(record(http(body))))
    damaged[50_000:50_100] = b"\x00" * 100
    cut = gzip.compress(record(http(body)))[:-1000]
    found = read(tmp_path, good, bytes(damaged), good, cut)
    assert [type(f) for f in found] == [Capture, Problem, Capture, Problem]
    assert "damaged" in str(found[1])
    assert "cut" in str(found[3])


def test_a_plain_warc_and_one_gzip_stream_of_many_records_are_read(tmp_path: Path) -> None:
    many = record(http(b"<p>1")) + record(http(b"<p>2"))
    plain = read(tmp_path, many, name="a.warc")
    whole = read(tmp_path, gzip.compress(many), name="b.warc.gz")
    assert [f.body for f in plain if isinstance(f, Capture)] == [b"<p>1", b"<p>2"]
    assert [f.body for f in whole if isinstance(f, Capture)] == [b"<p>1", b"<p>2"]


def wacz(tmp_path: Path, **entries: bytes) -> Path:
    path = tmp_path / "site.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_the_archives_of_a_wacz_are_read(tmp_path: Path) -> None:
    good = gzip.compress(record(http()))
    path = wacz(tmp_path, **{"archive/a.warc.gz": good, "archive/b.warc.gz": b"no", "pages/pages.jsonl": b"{}"})
    found = list(read_foreign(path))
    assert isinstance(found[0], Capture)
    assert str(found[1]) == "site.wacz/archive/b.warc.gz: not a WARC file"
    assert len(found) == 2


def test_bad_files_are_named(tmp_path: Path) -> None:
    assert [str(f) for f in read_foreign(tmp_path / "none.warc")] == [
        "none.warc: cannot be read: No such file or directory"
    ]
    assert [str(f) for f in read(tmp_path, b"", name="empty")] == ["empty: an empty file"]
    assert [str(f) for f in read(tmp_path, b"%PDF-1.7", name="a.pdf")] == ["a.pdf: not a WARC file"]
    assert [str(f) for f in read(tmp_path, gzip.compress(b"text"), name="a.gz")] == ["a.gz: not a WARC file"]
    assert "no WACZ" in str(next(read_foreign(wacz(tmp_path, other=b""))))
    whole = wacz(tmp_path, **{"archive/a.warc.gz": b"x" * 5000}).read_bytes()
    assert "not a readable WACZ" in str(read(tmp_path, whole[:3000], name="cut.wacz")[0])


def test_our_own_archive_can_be_imported_whole(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.open_visit("run", "tinh", 1) as writer:
        for capture in EXAMPLES:
            writer.write(capture)
    assert list(read_foreign(archive.path(writer.name))) == EXAMPLES


@given(
    damage=st.lists(st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=8)), max_size=6),
    cut=st.integers(0, 3000),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_raises(tmp_path: Path, damage: list[tuple[int, bytes]], cut: int) -> None:
    plain = record(http(b"x" * 500, "200 OK", "Content-Encoding: gzip")) + record(http()) + record(b"x", "resource")
    for base, name in ((plain, "a.warc"), (gzip.compress(plain) + gzip.compress(record(http())), "a.warc.gz")):
        content = bytearray(base)
        for place, new in damage:
            content[place : place + len(new)] = new
        for found in read(tmp_path, bytes(content[: max(len(content) - cut, 0)]), name=name):
            assert isinstance(found, Capture | Problem)


@pytest.mark.skipif(not REAL.exists(), reason="the real sample is not in the project")
def test_every_page_of_the_real_sample_is_read() -> None:
    found = list(read_foreign(REAL))
    pages = [capture for capture in found if isinstance(capture, Capture)]
    assert len(pages) == len(found) == 35
    assert all(page.readable and page.media_type == "text/html" and b"<html" in page.body.lower() for page in pages)
    assert {page.fetched_at.date().isoformat() for page in pages} == {"2022-08-27"}
