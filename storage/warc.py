"""A capture as WARC 1.1 records, and back; no files here.

A response is kept as it came on the wire, with a minimal request record before it (what the client sent is not known
here). Rendered DOMs, JSON, measurements and logs are `resource` records, failures `metadata`. What WARC has no field
for stands as one line of JSON in `WARC-JSON-Metadata`, so that reading gives back the identical Capture. Where the
decoded body cannot be made again from the wire bytes by the standard library (Brotli, a body that was cut), it is
kept as a `conversion` record before them. A response whose bytes an earlier record holds is a `revisit` record, which
says where that lies.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import struct
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses as _REASONS
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from records.capture import Capture, Kind, Outcome

METADATA = "WARC-JSON-Metadata"
_FORMAT = "portal-audit/1"  # stands in METADATA, so that records of ours are known from those of others
T = TypeVar("T")

_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"

_RECORD_TYPES = {
    Kind.RENDERED: "resource",
    Kind.DATA: "resource",
    Kind.MEASUREMENT: "resource",
    Kind.SCREENSHOT: "resource",
    Kind.LOG: "resource",
    Kind.FAILURE: "metadata",
}
_CONTENT_TYPES = {
    Kind.RENDERED: "text/html; charset=utf-8",
    Kind.DATA: "application/json",
    Kind.MEASUREMENT: "application/json",
    Kind.SCREENSHOT: "image/jpeg",
    Kind.LOG: "application/json",
}


_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
IDENTICAL, NOT_MODIFIED = f"{_PROFILE}identical-payload-digest", f"{_PROFILE}server-not-modified"


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds a body which came again: where it lies, and what a `revisit` record says of it."""

    file: str
    offset: int
    record_id: str
    url: str  # WARC-Target-URI
    date: str  # WARC-Date
    digest: str  # WARC-Payload-Digest

    @classmethod
    def of(cls, record: ArcWarcRecord, file: str, offset: int) -> Original:
        """Of a record that was read there."""
        names = ("WARC-Record-ID", "WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
        return cls(file, offset, *(record.rec_headers.get_header(name) or "" for name in names))


def payload_digest(wire: bytes) -> str:
    """The value of WARC-Payload-Digest for a body as it came."""
    return f"sha256:{hashlib.sha256(wire).hexdigest()}"


def to_records(capture: Capture, original: Original | None = None) -> tuple[bytes, int]:
    """A capture's gzip members in a row, and where the member that is pointed at begins.

    With `original`, a response becomes a `revisit` record without its body.
    """
    buffer = BytesIO()
    facts = _extra_facts(capture)
    headers = _warc_headers(capture, facts)
    if capture.kind is not Kind.RESPONSE or capture.http_status is None:
        facts["headers"] = [list(pair) for pair in capture.headers]
        if capture.http_status is not None:
            facts["status"] = capture.http_status
        _add_conversion(buffer, capture, facts)
        start = buffer.tell()
        content_type = capture.header("content-type") or _CONTENT_TYPES.get(capture.kind, "application/octet-stream")
        kind = _RECORD_TYPES.get(capture.kind, "metadata")
        _write(buffer, kind, _one_line(content_type), headers, facts, b"", capture.wire_body)
        return buffer.getvalue(), start
    head = _http_head(capture)
    if _parse_http_head(head) != (capture.http_status, capture.headers):
        facts["headers"] = [list(pair) for pair in capture.headers]
        facts["status"] = capture.http_status
    response_id = _new_id()
    request_headers = [(k, v) for k, v in headers if k != "WARC-IP-Address"] + [("WARC-Concurrent-To", response_id)]
    request = _request(capture.url)
    _write(buffer, "request", "application/http; msgtype=request", request_headers, None, request, b"")
    if original is not None:
        start = buffer.tell()
        _write_revisit(buffer, capture, original, headers, facts, response_id)
        return buffer.getvalue(), start
    _add_conversion(buffer, capture, facts)
    start = buffer.tell()
    if capture.outcome is Outcome.TOO_LARGE:
        headers.append(("WARC-Truncated", "length"))
    content_type = "application/http; msgtype=response"
    _write(buffer, "response", content_type, headers, facts, head, capture.wire_body, response_id)
    return buffer.getvalue(), start


def _write_revisit(
    out: BytesIO,
    capture: Capture,
    original: Original,
    headers: list[tuple[str, str]],
    facts: dict[str, Any],
    record_id: str,
) -> None:
    """WARC 1.1, 6.7: what came now without the body, and the record that has it."""
    facts["of"] = [original.file, original.offset]
    facts["sha256"] = capture.sha256
    head = _http_head(capture)
    if capture.not_modified:
        facts["status"] = capture.http_status
        head = b"HTTP/1.1 304 Not Modified\r\n" + head.partition(b"\r\n")[2]
    fields = [
        *headers,
        ("WARC-Refers-To", original.record_id),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        ("WARC-Profile", NOT_MODIFIED if capture.not_modified else IDENTICAL),
    ]
    content_type = "application/http; msgtype=response"
    _write(out, "revisit", content_type, fields, facts, head, b"", record_id, original.digest)


def _write(
    out: BytesIO,
    record_type: str,
    content_type: str,
    headers: list[tuple[str, str]],
    facts: dict[str, Any] | None,
    head: bytes,
    payload: bytes,
    record_id: str = "",
    payload_of: str = "",
) -> None:
    """Append one record as a gzip member: `head`, then `payload`; `payload_of`: the digest of one that is elsewhere."""
    block_digest = hashlib.sha256(head)
    block_digest.update(payload)
    own_digest = hashlib.sha256(payload).hexdigest() if head else block_digest.hexdigest()
    fields = [
        ("WARC-Type", record_type),
        ("WARC-Record-ID", record_id or _new_id()),
        *headers,
        ("WARC-Payload-Digest", payload_of or f"sha256:{own_digest}"),
        ("WARC-Block-Digest", f"sha256:{block_digest.hexdigest()}"),
        ("Content-Type", content_type),
    ]
    if facts is not None:
        fields.append((METADATA, json.dumps(facts, ensure_ascii=True, separators=(",", ":"))))
    fields.append(("Content-Length", str(len(head) + len(payload))))
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
    start = b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + head
    out.write(_member(start, payload, packed=facts is not None and facts.get("body") in _PACKED))


# Codings that gzip cannot make smaller.
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_MEMBER_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"  # RFC 1952: deflate, no name, no time, Unix
_STORED = 0xFFFF  # bytes of one stored block (RFC 1951, 3.2.4)


def _member(start: bytes, payload: bytes, *, packed: bool) -> bytes:
    """A gzip member of `start`, `payload` and the end of a record.

    A payload that is `packed` already stands in it as it is, in stored blocks: to deflate it once more costs as much as
    the rest of the page, and gains nothing. Standard tools read it as any other member.
    """
    end = b"\r\n\r\n"
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    check = zlib.crc32(end, zlib.crc32(payload, zlib.crc32(start)))
    if packed:
        parts = [_MEMBER_HEAD, deflate.compress(start), deflate.flush(zlib.Z_SYNC_FLUSH)]
        for at in range(0, len(payload), _STORED):
            piece = payload[at : at + _STORED]
            parts += [struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF), piece]
        parts.append(struct.pack("<BHH", 1, len(end), len(end) ^ 0xFFFF) + end)
    else:
        parts = [_MEMBER_HEAD, deflate.compress(start), deflate.compress(payload), deflate.compress(end)]
        parts.append(deflate.flush())
    size = len(start) + len(payload) + len(end)
    return b"".join(parts) + struct.pack("<II", check, size & 0xFFFFFFFF)


