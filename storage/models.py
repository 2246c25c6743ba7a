"""The tables: runs, visits, captures, audits and what they found.

Column names are those of the export package (docs: interfaces, Export package) where it has them. Times are kept in
UTC and come back with their offset.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A point in time: aware in, UTC in the database, aware out. SQLite itself knows no offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without offset: {value}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from anywhere: what a database refuses inside text, NUL and lone surrogates, is dropped or becomes '?'."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """Text as `Words` keeps it."""
    return str(text).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


# SQLite counts by itself in a column of type INTEGER only.
Serial = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, str: Words}  # noqa: RUF012 - the shape that SQLAlchemy asks for


def _province_of_run(*more: Any) -> tuple[Any, ...]:
    return (
        ForeignKeyConstraint(["run_id", "province"], ["run_provinces.run_id", "run_provinces.province"]),
        *more,
    )


class RunRow(Base):
    __tablename__ = "runs"

    run_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str]
    status: Mapped[str]
    registry_version: Mapped[str]
    registry_sha256: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    code_version: Mapped[str]
    user_agent: Mapped[str]
    vantage: Mapped[str]


class RunProvinceRow(Base):
    """The provinces that a run is about, so that nobody needs the registry's file to read it."""

    __tablename__ = "run_provinces"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    position: Mapped[int]  # its place in the registry
    code: Mapped[str]
    name: Mapped[str]
    portal_url: Mapped[str]


class VisitRow(Base):
    __tablename__ = "visits"
    __table_args__ = _province_of_run(Index(None, "province", "started_at"))

    run_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    visit_status: Mapped[str]
    pages_fetched: Mapped[int]
    pages_rendered: Mapped[int]
    requests: Mapped[int]
    bytes: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    error: Mapped[str]
    log: Mapped[str]  # VisitLog as JSON; '' while the visit runs


class CaptureRow(Base):
    __tablename__ = "captures"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "province", "attempt"], ["visits.run_id", "visits.province", "visits.attempt"]),
        Index(None, "run_id", "province", "attempt"),
        # By hash: an address may be longer than the third of a page that PostgreSQL's b-tree takes.
        Index(None, "url", postgresql_using="hash"),
    )

    capture_id: Mapped[int] = mapped_column(Serial, primary_key=True)
    run_id: Mapped[str] = mapped_column(String(40))
    province: Mapped[str] = mapped_column(String(120))
    attempt: Mapped[int]
    kind: Mapped[str]
    url: Mapped[str]
    final_url: Mapped[str]
    fetched_at: Mapped[datetime]
    outcome: Mapped[str]
    http_status: Mapped[int | None]
    media_type: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    depth: Mapped[int]
    topic: Mapped[str]
    found_on: Mapped[str]
    label: Mapped[str]
    tries: Mapped[int]
    elapsed_ms: Mapped[int | None]
    peer: Mapped[str]
    error: Mapped[str]
    quality: Mapped[float | None]
    warc_file: Mapped[str]
    warc_offset: Mapped[int] = mapped_column(BigInteger)


class UnchangedRow(Base):
    """The captures of a visit that came as an earlier one has them (storage/unchanged.py)."""

    __tablename__ = "unchanged_captures"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "province", "attempt"], ["visits.run_id", "visits.province", "visits.attempt"]),
    )

    run_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    captures: Mapped[int]
    rows: Mapped[str]  # as `storage.unchanged.pack` writes them


class AuditRow(Base):
    __tablename__ = "audits"

    audit_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), index=True)
    number: Mapped[int]  # what stands behind the dot of audit_id
    as_of: Mapped[date]
    rubric: Mapped[str]
    rubric_version: Mapped[str]
    rubric_sha256: Mapped[str]
    reader_version: Mapped[str]
    made_at: Mapped[datetime]


class FindingRow(Base):
    __tablename__ = "findings"
    __table_args__ = (Index(None, "province", "check_id"),)

    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.audit_id"), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    check_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    check_version: Mapped[int]
    status: Mapped[str]  # the review's where one stands
    machine_status: Mapped[str] = mapped_column(server_default="")
    review_id: Mapped[str] = mapped_column(server_default="")
    value: Mapped[str]
    unit: Mapped[str]
    reason: Mapped[str]
    confidence: Mapped[float | None]
    observed_at: Mapped[datetime | None]
    law: Mapped[str]


class EvidenceRow(Base):
    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(
            ["audit_id", "province", "check_id"],
            ["findings.audit_id", "findings.province", "findings.check_id"],
            ondelete="CASCADE",
        ),
    )

    audit_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    check_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, ...: what supports first, then what was looked at
    role: Mapped[str]
    url: Mapped[str]
    captured_at: Mapped[datetime]
    sha256: Mapped[str]
    locator: Mapped[str]
    quote: Mapped[str]


class ScoreRow(Base):
    __tablename__ = "scores"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.audit_id"), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(120), primary_key=True)
    dimension_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]  # the rubric's order
    score: Mapped[float | None]
    low: Mapped[float]
    high: Mapped[float]
    max: Mapped[float]
    coverage: Mapped[float]
    rank_best: Mapped[int | None]
    rank_worst: Mapped[int | None]


class IndicatorRow(Base):
    __tablename__ = "indicators"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.audit_id"), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(120), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(120), primary_key=True)
    n: Mapped[int]
    weight: Mapped[float]
    credit: Mapped[float | None]
    check_id: Mapped[str]
    external_id: Mapped[str]
    status: Mapped[str]


class FeedbackItemRow(Base):
    __tablename__ = "feedback_items"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.audit_id"), primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    asked_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    due_on: Mapped[date | None]
    stage: Mapped[str]
    agency: Mapped[str]
    is_test: Mapped[bool]
    title_sha256: Mapped[str]


class AggregateRow(Base):
    __tablename__ = "aggregates"

    audit_id: Mapped[str] = mapped_column(ForeignKey("audits.audit_id"), primary_key=True)
    measure: Mapped[str] = mapped_column(String(120), primary_key=True)
    rule: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int]
    yes: Mapped[int]
    no: Mapped[int]
    unknown: Mapped[int]
    of: Mapped[int]


class ReviewRow(Base):
    """Auditors' verdicts; rows are only added."""

    __tablename__ = "reviews"
    __table_args__ = (Index(None, "province", "check_id"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[str] = mapped_column(String(20), unique=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"))
    province: Mapped[str] = mapped_column(String(120))
    check_id: Mapped[str] = mapped_column(String(120))
    status: Mapped[str]
    why: Mapped[str]
    by: Mapped[str]
    made_at: Mapped[datetime]
    evidence_url: Mapped[str]
    valid_until: Mapped[date | None]
    evidence_key: Mapped[str] = mapped_column(String(64))
    machine_status: Mapped[str]
    check_version: Mapped[int]


class FigureRow(Base):
    """Figures of other indices."""

    __tablename__ = "external_figures"

    external_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    province: Mapped[str] = mapped_column(String(120), primary_key=True)
    registry_version: Mapped[str] = mapped_column(String(120), primary_key=True)
    index: Mapped[str]
    value: Mapped[float]
    unit: Mapped[str]
    source: Mapped[str]


class ManifestRow(Base):
    """The head of a run's manifest (storage/manifest.py): the hash that stands for its archive and its findings."""

    __tablename__ = "manifests"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.run_id"), primary_key=True)
    head_sha256: Mapped[str]
    entries: Mapped[int]
    sealed_at: Mapped[datetime]
