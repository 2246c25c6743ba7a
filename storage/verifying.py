"""Re-hash what a run's manifest speaks of, and say what was changed, lost or added since it was sealed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from records.capture import Capture
from storage.archive import Archive
from storage.database import reading
from storage.errors import StorageError
from storage.manifest import (
    NAME,
    PRUNED_NAME,
    WARC,
    Manifest,
    SealedFile,
    digest,
    file_sha256,
    line_sha256,
    members_of,
    read_manifest,
)
from storage.models import storable
from storage.rows import KeptCapture, Located
from storage.sealed import audit_rows, judged_hashes, judged_rows, kept_head, run_row, visit_is_open, visit_rows
from storage.store import Store

_OPEN = ("running", "interrupted")  # of a run that `--resume` goes on with
_NAMED = 20  # records of one file that are named one by one


@dataclass(frozen=True, slots=True)
class Problem:
    """`what` is changed, lost or added; `where` names it."""

    what: str
    where: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.where}" + (f" ({self.why})" if self.why else "")


@dataclass(slots=True)
class Report:
    """What the check of one run, capsule or file came to; notes are no fault."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    head: str = ""
    files: int = 0
    records: int = 0
    captures: int = 0
    findings: int = 0

    def found(self, what: str, where: str, why: str = "") -> None:
        """Enter a problem."""
        self.problems.append(Problem(what, where, why))


def verify_all(store: Store, archive: Archive) -> Iterator[Report]:
    """Every run of the database, the oldest first, and then what lies in the archive and belongs to none."""
    known = {run.run_id for run in store.runs()}
    for run in reversed(store.runs()):
        yield verify_run(store, archive, run.run_id)
    strangers = Report("archive")
    if archive.root.is_dir():
        for path in sorted(archive.root.iterdir()):
            if path.name not in known:
                strangers.found("added", path.name, "the database knows no such run")
    if strangers.problems:
        yield strangers


def verify_run(store: Store, archive: Archive, run_id: str) -> Report:
    """Compare a run's files and rows with its manifest, and its captures' rows with the archive."""
    report = Report(run_id)
    run = store.run(run_id)
    if run is None:
        raise StorageError(f"no run {run_id}")
    still_open = run.status in _OPEN
    manifest = _manifest(store, archive, run_id, report, still_open=still_open)
    _compare_files(store, archive, run_id, manifest, report, still_open=still_open)
    _compare_rows(store, run_id, manifest, report, still_open=still_open)
    _compare_captures(store, archive, run_id, manifest, report)
    return report


def _manifest(store: Store, archive: Archive, run_id: str, report: Report, *, still_open: bool) -> Manifest:
    path = archive.path(f"{run_id}/{NAME}")
    with reading(store.engine) as connection:
        known = kept_head(connection, run_id)
    if not path.exists():
        if known is not None:
            report.found("lost", NAME)
        elif still_open:
            report.notes.append("the run has not ended: it has no manifest yet")
        else:
            report.found("lost", NAME, "the run has ended, and was never sealed or its seal was taken away")
        return Manifest()
    manifest = read_manifest(path.read_bytes())
    report.head = manifest.head
    for fault in manifest.faults:
        report.found("changed", f"{NAME}: {fault}")
    if known is None:
        if not still_open:
            report.found("lost", "the manifest's head in the database")
        return manifest
    head, entries = known
    at = next((n for n, line in enumerate(manifest.lines, start=1) if line_sha256(line) == head), 0)
    if at == 0 and len(manifest.lines) < entries:
        report.found("lost", f"{NAME}: {entries - len(manifest.lines)} of {entries} lines")
    elif at == 0 and not manifest.faults:
        report.found("changed", f"{NAME}: line {entries} is not the head that the database knows")
    elif at and at < len(manifest.lines):
        extra = f"{NAME}: {len(manifest.lines) - at} lines behind the head that the database knows"
        if still_open:
            report.notes.append(f"{extra}: a process was killed while it sealed")
        else:
            report.found("added", extra)
    return manifest


# Files


