"""A run's manifest: a chain of hashes over its archive files, record by record, and over its rows in the database.

    ROOT/RUN/manifest.jsonl

One line of JSON an entry, keys sorted, no spaces; `previous` is the SHA-256 of the line before it, line end included,
so that the SHA-256 of the last line, the head, stands for all of them. The database keeps the head (`manifests`).
Lines are only ever added. docs/archive.md describes every entry; what is here must stay readable as FORMAT 1.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from storage.errors import StorageError

NAME = "manifest.jsonl"
WARC = ".warc.gz"
FORMAT = 1
START = "0" * 64  # `previous` of the first line
# What is left of a pruned file has a name of its own: da-nang-1.warc.gz, da-nang-1.p1.warc.gz, da-nang-1.p2.warc.gz
PRUNED_NAME = re.compile(r"(?P<visit>.+)\.p(?P<n>\d+)\.warc\.gz")
_CHUNK = 1024 * 1024
# What each kind of entry must have.
_SHAPES: dict[str, dict[str, type]] = {
    "run": {"run": dict, "sha256": str},
    "file": {"file": str, "bytes": int, "sha256": str},
    "visit": {"province": str, "attempt": int, "open": bool, "sha256": str},
    "audit": {"audit_id": str, "finished": bool, "audit": dict, "rows": dict},
    "pruned": {"file": str, "kept_as": str, "removed": list, "bytes": int, "sha256": str, "pruned_at": str},
}


@dataclass(slots=True)
class SealedFile:
    """What the manifest says of one archive file: records are (offset, length, SHA-256); none but of WARC files."""

    bytes: int
    sha256: str
    records: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Manifest:
    """The entries of a manifest, read together: where one speaks of a thing again, the later counts."""

    lines: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # lines that are none, or that do not follow from the one before
    run: dict[str, Any] = field(default_factory=dict)
    files: dict[str, SealedFile] = field(default_factory=dict)
    visits: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    audits: dict[str, dict[str, Any]] = field(default_factory=dict)
    pruned: dict[str, dict[str, Any]] = field(default_factory=dict)  # by the name of the file that is no more

    @property
    def head(self) -> str:
        """SHA-256 of the last line."""
        return line_sha256(self.lines[-1]) if self.lines else START

    def add(self, entry: Mapping[str, Any]) -> None:
        """Add an entry behind the last line."""
        whole = {**entry, "previous": self.head}
        self.lines.append(canonical(whole) + b"\n")
        self._take(whole)

    def _take(self, entry: dict[str, Any]) -> None:
        kind = entry["entry"]
        for name, shape in _SHAPES.get(kind, {}).items():
            if not isinstance(entry[name], shape):
                raise ValueError(f"{name}: expected {shape.__name__}")
        if kind == "run":
            self.run = entry
        elif kind == "file":
            self._take_file(entry)
        elif kind == "visit":
            self.visits[(entry["province"], entry["attempt"])] = entry
        elif kind == "audit":
            self.audits[entry["audit_id"]] = entry
        elif kind == "pruned":
            self._take_pruned(entry)
        else:
            raise ValueError(f"an entry of an unknown kind: {kind!r}")

    def _take_file(self, entry: dict[str, Any]) -> None:
        """A file that grew (a resumed visit) has a later entry, whose records go on where the earlier ones ended."""
        start = entry.get("from", 0)
        before = self.files.get(entry["file"])
        sealed = SealedFile(entry["bytes"], entry["sha256"], before.records if before and start else [])
        for length, sha256 in entry.get("records", ()):
            sealed.records.append((start, length, sha256))
            start += length
        self.files[entry["file"]] = sealed

    def _take_pruned(self, entry: dict[str, Any]) -> None:
        """A pruned file gives way to one of another name that holds the rest of its records, or to none."""
        before = self.files[entry["file"]]
        removed = set(entry["removed"])
        if entry["kept_as"]:
            rest, at = list[tuple[int, int, str]](), 0
            for offset, length, sha256 in before.records:
                if offset not in removed:
                    rest.append((at, length, sha256))
                    at += length
            self.files[entry["kept_as"]] = SealedFile(entry["bytes"], entry["sha256"], rest)
        del self.files[entry["file"]]
        self.pruned[entry["file"]] = entry

    def now_named(self, file: str) -> str:
        """What a file is called after all prunings; '' where nothing is left of it."""
        while file in self.pruned:
            file = self.pruned[file]["kept_as"]
        return file


def read_manifest(raw: bytes) -> Manifest:
    """The manifest of a file's bytes; lines that are wrong are named in `faults`, the rest is read on."""
    manifest = Manifest()
    for number, line in enumerate(raw.splitlines(keepends=True), start=1):
        try:
            entry = json.loads(line)
            follows = entry["previous"] == manifest.head
            if canonical(entry) + b"\n" != line:
                raise ValueError("not in the manifest's form")
            manifest._take(entry)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            manifest.faults.append(f"line {number} cannot be read ({error or type(error).__name__})")
        else:
            if not follows:
                manifest.faults.append(f"line {number - 1} is not the line that line {number} was written after")
        manifest.lines.append(line)
    return manifest


