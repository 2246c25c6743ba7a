"""Read WARC and WACZ files of other tools; what cannot be used is named and skipped, never an exception.

Our own files are read too, with everything that they know beyond WARC.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from records.capture import Capture, Kind, Outcome
from storage.warc import decode, facts_of, to_capture

_CHUNK = 64 * 1024
_MAX_RECORD = 64 * 2**20  # bytes of one record, unpacked
_MAX_HEAD = 256 * 1024
_MAX_RESYNCS = 1000  # tries to find the next record after a damaged one, before the rest is given up
_GZIP = b"\x1f\x8b\x08"
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LINE_END = re.compile(rb"\r?\n")
# What tools keep beside pages: facts, pictures and text of browsertrix, arguments of wget, name look-ups of Heritrix.
_OF_TOOLS = re.compile(r"(?:urn|metadata|dns|whois):", re.IGNORECASE)
# Why a body was cut; a page of which a part is missing must not be judged as if it were whole.
_TRUNCATED = {"length": Outcome.TOO_LARGE, "time": Outcome.TIMEOUT, "disconnect": Outcome.RESET}
# Some tools decode a body and keep its Content-Encoding header; such a body begins like text.
_TEXT_STARTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[]")


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that could not be used: `where` is the file and place in it, `why` a sentence."""

    where: str
    url: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}" + (f" ({self.url})" if self.url else "")


class _Unusable(Exception):
    """Why a record cannot be used."""


def read_foreign(path: Path, max_body: int = 10 * 2**20) -> Iterator[Capture | Problem]:
    """Every HTTP response of a WARC (.warc, .warc.gz) or WACZ file, in its order, and what could not be used.

    `max_body` caps a body in bytes, after decoding. `final_url` is the URL asked for: a file does not say which
    redirect belongs to which page.
    """
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
            stream.seek(0)
            if magic == b"PK\x03\x04":
                yield from _read_wacz(stream, path.name, max_body)
            else:
                yield from _read_warc(stream, path.name, max_body)
    except OSError as error:
        yield Problem(path.name, "", f"cannot be read: {error.strerror or error}")


def _read_wacz(stream: IO[bytes], name: str, max_body: int) -> Iterator[Capture | Problem]:
    try:
        with zipfile.ZipFile(stream) as wacz:
            entries = [i for i in wacz.infolist() if re.fullmatch(r"archive/[^/]+\.warc(\.gz)?", i.filename)]
            if not entries:
                yield Problem(name, "", "a zip file without archive/*.warc.gz, so no WACZ")
            for entry in entries:
                try:
                    with wacz.open(entry) as warc:
                        yield from _read_warc(warc, f"{name}/{entry.filename}", max_body)
                # What zipfile raises for a hostile entry: bad CRC, encryption, an unknown method, broken deflate.
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
                    yield Problem(f"{name}/{entry.filename}", "", f"cannot be unpacked: {error}")
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield Problem(name, "", f"not a readable WACZ file: {error}")


def _read_warc(stream: IO[bytes], name: str, max_body: int) -> Iterator[Capture | Problem]:
    begin = stream.read(5)
    stream.seek(0)
    conversion: list[bytes] = []
    if begin[:3] == _GZIP:
        for offset, member in _members(stream):
            where = f"{name}, offset {offset}"
            if isinstance(member, str):
                yield Problem(where, "", member)
            elif offset == 0 and not member.startswith(b"WARC/"):
                yield Problem(name, "", "not a WARC file")
                return
            else:
                yield from _read_records(BytesIO(member), where, max_body, conversion)
    elif begin == b"WARC/":
        yield from _read_records(stream, name, max_body, conversion)
    else:
        yield Problem(name, "", "not a WARC file" if begin else "an empty file")


def _members(stream: IO[bytes]) -> Iterator[tuple[int, bytes | str]]:
    """The gzip members of a file: offset and plain bytes, or why they cannot be read; goes on behind damage."""
    buffer = bytearray()
    start, resyncs = 0, 0
    while True:
        if not buffer:
            buffer += stream.read(_CHUNK)
            if not buffer:
                return
        plain, used, why = _inflate_member(stream, buffer)
        if not why:
            yield start, plain
            resyncs = 0
        else:
            if resyncs == 0:
                yield start, why
            resyncs += 1
            if resyncs > _MAX_RESYNCS:
                yield start, "too much damage: the rest of the file was not read"
                return
            used = _next_magic(stream, buffer)
        start += used
        del buffer[:used]


