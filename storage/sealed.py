"""The rows that a run's manifest speaks of, as JSON and as hashes; and sealing: writing what is new of them into it.

Columns are named one by one: a column that a later version adds must not change what an older manifest says.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage.archive import Archive
from storage.database import writing
from storage.errors import StorageError
from storage.manifest import FORMAT, NAME, PRUNED_NAME, Manifest, cut_to, digest, file_entry, plain, read_manifest
from storage.models import (
    AggregateRow,
    AuditRow,
    Base,
    EvidenceRow,
    FeedbackItemRow,
    FindingRow,
    IndicatorRow,
    ManifestRow,
    RunProvinceRow,
    RunRow,
    ScoreRow,
    VisitRow,
)
from storage.rows import INTERRUPTED
from storage.store import Store, not_before

Row = dict[str, Any]

# A run may be about a hundred thousand sites: its rows come from the database so many at a time.
_AT_A_TIME = 500

_RUN = (
    "run_id", "kind", "status", "registry_version", "registry_sha256", "started_at", "finished_at", "code_version",
    "user_agent", "vantage",
)  # fmt: skip
_PROVINCE = ("province", "position", "code", "name", "portal_url")
_VISIT = (
    "run_id", "province", "attempt", "visit_status", "pages_fetched", "pages_rendered", "requests", "bytes",
    "started_at", "finished_at", "error", "log",
)  # fmt: skip
_AUDIT = (
    "audit_id", "run_id", "number", "as_of", "rubric", "rubric_version", "rubric_sha256", "reader_version", "made_at",
)  # fmt: skip
_FINDING = (
    "audit_id", "province", "check_id", "check_version", "status", "value", "unit", "reason", "confidence",
    "observed_at", "law",
)  # fmt: skip
_EVIDENCE = (
    "audit_id", "province", "check_id", "n", "role", "url", "captured_at", "sha256", "locator", "quote",
)  # fmt: skip
_SCORE = (
    "audit_id", "province", "dimension", "dimension_kind", "n", "score", "low", "high", "max", "coverage", "rank_best",
    "rank_worst",
)  # fmt: skip
_INDICATOR = (
    "audit_id", "province", "indicator", "dimension", "n", "weight", "credit", "check_id", "external_id", "status",
)  # fmt: skip
_ITEM = (
    "audit_id", "province", "n", "url", "asked_on", "answered_on", "due_on", "stage", "agency", "is_test",
    "title_sha256",
)  # fmt: skip
_AGGREGATE = ("audit_id", "measure", "rule", "n", "yes", "no", "unknown", "of")


def run_row(connection: Connection, run_id: str) -> Row | None:
    """The run and its provinces."""
    found = list(_rows(connection, RunRow, _RUN, [RunRow.run_id == run_id], ()))
    if not found:
        return None
    provinces = _rows(
        connection, RunProvinceRow, _PROVINCE, [RunProvinceRow.run_id == run_id], [RunProvinceRow.position]
    )
    return {**found[0], "provinces": list(provinces)}


def visit_rows(connection: Connection, run_id: str) -> Iterator[Row]:
    """Every attempt of a run, read as it is asked for."""
    return _rows(connection, VisitRow, _VISIT, [VisitRow.run_id == run_id], [VisitRow.province, VisitRow.attempt])


def audit_rows(connection: Connection, run_id: str) -> list[Row]:
    """Every audit of a run."""
    return list(_rows(connection, AuditRow, _AUDIT, [AuditRow.run_id == run_id], [AuditRow.number]))


def judged_rows(connection: Connection, audit_id: str, province: str | None = None) -> dict[str, Iterator[Row]]:
    """By table the rows of an audit (of one province of it), read as they are asked for, those of a province together.

    Aggregates speak of no province: of one they are left out.
    """
    tables: tuple[tuple[str, type[Base], tuple[str, ...], tuple[str, ...]], ...] = (
        ("findings", FindingRow, _FINDING, ("province", "check_id")),
        ("evidence", EvidenceRow, _EVIDENCE, ("province", "check_id", "n")),
        ("scores", ScoreRow, _SCORE, ("province", "n")),
        ("indicators", IndicatorRow, _INDICATOR, ("province", "n")),
        ("feedback_items", FeedbackItemRow, _ITEM, ("province", "n")),
        ("aggregates", AggregateRow, _AGGREGATE, ("n",)),
    )
    found = {}
    for name, table, columns, order in tables:
        of = table.__table__.c
        wanted = [of.audit_id == audit_id]
        if province is not None and "province" not in of:
            continue
        if province is not None:
            wanted.append(of.province == province)
        found[name] = _rows(connection, table, columns, wanted, [of[column] for column in order])
    return found


def judged_hashes(rows: Mapping[str, Iterable[Row]]) -> dict[str, str]:
    """Hashes of an audit's rows in the order of `judged_rows`, by what they are of.

    `finding PROVINCE CHECK`, `score PROVINCE KIND DIMENSION` and `aggregate MEASURE RULE` are of a row each,
    `evidence PROVINCE CHECK` of all rows of that finding, `indicators PROVINCE` and `feedback_items PROVINCE` of all
    rows of the province.
    """
    hashes = {f"finding {r['province']} {r['check_id']}": digest(r) for r in rows["findings"]}
    hashes |= {f"score {r['province']} {r['dimension_kind']} {r['dimension']}": digest(r) for r in rows["scores"]}
    hashes |= {f"aggregate {r['measure']} {r['rule']}": digest(r) for r in rows.get("aggregates", ())}
    hashes |= _grouped("evidence", rows["evidence"], "province", "check_id")
    hashes |= _grouped("indicators", rows["indicators"], "province")
    return hashes | _grouped("feedback_items", rows["feedback_items"], "province")


def _grouped(name: str, rows: Iterable[Row], *keys: str) -> dict[str, str]:
    groups = groupby(rows, lambda row: " ".join([name, *(row[key] for key in keys)]))
    return {key: digest(list(those)) for key, those in groups}


def visit_is_open(row: Row) -> bool:
    """Whether a resumed run may still go on with that attempt."""
    return row["finished_at"] is None or row["error"] == INTERRUPTED


def kept_head(connection: Connection, run_id: str) -> tuple[str, int] | None:
    """The head that the database knows, and the number of lines up to it; None where nothing was sealed."""
    chosen = select(ManifestRow.head_sha256, ManifestRow.entries).where(ManifestRow.run_id == run_id)
    found = connection.execute(chosen).first()
    return None if found is None else (found[0], found[1])


def seal(
    store: Store,
    archive: Archive,
    run_id: str,
    now: datetime,
    *,
    audit_id: str = "",
    code_version: str = "",
    finish_as: str = "",
) -> str:
    """Enter into the run's manifest what is new of its files, visits and audits; give the head.

    `audit_id` has just been made by `code_version`. Other audits that no entry speaks of were cut off: they are entered
    as not finished. With `finish_as` the run ends with that status in the same transaction. A killed process leaves at
    most lines behind the head that the database knows; the next sealing cuts them off. Nothing that was sealed before
    is read again: that is `verify`'s. StorageError where a file cannot be read or the run is unknown.
    """
    path = archive.path(f"{run_id}/{NAME}")
    try:
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        with writing(store.engine) as connection:
            # Locks the run's row on PostgreSQL; SQLite has one writer anyway.
            connection.execute(select(RunRow.run_id).where(RunRow.run_id == run_id).with_for_update())
            if finish_as:
                ended = update(RunRow).where(RunRow.run_id == run_id)
                connection.execute(ended.values(status=finish_as, finished_at=not_before(RunRow.started_at, now)))
            known = kept_head(connection, run_id)
            manifest = read_manifest(path.read_bytes()) if path.exists() else Manifest()
            manifest = cut_to(manifest, known[0] if known else "")
            if known and not manifest.lines:
                raise StorageError(f"archive {path}: not the manifest that the database knows; see `verify {run_id}`")
            _add_new(manifest, connection, archive, run_id, now, audit_id, code_version)
            write_manifest(archive, run_id, manifest)
            values = {"head_sha256": manifest.head, "entries": len(manifest.lines), "sealed_at": now}
            if known:
                connection.execute(update(ManifestRow).where(ManifestRow.run_id == run_id).values(values))
            else:
                connection.execute(insert(ManifestRow).values(run_id=run_id, **values))
    except OSError as error:
        raise StorageError(f"archive {path}: {error.strerror or error}") from error
    return manifest.head


def _add_new(
    manifest: Manifest,
    connection: Connection,
    archive: Archive,
    run_id: str,
    now: datetime,
    audit_id: str,
    code_version: str,
) -> None:
    run = run_row(connection, run_id)
    if run is None:
        raise StorageError(f"no run {run_id}")
    for file in archive.files(run_id):
        if file in manifest.pruned or PRUNED_NAME.fullmatch(file):  # a killed pruning may have left either
            continue
        entry = file_entry(archive.path(f"{run_id}/{file}"), file, manifest.files.get(file))
        if entry is not None:
            manifest.add(entry)
    for row in visit_rows(connection, run_id):
        key = (row["province"], row["attempt"])
        before = manifest.visits.get(key)
        if before is None or (before["open"] and before["sha256"] != digest(row)):
            of = {"entry": "visit", "province": key[0], "attempt": key[1]}
            manifest.add({**of, "open": visit_is_open(row), "sha256": digest(row)})
    for row in audit_rows(connection, run_id):
        if row["audit_id"] != audit_id and row["audit_id"] in manifest.audits:
            continue
        done = row["audit_id"] == audit_id
        made_by = {"code_version": code_version} if done else {}
        hashes = judged_hashes(judged_rows(connection, row["audit_id"]))
        manifest.add(
            {"entry": "audit", "audit_id": row["audit_id"], "finished": done, "audit": row, "rows": hashes} | made_by
        )
    if digest(run) != manifest.run.get("sha256"):
        of = {"entry": "run", "format": FORMAT, "sealed_at": now.astimezone(UTC).isoformat()}
        manifest.add({**of, "run": run, "sha256": digest(run)})


def write_manifest(archive: Archive, run_id: str, manifest: Manifest) -> None:
    """Whole and anew beside the old file, then in its place: a reader never sees half of it."""
    path = archive.path(f"{run_id}/{NAME}")
    fresh = path.with_name(f"{NAME}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as out:  # noqa: PTH123 - the mode
        out.writelines(manifest.lines)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def _rows(
    connection: Connection, table: type[Base], columns: tuple[str, ...], wanted: list[Any], order: Iterable[Any]
) -> Iterator[Row]:
    of = table.__table__.c
    chosen = select(*(of[column] for column in columns)).where(*wanted).order_by(*order)
    for row in connection.execute(chosen, execution_options={"yield_per": _AT_A_TIME}).mappings():
        yield plain(dict(row))