def _compare_files(
    store: Store, archive: Archive, run_id: str, manifest: Manifest, report: Report, *, still_open: bool
) -> None:
    """Compare the run's folder with the manifest."""
    folder = archive.path(run_id)
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    unfinished = {f"{v.province}-{v.attempt}{WARC}" for v in store.visits(run_id) if v.open}
    going_on = unfinished if still_open else set()
    for name, sealed in sorted(manifest.files.items()):
        if name not in there:
            report.found("lost", name, f"{sealed.bytes} bytes")
            continue
        path = folder / name
        report.files += 1
        report.records += len(sealed.records)
        urls = _urls(store, run_id, name) if name.endswith(WARC) else {}
        grows = name in going_on or (name in unfinished and _is_cut_tail(path, sealed.bytes))
        report.problems += check_file(path, name, sealed, urls, may_grow=grows)
    for name, entry in sorted(manifest.pruned.items()):
        gone = f"{len(entry['removed'])} records were pruned on {entry['pruned_at'][:10]}, as older than is kept"
        report.notes.append(f"{name}: {gone}")
        if name in there:
            report.notes.append(f"{name}: its pruning was cut off before the file was removed; the next one removes it")
    for name in sorted(there - set(manifest.files) - set(manifest.pruned) - {NAME}):
        if PRUNED_NAME.fullmatch(name):
            report.found("added", name, "a pruning was cut off before it counted: the next one writes the file anew")
        elif name.endswith(".new"):
            report.notes.append(f"{name} was left by a process that was killed while it wrote")
        elif still_open and (name in going_on or not manifest.files or name.endswith(WARC)):
            report.notes.append(f"{name} is not sealed yet")
        else:
            report.found("added", name)
    if "registry.toml" in there:
        run = store.run(run_id)
        if run is not None and file_sha256(folder / "registry.toml", 2**62) != run.registry_sha256:
            report.found("changed", "registry.toml", "not the registry that the run's row names")


def _is_cut_tail(path: Path, end: int) -> bool:
    """Whether nothing but a cut record stands behind `end`: a killed visit that nobody went on with leaves one."""
    try:
        return next(members_of(path, end), None) is None
    except StorageError:
        return False


def _urls(store: Store, run_id: str, name: str) -> dict[int, str]:
    visit = re.fullmatch(r"(.+)-(\d+)(\.p\d+)?\.warc\.gz", name)
    if visit is None:
        return {}
    return {row.warc_offset: row.url for row in store.captures(run_id, visit[1], int(visit[2]))}


def check_file(
    path: Path, name: str, sealed: SealedFile, urls: Mapping[int, str] | None = None, *, may_grow: bool = False
) -> list[Problem]:
    """Compare a file with what was sealed of it; where it differs, name the records, by address too where it is known.

    `urls` are those of captures by the offset of their last record.
    """
    problems: list[Problem] = []
    size = path.stat().st_size
    if size > sealed.bytes and not may_grow:
        problems.append(Problem("added", name, f"{size - sealed.bytes} bytes behind its end at {sealed.bytes}"))
    if size < sealed.bytes:
        problems.append(Problem("lost", name, f"it ends after {size} of {sealed.bytes} bytes"))
    if size >= sealed.bytes and file_sha256(path, sealed.bytes) == sealed.sha256:
        return problems
    if not sealed.records:
        return [*problems, Problem("changed", name)]
    offsets = sorted(urls or {})
    changed = []
    with path.open("rb") as stream:
        for offset, length, expected in sealed.records:
            if offset >= size:
                break
            if sha256(stream.read(length)).hexdigest() != expected:
                at = bisect_left(offsets, offset)
                url = (urls or {})[offsets[at]] if at < len(offsets) else ""
                changed.append(Problem("changed", f"{name}, record at offset {offset}", url))
    if len(changed) > _NAMED:
        changed = [*changed[:_NAMED], Problem("changed", name, f"and {len(changed) - _NAMED} further records")]
    return problems + changed


# Rows


