"""Check a file by itself, without a database: a WARC file by the digests that stand in its records."""

from __future__ import annotations

import zlib
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.errors import StorageError
from storage.manifest import NAME, read_manifest
from storage.verifying import Report, check_file


def verify_warc(path: Path) -> Report:
    """Compare each record's block and payload with its digests, and the file with the manifest beside it, if any."""
    report = Report(path.name, files=1)
    check_digests(path, path.name, report)
    beside = path.with_name(NAME)
    if beside.is_file():
        manifest = read_manifest(beside.read_bytes())
        report.head = manifest.head
        for fault in manifest.faults:
            report.found("changed", f"{NAME}: {fault}")
        sealed = manifest.files.get(path.name)
        if sealed is None:
            report.found("added", path.name, f"{NAME} does not speak of it")
        else:
            report.problems += check_file(path, path.name, sealed)
    return report


def check_digests(path: Path, name: str, report: Report) -> None:
    """Enter every record whose block or payload is not what its digests say, and where a file cannot be read on."""
    offset, known = 0, 0
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream, no_record_parse=False, check_digests=True)
            for record in records:
                offset = records.get_record_offset()
                url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_type
                while record.raw_stream.read(64 * 1024):
                    pass
                known += record.rec_headers.get_header("WARC-Block-Digest") is not None
                report.records += 1
                if record.digest_checker is not None and record.digest_checker.passed is False:
                    report.found("changed", f"{name}, record at offset {offset}", url)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error
    except (ArchiveLoadFailed, zlib.error, ValueError, EOFError) as error:
        first_line = str(error).strip().partition("\n")[0]
        report.found("changed", f"{name}, behind the record at offset {offset}", f"not readable: {first_line}")
    if not report.records and not report.problems:
        report.found("lost", name, "it holds no record")
    if known < report.records:
        report.notes.append(f"{report.records - known} of {report.records} records carry no digest of their block")
