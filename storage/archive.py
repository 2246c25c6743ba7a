"""The evidence archive: one WARC 1.1 file an attempt at a province, every capture a record in it.

    ROOT/RUN/SLUG-ATTEMPT.warc.gz     and ROOT/RUN/registry.toml, the registry that the run went by

A capture's records (storage/warc.py) are handed to the operating system at once, and the one that is pointed at
comes last. A killed process so leaves at most a tail that nobody points at; reopening cuts it off.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import zlib
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from records.capture import Capture
from storage.errors import StorageError
from storage.rows import Located
from storage.warc import Original, facts_of, to_capture, to_records, warcinfo

_CHUNK = 64 * 1024
BODIES = "bodies.warc.gz"  # in a capsule: what its revisit records refer to
_NO_RECORD = (ValueError, KeyError, TypeError, StopIteration)


class Archive:
    """The folder of all runs' archives. File names in `Located` are relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def open_visit(self, run_id: str, slug: str, attempt: int) -> VisitWriter:
        """A writer that goes on at the end of the attempt's file, or makes it.

        StorageError where the folder cannot be written, another process writes the file, or it is damaged elsewhere
        than at its end.
        """
        name = f"{run_id}/{slug}-{attempt}.warc.gz"
        path = self._path(name)
        try:
            _make_folders(path.parent)
            return VisitWriter(path, name)
        except OSError as error:
            raise StorageError(f"archive {path}: {error.strerror or error}") from error

    def keep_registry(self, run_id: str, registry: Path) -> Path:
        """Copy a registry's file, byte for byte, into the run's folder."""
        target = self.registry_file(run_id)
        try:
            _make_folders(target.parent)
            shutil.copyfile(registry, target)
        except OSError as error:
            raise StorageError(f"archive {target}: {error.strerror or error}") from error
        return target

    def keep_rubric(self, run_id: str, raw: bytes, sha256: str) -> None:
        """Write a rubric's file, byte for byte, into the run's folder, once."""
        target = self.rubric_file(run_id, sha256)
        try:
            _make_folders(target.parent)
            if not target.exists():
                fresh = target.with_suffix(".new")
                fresh.write_bytes(raw)
                fresh.replace(target)
        except OSError as error:
            raise StorageError(f"archive {target}: {error.strerror or error}") from error

    def files(self, run_id: str) -> list[str]:
        """Names of what a run's manifest speaks of: its WARC files, registry and rubrics; sorted."""
        folder = self._path(run_id)
        return sorted(p.name for p in folder.iterdir() if p.is_file() and p.name.endswith((".warc.gz", ".toml")))

    def registry_file(self, run_id: str) -> Path:
        """Where the run's copy of its registry lies."""
        return self._path(f"{run_id}/registry.toml")

    def rubric_file(self, run_id: str, sha256: str) -> Path:
        """Where the run's copy of a rubric lies."""
        return self._path(f"{run_id}/rubric-{sha256[:12]}.toml")

    def path(self, file: str) -> Path:
        """Where an archive file of that relative name lies."""
        return self._path(file)

    def read(self, file: str, offset: int) -> Capture:
        """The capture that was written there; StorageError where none can be read."""
        path = self._path(file)
        try:
            with path.open("rb") as stream:
                stream.seek(offset)
                record = _next_record(stream)
                facts = facts_of(record)
                block = record.raw_stream.read()
                if record.rec_type == "revisit" and facts is not None:
                    return to_capture(record, facts, block, None, original=self._revisited(facts))
                decoded = None
                if facts is not None and facts.get("body") == "conversion":
                    stream.seek(offset - facts["back"])
                    decoded = _next_record(stream).raw_stream.read()
                capture = None if facts is None else to_capture(record, facts, block, decoded)
        except OSError as error:
            raise StorageError(f"archive {path}: {error.strerror or error}") from error
        except (ArchiveLoadFailed, EOFError, zlib.error, *_NO_RECORD) as error:
            raise StorageError(f"archive {path}, offset {offset}: no readable record ({error})") from error
        if capture is None:
            raise StorageError(f"archive {path}, offset {offset}: not a capture of portal-audit")
        return capture

    def original(self, file: str, offset: int, digest: str) -> Original | None:
        """The record that holds the body of the capture there, where it has that payload digest; else None."""
        try:
            record = self._record(file, offset)
            if record.rec_type == "revisit":
                file, offset = (facts_of(record) or {})["of"]
                record = self._record(file, offset)
        except (OSError, StorageError, ArchiveLoadFailed, EOFError, zlib.error, *_NO_RECORD):
            return None  # pruned or damaged: the body is kept again
        found = Original.of(record, file, offset)
        return found if found.digest == digest and record.rec_type == "response" else None

    def is_revisit(self, file: str, offset: int) -> bool:
        """Whether the record there is a `revisit`, without a body of its own."""
        return bool(self._record(file, offset).rec_type == "revisit")

    def _record(self, file: str, offset: int) -> ArcWarcRecord:
        with self._path(file).open("rb") as stream:
            stream.seek(offset)
            return _next_record(stream)

    def _revisited(self, facts: dict[str, Any]) -> Capture:
        """The capture that a `revisit` record refers to, also where pruning has moved it."""
        file, offset = str(facts["of"][0]), int(facts["of"][1])
        path = self._path(file)
        if path.exists():
            return self.read(file, offset)
        pruned = path.parent.glob(path.name.removesuffix(".warc.gz") + ".p*.warc.gz")
        for moved in (*sorted(pruned), self.root / BODIES):
            if moved.exists():
                for _, capture in self.located_captures_of(str(moved.relative_to(self.root))):
                    if capture.sha256 == facts["sha256"]:
                        return capture
        raise ValueError(f"it revisits {file}, which is gone")

    def captures_of(self, file: str) -> Iterator[Capture]:
        """All captures of a file in the order in which they came; a cut tail ends it quietly.

        StorageError where the file cannot be read or is damaged elsewhere.
        """
        for _, capture in self.located_captures_of(file):
            yield capture

    def located_captures_of(self, file: str) -> Iterator[tuple[Located, Capture]]:
        """`captures_of`, with where each lies: rows that were lost can be made again from it."""
        path = self._path(file)
        try:
            end, _ = _whole_members(path)
            with path.open("rb") as stream:
                records = ArchiveIterator(_Head(stream, end), no_record_parse=True)
                decoded: bytes | None = None
                for record in records:
                    facts, block = facts_of(record), record.raw_stream.read()
                    if record.rec_type == "conversion":
                        decoded = block
                    elif facts is not None:
                        original = self._revisited(facts) if record.rec_type == "revisit" else None
                        capture = to_capture(record, facts, block, decoded, original=original)
                        yield Located(file, records.get_record_offset()), capture
                        decoded = None
        except OSError as error:
            raise StorageError(f"archive {path}: {error.strerror or error}") from error
        except (ArchiveLoadFailed, zlib.error, ValueError, KeyError, TypeError) as error:
            raise StorageError(f"archive {path}: not readable ({error})") from error

    def _path(self, file: str) -> Path:
        path = self.root / file
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise StorageError(f"archive: {file!r} lies outside of {self.root}")
        return path


