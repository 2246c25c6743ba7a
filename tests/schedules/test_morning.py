"""The morning report, and that it arrives: a real web server and a real SMTP server on loopback."""

from __future__ import annotations

import email
import email.policy
import json
import os
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from records.finding import Finding, Status
from records.registry import load_registry, shipped
from records.visit import VisitLog, VisitStatus
from schedules.morning import Report, ReportError, morning_report, receivers, send
from schedules.plan import SHIPPED, load_plan
from storage.store import Store

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = load_registry(shipped()["2022-63"])
SLUGS = [p.slug for p in REGISTRY.provinces[:8]]
PLAN = load_plan(SHIPPED)
EVENING = datetime(2026, 3, 2, 14, 10, tzinfo=UTC)  # 21:10 in Vietnam
MORNING = EVENING + timedelta(hours=10)


def a_night(store: Store, began: datetime, *, down=(), failing=(), silent=False, status="done", broken=()) -> str:
    run_id = store.start_run(REGISTRY, kind="full", started_at=began, code_version="t", user_agent="t", provinces=SLUGS)
    audit_id = store.add_audit(
        run_id, as_of=began.date(), rubric="r", rubric_version="1", rubric_sha256="0", reader_version="1", made_at=began
    )
    for slug in SLUGS:
        attempt = store.start_visit(run_id, slug, began)
        how = VisitStatus.UNREACHABLE if slug in down else VisitStatus.DONE
        error = "internal_error" if slug in broken else "timeout" if slug in down else ""
        store.finish_visit(run_id, slug, attempt, VisitLog(slug, how, began, began, error=error, pages_fetched=10))
        news = Status.FAIL if slug in failing else Status.PASS
        hotline = Status.FAIL if silent else Status.PASS
        findings = [
            Finding("timeliness.news", 1, Status.UNKNOWN if slug in down else news, law="x"),
            Finding("transparency.hotline", 1, hotline, law="x"),
        ]
        store.add_findings(audit_id, slug, findings, [])
    store.finish_run(run_id, status, began)
    return run_id


def test_quiet_night_is_told_and_needs_no_eye(store):
    a_night(store, EVENING - timedelta(days=1))
    run_id = a_night(store, EVENING)
    report = morning_report(store, PLAN, MORNING)
    assert (report.ran, report.well) == (True, True)
    assert report.title == "portal-audit 03/03/2026: OK"
    assert report.lines == [
        f"Đêm qua đã chạy: {run_id}, 8 done; 80 trang / the night ran: {run_id}, 8 done; 80 pages",
        "Không có kết quả nào thay đổi / no finding changed",
    ]


def test_night_that_did_not_run_is_told(store):
    before = a_night(store, EVENING - timedelta(days=1))
    report = morning_report(store, PLAN, MORNING)
    assert (report.ran, report.well) == (False, False)
    assert "KHÔNG CHẠY / DID NOT RUN" in report.title
    assert before in report.body


def test_what_changed_and_what_broke_is_told_by_name(store):
    a_night(store, EVENING - timedelta(days=1), down=[SLUGS[5]])
    a_night(store, EVENING, down=[SLUGS[0]], failing=[SLUGS[1]], broken=[SLUGS[2]])
    report = morning_report(store, PLAN, MORNING)
    names = [p.name for p in REGISTRY.provinces[:8]]
    assert not report.well
    assert f"⚠ Mới không truy cập được: {names[0]} (timeout, 1×) / newly unreachable: 1" in report.lines
    assert f"Truy cập lại được: {names[5]} / reachable again: 1" in report.lines
    assert f"⚠ Lỗi của chương trình thu thập: {names[2]} / our crawler broke: 1" in report.lines
    assert f"  {names[1]}: timeliness.news: đạt → không đạt / pass → fail" in report.lines


def test_check_that_finds_nothing_anywhere_is_called_a_likely_fault_of_ours(store):
    a_night(store, EVENING - timedelta(days=1))
    a_night(store, EVENING, silent=True)
    lines = morning_report(store, PLAN, MORNING).lines
    assert [line for line in lines if line.startswith("⚠ transparency.hotline: đêm trước có ở 8 tỉnh")]
    assert not [line for line in lines if line.startswith("  ")]  # and its provinces are not told one by one


def test_suspect_run_needs_an_eye(store):
    a_night(store, EVENING, status="suspect")
    report = morning_report(store, PLAN, MORNING)
    assert report.ran
    assert "do not publish" in report.body


class Webhook:
    """A server that keeps what it is sent."""

    def __init__(self) -> None:
        got = self.got = []  # type: ignore[var-annotated]

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self.server.server_address[1]}/night"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


class Letters:
    """What an SMTP server does with mail."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.got.append(envelope.content)
        return "250 OK"


def test_report_arrives_by_webhook_and_by_mail_in_vietnamese():
    letters = Letters()
    with socket.socket() as free:  # the library connects to the very port that it was given
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    report = Report("portal-audit 03/03/2026: OK", ["Đêm qua đã chạy / the night ran"])
    controller.start()
    try:
        mail = f"mailto://127.0.0.1:{port}?from=audit@example.org&to=desk@example.org&mode=insecure"
        with Webhook() as webhook:
            send(report, receivers(f"{webhook.url} {mail}"))
    finally:
        controller.stop()
    assert (webhook.got[0]["title"], webhook.got[0]["message"]) == (report.title, report.body)
    letter = email.message_from_bytes(letters.got[0], policy=email.policy.default)
    assert letter["Subject"] == report.title
    assert "Đêm qua đã chạy / the night ran" in letter.get_body().get_content()


def test_receiver_that_is_away_or_unknown_is_told_without_its_password():
    with pytest.raises(ReportError, match=r"address 1 \(nowhere:\.\.\.\)") as refused:
        receivers("nowhere://secret@x")
    assert "secret" not in str(refused.value)
    with pytest.raises(ReportError, match="could not be sent"):
        send(Report("t", ["b"]), receivers("json://user:secret@127.0.0.1:9/x"))


def test_command_sends_the_report_and_says_by_its_exit_code_that_the_night_did_not_run(tmp_path):
    with Webhook() as webhook:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
        environment |= {"PORTAL_AUDIT_REPORT_URLS": webhook.url, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "portal_audit", "schedule", "--report"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
        )
    assert done.returncode == 3, done.stderr
    assert "DID NOT RUN" in webhook.got[0]["title"]
    assert webhook.got[0]["title"] in done.stdout
