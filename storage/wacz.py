"""Write a WACZ 1.1.1: WARC files with index, list of pages and hashes in one ZIP that ReplayWeb.page opens.

https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from records.capture import Capture

DATAPACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
VERSION = "1.1.1"
_LINES = 1024  # of the index in one gzip member: what a player fetches at once
_INDEX, _SECONDARY = "indexes/index.cdx.gz", "indexes/index.idx"


@dataclass(frozen=True, slots=True)
class Indexed:
    """One line of the index: a record that answers for an address."""

    url: str
    fetched_at: datetime
    mime: str
    status: int
    sha256: str  # of the record's payload
    file: str
    offset: int
    length: int

    @classmethod
    def of(cls, capture: Capture, file: str, offset: int, length: int) -> Indexed:
        """The line of a capture's record."""
        payload = hashlib.sha256(capture.wire_body).hexdigest()
        mime = capture.media_type or "application/octet-stream"
        return cls(capture.url, capture.fetched_at, mime, capture.http_status or 200, payload, file, offset, length)

    def line(self) -> str:
        """As CDXJ."""
        fields = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status),
            "digest": f"sha256:{self.sha256}",
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.file,
        }
        return f"{surt(self.url)} {_stamp(self.fetched_at)} {json.dumps(fields, ensure_ascii=False)}\n"


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A line of the list of pages that a player shows."""

    url: str
    fetched_at: datetime
    title: str


def surt(url: str) -> str:
    """An address as the index sorts it, host back to front: `vn,gov,danang)/lich?thang=3`."""
    try:
        parts = urlsplit(url.lower())
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:  # no address at all: nobody can ask for it
        return url.replace(" ", "%20")
    if parts.scheme not in ("http", "https"):
        return url.replace(" ", "%20")
    first, dot, rest = host.partition(".")
    if dot and first.startswith("www") and (first[3:].isdigit() or not first[3:]):
        host = rest
    query = f"?{urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))}" if parts.query else ""
    key = f"{','.join(reversed(host.split('.')))}{port}){parts.path or '/'}{query}"
    return key.replace(" ", "%20")


def write_wacz(
    out: Path,
    *,
    title: str,
    description: str,
    made_at: datetime,
    warcs: Mapping[str, Path],
    index: Iterable[Indexed],
    pages: Sequence[ListedPage],
    more: Mapping[str, bytes],
    software: str,
) -> str:
    """Write the file, whole or not at all; give the SHA-256 of its datapackage.json.

    `warcs` are by file name; `more` are further files by their path in the ZIP. The first of `pages` is the main one.
    """
    fresh = out.with_name(out.name + ".new")
    resources: list[dict[str, Any]] = []
    try:
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
        with os.fdopen(opened, "wb") as stream, zipfile.ZipFile(stream, "w") as zipped:
            for name, path in warcs.items():
                info = _entry(f"archive/{name}", made_at, zipfile.ZIP_STORED)
                info.file_size = path.stat().st_size
                with path.open("rb") as source, zipped.open(info, "w") as target:
                    shutil.copyfileobj(source, target, 1024 * 1024)
                with path.open("rb") as source:
                    sha256 = hashlib.file_digest(source, "sha256").hexdigest()
                resources.append(_resource(info.filename, sha256, info.file_size))
            compressed, secondary = _index(index)
            parts = {_INDEX: compressed, _SECONDARY: secondary, "pages/pages.jsonl": _pages(pages), **more}
            for name, raw in parts.items():
                # A player reads parts of the index by offset: it must lie in the ZIP as it is.
                method = zipfile.ZIP_STORED if name == _INDEX else zipfile.ZIP_DEFLATED
                zipped.writestr(_entry(name, made_at, method), raw)
                resources.append(_resource(name, hashlib.sha256(raw).hexdigest(), len(raw)))
            package = {
                "profile": "data-package",
                "wacz_version": VERSION,
                "created": made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "software": software,
                "title": title,
                "description": description,
                **({"mainPageUrl": pages[0].url, "mainPageDate": _iso(pages[0].fetched_at)} if pages else {}),
                "resources": resources,
            }
            raw = json.dumps(package, ensure_ascii=False, indent=1).encode()
            head = hashlib.sha256(raw).hexdigest()
            zipped.writestr(_entry(DATAPACKAGE, made_at, zipfile.ZIP_DEFLATED), raw)
            digest = json.dumps({"path": DATAPACKAGE, "hash": f"sha256:{head}"}).encode()
            zipped.writestr(_entry(DIGEST, made_at, zipfile.ZIP_DEFLATED), digest)
        fresh.replace(out)
    finally:
        fresh.unlink(missing_ok=True)
    return head


def _entry(name: str, made_at: datetime, method: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made_at.astimezone(UTC).timetuple()[:6])
    info.compress_type = method
    info.external_attr = 0o640 << 16
    return info


def _resource(path: str, sha256: str, size: int) -> dict[str, Any]:
    return {"name": path.rpartition("/")[2].lower(), "path": path, "hash": f"sha256:{sha256}", "bytes": size}


def _index(index: Iterable[Indexed]) -> tuple[bytes, bytes]:
    """The index in gzip members of so many lines, and the index of those members."""
    lines = sorted(one.line() for one in index)
    compressed = b""
    secondary = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
    for start in range(0, len(lines), _LINES):
        member = gzip.compress("".join(lines[start : start + _LINES]).encode("utf-8", "replace"), mtime=0)
        key, stamp, _ = lines[start].split(" ", 2)
        place = {"offset": len(compressed), "length": len(member), "digest": f"sha256:{_sha256(member)}"}
        secondary.append(f"{key} {stamp} {json.dumps({**place, 'filename': 'index.cdx.gz'})}\n")
        compressed += member
    return compressed or gzip.compress(b"", mtime=0), "".join(secondary).encode("utf-8", "replace")


def _pages(pages: Sequence[ListedPage]) -> bytes:
    lines: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": "All pages"}]
    for number, page in enumerate(pages, start=1):
        lines.append({"id": f"page{number}", "url": page.url, "ts": _iso(page.fetched_at), "title": page.title})
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return text.encode("utf-8", "replace")


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y%m%d%H%M%S")
