"""The rows of what a visit found as an earlier one did, packed into one: rows grow with what changed, not with nights.

Whatever reads captures through the store or the export sees them as any other (`Store.captures`, `Stream.rows`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from storage.models import CaptureRow, UnchangedRow, storable
from storage.rows import KeptCapture

_NAMES = tuple(one.name for one in fields(KeptCapture))
_TIME = _NAMES.index("fetched_at")


def pack(rows: Iterable[KeptCapture]) -> str:
    """Rows as lines of JSON, of each a list in the order of its fields."""
    lines = []
    for row in rows:
        values = [storable(value) if isinstance(value, str) else value for value in astuple(row)]
        values[_TIME] = row.fetched_at.astimezone(UTC).isoformat()
        lines.append(json.dumps(values, ensure_ascii=False, separators=(",", ":")))
    return "\n".join(lines)


def unpack(text: str) -> list[KeptCapture]:
    """What `pack` was given."""
    rows = []
    for line in text.split("\n") if text else ():
        values = json.loads(line)
        values[_TIME] = datetime.fromisoformat(values[_TIME])
        rows.append(KeptCapture(*values))
    return rows


def captures_of_visit(connection: Connection, run_id: str, province: str, attempt: int) -> list[KeptCapture]:
    """All rows of a visit, packed ones among them, in the order in which they came."""
    chosen = (
        select(*(CaptureRow.__table__.c[name] for name in _NAMES))
        .where(CaptureRow.run_id == run_id, CaptureRow.province == province, CaptureRow.attempt == attempt)
        .order_by(CaptureRow.capture_id)
    )
    rows = [KeptCapture(*row) for row in connection.execute(chosen)]
    unchanged = read_unchanged(connection, run_id, province, attempt)
    # Its place in the archive's file tells when a capture came.
    return sorted([*rows, *unchanged], key=lambda row: row.warc_offset) if unchanged else rows


def read_unchanged(connection: Connection, run_id: str, province: str, attempt: int) -> list[KeptCapture]:
    """The packed rows of a visit; [] where it has none."""
    chosen = select(UnchangedRow.rows).where(*_of(run_id, province, attempt))
    return unpack(connection.execute(chosen).scalar() or "")


def write_unchanged(
    connection: Connection,
    of: tuple[str, str, int],
    change: Callable[[Sequence[KeptCapture]], Sequence[KeptCapture]],
) -> None:
    """Replace the packed rows of a visit by what `change` makes of them."""
    rows = change(read_unchanged(connection, *of))
    connection.execute(delete(UnchangedRow).where(*_of(*of)))
    if rows:
        values = dict(zip(("run_id", "province", "attempt"), of, strict=True))
        connection.execute(insert(UnchangedRow).values(**values, captures=len(rows), rows=pack(rows)))


def _of(run_id: str, province: str, attempt: int) -> tuple[ColumnElement[bool], ...]:
    return UnchangedRow.run_id == run_id, UnchangedRow.province == province, UnchangedRow.attempt == attempt
