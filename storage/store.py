"""The store: runs, visits, captures and audits, in SQLite or PostgreSQL.

Every writing method is one transaction. Those of an audit replace what the same audit said of the same province, so
a province that is judged twice stands there once. All methods raise StorageError when the database fails; reading
methods about an unknown id give an empty result, writing ones raise StorageError.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    case,
    delete,
    func,
    insert,
    inspect,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from records.figure import Figure
from records.finding import Evidence, FeedbackItem, Finding, Status
from records.province import Registry
from records.review import Review
from records.score import Aggregate, Indicator, Score
from records.visit import VisitLog, VisitStatus
from storage import migrate
from storage.database import connect, reading, writing
from storage.errors import StorageError
from storage.models import (
    AggregateRow,
    AuditRow,
    Base,
    CaptureRow,
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
from storage.rows import INTERRUPTED, Audit, KeptCapture, PastFinding, Run, RunProvince, Visit
from storage.unchanged import captures_of_visit, write_unchanged

_TRIES_FOR_AN_ID = 20  # of 65 536 suffixes a day; two processes may take the same one
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

T = TypeVar("T")


class Store:
    """One database. Safe to use from several threads and processes at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, where: str | Path) -> Store:
        """Open a database by URL, or an SQLite file by path; an empty one gets its tables.

        Raises StorageError, one line, when it cannot be reached or has the tables of another version.
        """
        engine = connect(where)
        try:
            if _is_empty(engine):
                migrate.upgrade_engine(engine)
            with reading(engine) as connection:
                found = migrate.revision(connection)
            if found != migrate.head():
                older = found is None or migrate.knows(found)
                remedy = "run `portal-audit db upgrade`" if older else "it was made by a newer version of portal-audit"
                raise StorageError(
                    f"database {engine.url.render_as_string()}: its tables are of revision {found or 'none'}, "
                    f"this version needs {migrate.head()}: {remedy}"
                )
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    # Runs

    def start_run(
        self,
        registry: Registry,
        *,
        kind: str,
        started_at: datetime,
        code_version: str,
        user_agent: str,
        vantage: str = "",
        provinces: Sequence[str] | None = None,
        timezone: tzinfo = _VIETNAM,
    ) -> str:
        """Begin a run and give its id, the day of `started_at` in `timezone` with four hex digits: `2022-03-31-a1b2`.

        `kind` is `full` or `single`; `provinces` names the slugs of a single run, all of the registry where None.
        KeyError for a slug that the registry does not have.
        """
        if kind not in ("full", "single"):
            raise ValueError(f"kind: {kind!r}, expected full or single")
        chosen = registry.provinces if provinces is None else [registry.province(slug) for slug in provinces]
        day = started_at.astimezone(timezone).date()
        for _ in range(_TRIES_FOR_AN_ID):
            run_id = f"{day}-{secrets.token_hex(2)}"
            try:
                with writing(self.engine) as connection:
                    connection.execute(
                        insert(RunRow).values(
                            run_id=run_id,
                            kind=kind,
                            status="running",
                            registry_version=registry.version,
                            registry_sha256=registry.sha256,
                            started_at=started_at,
                            code_version=code_version,
                            user_agent=user_agent,
                            vantage=vantage,
                        )
                    )
                    rows = [
                        {
                            "run_id": run_id,
                            "province": province.slug,
                            "position": position,
                            "code": province.code,
                            "name": province.name,
                            "portal_url": province.portal,
                        }
                        for position, province in enumerate(chosen)
                    ]
                    _insert_all(connection, RunProvinceRow, rows)
            except StorageError as error:
                if not isinstance(error.__cause__, IntegrityError):
                    raise
            else:
                return run_id
        raise StorageError(f"no free run id for {day} after {_TRIES_FOR_AN_ID} tries")

    def finish_run(self, run_id: str, status: str, finished_at: datetime) -> None:
        """End a run as `done`, `interrupted` or `suspect`."""
        if status not in ("done", "interrupted", "suspect"):
            raise ValueError(f"status: {status!r}, expected done, interrupted or suspect")
        self._change_run(run_id, status=status, finished_at=not_before(RunRow.started_at, finished_at))

    def reopen_run(self, run_id: str) -> None:
        """Set a run back to `running`: `--resume`, `--retry` and `--into` go on with it."""
        self._change_run(run_id, status="running", finished_at=None)

    def _change_run(self, run_id: str, **values: Any) -> None:
        with writing(self.engine) as connection:
            changed = connection.execute(update(RunRow).where(RunRow.run_id == run_id).values(values))
        if changed.rowcount != 1:
            raise StorageError(f"no run {run_id}")

    def run(self, run_id: str) -> Run | None:
        """That run; None where there is none."""
        return next(iter(self._rows(Run, select(RunRow.__table__).where(RunRow.run_id == run_id))), None)

    def runs(self) -> list[Run]:
        """All runs, the newest first."""
        return self._rows(Run, select(RunRow.__table__).order_by(RunRow.started_at.desc(), RunRow.run_id))

    def default_run(self, province: str | None = None) -> Run | None:
        """The run that is meant when none is named: the newest finished full one, else the newest finished single one.

        With a province, the run of that province's newest visit that came to its end. A suspect run is never meant.
        """
        if province is not None:
            newest = (
                select(RunRow.__table__)
                .join(VisitRow, VisitRow.run_id == RunRow.run_id)
                .where(VisitRow.province == province, VisitRow.finished_at.is_not(None), RunRow.status != "suspect")
                .order_by(VisitRow.started_at.desc())
            )
            return next(iter(self._rows(Run, newest.limit(1))), None)
        for kind in ("full", "single"):
            chosen = select(RunRow.__table__).where(RunRow.kind == kind, RunRow.status == "done")
            found = self._rows(Run, chosen.order_by(RunRow.started_at.desc()).limit(1))
            if found:
                return found[0]
        return None

    def provinces(self, run_id: str) -> list[RunProvince]:
        """The provinces of a run, in its registry's order."""
        chosen = select(RunProvinceRow.__table__).where(RunProvinceRow.run_id == run_id)
        return self._rows(RunProvince, chosen.order_by(RunProvinceRow.position))

    # Visits

    def start_visit(
        self, run_id: str, province: str, started_at: datetime, *, resume: bool = False, attempt: int | None = None
    ) -> int:
        """Begin an attempt at a province and give its number: 1, 2, ...

        With `resume`, the newest attempt goes on where it is still open (running, killed or interrupted). `attempt` is
        the number that is expected; StorageError where it would be another one.
        """
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
                lock = select(RunProvinceRow.province).where(
                    RunProvinceRow.run_id == run_id, RunProvinceRow.province == province
                )
                connection.execute(lock.with_for_update())
            visits = self._visits(connection, run_id, province)
            newest = visits[-1] if visits else None
            goes_on = resume and newest is not None and newest.open
            last = 0 if newest is None else newest.attempt
            if attempt not in (None, last if goes_on else last + 1):
                raise StorageError(f"visit {run_id} {province}: attempt {attempt} is no longer open")
            if goes_on and newest is not None:
                connection.execute(
                    update(VisitRow)
                    .where(*_this_visit(run_id, province, newest.attempt))
                    .values(visit_status=VisitStatus.RUNNING.value, finished_at=None, error="")
                )
                return newest.attempt
            connection.execute(
                insert(VisitRow).values(
                    run_id=run_id,
                    province=province,
                    attempt=last + 1,
                    visit_status=VisitStatus.RUNNING.value,
                    pages_fetched=0,
                    pages_rendered=0,
                    requests=0,
                    bytes=0,
                    started_at=started_at,
                    error="",
                    log="",
                )
            )
            return last + 1

    def finish_visit(self, run_id: str, province: str, attempt: int, log: VisitLog) -> None:
        """Keep how an attempt ended. `log.error` == "interrupted" leaves it open for `start_visit(resume=True)`.

        An interruption changes nothing of a visit that has ended: another worker may have brought it to its end.
        """
        interrupted = log.error == INTERRUPTED
        with writing(self.engine) as connection:
            changed = connection.execute(
                update(VisitRow)
                .where(*_this_visit(run_id, province, attempt))
                .where(VisitRow.finished_at.is_(None) if interrupted else true())
                .values(
                    visit_status=log.status.value,
                    pages_fetched=log.pages_fetched,
                    pages_rendered=log.pages_rendered,
                    requests=log.requests,
                    bytes=log.wire_bytes,
                    finished_at=not_before(VisitRow.started_at, log.finished_at),
                    error=log.error,
                    log=log.to_json().decode(),
                )
            )
        if changed.rowcount != 1 and not interrupted:
            raise StorageError(f"no visit {run_id} {province} attempt {attempt}")

    def visits(self, run_id: str, province: str | None = None) -> list[Visit]:
        """Every attempt of a run, by province and attempt."""
        with reading(self.engine) as connection:
            return self._visits(connection, run_id, province)

    def ended_visits(self, run_id: str) -> list[tuple[str, int, str, str, int]]:
        """Province, attempt, status, error and pages of each attempt that came to its end; cheap, for it has no log."""
        columns = (VisitRow.province, VisitRow.attempt, VisitRow.visit_status, VisitRow.error, VisitRow.pages_fetched)
        ended = select(*columns).where(VisitRow.run_id == run_id, VisitRow.finished_at.is_not(None))
        with reading(self.engine) as connection:
            found = connection.execute(ended.where(VisitRow.error != INTERRUPTED).order_by(VisitRow.finished_at))
            return [(row[0], row[1], row[2], row[3], row[4]) for row in found]

    def counting_visits(self, run_id: str, province: str | None = None, *, logs: bool = True) -> dict[str, Visit]:
        """By province the attempt that counts: the newest complete one, else the newest that was interrupted.

        A province without a finished attempt is not in it. Without `logs`, the bulk of it, each `log` is ''.
        """
        counting: dict[str, Visit] = {}
        with reading(self.engine) as connection:
            visits = self._visits(connection, run_id, province, logs=logs)
        for visit in visits:  # attempts ascend
            before = counting.get(visit.province)
            if visit.finished_at is not None and (before is None or before.open or not visit.open):
                counting[visit.province] = visit
        return counting

    def counting_visit(self, run_id: str, province: str) -> Visit | None:
        """The attempt of one province that counts; None where none has finished."""
        return self.counting_visits(run_id, province).get(province)

    def visit_log(self, run_id: str, province: str, attempt: int) -> VisitLog | None:
        """The log of one attempt; None while it runs."""
        for visit in self.visits(run_id, province):
            if visit.attempt == attempt and visit.log:
                return VisitLog.from_json(visit.log.encode())
        return None

    @staticmethod
    def _visits(connection: Connection, run_id: str, province: str | None, *, logs: bool = True) -> list[Visit]:
        columns = [one if logs or one.name != "log" else literal("").label("log") for one in VisitRow.__table__.c]
        chosen = select(*columns).where(VisitRow.run_id == run_id)
        if province is not None:
            chosen = chosen.where(VisitRow.province == province)
        return _fetch(connection, Visit, chosen.order_by(VisitRow.province, VisitRow.attempt))

    # Captures

    def add_captures(self, run_id: str, province: str, attempt: int, rows: Iterable[KeptCapture]) -> None:
        """Add the rows of captures that the archive holds already."""
        of = {"run_id": run_id, "province": province, "attempt": attempt}
        with writing(self.engine) as connection:
            _insert_all(connection, CaptureRow, [{**of, **_columns(row)} for row in rows])

    def add_unchanged(self, run_id: str, province: str, attempt: int, rows: Sequence[KeptCapture]) -> None:
        """Add the rows of captures that came as an earlier visit has them, to those of the visit already there."""
        with writing(self.engine) as connection:
            write_unchanged(connection, (run_id, province, attempt), lambda before: [*before, *rows])

    def captures(self, run_id: str, province: str, attempt: int | None = None) -> list[KeptCapture]:
        """The captures of an attempt, of the counting one where None, in the order in which they came."""
        if attempt is None:
            visit = self.counting_visit(run_id, province)
            if visit is None:
                return []
            attempt = visit.attempt
        with reading(self.engine) as connection:
            return captures_of_visit(connection, run_id, province, attempt)

    def captures_before(self, run_id: str, province: str) -> list[KeptCapture]:
        """The captures of the province's newest ended visit of another run."""
        newest = (
            select(VisitRow.run_id, VisitRow.attempt)
            .where(VisitRow.province == province, VisitRow.run_id != run_id, VisitRow.finished_at.is_not(None))
            .where(VisitRow.pages_fetched > 0)
            .order_by(VisitRow.started_at.desc(), VisitRow.attempt.desc())
            .limit(1)
        )
        with reading(self.engine) as connection:
            found = connection.execute(newest).first()
        return [] if found is None else self.captures(found[0], province, found[1])

    def fetched(self, run_id: str, province: str, attempt: int) -> dict[tuple[str, str], KeptCapture]:
        """The newest capture of an attempt by (url, kind): what a resumed visit need not fetch again."""
        return {(row.url, row.kind): row for row in self.captures(run_id, province, attempt)}

    def last_answer(self, url: str, before: datetime | None = None) -> KeptCapture | None:
        """The newest HTTP answer below 500 to exactly that URL, in any run: last night's robots.txt."""
        chosen = select(CaptureRow.__table__).where(
            CaptureRow.url == url, CaptureRow.kind == "response", CaptureRow.outcome.in_(("ok", "http_4xx"))
        )
        if before is not None:
            chosen = chosen.where(CaptureRow.fetched_at < before)
        newest = chosen.order_by(CaptureRow.fetched_at.desc(), CaptureRow.capture_id.desc()).limit(1)
        return next(iter(self._rows(KeptCapture, newest)), None)

    # Audits

    def add_audit(
        self,
        run_id: str,
        *,
        as_of: date,
        rubric: str,
        rubric_version: str,
        rubric_sha256: str,
        reader_version: str,
        made_at: datetime,
    ) -> str:
        """Begin an audit of a run and give its id: the run's with `.1`, `.2`, ..."""
        with writing(self.engine) as connection:
            # Locks the run's row on PostgreSQL, so that two audits do not take one number.
            lock = select(RunRow.run_id).where(RunRow.run_id == run_id).with_for_update()
            if connection.execute(lock).first() is None:
                raise StorageError(f"no run {run_id}")
            last = connection.execute(select(func.max(AuditRow.number)).where(AuditRow.run_id == run_id)).scalar()
            number = (last or 0) + 1
            audit_id = f"{run_id}.{number}"
            connection.execute(
                insert(AuditRow).values(
                    audit_id=audit_id,
                    run_id=run_id,
                    number=number,
                    as_of=as_of,
                    rubric=rubric,
                    rubric_version=rubric_version,
                    rubric_sha256=rubric_sha256,
                    reader_version=reader_version,
                    made_at=made_at,
                )
            )
        return audit_id

    def audits(self, run_id: str) -> list[Audit]:
        """The audits of a run, in the order in which they were made."""
        chosen = select(AuditRow.__table__).where(AuditRow.run_id == run_id)
        return self._rows(Audit, chosen.order_by(AuditRow.number))

    def audit(self, audit_id: str) -> Audit | None:
        """That audit; None where there is none."""
        return next(iter(self._rows(Audit, select(AuditRow.__table__).where(AuditRow.audit_id == audit_id))), None)

    def default_audit(self, run_id: str, province: str | None = None) -> Audit | None:
        """The audit that is meant when only a run is named: the newest of those that judged the most provinces.

        (An `audit --province` of one province is not what the whole run is read by.) With a province, the newest
        that judged it.
        """
        judged = (
            select(FindingRow.audit_id, func.count(FindingRow.province.distinct()).label("provinces"))
            .where(FindingRow.province == province if province is not None else FindingRow.province.is_not(None))
            .group_by(FindingRow.audit_id)
            .subquery()
        )
        chosen = (
            select(AuditRow.__table__)
            .outerjoin(judged, judged.c.audit_id == AuditRow.audit_id)
            .where(AuditRow.run_id == run_id)
            .order_by(func.coalesce(judged.c.provinces, 0).desc(), AuditRow.number.desc())
        )
        return next(iter(self._rows(Audit, chosen.limit(1))), None)

    def add_findings(
        self,
        audit_id: str,
        province: str,
        findings: Iterable[Finding],
        feedback_items: Iterable[FeedbackItem] = (),
    ) -> None:
        """Keep an audit's findings of a province, with their evidence and the feedback items read; replaces."""
        of = {"audit_id": audit_id, "province": province}
        rows, evidence = [], []
        for finding in findings:
            check = {**of, "check_id": finding.check_id}
            machine = {"machine_status": finding.machine_status or finding.status}
            rows.append({**check, **{name: getattr(finding, name) for name in _FINDING_FIELDS}, **machine})
            roles = [("supports", e) for e in finding.supports] + [("looked_at", e) for e in finding.looked_at]
            evidence += [
                {**check, "n": n, "role": role, **_columns(one)} for n, (role, one) in enumerate(roles, start=1)
            ]
        items = [{**of, "n": n, **_columns(item)} for n, item in enumerate(feedback_items, start=1)]
        with writing(self.engine) as connection:
            for table in (EvidenceRow, FindingRow, FeedbackItemRow):
                connection.execute(delete(table).where(table.audit_id == audit_id, table.province == province))
            _insert_all(connection, FindingRow, rows)
            _insert_all(connection, EvidenceRow, evidence)
            _insert_all(connection, FeedbackItemRow, items)

    def add_scores(self, audit_id: str, province: str, scores: Iterable[Score]) -> None:
        """Keep an audit's scores of a province; replaces."""
        rows = [{"dimension_kind" if k == "kind" else k: v for k, v in _columns(score).items()} for score in scores]
        self._replace(ScoreRow, audit_id, rows, province)

    def add_indicators(self, audit_id: str, province: str, indicators: Iterable[Indicator]) -> None:
        """Keep an audit's indicators of a province; replaces."""
        self._replace(IndicatorRow, audit_id, [_columns(indicator) for indicator in indicators], province)

    def add_aggregates(self, audit_id: str, aggregates: Iterable[Aggregate]) -> None:
        """Keep an audit's aggregates; replaces."""
        self._replace(AggregateRow, audit_id, [_columns(aggregate) for aggregate in aggregates])

    def _replace(
        self,
        table: type[ScoreRow] | type[IndicatorRow] | type[AggregateRow],
        audit_id: str,
        rows: Iterable[Mapping[str, Any]],
        province: str | None = None,
    ) -> None:
        of = {"audit_id": audit_id} if province is None else {"audit_id": audit_id, "province": province}
        with writing(self.engine) as connection:
            connection.execute(delete(table).filter_by(**of))
            _insert_all(connection, table, [{**of, "n": n, **row} for n, row in enumerate(rows, start=1)])

    def findings(self, audit_id: str, province: str | None = None) -> dict[str, tuple[Finding, ...]]:
        """An audit's findings by province, by check id within one, with their evidence."""
        with reading(self.engine) as connection:
            wanted = [FindingRow.audit_id == audit_id]
            if province is not None:
                wanted.append(FindingRow.province == province)
            found: dict[str, list[Finding]] = {}
            for (_, slug, _), finding in _findings(connection, wanted):
                found.setdefault(slug, []).append(finding)
        return {slug: tuple(those) for slug, those in found.items()}

    def feedback_items(self, audit_id: str, province: str) -> tuple[FeedbackItem, ...]:
        """The feedback items that an audit read of a province, in the order in which they were listed."""
        return tuple(self._of_audit(FeedbackItem, FeedbackItemRow, audit_id, province).get(province, ()))

    def scores(self, audit_id: str, province: str | None = None) -> dict[str, tuple[Score, ...]]:
        """An audit's scores by province, in the rubric's order."""
        return self._of_audit(Score, ScoreRow, audit_id, province, kind="dimension_kind")

    def indicators(self, audit_id: str, province: str | None = None) -> dict[str, tuple[Indicator, ...]]:
        """An audit's indicators by province, in the rubric's order."""
        return self._of_audit(Indicator, IndicatorRow, audit_id, province)

    def aggregates(self, audit_id: str) -> tuple[Aggregate, ...]:
        """An audit's aggregates, in the order in which they were given."""
        chosen = select(AggregateRow.__table__).where(AggregateRow.audit_id == audit_id).order_by(AggregateRow.n)
        return tuple(self._rows(Aggregate, chosen))

    def history(self, province: str, check_id: str) -> list[PastFinding]:
        """What every audit said of one province and check, the oldest run first."""
        with reading(self.engine) as connection:
            found = dict(_findings(connection, [FindingRow.province == province, FindingRow.check_id == check_id]))
            audits = connection.execute(
                select(AuditRow, RunRow)
                .with_only_columns(
                    RunRow.run_id,
                    AuditRow.audit_id,
                    RunRow.kind,
                    RunRow.status.label("run_status"),
                    RunRow.registry_version,
                    RunRow.started_at,
                    AuditRow.as_of,
                )
                .join(RunRow, RunRow.run_id == AuditRow.run_id)
                .join(FindingRow, FindingRow.audit_id == AuditRow.audit_id)
                .where(FindingRow.province == province, FindingRow.check_id == check_id)
                .order_by(RunRow.started_at, RunRow.run_id, AuditRow.number)
            )
            return [
                PastFinding(**row, finding=found[(row["audit_id"], province, check_id)]) for row in audits.mappings()
            ]

    # Reviews

    def add_review(self, review: Review) -> Review:
        """Keep a review, and give it with its id (`r1`, `r2`, ...). Reviews are never changed or removed."""
        values = {**_columns(review), "status": review.status.value, "machine_status": review.machine_status.value}
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":  # two auditors at once take two numbers
                connection.exec_driver_sql("LOCK TABLE reviews IN EXCLUSIVE MODE")
            number = (connection.execute(select(func.max(ReviewRow.number))).scalar() or 0) + 1
            values["review_id"] = f"r{number}"
            connection.execute(insert(ReviewRow).values(number=number, **values))
        return replace(review, review_id=f"r{number}")

    def reviews(self, province: str | None = None, check_id: str | None = None) -> list[Review]:
        """Reviews in the order in which they were made."""
        chosen = select(ReviewRow.__table__).order_by(ReviewRow.number)
        if province is not None:
            chosen = chosen.where(ReviewRow.province == province)
        if check_id is not None:
            chosen = chosen.where(ReviewRow.check_id == check_id)
        return [
            replace(r, status=Status(r.status), machine_status=Status(r.machine_status))
            for r in self._rows(Review, chosen)
        ]

    # Figures of other indices

    def add_figures(self, figures: Sequence[Figure]) -> tuple[int, int]:
        """Keep figures, replacing those of the same id, year and province; how many are new, and how many changed."""
        before = {_figure_key(f): f for f in self.figures()}
        given = {_figure_key(f): f for f in figures}
        with writing(self.engine) as connection:
            for external_id, year, province, version in given.keys() & before.keys():
                connection.execute(
                    delete(FigureRow).where(
                        FigureRow.external_id == external_id,
                        FigureRow.year == year,
                        FigureRow.province == province,
                        FigureRow.registry_version == version,
                    )
                )
            _insert_all(connection, FigureRow, [_columns(figure) for figure in given.values()])
        changed = sum(before[key] != given[key] for key in given.keys() & before.keys())
        return len(given.keys() - before.keys()), changed

    def figures(self) -> list[Figure]:
        """All figures of other indices, in the order of their key."""
        key = (FigureRow.external_id, FigureRow.year, FigureRow.province, FigureRow.registry_version)
        return self._rows(Figure, select(FigureRow.__table__).order_by(*key))

    def _of_audit(
        self, record: type[T], table: type[Base], audit_id: str, province: str | None, **renamed: str
    ) -> dict[str, tuple[T, ...]]:
        columns = table.__table__.c
        chosen = select(table.__table__).where(columns.audit_id == audit_id)
        if province is not None:
            chosen = chosen.where(columns.province == province)
        by_province: dict[str, list[T]] = {}
        with reading(self.engine) as connection:
            for row in connection.execute(chosen.order_by(columns.province, columns.n)).mappings():
                by_province.setdefault(row["province"], []).append(_record(record, row, **renamed))
        return {slug: tuple(those) for slug, those in by_province.items()}

    def _rows(self, record: type[T], chosen: Select[Any]) -> list[T]:
        with reading(self.engine) as connection:
            return _fetch(connection, record, chosen)


