"""Metrics over both databases: what the tables say, by HTTP and as a file; nothing of a province in a label."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from records.finding import Finding, Status
from records.registry import load_registry, shipped
from records.visit import VisitLog, VisitStatus
from schedules.metrics import serve, write_file
from storage.errors import StorageError
from storage.store import Store

REGISTRY = load_registry(shipped()["2022-63"])
BEGAN = datetime(2026, 3, 1, 14, tzinfo=UTC)


def a_night(store: Store) -> str:
    run_id = store.start_run(
        REGISTRY,
        kind="full",
        started_at=BEGAN,
        code_version="t",
        user_agent="t",
        provinces=["thua-thien-hue", "da-nang"],
    )
    for slug, status, minutes in (("thua-thien-hue", VisitStatus.DONE, 1), ("da-nang", VisitStatus.UNREACHABLE, 10)):
        attempt = store.start_visit(run_id, slug, BEGAN)
        end = BEGAN + timedelta(minutes=minutes)
        store.finish_visit(
            run_id, slug, attempt, VisitLog(slug, status, BEGAN, end, pages_fetched=7, requests=9, wire_bytes=100)
        )
    audit_id = store.add_audit(
        run_id, as_of=BEGAN.date(), rubric="r", rubric_version="1", rubric_sha256="0", reader_version="1", made_at=BEGAN
    )
    for slug, status in (("thua-thien-hue", Status.PASS), ("da-nang", Status.UNKNOWN)):
        finding = Finding("timeliness.news", 1, status, law="x")
        store.add_findings(audit_id, slug, [finding], [])
    store.finish_run(run_id, "done", BEGAN + timedelta(hours=1))
    return run_id


def read(text: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name.removeprefix("portal_audit_"), tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_metrics_are_what_the_tables_say(store, database_url):
    a_night(store)
    with serve(lambda: Store.open(database_url), "127.0.0.1", 0) as server:
        text = urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics").read().decode()
        assert urllib.request.urlopen(f"http://127.0.0.1:{server.port}/healthz").read() == b"ok\n"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/")
    found = read(text)
    for key, value in {
        ("database_up", ()): 1,
        ("runs", ("full", "done")): 1,
        ("last_success_timestamp_seconds", ()): (BEGAN + timedelta(hours=1)).timestamp(),
        ("last_run_seconds", ()): 3600,
        ("last_run_visits", ("done",)): 1,
        ("last_run_visits", ("unreachable",)): 1,
        ("last_run_visits", ("blocked",)): 0,
        ("last_run_pages", ()): 14,
        ("last_run_requests", ()): 18,
        ("last_run_bytes", ()): 200,
        ("last_run_visit_seconds_bucket", ("60.0",)): 1,
        ("last_run_visit_seconds_bucket", ("+Inf",)): 2,
        ("last_run_findings", ("timeliness.news", "pass")): 1,
        ("last_run_findings", ("timeliness.news", "fail")): 0,
    }.items():
        assert found[key] == value, key
    assert "hue" not in text
    assert "da-nang" not in text


def test_database_that_is_away_is_told_and_the_server_stays():
    def away() -> Store:
        raise StorageError("database postgresql://secret-host/x: connection refused")

    with serve(away, "127.0.0.1", 0) as server:
        text = urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics").read().decode()
        assert read(text)["database_up", ()] == 0
        with pytest.raises(urllib.error.HTTPError, match="503") as answer:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/healthz")
        assert b"secret-host" not in answer.value.read()


def test_file_is_whole_at_every_moment_and_nothing_is_left_beside_it(store, database_url, tmp_path):
    a_night(store)
    file: Path = tmp_path / "textfile" / "portal-audit.prom"
    file.parent.mkdir()
    file.write_text("old\n")
    write_file(lambda: Store.open(database_url), file)
    assert read(file.read_text())["last_run_pages", ()] == 14
    assert [f.name for f in file.parent.iterdir()] == ["portal-audit.prom"]
