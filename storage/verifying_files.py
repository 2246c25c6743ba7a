"""Check a file by itself, without a database.

A WARC file by the digests that stand in its records; a WACZ by the hashes of its datapackage.json, and one of ours by
the run's manifest that lies in it: every record and every row must be one that was sealed.
"""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.archive import Archive
from storage.errors import StorageError
from storage.manifest import NAME, Manifest, file_sha256, members_of, read_manifest
from storage.sealed import judged_hashes
from storage.verifying import Report, check_file, compare_hashes, differing
from storage.wacz import DATAPACKAGE, DIGEST

_FOLDER = "evidence"
_SAFE_NAME = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)?", re.ASCII)
_MOST_BYTES = 8 * 2**30  # unpacked, of all entries of a WACZ


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


# WACZ


def verify_wacz(path: Path) -> Report:
    """Check a WACZ; one that another tool made has no manifest, and is checked by its own hashes and digests alone."""
    report = Report(path.name)
    with tempfile.TemporaryDirectory() as unpacked:
        folder = Path(unpacked)
        _unpack(path, folder, report)
        if not (folder / DATAPACKAGE).is_file():
            report.found("lost", DATAPACKAGE, "without it a file is no WACZ")
            return report
        _check_package(folder, report)
        for warc in sorted((folder / "archive").glob("*.warc.gz")):
            check_digests(warc, f"archive/{warc.name}", report)
        if not (folder / _FOLDER / "capsule.json").is_file():
            report.notes.append("not a capsule of portal-audit: no manifest to compare its records with")
            return report
        try:
            _check_capsule(folder, report)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            report.found("changed", _FOLDER, f"not what a capsule holds: {type(error).__name__}: {error}")
    return report


def _unpack(path: Path, folder: Path, report: Report) -> None:
    try:
        with zipfile.ZipFile(path) as zipped:
            if sum(entry.file_size for entry in zipped.infolist()) > _MOST_BYTES:
                raise StorageError(f"{path}: it unpacks to more than {_MOST_BYTES} bytes")
            for entry in zipped.infolist():
                if entry.is_dir():
                    continue
                if not _SAFE_NAME.fullmatch(entry.filename):
                    report.found("added", repr(entry.filename), "no name of a file in a WACZ")
                    continue
                try:
                    zipped.extract(entry, folder)
                    report.files += 1
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
                    report.found("changed", entry.filename, f"cannot be unpacked: {error}")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror or error}") from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        report.found("changed", path.name, f"not a readable ZIP file: {error}")


def _check_package(folder: Path, report: Report) -> None:
    package_sha256 = file_sha256(folder / DATAPACKAGE, 2**62)
    try:
        digest = json.loads((folder / DIGEST).read_bytes())
        if digest["hash"] != f"sha256:{package_sha256}":
            report.found("changed", DATAPACKAGE, f"not what {DIGEST} says")
    except FileNotFoundError:
        report.found("lost", DIGEST)
    except (ValueError, KeyError, TypeError):
        report.found("changed", DIGEST, "not readable")
    listed: dict[str, str] = {}
    try:
        package = json.loads((folder / DATAPACKAGE).read_bytes())
        listed = {str(one["path"]): str(one["hash"]) for one in package["resources"]}
    except (ValueError, KeyError, TypeError):
        report.found("changed", DATAPACKAGE, "not readable")
        return
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {DATAPACKAGE, DIGEST}
    for name in sorted(there - set(listed)):
        report.found("added", name)
    for name, expected in sorted(listed.items()):
        algorithm, _, value = expected.partition(":")
        if name not in there:
            report.found("lost", name)
        elif algorithm != "sha256":
            report.notes.append(f"{name}: its hash is {algorithm}, and was not checked")
        elif file_sha256(folder / name, 2**62) != value:
            report.found("changed", name)


def _check_capsule(folder: Path, report: Report) -> None:
    ours = folder / _FOLDER
    about: dict[str, Any] = json.loads((ours / "capsule.json").read_bytes())
    manifest = read_manifest((ours / NAME).read_bytes())
    report.head = manifest.head
    for fault in manifest.faults:
        report.found("changed", f"{NAME}: {fault}")
    if about["manifest_head"] != manifest.head:
        report.found("changed", NAME, "its head is not the one that capsule.json names")
    for path in sorted(ours.glob("*.toml")):
        sealed = manifest.files.get(path.name)
        if sealed is None:
            report.found("added", f"{_FOLDER}/{path.name}")
        elif file_sha256(path, 2**62) != sealed.sha256:
            report.found("changed", f"{_FOLDER}/{path.name}", "not what was sealed")
    _check_records(folder, about, manifest, report)
    held = _captures(folder, about["file"], report)
    _check_rows(ours, about, manifest, report, held | {one["sha256"] for one in about["withheld"]})


def _check_records(folder: Path, about: dict[str, Any], manifest: Manifest, report: Report) -> None:
    """Every record is one that was sealed, in its order; those that are missing are named as withheld."""
    name = about["file"]
    try:
        there = [(offset, sha256) for offset, _, sha256 in members_of(folder / "archive" / name)]
    except StorageError as error:
        report.found("changed", f"archive/{name}", str(error))
        return
    sealed = [sha256 for _, _, sha256 in manifest.files[name].records]
    withheld = Counter(one["record"] for one in about["withheld"])
    for offset, sha256 in there:
        if sha256 not in sealed:
            report.found("changed", f"archive/{name}, record at offset {offset}", "not one that was sealed")
    missing = Counter(sealed) - Counter(sha256 for _, sha256 in there) - withheld
    for number, sha256 in enumerate(sealed, start=1):
        if missing[sha256]:
            missing[sha256] -= 1
            report.found("lost", f"archive/{name}: record {number} of {len(sealed)}", f"SHA-256 {sha256}")
    if withheld:
        reasons = Counter(one["why"] for one in about["withheld"])
        said = ", ".join(f"{count} ({why})" for why, count in sorted(reasons.items()))
        report.notes.append(f"records that were left out when it was made: {said}")


def _captures(folder: Path, name: str, report: Report) -> set[str]:
    """SHA-256 of the bodies of all captures in it."""
    held = set()
    try:
        for capture in Archive(folder / "archive").captures_of(name):
            report.captures += 1
            held.add(capture.sha256)
    except StorageError as error:
        report.found("changed", f"archive/{name}", f"its captures cannot be read: {error}")
    return held


def _check_rows(ours: Path, about: dict[str, Any], manifest: Manifest, report: Report, held: set[str]) -> None:
    """Findings and scores are the sealed ones, and every piece of evidence is a capture that is here, or withheld."""
    found: dict[str, Any] = json.loads((ours / "findings.json").read_bytes())
    entry = manifest.audits[about["audit_id"]]
    province = about["province"]
    report.findings = len(found["findings"])
    if found["audit"] != entry["audit"]:
        report.found("changed", f"row of audit {about['audit_id']}", differing(found["audit"], entry["audit"]))
    sealed = {key: sha256 for key, sha256 in entry["rows"].items() if key.split(" ")[1:2] == [province]}
    sealed = {key: sha256 for key, sha256 in sealed.items() if not key.startswith("aggregate ")}
    report.problems += compare_hashes(f"{_FOLDER}/findings.json: ", judged_hashes(found), sealed)
    for row in found["evidence"]:
        if row["sha256"] not in held:
            report.found(
                "lost", f"evidence of {row['check_id']}: {row['url']}", f"no capture of SHA-256 {row['sha256']}"
            )