def _add_conversion(buffer: BytesIO, capture: Capture, facts: dict[str, Any]) -> None:
    """Say in `facts` how `body` comes from the wire bytes; keep it as a record of its own where it cannot."""
    wire = capture.wire_body
    if capture.body is wire or capture.body == wire:
        return
    encoding = (capture.header("content-encoding") or "").strip().lower()
    if _is_gzip_of(wire, encoding, capture.body) or decode(wire, encoding, len(capture.body)) == capture.body:
        facts["body"] = encoding
        return
    begin = buffer.tell()
    headers = _warc_headers(capture, {})
    content_type = _one_line(capture.header("content-type") or "application/octet-stream")
    _write(buffer, "conversion", content_type, headers, None, b"", capture.body)
    facts["body"] = "conversion"
    facts["back"] = buffer.tell() - begin


def _is_gzip_of(wire: bytes, encoding: str, body: bytes) -> bool:
    """Whether `wire` is `body` in one gzip member, by the checksum and the length at its end (RFC 1952)."""
    if encoding not in ("gzip", "x-gzip") or len(wire) < 18 or wire[:2] != b"\x1f\x8b":
        return False
    return wire[-8:] == struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)


def _extra_facts(capture: Capture) -> dict[str, Any]:
    """What WARC has no field for; defaults are left out."""
    facts: dict[str, Any] = {"format": _FORMAT, "kind": capture.kind.value, "outcome": capture.outcome.value}
    optional: dict[str, tuple[Any, Any]] = {
        "final_url": (capture.final_url, capture.url),
        "depth": (capture.depth, 0),
        "topic": (capture.topic, ""),
        "found_on": (capture.found_on, ""),
        "label": (capture.label, ""),
        "elapsed_ms": (capture.elapsed_ms, None),
        "tries": (capture.tries, 1),
        "peer": (capture.peer, ""),
        "error": (capture.error, ""),
    }
    facts.update({name: value for name, (value, default) in optional.items() if value != default})
    return facts