def cut_to(manifest: Manifest, head: str) -> Manifest:
    """The manifest up to that head: what a killed process wrote behind it was never committed."""
    lines = manifest.lines
    while lines and line_sha256(lines[-1]) != head:
        lines = lines[:-1]
    return manifest if len(lines) == len(manifest.lines) else read_manifest(b"".join(lines))


def file_entry(path: Path, name: str, sealed: SealedFile | None) -> dict[str, Any] | None:
    """The entry of a file, from where an earlier one ended; None where there is nothing new.

    Of a WARC file only whole records: behind them stands at most the tail of a killed visit. StorageError where one is
    damaged.
    """
    size = path.stat().st_size
    if sealed is not None and size <= sealed.bytes:
        return None
    entry: dict[str, Any] = {"entry": "file", "file": name}
    if name.endswith(WARC):
        start = sealed.bytes if sealed is not None else 0
        records = [(length, sha256) for _, length, sha256 in members_of(path, start)]
        size = start + sum(length for length, _ in records)
        if not records:
            return None
        entry |= {"from": start, "records": records}
    return {**entry, "bytes": size, "sha256": file_sha256(path, size)}


def file_sha256(path: Path, size: int) -> str:
    """SHA-256 of the first `size` bytes of a file."""
    sha256, left = hashlib.sha256(), size
    with path.open("rb") as stream:
        while chunk := stream.read(min(_CHUNK, left)):
            sha256.update(chunk)
            left -= len(chunk)
    return sha256.hexdigest()


def members_of(path: Path, start: int = 0) -> Iterator[tuple[int, int, str]]:
    """The gzip members of a file from `start` on: offset, length, and SHA-256 of their bytes as they stand.

    A cut one at the end is left out; StorageError where one is damaged.
    """
    with path.open("rb") as stream:
        stream.seek(start)
        inflater, sha256, length = zlib.decompressobj(zlib.MAX_WBITS + 16), hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            while chunk:
                try:
                    inflater.decompress(chunk)
                except zlib.error as error:
                    raise StorageError(f"archive {path}: damaged after offset {start} ({error})") from error
                used = chunk[: len(chunk) - len(inflater.unused_data)]
                sha256.update(used)
                length += len(used)
                chunk = inflater.unused_data
                if inflater.eof:
                    yield start, length, sha256.hexdigest()
                    start += length
                    inflater, sha256, length = zlib.decompressobj(zlib.MAX_WBITS + 16), hashlib.sha256(), 0


def canonical(value: Any) -> bytes:
    """JSON as it is hashed: keys sorted, no spaces, letters as they are, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it: times in UTC with their offset, days, numbers, words."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def line_sha256(line: bytes) -> str:
    """SHA-256 of a line with its end: what `tail -n 1 manifest.jsonl | sha256sum` prints."""
    return hashlib.sha256(line).hexdigest()