def _inflate_member(stream: IO[bytes], buffer: bytearray) -> tuple[bytes, int, str]:
    """The member that begins the buffer: plain bytes, compressed size, and why not."""
    inflater, plain, used = zlib.decompressobj(zlib.MAX_WBITS + 16), bytearray(), 0
    try:
        while not inflater.eof:
            if used == len(buffer):
                more = stream.read(_CHUNK)
                if not more:
                    return b"", 0, "the gzip member is cut"
                buffer += more
            piece = bytes(buffer[used : used + _CHUNK])
            plain += inflater.decompress(piece, _MAX_RECORD - len(plain) + 1)
            if len(plain) > _MAX_RECORD:
                return b"", 0, f"the gzip member holds more than {_MAX_RECORD} bytes"
            used += len(piece) - len(inflater.unused_data)
    except zlib.error as error:
        return b"", 0, f"the gzip member is damaged: {error}"
    return bytes(plain), used, ""


def _next_magic(stream: IO[bytes], buffer: bytearray) -> int:
    """How many bytes of the buffer to skip to where a next gzip member may begin; all where there is none."""
    searched = 1
    while True:
        found = buffer.find(_GZIP, searched)
        if found >= 0:
            return found
        searched = max(len(buffer) - len(_GZIP) + 1, 1)
        more = stream.read(_CHUNK)
        if not more:
            return len(buffer)
        buffer += more


def _read_records(stream: IO[bytes], where: str, max_body: int, conversion: list[bytes]) -> Iterator[Capture | Problem]:
    """The records of a stream. `conversion` holds the body of a conversion record until the one after it has come."""
    try:
        for number, record in enumerate(ArchiveIterator(stream, no_record_parse=True), start=1):
            place = where if ", offset" in where else f"{where}, record {number}"
            url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
            try:
                block = _block(record)
                if record.rec_type == "conversion":
                    conversion[:] = [block]
                    continue
                capture = _capture_of(record, block, conversion[0] if conversion else None, url, max_body)
                conversion.clear()
            except _Unusable as error:
                yield Problem(place, url, str(error))
                continue
            if capture is not None:
                yield capture
    # The library raises what it meets on bytes that are no WARC: its own errors, ValueError, UnicodeError, ...
    except Exception as error:
        first_line = str(error).strip().partition("\n")[0]
        yield Problem(where, "", f"not a WARC record: {first_line or type(error).__name__}")


def _block(record: ArcWarcRecord) -> bytes:
    block = record.raw_stream.read(_MAX_RECORD + 1)
    if len(block) > _MAX_RECORD:
        raise _Unusable(f"more than {_MAX_RECORD} bytes")
    declared = record.rec_headers.get_header("Content-Length") or ""
    if declared.isdigit() and len(block) < int(declared[:18]):
        raise _Unusable(f"cut: {len(block)} of {declared} bytes are there")
    if not _is_digest_of(record.rec_headers.get_header("WARC-Block-Digest") or "", block):
        raise _Unusable("its block is not what its WARC-Block-Digest says: it was changed after it was written")
    return bytes(block)


def _is_digest_of(digest: str, block: bytes) -> bool:
    """Whether a digest such as `sha1:` with 32 letters of base32, or `sha256:` with hex, is that of `block`.

    True where there is none, or one that cannot be read: many tools write what others cannot check.
    """
    algorithm, _, value = digest.strip().partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return True
    there = hashlib.new(name, block, usedforsecurity=False).digest()
    if len(value) == 2 * len(there):
        return value.lower() == there.hex()
    encoded = base64.b32encode(there).decode().rstrip("=")
    return len(value.rstrip("=")) != len(encoded) or value.rstrip("=").upper() == encoded


