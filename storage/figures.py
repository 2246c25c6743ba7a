"""Counts of a run, for the operator's metrics: a few grouped queries, no row of a capture is loaded."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from storage.database import reading
from storage.models import CaptureRow, FindingRow, RunRow, UnchangedRow
from storage.store import Store


def runs_by_status(store: Store) -> dict[tuple[str, str], int]:
    """Number of runs by (kind, status)."""
    chosen = select(RunRow.kind, RunRow.status, func.count()).group_by(RunRow.kind, RunRow.status)
    with reading(store.engine) as connection:
        return {(kind, status): n for kind, status, n in connection.execute(chosen)}


def captures_by_outcome(store: Store, run_id: str) -> dict[str, int]:
    """Number of a run's captures by outcome, of all attempts."""
    chosen = select(CaptureRow.outcome, func.count()).where(CaptureRow.run_id == run_id).group_by(CaptureRow.outcome)
    again = select(func.sum(UnchangedRow.captures)).where(UnchangedRow.run_id == run_id)
    with reading(store.engine) as connection:
        found = Counter({row[0]: row[1] for row in connection.execute(chosen)})
        found["ok"] += connection.execute(again).scalar() or 0  # only answers that were whole are packed
    return dict(+found)


def findings_by_status(store: Store, audit_id: str) -> dict[tuple[str, str], int]:
    """Number of provinces by (check, status) of the machine in an audit."""
    chosen = (
        select(FindingRow.check_id, FindingRow.status, func.count())
        .where(FindingRow.audit_id == audit_id)
        .group_by(FindingRow.check_id, FindingRow.status)
    )
    with reading(store.engine) as connection:
        return {(check, status): n for check, status, n in connection.execute(chosen)}