def _compare_rows(store: Store, run_id: str, manifest: Manifest, report: Report, *, still_open: bool) -> None:
    with reading(store.engine) as connection:
        run, visits, audits = (
            run_row(connection, run_id),
            visit_rows(connection, run_id),
            audit_rows(connection, run_id),
        )
        if manifest.run and not still_open and digest(run) != manifest.run["sha256"]:
            report.found("changed", "row of the run", differing(run, manifest.run["run"]))
        _compare_visits(visits, manifest, report, still_open=still_open)
        for audit_id in sorted(set(manifest.audits) - {row["audit_id"] for row in audits}):
            report.found("lost", f"audit {audit_id}")
        for row in audits:
            audit_id = row["audit_id"]
            entry = manifest.audits.get(audit_id)
            if entry is None:
                if still_open or not manifest.lines:
                    report.notes.append(f"audit {audit_id} is not sealed")
                else:
                    why = "no entry speaks of it: it was cut off, or made by another hand; the next audit seals it so"
                    report.found("added", f"audit {audit_id}", why)
                continue
            if not entry["finished"]:
                report.notes.append(
                    f"audit {audit_id} was not sealed when it was made: cut off, or older than manifests"
                )
            if row != entry["audit"]:
                report.found("changed", f"row of audit {audit_id}", differing(row, entry["audit"]))
            hashes = judged_hashes(judged_rows(connection, audit_id))
            report.findings += sum(name.startswith("finding ") for name in hashes)
            report.problems += compare_hashes(f"audit {audit_id}: ", hashes, entry["rows"])


def _compare_visits(visits: Iterable[dict[str, Any]], manifest: Manifest, report: Report, *, still_open: bool) -> None:
    there = {(row["province"], row["attempt"]): (digest(row), visit_is_open(row)) for row in visits}
    for key, entry in manifest.visits.items():
        name = f"visit of {key[0]}, attempt {key[1]}"
        if key not in there:
            report.found("lost", name)
        elif there[key][0] != entry["sha256"] and not (still_open and entry["open"]):
            report.found("changed", name, "its row")
    for key, (_, is_open) in there.items():
        if key not in manifest.visits and not still_open and manifest.lines and not is_open:
            report.found("added", f"visit of {key[0]}, attempt {key[1]}")


def compare_hashes(prefix: str, there: Mapping[str, str], sealed: Mapping[str, str]) -> list[Problem]:
    """What differs between two sets of hashes by name."""
    problems = []
    for key in sorted({*there, *sealed}):
        if there.get(key) != sealed.get(key):
            what = "changed" if key in there and key in sealed else "lost" if key in sealed else "added"
            problems.append(Problem(what, f"{prefix}{key}"))
    return problems


def differing(row: Mapping[str, Any] | None, sealed: Mapping[str, Any]) -> str:
    """The columns that differ, with both values."""
    names = [name for name in sealed if (row or {}).get(name) != sealed[name]]
    return "; ".join(f"{n}: {str((row or {}).get(n))[:80]!r}, sealed {str(sealed[n])[:80]!r}" for n in names)


# Captures


def _compare_captures(store: Store, archive: Archive, run_id: str, manifest: Manifest, report: Report) -> None:
    """Read every capture from the archive, and compare it with its row; a row must point at one, and one have a row."""
    for visit in store.visits(run_id):
        name = manifest.now_named(f"{visit.province}-{visit.attempt}{WARC}")
        file = f"{run_id}/{name}"
        rows = {row.warc_offset: row for row in store.captures(run_id, visit.province, visit.attempt)}
        if not name or not archive.path(file).exists():
            if rows and not any(p.what == "lost" and p.where == name for p in report.problems):
                report.found("lost", name or "what was pruned", f"{len(rows)} captures")
            continue
        try:
            for located, capture in archive.located_captures_of(file):
                report.captures += 1
                row = rows.pop(located.offset, None)
                if row is None and not visit.open:
                    report.found("lost", f"row of the capture at offset {located.offset} of {file}", capture.url)
                elif row is not None:
                    why = _differing_capture(row, capture, located)
                    if why:
                        report.found("changed", f"row of the capture at offset {located.offset} of {file}", why)
        except StorageError as error:
            report.found("changed", file.partition("/")[2], f"its captures cannot be read: {error}")
            continue
        for offset, row in rows.items():
            report.found("added", f"row of a capture at offset {offset} of {file}", f"nothing lies there; {row.url}")


def _differing_capture(row: KeptCapture, capture: Capture, located: Located) -> str:
    expected = KeptCapture.of(capture, located, row.quality)
    for one in fields(KeptCapture):
        is_, was = getattr(row, one.name), getattr(expected, one.name)
        if is_ != (storable(was) if isinstance(was, str) else was):
            return f"{one.name}: {str(is_)[:80]!r}, in the archive {str(was)[:80]!r}; {row.url}"
    return ""