def _warc_headers(capture: Capture, facts: dict[str, Any]) -> list[tuple[str, str]]:
    uri = quote(capture.url.encode("utf-8", "surrogatepass"), safe=_URL_SAFE) or "urn:none"
    if uri != capture.url:
        facts["url"] = capture.url
    when = capture.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    headers = [("WARC-Target-URI", uri), ("WARC-Date", when)]
    address = _ip_address(capture.peer)
    return [*headers, ("WARC-IP-Address", address)] if address else headers


def _ip_address(peer: str) -> str:
    """The address of `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1` or `[2001:db8::1]:443`; '' for anything else."""
    for candidate in (peer, peer.rpartition(":")[0].strip("[]")):
        try:
            return str(ipaddress.ip_address(candidate))
        except ValueError:
            continue
    return ""


def _http_head(capture: Capture) -> bytes:
    reason = _REASONS.get(capture.http_status or 0, "")
    lines = [f"HTTP/1.1 {capture.http_status} {reason}"]
    # No line may end within a header, whatever the server sent: the body begins at the first empty line.
    lines += [f"{name}: {value}".replace("\r", " ").replace("\n", " ") for name, value in capture.headers]
    head = "\r\n".join(lines) + "\r\n\r\n"
    try:
        return head.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return head.encode("utf-8", "replace")


def _request(url: str) -> bytes:
    """The least that asked for it: the method and the host, without the headers that we do not know."""
    try:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        target, host = "/", ""
    safe_target = quote(target.encode("utf-8", "surrogatepass"), safe=_URL_SAFE)
    safe_host = quote(host.encode("utf-8", "surrogatepass"), safe=_URL_SAFE)
    return f"GET {safe_target} HTTP/1.1\r\nHost: {safe_host}\r\n\r\n".encode()


def warcinfo(name: str) -> bytes:
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
    info = {"software": "portal-audit", "format": "WARC File Format 1.1", "description": "captures of one visit"}
    writer.write_record(writer.create_warcinfo_record(name.rpartition("/")[2], info))
    return buffer.getvalue()


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _one_line(text: str) -> str:
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:200]


def facts_of(record: ArcWarcRecord) -> dict[str, Any] | None:
    """Our line of JSON; None for a record that is not of ours."""
    line = record.rec_headers.get_header(METADATA)
    if not line:
        return None
    try:
        facts = json.loads(line)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) and facts.get("format") == _FORMAT else None


