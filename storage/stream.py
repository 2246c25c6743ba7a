"""The tables of the export package, row by row, without holding them in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import Connection, Select, select

from storage.database import reading
from storage.errors import StorageError
from storage.models import (
    AggregateRow,
    AuditRow,
    EvidenceRow,
    FeedbackItemRow,
    FigureRow,
    FindingRow,
    IndicatorRow,
    ReviewRow,
    RunProvinceRow,
    RunRow,
    ScoreRow,
    VisitRow,
)
from storage.rows import KeptCapture
from storage.store import Store
from storage.unchanged import captures_of_visit

_CAPTURE = tuple(one.name for one in fields(KeptCapture))
_AT_ONCE = 1000  # rows fetched from the database in one go


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: runs, of each the one audit that speaks for it, and provinces (all where empty)."""

    run_ids: tuple[str, ...]
    audit_ids: tuple[str, ...]
    provinces: tuple[str, ...] = ()


def scope(store: Store, names: Sequence[str], provinces: Sequence[str] = ()) -> Scope:
    """The scope of run ids and audit ids; a run id stands for its default audit (none where it has none).

    StorageError for a name that is neither, and for a province that none of the runs has.
    """
    runs: dict[str, None] = {}
    audits: dict[str, None] = {}
    for name in names:
        audit = store.audit(name)
        run_id = audit.run_id if audit else name
        if store.run(run_id) is None:
            raise StorageError(f"no run or audit {name}")
        audit = audit or store.default_audit(run_id)
        runs[run_id] = None
        if audit:
            audits[audit.audit_id] = None
    known = {province.province for run_id in runs for province in store.provinces(run_id)}
    for slug in provinces:
        if slug not in known:
            raise StorageError(f"no province {slug} in {', '.join(runs)}")
    return Scope(tuple(runs), tuple(audits), tuple(provinces))


class Stream:
    """Reads of one moment over all tables."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self._connection = connection
        self._scope = scope

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of an export table as its columns' values, in the order of its key."""
        if table == "captures":
            yield from self._captures()
            return
        chosen = _SELECTS[table](self._scope)
        result = self._connection.execution_options(yield_per=_AT_ONCE).execute(chosen)
        names = tuple(result.keys())
        for part in result.partitions():
            for row in part:
                yield dict(zip(names, row, strict=True))

    def _captures(self) -> Iterator[dict[str, Any]]:
        """Visit by visit: some rows are packed (storage/unchanged.py)."""
        of = (VisitRow.run_id, VisitRow.province, VisitRow.attempt)
        chosen: Any = select(*of).where(VisitRow.run_id.in_(self._scope.run_ids)).order_by(*of)
        visits = _of_provinces(chosen, VisitRow.province, self._scope)
        for run_id, province, attempt in self._connection.execute(visits).all():
            key = {"run_id": run_id, "province": province, "attempt": attempt}
            for row in captures_of_visit(self._connection, run_id, province, attempt):
                yield {
                    **key,
                    **{name: getattr(row, name) for name in _CAPTURE},
                    "rendered": row.kind in ("rendered", "data"),
                }

    def of_audit(self, audit_id: str) -> Stream:
        """The same reads over one audit of it."""
        return Stream(self._connection, replace(self._scope, audit_ids=(audit_id,)))


@contextmanager
def streaming(store: Store, scope: Scope) -> Iterator[Stream]:
    """A `Stream` over the store."""
    with reading(store.engine) as connection:
        yield Stream(connection, scope)


def _runs(scope: Scope) -> Select[Any]:
    return select(RunRow.__table__).where(RunRow.run_id.in_(scope.run_ids)).order_by(RunRow.started_at, RunRow.run_id)


def _audits(scope: Scope) -> Select[Any]:
    return (
        select(AuditRow.__table__)
        .where(AuditRow.audit_id.in_(scope.audit_ids))
        .order_by(AuditRow.run_id, AuditRow.number)
    )


def _visits(scope: Scope) -> Select[Any]:
    of_run = (RunProvinceRow.code, RunProvinceRow.name, RunProvinceRow.portal_url)
    columns: list[Any] = [*(c for c in VisitRow.__table__.c if c.name != "log"), *of_run]
    chosen = (
        select(*columns)
        .join(
            RunProvinceRow,
            (RunProvinceRow.run_id == VisitRow.run_id) & (RunProvinceRow.province == VisitRow.province),
        )
        .where(VisitRow.run_id.in_(scope.run_ids))
        .order_by(VisitRow.run_id, VisitRow.province, VisitRow.attempt)
    )
    return _of_provinces(chosen, VisitRow.province, scope)


