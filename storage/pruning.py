"""Retention: take captures out of runs that are older than is kept, save those that something still rests on.

What is kept of an old run: the body of every capture that a finding of it cites, whatever was read for a verdict
included; what a review cites; and what a kept `revisit` record of any run refers to. Records are copied byte for byte
into a file of another name, the manifest says which went, and only then the old file is removed: a killed pruning
leaves at most a file too many, which the next one removes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update
from warcio.archiveiterator import ArchiveIterator

from records.capture import Kind
from storage.archive import Archive
from storage.database import reading, writing
from storage.errors import StorageError
from storage.manifest import NAME, PRUNED_NAME, WARC, Manifest, SealedFile, file_sha256, read_manifest
from storage.models import AuditRow, CaptureRow, EvidenceRow, ManifestRow, ReviewRow, RunRow
from storage.rows import Run, Visit
from storage.sealed import kept_head, seal, write_manifest
from storage.store import Store
from storage.unchanged import write_unchanged
from storage.verifying import check_file


@dataclass(frozen=True, slots=True)
class Pruned:
    """What became of one file; `problem` says why it was left alone."""

    run_id: str
    file: str
    removed: int = 0  # captures
    kept: int = 0
    bytes_freed: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which records of a file go, and how the rest is laid out: old offset to new one, of captures."""

    removed: list[int]
    gone: list[int]
    moved: dict[int, int]


