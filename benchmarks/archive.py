"""Write 500 pages of 60 KB to a WARC file: by our archive (warcio), by warcio alone, by FastWARC where installed.

python -m benchmarks.archive
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from records.capture import Capture, Kind, Outcome
from storage.archive import Archive

PAGES = 500
PAGE_BYTES = 60_000
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("Server", "Apache"))


def pages() -> list[bytes]:
    """Pages that compress about as well as real ones (to a fifth): words of a small vocabulary, drawn by chance."""
    chance = random.Random(1)
    words = [bytes(chance.choices(b"abcdefghiklmnoprstuvxy", k=chance.randint(2, 9))) for _ in range(800)]
    return [b"<p>" + b" ".join(chance.choices(words, k=PAGE_BYTES // 6))[: PAGE_BYTES - 3] for _ in range(PAGES)]


def our_archive(folder: Path, bodies: list[bytes]) -> Path:
    """Response and request, SHA-256 digests, handed to the system record by record."""
    archive = Archive(folder)
    with archive.open_visit("run", "slug", 1) as writer:
        for number, body in enumerate(bodies):
            url = f"https://tinh.example/{number}"
            writer.write(Capture(url, url, datetime.now(UTC), Kind.RESPONSE, Outcome.OK, 200, HEADERS, body, body))
    return archive.path(writer.name)


def warcio_alone(folder: Path, bodies: list[bytes]) -> Path:
    """The response record only, with warcio's own digests."""
    path = folder / "warcio.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
        for number, body in enumerate(bodies):
            head = StatusAndHeaders("200 OK", list(HEADERS), protocol="HTTP/1.1")
            url = f"https://tinh.example/{number}"
            writer.write_record(
                writer.create_warc_record(url, "response", payload=BytesIO(body), length=len(body), http_headers=head)
            )
    return path


def fastwarc_alone(folder: Path, bodies: list[bytes]) -> Path:
    """The response record only, with FastWARC's own digests."""
    from fastwarc.stream_io import GzipWriter
    from fastwarc.warc import WarcRecord, WarcRecordType

    path = folder / "fastwarc.warc.gz"
    head = b"HTTP/1.1 200 OK\r\n" + b"".join(f"{k}: {v}\r\n".encode() for k, v in HEADERS) + b"\r\n"
    with GzipWriter(str(path), compression_level=9) as stream:
        for number, body in enumerate(bodies):
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers.append("WARC-Target-URI", f"https://tinh.example/{number}")
            record.set_bytes_content(head + body)
            record.write(stream, checksum_data=True)
    return path


def main() -> None:
    """Print seconds and size of each."""
    bodies = pages()
    ways: list[Callable[[Path, list[bytes]], Path]] = [our_archive, warcio_alone, fastwarc_alone]
    for way in ways:
        with tempfile.TemporaryDirectory() as folder:
            try:
                begin = time.perf_counter()
                path = way(Path(folder), bodies)
                seconds = time.perf_counter() - begin
            except ImportError:
                print(f"{way.__name__}: not installed")
                continue
            size = path.stat().st_size
            print(f"{way.__name__}: {seconds:.2f} s, {1000 * seconds / PAGES:.2f} ms a page, {size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