_FINDING_FIELDS = (
    "check_version", "status", "value", "unit", "reason", "law", "observed_at", "confidence", "review_id",
)  # fmt: skip


def _findings(connection: Connection, wanted: Sequence[Any]) -> Iterable[tuple[tuple[str, str, str], Finding]]:
    """Findings with their evidence by (audit, province, check)."""
    key = (FindingRow.audit_id, FindingRow.province, FindingRow.check_id)
    chosen = (
        select(EvidenceRow.__table__)
        .join(
            FindingRow,
            (EvidenceRow.audit_id == FindingRow.audit_id)
            & (EvidenceRow.province == FindingRow.province)
            & (EvidenceRow.check_id == FindingRow.check_id),
        )
        .where(*wanted)
        .order_by(*key, EvidenceRow.n)
    )
    evidence: dict[tuple[str, str, str], dict[str, list[Evidence]]] = {}
    for row in connection.execute(chosen).mappings():
        roles = evidence.setdefault((row["audit_id"], row["province"], row["check_id"]), {})
        roles.setdefault(row["role"], []).append(_record(Evidence, row))
    for row in connection.execute(select(FindingRow.__table__).where(*wanted).order_by(*key)).mappings():
        those = (row["audit_id"], row["province"], row["check_id"])
        roles = evidence.get(those, {})
        yield (
            those,
            Finding(
                check_id=row["check_id"],
                **{**{name: row[name] for name in _FINDING_FIELDS}, "status": Status(row["status"])},
                machine_status=Status(row["machine_status"]) if row["review_id"] else None,
                supports=tuple(roles.get("supports", ())),
                looked_at=tuple(roles.get("looked_at", ())),
            ),
        )


def _figure_key(figure: Figure) -> tuple[str, int, str, str]:
    return figure.external_id, figure.year, figure.province, figure.registry_version


def _is_empty(engine: Engine) -> bool:
    with reading(engine) as connection:
        return not inspect(connection).get_table_names()


def _this_visit(run_id: str, province: str, attempt: int) -> tuple[Any, ...]:
    return (VisitRow.run_id == run_id, VisitRow.province == province, VisitRow.attempt == attempt)


def _insert_all(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:  # an empty list would insert one row of defaults
        connection.execute(insert(table), list(rows))


def not_before(began: InstrumentedAttribute[datetime], at: datetime) -> ColumnElement[datetime]:
    """When something ended: not before it began, though the clock was set back meanwhile."""
    return case((began > at, began), else_=at)


def _fetch(connection: Connection, record: type[T], chosen: Select[Any]) -> list[T]:
    return [_record(record, row) for row in connection.execute(chosen).mappings()]


def _record(record: type[T], row: Mapping[str, Any] | Any, **renamed: str) -> T:
    """A dataclass from the columns of its fields' names; others are left out."""
    return record(**{f.name: row[renamed.get(f.name, f.name)] for f in fields(record)})  # type: ignore[arg-type]


def _columns(record: Any) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record)}