def before(now: datetime, months: int) -> datetime:
    """The moment so many months before `now`; the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    for day in range(now.day, now.day - 4, -1):
        try:
            return now.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"{now}: no such day {months} months before")  # no month has fewer than 28 days


def prune(store: Store, archive: Archive, now: datetime, months: int, *, dry_run: bool = False) -> Iterator[Pruned]:
    """Prune every run that began more than `months` ago, the newest first; yield what became of each file.

    A file that is not what was sealed is left alone: pruning must not hide damage. Nothing is changed in a `dry_run`.
    """
    cutoff = before(now, months)
    old = [run for run in store.runs() if run.started_at < cutoff and run.status != "running"]
    if not old:
        return
    referred: set[str] = set()
    for run in store.runs():
        if run not in old:
            referred |= _referred_by_run(store, archive, run)
    for run in old:  # the newest first: a kept revisit may refer to an older run
        if not dry_run:
            seal(store, archive, run.run_id, now)
        path = archive.path(f"{run.run_id}/{NAME}")
        manifest = read_manifest(path.read_bytes()) if path.exists() else Manifest()
        for file in manifest.pruned:  # of a pruning that was killed
            if not dry_run:
                archive.path(f"{run.run_id}/{file}").unlink(missing_ok=True)
        cited = _cited(store, run.run_id)
        for visit in store.visits(run.run_id):
            name = manifest.now_named(f"{visit.province}-{visit.attempt}{WARC}")
            if name in manifest.files:
                yield _prune_file(store, archive, run, visit, name, manifest, cited, referred, now, months, dry_run)


def is_pruned(archive: Archive, run_id: str) -> bool:
    """Whether captures were taken out of a run: then it cannot be judged again."""
    path = archive.path(f"{run_id}/{NAME}")
    return path.exists() and bool(read_manifest(path.read_bytes()).pruned)


def _prune_file(
    store: Store,
    archive: Archive,
    run: Run,
    visit: Visit,
    name: str,
    manifest: Manifest,
    cited: set[tuple[str, str]],
    referred: set[str],
    now: datetime,
    months: int,
    dry_run: bool,
) -> Pruned:
    file = f"{run.run_id}/{name}"
    sealed = manifest.files[name]
    path = archive.path(file)
    if not path.exists() or check_file(path, name, sealed):
        return Pruned(run.run_id, name, problem=f"not what was sealed: see `portal-audit verify {run.run_id}`")
    plan = _plan(archive, file, visit.province, sealed, cited, referred)
    if not plan.gone:
        return Pruned(run.run_id, name, kept=len(plan.moved))
    again = PRUNED_NAME.fullmatch(name)
    number = int(again["n"]) + 1 if again else 1
    fresh = f"{visit.province}-{visit.attempt}.p{number}{WARC}" if plan.moved else ""
    target = path.with_name(fresh) if fresh else None
    size = sum(length for offset, length, _ in sealed.records if offset not in set(plan.removed)) if target else 0
    done = Pruned(run.run_id, name, len(plan.gone), len(plan.moved), sealed.bytes - size)
    if dry_run:
        return done
    if target is not None:
        _copy(path, target, sealed, set(plan.removed))
    entry = {
        "entry": "pruned",
        "file": name,
        "kept_as": fresh,
        "removed": plan.removed,
        "bytes": size,
        "sha256": file_sha256(target, size) if target else "",
        "pruned_at": now.astimezone(UTC).isoformat(),
        "keep_months": months,
    }
    with writing(store.engine) as connection:
        connection.execute(select(RunRow.run_id).where(RunRow.run_id == run.run_id).with_for_update())
        known = kept_head(connection, run.run_id)
        if known is None or known[0] != manifest.head:
            raise StorageError(f"run {run.run_id} was sealed anew meanwhile; prune again")
        manifest.add(entry)
        of = (
            CaptureRow.run_id == run.run_id,
            CaptureRow.province == visit.province,
            CaptureRow.attempt == visit.attempt,
        )
        for offset in plan.gone:
            connection.execute(delete(CaptureRow).where(*of, CaptureRow.warc_offset == offset))
        for offset, at in sorted(plan.moved.items()):  # ascending, and never to the right: none meets another
            place = {"warc_file": f"{run.run_id}/{fresh}", "warc_offset": at}
            connection.execute(update(CaptureRow).where(*of, CaptureRow.warc_offset == offset).values(place))
        write_unchanged(
            connection,
            (run.run_id, visit.province, visit.attempt),
            lambda rows: [
                replace(row, warc_file=f"{run.run_id}/{fresh}", warc_offset=plan.moved[row.warc_offset])
                for row in rows
                if row.warc_offset in plan.moved
            ],
        )
        write_manifest(archive, run.run_id, manifest)
        values: dict[str, Any] = {"head_sha256": manifest.head, "entries": len(manifest.lines), "sealed_at": now}
        connection.execute(update(ManifestRow).where(ManifestRow.run_id == run.run_id).values(values))
    path.unlink()
    return done


def _plan(
    archive: Archive,
    file: str,
    province: str,
    sealed: SealedFile,
    cited: set[tuple[str, str]],
    referred: set[str],
) -> _Plan:
    """Decide on each capture of a file; what its kept revisits refer to is added to `referred`."""
    path = archive.path(file)
    digests = {offset: (kind, digest) for offset, kind, digest in _digests(path)}
    left = iter(sealed.records)
    first = next(left)  # the file's own record
    removed, gone, moved, at = list[int](), list[int](), dict[int, int](), first[1]
    for located, capture in archive.located_captures_of(file):
        parts = [next(left)]
        while parts[-1][0] < located.offset:
            parts.append(next(left))
        kind, digest = digests.get(located.offset, ("", ""))
        keep = capture.kind is not Kind.LOG and (
            (province, capture.sha256) in cited or (province, capture.url) in cited or digest in referred
        )
        if not keep:
            removed += [offset for offset, _, _ in parts]
            gone.append(located.offset)
            continue
        if kind == "revisit":
            referred.add(digest)
        moved[located.offset] = at + sum(length for _, length, _ in parts[:-1])
        at += sum(length for _, length, _ in parts)
    if not moved:
        removed.insert(0, first[0])
    return _Plan(removed, gone, moved)


def _copy(path: Path, target: Path, sealed: SealedFile, removed: set[int]) -> None:
    opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
    with path.open("rb") as source, os.fdopen(opened, "wb") as out:
        for offset, length, _ in sealed.records:
            if offset not in removed:
                source.seek(offset)
                out.write(source.read(length))
        out.flush()
        os.fsync(out.fileno())


def _digests(path: Path) -> Iterator[tuple[int, str, str]]:
    """Offset, type and payload digest of each record of a file."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream, no_record_parse=True)
        for record in records:
            yield (
                records.get_record_offset(),
                record.rec_type,
                record.rec_headers.get_header("WARC-Payload-Digest") or "",
            )


def _referred_by_run(store: Store, archive: Archive, run: Run) -> set[str]:
    """Payload digests of all revisit records of a run: the bodies they mean stand in older files."""
    found: set[str] = set()
    for visit in store.visits(run.run_id):
        path = archive.path(f"{run.run_id}/{visit.province}-{visit.attempt}{WARC}")
        if path.exists():
            found |= {digest for _, kind, digest in _digests(path) if kind == "revisit"}
    return found


def _cited(store: Store, run_id: str) -> set[tuple[str, str]]:
    """(province, SHA-256 of a body) that the run's audits cite, and (province, address) that reviews do."""
    with reading(store.engine) as connection:
        chosen = (
            select(EvidenceRow.province, EvidenceRow.sha256)
            .join(AuditRow, AuditRow.audit_id == EvidenceRow.audit_id)
            .where(AuditRow.run_id == run_id)
            .distinct()
        )
        cited = {(row[0], row[1]) for row in connection.execute(chosen)}
        # Of every review, whatever run it was given for: the same address may be its evidence in each.
        reviewed = connection.execute(select(ReviewRow.province, ReviewRow.evidence_url))
        return cited | {(row[0], row[1]) for row in reviewed if row[1]}