class VisitWriter:
    """The open archive file of one attempt, held against other processes until `close`."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        # Unbuffered: what a failed write left in a buffer would come out at the next one.
        self._out = FileIO(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640), "ab")
        try:
            try:
                fcntl.flock(self._out, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ends with the process, however that ends
            except BlockingIOError as error:
                raise StorageError(f"archive {path}: another process is visiting this province") from error
            end, size = _whole_members(path)
            if end < size:
                self._out.truncate(end)
            if end == 0:
                self._append(warcinfo(name))
        except BaseException:
            self._out.close()
            raise

    def write(self, capture: Capture, original: Original | None = None) -> Located:
        """Append a capture and hand it to the operating system; give where it lies. Of `original` see `to_records`.

        ValueError for a capture without an offset in its time; StorageError where the disk refuses.
        """
        if capture.fetched_at.tzinfo is None:
            raise ValueError(f"a capture's time without offset: {capture.fetched_at}")
        records, place = to_records(capture, original)
        try:
            return Located(self.name, self._append(records) + place)
        except OSError as error:
            raise StorageError(f"archive {self.name}: {error.strerror or error}") from error

    def _append(self, records: bytes) -> int:
        start = self._out.seek(0, os.SEEK_END)
        left = memoryview(records)
        try:
            while left:
                left = left[self._out.write(left) :]
        except OSError:
            # A full disk: half a record must not stand between two whole ones.
            self._out.truncate(start)
            raise
        return start

    def close(self) -> None:
        """Bring the file to the disk and let go of it."""
        if not self._out.closed:
            os.fsync(self._out.fileno())
            self._out.close()

    def __enter__(self) -> VisitWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _make_folders(folder: Path) -> None:
    for missing in reversed([folder, *folder.parents]):
        if not missing.exists():
            missing.mkdir(mode=0o750, exist_ok=True)


def _next_record(stream: IO[bytes]) -> ArcWarcRecord:
    return next(iter(ArchiveIterator(stream, no_record_parse=True)))


def _whole_members(path: Path) -> tuple[int, int]:
    """Where the last whole gzip member ends, and the file's size; StorageError where a member is damaged, not cut."""
    end = position = 0
    with path.open("rb") as stream:
        inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
        while chunk := stream.read(_CHUNK):
            while chunk:
                try:
                    inflater.decompress(chunk)
                except zlib.error as error:
                    raise StorageError(f"archive {path}: damaged after offset {end} ({error})") from error
                rest = inflater.unused_data
                position += len(chunk) - len(rest)
                if inflater.eof:
                    end = position
                    inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
                chunk = rest
    return end, path.stat().st_size


class _Head:
    """The first bytes of a file, as a file that ends there."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream = stream
        self._size = size

    def read(self, size: int = -1) -> bytes:
        left = self._size - self._stream.tell()
        return self._stream.read(left if size < 0 else min(size, left))

    def tell(self) -> int:
        return self._stream.tell()
