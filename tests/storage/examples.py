"""One run with everything in it, for tests of the store and of the exports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from records.capture import Capture, Kind, Outcome
from records.finding import Evidence, FeedbackItem, Finding, Status
from records.province import Province, Registry
from records.score import Aggregate, Indicator, Score
from records.visit import VisitLog, VisitStatus
from storage.rows import KeptCapture, Located
from storage.store import Store

STARTED = datetime(2022, 3, 30, 18, 30, tzinfo=UTC)  # 01:30 on 31 March in Vietnam
PROVINCES = (
    Province("48", "da-nang", "Đà Nẵng", "Da Nang", "", "https://danang.example"),
    Province("01", "ha-noi", "Hà Nội", "Hanoi", "", "https://hanoi.example"),
)
REGISTRY = Registry("test-2", date(2022, 1, 1), None, PROVINCES, "ab" * 32)

PAGE = Evidence(
    "https://danang.example/lich", STARTED, "cd" * 32, "main > table", "Lịch tiếp công dân […] tháng 3/2022"
)
OTHER = Evidence("https://danang.example/", STARTED + timedelta(seconds=1), "ef" * 32)
FINDINGS = (
    Finding(
        "timeliness.reception_schedule",
        2,
        Status.PASS,
        value="2022-03-31",
        unit="date",
        supports=(PAGE,),
        looked_at=(OTHER, PAGE),
        law="R3",
        observed_at=STARTED,
    ),
    Finding("completeness.citizen_app", 1, Status.UNKNOWN, reason="store_not_searched"),
    Finding("completeness.field_reporting", 1, Status.FAIL, reason="not_found", looked_at=(OTHER,), confidence=0.95),
)
ITEMS = (
    FeedbackItem("https://danang.example/hoi-dap/1", "12" * 32, date(2022, 3, 1), date(2022, 3, 9), stage="Đã trả lời"),
    FeedbackItem("https://danang.example/hoi-dap/1", "34" * 32, is_test=True),
)
SCORES = (
    Score("timeliness", "criterion", 0.75, 0.5, 1.0, 1.0, 0.8, 1, 2),
    Score("completeness", "criterion", None, 0.0, 1.0, 1.0, 0.25),
)
INDICATORS = (
    Indicator("t1", "timeliness", 0.5, 1.0, "timeliness.reception_schedule", "", "pass"),
    Indicator("c1", "completeness", 0.5, None, "completeness.citizen_app", "", "unknown"),
)
AGGREGATES = (Aggregate("timeliness.reception_schedule", "pass", 1, 0, 1, 2),)


def start(store: Store, kind: str = "full", at: datetime = STARTED) -> str:
    return store.start_run(
        REGISTRY, kind=kind, started_at=at, code_version="0.1.0", user_agent="portal-audit/0.1.0", vantage="test"
    )


def audit(store: Store, run_id: str) -> str:
    return store.add_audit(
        run_id,
        as_of=date(2022, 3, 31),
        rubric="five-criteria",
        rubric_version="1",
        rubric_sha256="56" * 32,
        reader_version="1",
        made_at=STARTED + timedelta(hours=1),
    )


def log(province: str, status: VisitStatus = VisitStatus.DONE, error: str = "") -> VisitLog:
    return VisitLog(province, status, STARTED, STARTED + timedelta(minutes=2), error, requests=9, pages_fetched=7)


def kept(url: str, *, offset: int = 0, at: datetime = STARTED, label: str = "") -> KeptCapture:
    body = b"<p>"
    capture = Capture(
        url, url, at, Kind.RESPONSE, Outcome.OK, 200, (("Content-Type", "text/html"),), body, body, label=label
    )
    return KeptCapture.of(capture, Located("run/da-nang-1.warc.gz", offset), quality=0.5)


def whole_run(store: Store) -> tuple[str, str]:
    """A finished full run with one audit; their ids."""
    run_id = start(store)
    for number, province in enumerate(PROVINCES):
        attempt = store.start_visit(run_id, province.slug, STARTED)
        store.add_captures(run_id, province.slug, attempt, [kept(province.portal, offset=number)])
        store.finish_visit(run_id, province.slug, attempt, log(province.slug))
    audit_id = audit(store, run_id)
    for province in PROVINCES:
        store.add_findings(audit_id, province.slug, FINDINGS, ITEMS)
        store.add_scores(audit_id, province.slug, SCORES)
        store.add_indicators(audit_id, province.slug, INDICATORS)
    store.add_aggregates(audit_id, AGGREGATES)
    store.finish_run(run_id, "done", STARTED + timedelta(hours=2))
    return run_id, audit_id