def _capture_of(record: ArcWarcRecord, block: bytes, decoded: bytes | None, url: str, max_body: int) -> Capture | None:
    """The capture of a record; None for a record that is none (request, warcinfo, metadata)."""
    facts = facts_of(record)
    if facts is not None:
        try:
            return to_capture(record, facts, block, decoded, max_body)
        except (ValueError, KeyError, TypeError) as error:
            raise _Unusable(f"not readable as a record of portal-audit: {error}") from error
    if record.rec_type == "revisit":
        raise _Unusable("a revisit record: its body stands elsewhere")
    if not record.rec_type:
        raise _Unusable("not a WARC record: it has no WARC-Type")
    if record.rec_type not in ("response", "resource"):
        return None
    if not re.match(r"https?://[^/]", url, re.IGNORECASE):
        if _OF_TOOLS.match(url):
            return None
        raise _Unusable("not of a web address")
    when = _date(record.rec_headers.get_header("WARC-Date") or "")
    content_type: str = record.rec_headers.get_header("Content-Type") or ""
    headers: tuple[tuple[str, str], ...]
    if record.rec_type == "resource":
        # A body that some tool took off the web, without the HTTP around it.
        status, headers, wire = 200, (("Content-Type", content_type),), block
    elif content_type and not content_type.lower().startswith("application/http"):
        raise _Unusable(f"not an HTTP response but {content_type[:60]}")
    else:
        status, headers, wire = _http(block)
    cut = (record.rec_headers.get_header("WARC-Truncated") or "").strip().lower()
    body = _decoded(wire, headers, max_body)
    return Capture(
        url=url,
        final_url=url,
        fetched_at=when,
        kind=Kind.RESPONSE,
        outcome=_TRUNCATED.get(cut, Outcome.TOO_LARGE) if cut else _outcome(status, headers),
        http_status=status,
        headers=headers,
        wire_body=wire,
        body=body,
        peer=record.rec_headers.get_header("WARC-IP-Address") or "",
    )


def _date(text: str) -> datetime:
    """A WARC-Date, in UTC where it names no offset; `20220827103000` of old tools too."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        try:
            when = datetime.strptime(text, "%Y%m%d%H%M%S")
        except ValueError:
            raise _Unusable(f"no date that can be read: {text[:40]!r}") from None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _http(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and body, the chunks of the transfer joined."""
    ends = re.search(rb"\r?\n\r?\n", block[:_MAX_HEAD])
    head, wire = (block[: ends.start()], block[ends.end() :]) if ends else (block[:_MAX_HEAD], b"")
    first = _STATUS.match(head)
    if not first:
        raise _Unusable("no HTTP status line")
    headers: list[tuple[str, str]] = []
    for line in head.splitlines()[1:]:
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            text = line.decode("latin-1")
        if text[:1] in (" ", "\t") and headers:  # a header folded over lines, as old servers do
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if colon:
            headers.append((name.strip(), value.strip()))
    if _header(headers, "transfer-encoding").lower().endswith("chunked"):
        wire = _joined(wire)
    return int(first[1]), tuple(headers), wire


def _joined(wire: bytes) -> bytes:
    """The chunks of a body joined; the bytes as they are where they are no chunks: many tools keep the header alone."""
    body, position = bytearray(), 0
    while size := _CHUNK_SIZE.match(wire, position):
        length = int(size[1], 16)
        if length == 0:
            return bytes(body)
        if size.end() + length > len(wire):
            break
        body += wire[size.end() : size.end() + length]
        position = size.end() + length
        position += (
            2 if wire[position : position + 2] == b"\r\n" else 1 if wire[position : position + 1] == b"\n" else 0
        )
    if position == 0:
        return wire
    raise _Unusable("its chunked body is cut")


def _decoded(wire: bytes, headers: tuple[tuple[str, str], ...], max_body: int) -> bytes:
    body = wire
    encodings = [part.strip().lower() for part in _header(headers, "content-encoding").split(",")]
    for encoding in reversed([part for part in encodings if part not in ("", "identity")]):
        if not body or _TEXT_STARTS.match(body):
            break
        plain = _brotli(body, max_body) if encoding == "br" else decode(body, encoding, max_body)
        if plain is None:
            raise _Unusable(
                f"its content encoding {encoding[:20]} cannot be undone, or it holds more than {max_body} bytes"
            )
        body = plain
    if len(body) > max_body:
        raise _Unusable(f"its body holds more than {max_body} bytes")
    return body


def _brotli(body: bytes, limit: int) -> bytes | None:
    """Brotli undone where a library for it is installed; None where not, or beyond the limit."""
    try:
        brotli = import_module("brotli")
    except ImportError:
        return None
    decompressor, plain = brotli.Decompressor(), bytearray()
    try:
        for start in range(0, len(body), _CHUNK // 16):
            plain += decompressor.process(body[start : start + _CHUNK // 16])
            if len(plain) > limit:
                return None
    except brotli.error:
        return None
    return bytes(plain) if decompressor.is_finished() else None


def _header(headers: list[tuple[str, str]] | tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _outcome(status: int, headers: tuple[tuple[str, str], ...]) -> Outcome:
    if status == 429 or (status == 503 and _header(headers, "retry-after")):
        return Outcome.RATE_LIMITED
    if status >= 500:
        return Outcome.HTTP_5XX
    return Outcome.HTTP_4XX if status >= 400 else Outcome.OK
