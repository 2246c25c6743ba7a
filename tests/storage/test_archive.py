"""The evidence archive: what goes in comes out identical, whatever happens in between."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from records.capture import Capture, Kind, Outcome
from storage.archive import Archive
from storage.errors import StorageError

WHEN = datetime(2022, 3, 31, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=7)))
PAGE = "<!doctype html><title>Lịch tiếp công dân</title>".encode()


def response(**changes: object) -> Capture:
    given: dict[str, object] = {
        "url": "https://tinh.example/lich-tiep-cong-dan?thang=3",
        "final_url": "https://tinh.example/lich-tiep-cong-dan?thang=3",
        "fetched_at": WHEN,
        "kind": Kind.RESPONSE,
        "outcome": Outcome.OK,
        "http_status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        "wire_body": PAGE,
        "body": PAGE,
    }
    return Capture(**{**given, **changes})  # type: ignore[arg-type]


EXAMPLES = [
    response(),
    response(
        headers=(("content-encoding", "gzip"),), wire_body=gzip.compress(PAGE), depth=2, topic="reception_schedule"
    ),
    response(headers=(("Content-Encoding", "deflate"),), wire_body=zlib.compress(PAGE)[2:-4]),
    response(headers=(("Content-Encoding", "br"),), wire_body=b"\x0b\x02\x80not really brotli"),
    response(headers=(("Content-Encoding", "gzip"),), wire_body=gzip.compress(PAGE)[:20], body=PAGE[:5]),
    response(headers=(("Transfer-Encoding", "chunked"),)),
    response(outcome=Outcome.TOO_LARGE, http_status=200, wire_body=b"", body=b""),
    response(http_status=301, headers=(("Location", "/vi"),), wire_body=b"", body=b"", final_url="https://x.example/vi"),
    response(headers=(("X-Bad", "a\r\n\r\nb"), ("", ""), ("no-colon", " padded "), ("Vi", "Đà"), ("Raw", "\udce1"))),
    response(http_status=999, headers=()),
    response(url="https://tinh.example/tìm kiếm?q=<a>\udc80", label="Tiếp công dân\x00\n", error="x" * 10_000),
    response(kind=Kind.RENDERED, headers=(), http_status=None, found_on="https://tinh.example/", peer="192.0.2.7:443"),
    response(kind=Kind.DATA, headers=(("content-type", "application/json"),), wire_body=b"[]", body=b"[]"),
    response(kind=Kind.MEASUREMENT, headers=(), http_status=None, wire_body=b"{}", body=b"{}"),
    response(kind=Kind.LOG, url="urn:log", final_url="urn:log", headers=(), http_status=None),
    response(
        kind=Kind.FAILURE, outcome=Outcome.DNS, http_status=None, headers=(), wire_body=b"", body=b"", tries=3,
        error="no such host", elapsed_ms=12,
    ),
    response(peer="[2001:db8::1]:443", elapsed_ms=0),
]  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def warcio_check(*files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_kind_of_capture_comes_back_identical(archive: Archive) -> None:
    with archive.open_visit("2022-03-31-a1b2", "tinh", 1) as writer:
        places = [writer.write(capture) for capture in EXAMPLES]
    assert [archive.read(place.file, place.offset) for place in places] == EXAMPLES
    assert list(archive.captures_of(places[0].file)) == EXAMPLES
    assert [place for place, _ in archive.located_captures_of(places[0].file)] == places


def test_warcio_finds_every_digest_right(archive: Archive) -> None:
    with archive.open_visit("2022-03-31-a1b2", "tinh", 1) as writer:
        for capture in EXAMPLES:
            writer.write(capture)
    checked = warcio_check(archive.path(writer.name))
    assert checked.returncode == 0, checked.stdout
    assert "digest failed" not in checked.stdout
    assert checked.stdout.count("digest pass") >= 2 * 10 + 6  # requests and responses, and the other kinds


def test_a_changed_body_is_noticed_by_warcio(archive: Archive) -> None:
    """The digests that the check relies on are really in the file."""
    with archive.open_visit("run", "tinh", 1) as writer:
        writer.write(response())
    path = archive.path(writer.name)
    plain = gzip.decompress(path.read_bytes())
    forged = path.with_name("forged.warc")
    forged.write_bytes(plain.replace("Lịch".encode(), b"Lich!" + b"!"))
    assert warcio_check(forged).returncode == 1


texts = st.text(max_size=30)


@given(
    capture=st.builds(
        Capture,
        url=st.one_of(st.just("https://tinh.example/"), texts),
        final_url=texts,
        fetched_at=st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),
        kind=st.sampled_from(Kind),
        outcome=st.sampled_from(Outcome),
        http_status=st.none() | st.integers(100, 999),
        headers=st.lists(
            st.tuples(
                st.sampled_from(["Content-Type", "Content-Encoding", "Location", "content-length"]) | texts,
                st.sampled_from(["gzip", "br", "deflate", "text/html"]) | texts,
            ),
            max_size=4,
        ).map(tuple),
        wire_body=st.binary(max_size=200),
        body=st.binary(max_size=200),
        depth=st.integers(0, 9),
        topic=texts,
        found_on=texts,
        label=texts,
        elapsed_ms=st.none() | st.integers(0, 10**6),
        tries=st.integers(1, 9),
        peer=texts,
        error=texts,
    )
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_captures_come_back_identical(archive: Archive, capture: Capture) -> None:
    with archive.open_visit("run", "tinh", 1) as writer:
        place = writer.write(capture)
    assert archive.read(place.file, place.offset) == capture


def test_a_killed_writer_leaves_an_archive_that_goes_on(archive: Archive, tmp_path: Path) -> None:
    """Kill a process amid writing; what it had announced is whole, and the next writer goes on behind it."""
    script = f"""
import sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from tests.storage.test_archive import response
from storage.archive import Archive
import os
writer = Archive(Path({str(archive.root)!r})).open_visit("run", "tinh", 1)
while True:
    body = os.urandom(400_000)
    print(writer.write(response(body=body, wire_body=body)).offset, flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    announced = [int(child.stdout.readline()) for _ in range(5)]
    child.send_signal(signal.SIGKILL)
    announced += [int(line) for line in child.stdout.read().split()]
    child.wait()
    with archive.open_visit("run", "tinh", 1) as writer:
        last = writer.write(response())
    found = list(archive.located_captures_of(writer.name))
    assert [place.offset for place, _ in found][: len(announced)] == announced
    assert found[-1] == (last, response())
    assert warcio_check(archive.path(writer.name)).returncode == 0


@pytest.mark.parametrize("cut", [1, 9, 200, 500])
def test_a_cut_tail_is_removed_on_reopening(archive: Archive, cut: int) -> None:
    with archive.open_visit("run", "tinh", 1) as writer:
        first = writer.write(response())
        writer.write(response(label="second"))
    path = archive.path(writer.name)
    os.truncate(path, path.stat().st_size - cut)
    assert list(archive.captures_of(writer.name)) == [response()]
    with archive.open_visit("run", "tinh", 1) as writer:
        third = writer.write(response(label="third"))
    assert list(archive.captures_of(writer.name)) == [response(), response(label="third")]
    assert archive.read(first.file, first.offset) == response()
    assert archive.read(third.file, third.offset) == response(label="third")


def test_damage_before_the_tail_is_reported_and_left_alone(archive: Archive) -> None:
    with archive.open_visit("run", "tinh", 1) as writer:
        writer.write(response())
        writer.write(response())
    path = archive.path(writer.name)
    damaged = bytearray(path.read_bytes())
    damaged[700:740] = b"\xff" * 40
    path.write_bytes(damaged)
    with pytest.raises(StorageError, match="damaged"):
        archive.open_visit("run", "tinh", 1)
    assert path.read_bytes() == damaged


def test_a_second_writer_of_one_visit_is_refused(archive: Archive) -> None:
    with (
        archive.open_visit("run", "tinh", 1),
        pytest.raises(StorageError, match="another process is visiting"),
    ):
        archive.open_visit("run", "tinh", 1)
    archive.open_visit("run", "tinh", 1).close()


def test_archives_are_closed_to_others(archive: Archive) -> None:
    with archive.open_visit("run", "tinh", 1) as writer:
        writer.write(response())
    path = archive.path(writer.name)
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.parent.stat().st_mode & 0o777 == 0o750
    assert archive.root.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(("file", "offset"), [("run/none-1.warc.gz", 0), ("run/tinh-1.warc.gz", 3), ("../secret", 0)])
def test_a_wrong_place_is_a_clear_error(archive: Archive, file: str, offset: int) -> None:
    with archive.open_visit("run", "tinh", 1) as writer:
        writer.write(response())
    with pytest.raises(StorageError) as raised:
        archive.read(file, offset)
    assert "\n" not in str(raised.value)


def test_other_tools_see_request_response_and_address(archive: Archive) -> None:
    with archive.open_visit("run", "tinh", 1) as writer:
        place = writer.write(response(peer="192.0.2.7:443"))
    with archive.path(place.file).open("rb") as stream:
        records = [(r.rec_type, r) for r in ArchiveIterator(stream)]
    assert [kind for kind, _ in records] == ["warcinfo", "request", "response"]
    _, request = records[1]
    assert request.http_headers.get_header("Host") == "tinh.example"
    _, last = records[2]
    assert last.rec_headers.get_header("WARC-IP-Address") == "192.0.2.7"
    assert last.rec_headers.get_header("WARC-Date") == "2022-03-30T18:02:03.456789Z"
    assert last.http_headers.get_statuscode() == "200"


def test_the_registry_of_a_run_is_kept_byte_for_byte(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    file.write_bytes(b'version = "x"\r\n# c\xc3\xb4ng')
    assert archive.keep_registry("run", file).read_bytes() == file.read_bytes()


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StorageError) as raised:
        Archive(blocked / "archive").open_visit("run", "tinh", 1)
    assert "\n" not in str(raised.value)