def to_capture(
    record: ArcWarcRecord,
    facts: dict[str, Any],
    block: bytes,
    decoded: bytes | None,
    limit: int | None = None,
    original: Capture | None = None,
) -> Capture:
    """The capture of a record with our `facts`; `decoded` is the conversion record before it, `limit` caps a body.

    The bodies of a `revisit` record are those of `original`.

    ValueError, KeyError or TypeError where the record claims to be one of ours and is not.
    """
    status = _typed(facts, "status", int)
    headers: tuple[tuple[str, str], ...] = ()
    wire = block
    if record.rec_type in ("response", "revisit"):
        head, separator, wire = block.partition(b"\r\n\r\n")
        status, headers = _parse_http_head(head + separator)
    if "headers" in facts:
        headers, status = tuple((str(k), str(v)) for k, v in facts["headers"]), _typed(facts, "status", int)
    if record.rec_type == "revisit":
        if original is None or original.sha256 != facts["sha256"]:
            raise ValueError(f"it revisits {facts['of']}, where its body is not")
        status, wire = _typed(facts, "status", int) or status, original.wire_body
    encoding = _typed(facts, "body", str) or ""
    if original is not None:
        decoded, encoding = original.body, "conversion"
    body = decoded if encoding == "conversion" else decode(wire, encoding, limit)
    if body is None:
        raise ValueError("its decoded body is missing or too large")
    fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    if fetched_at.tzinfo is None:
        raise ValueError("its time has no offset")
    own_url = _typed(facts, "url", str)
    url = record.rec_headers.get_header("WARC-Target-URI") if own_url is None else own_url
    final_url = _typed(facts, "final_url", str)
    return Capture(
        url=url,
        final_url=url if final_url is None else final_url,
        fetched_at=fetched_at,
        kind=Kind(facts["kind"]),
        outcome=Outcome(facts["outcome"]),
        http_status=status,
        headers=headers,
        wire_body=wire,
        body=body,
        depth=_typed(facts, "depth", int) or 0,
        topic=_typed(facts, "topic", str) or "",
        found_on=_typed(facts, "found_on", str) or "",
        label=_typed(facts, "label", str) or "",
        elapsed_ms=_typed(facts, "elapsed_ms", int),
        tries=1 if (tries := _typed(facts, "tries", int)) is None else tries,
        peer=_typed(facts, "peer", str) or "",
        error=_typed(facts, "error", str) or "",
        not_modified=record.rec_headers.get_header("WARC-Profile") == NOT_MODIFIED,
    )


def _typed(facts: dict[str, Any], name: str, type: type[T]) -> T | None:
    """A fact where it is there; TypeError where it is of another type: the file may be anybody's."""
    value = facts.get(name)
    if value is None or isinstance(value, type):
        return value
    raise TypeError(f"{name}: expected {type.__name__}")


def _parse_http_head(head: bytes) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    """Status and headers of a head that `_http_head` wrote; (None, ()) of any other."""
    lines = head.decode("utf-8", "surrogateescape").removesuffix("\r\n\r\n").split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) < 2 or not (parts[1].isascii() and parts[1].isdigit()):
        return None, ()
    headers = []
    for line in lines[1:]:
        name, separator, value = line.partition(": ")
        if not separator:
            return None, ()
        headers.append((name, value))
    return int(parts[1]), tuple(headers)


def decode(wire: bytes, encoding: str, limit: int | None = None) -> bytes | None:
    """Undo a content-encoding with the standard library; None where it cannot (unknown, broken, beyond `limit`)."""
    if encoding in ("", "identity"):
        return wire
    if encoding in ("gzip", "x-gzip"):
        windows = [zlib.MAX_WBITS + 16]
    elif encoding == "deflate":
        windows = [zlib.MAX_WBITS, -zlib.MAX_WBITS]  # some servers mean the raw stream by it
    else:
        return None
    for window in windows:
        try:
            return _inflate(wire, window, limit)
        except (zlib.error, EOFError):
            continue
    return None


def _inflate(wire: bytes, window: int, limit: int | None) -> bytes | None:
    plain, rest = bytearray(), wire
    while rest:
        inflater = zlib.decompressobj(window)
        room = 0 if limit is None else limit - len(plain) + 1
        plain += inflater.decompress(rest, room)
        if limit is not None and len(plain) > limit:
            return None
        if not inflater.eof:
            raise EOFError("the compressed body is cut")
        rest = inflater.unused_data if window > zlib.MAX_WBITS else b""  # gzip members may follow one another
        if rest.strip(b"\0") == b"":
            break
    return bytes(plain)