def _findings(scope: Scope) -> Select[Any]:
    chosen = (
        select(
            AuditRow.run_id,
            *FindingRow.__table__.c,
            EvidenceRow.url.label("evidence_url"),
            EvidenceRow.sha256.label("evidence_sha256"),
            EvidenceRow.locator.label("evidence_locator"),
            EvidenceRow.quote.label("evidence_quote"),
        )
        .join(AuditRow, AuditRow.audit_id == FindingRow.audit_id)
        .outerjoin(
            EvidenceRow,
            (EvidenceRow.audit_id == FindingRow.audit_id)
            & (EvidenceRow.province == FindingRow.province)
            & (EvidenceRow.check_id == FindingRow.check_id)
            & (EvidenceRow.n == 1)  # what supports is numbered first
            & (EvidenceRow.role == "supports"),
        )
    )
    return _of_audits(chosen, FindingRow, scope, FindingRow.check_id)


def _evidence(scope: Scope) -> Select[Any]:
    chosen = select(AuditRow.run_id, *EvidenceRow.__table__.c).join(AuditRow, AuditRow.audit_id == EvidenceRow.audit_id)
    return _of_audits(chosen, EvidenceRow, scope, EvidenceRow.check_id, EvidenceRow.n)


def _scores(scope: Scope) -> Select[Any]:
    chosen = select(AuditRow.run_id, AuditRow.rubric, AuditRow.rubric_version, *ScoreRow.__table__.c).join(
        AuditRow, AuditRow.audit_id == ScoreRow.audit_id
    )
    return _of_audits(chosen, ScoreRow, scope, ScoreRow.n)


def _indicators(scope: Scope) -> Select[Any]:
    chosen = select(AuditRow.run_id, AuditRow.rubric, *IndicatorRow.__table__.c).join(
        AuditRow, AuditRow.audit_id == IndicatorRow.audit_id
    )
    return _of_audits(chosen, IndicatorRow, scope, IndicatorRow.n)


def _feedback_items(scope: Scope) -> Select[Any]:
    chosen = select(AuditRow.run_id, *FeedbackItemRow.__table__.c).join(
        AuditRow, AuditRow.audit_id == FeedbackItemRow.audit_id
    )
    return _of_audits(chosen, FeedbackItemRow, scope, FeedbackItemRow.n)


def _reviews(scope: Scope) -> Select[Any]:
    """Reviews given in the runs, and those of other runs that the findings rest on."""
    cited = select(FindingRow.review_id).where(FindingRow.audit_id.in_(scope.audit_ids))
    chosen = select(ReviewRow.__table__).where(ReviewRow.run_id.in_(scope.run_ids) | ReviewRow.review_id.in_(cited))
    return _of_provinces(chosen.order_by(ReviewRow.number), ReviewRow.province, scope)


def _figures(scope: Scope) -> Select[Any]:
    chosen = select(FigureRow.__table__).order_by(
        FigureRow.external_id, FigureRow.year, FigureRow.province, FigureRow.registry_version
    )
    return _of_provinces(chosen, FigureRow.province, scope)


def _aggregates(scope: Scope) -> Select[Any]:
    chosen = select(AuditRow.run_id, *AggregateRow.__table__.c).join(
        AuditRow, AuditRow.audit_id == AggregateRow.audit_id
    )
    return chosen.where(AggregateRow.audit_id.in_(scope.audit_ids)).order_by(AggregateRow.audit_id, AggregateRow.n)


def _of_audits(chosen: Select[Any], table: Any, scope: Scope, *order: Any) -> Select[Any]:
    chosen = chosen.where(table.audit_id.in_(scope.audit_ids)).order_by(table.audit_id, table.province, *order)
    return _of_provinces(chosen, table.province, scope)


def _of_provinces(chosen: Select[Any], column: Any, scope: Scope) -> Select[Any]:
    return chosen.where(column.in_(scope.provinces)) if scope.provinces else chosen


_SELECTS = {
    "runs": _runs,
    "audits": _audits,
    "visits": _visits,
    "findings": _findings,
    "evidence": _evidence,
    "scores": _scores,
    "indicators": _indicators,
    "feedback_items": _feedback_items,
    "reviews": _reviews,
    "external_figures": _figures,
    "aggregates": _aggregates,
}
