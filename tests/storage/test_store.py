"""The store, on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from records.finding import Finding, Status
from records.visit import VisitStatus
from storage import migrate
from storage.database import connect, writing
from storage.errors import StorageError
from storage.store import Store
from tests.storage.examples import (
    AGGREGATES,
    FINDINGS,
    INDICATORS,
    ITEMS,
    PROVINCES,
    REGISTRY,
    SCORES,
    STARTED,
    audit,
    kept,
    log,
    start,
    whole_run,
)


def test_migrations_give_the_tables_of_the_models(database_url: str) -> None:
    assert migrate.check(database_url) == ["the database is at revision none, this version needs " + migrate.head()]
    migrate.upgrade(database_url)
    migrate.upgrade(database_url)  # once more does no harm
    assert migrate.check(database_url) == []
    engine = connect(database_url)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE runs ADD COLUMN surplus TEXT"))
    engine.dispose()
    assert len(migrate.check(database_url)) == 1


def test_a_database_of_another_version_is_refused_with_the_remedy(database_url: str) -> None:
    Store.open(database_url).close()
    engine = connect(database_url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        Store.open(database_url)
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    engine.dispose()
    with pytest.raises(StorageError, match="db upgrade"):
        Store.open(database_url)


def test_a_run_comes_back_with_its_provinces(store: Store) -> None:
    run_id = start(store, at=STARTED.astimezone(timezone(timedelta(hours=-5))))
    assert re.fullmatch(r"2022-03-31-[0-9a-f]{4}", run_id), "the day is Vietnam's"
    run = store.run(run_id)
    assert run is not None
    assert (run.kind, run.status, run.started_at, run.finished_at) == ("full", "running", STARTED, None)
    assert run.started_at.utcoffset() == timedelta(0)
    assert [p.province for p in store.provinces(run_id)] == ["da-nang", "ha-noi"]
    assert store.provinces(run_id)[0].name == "Đà Nẵng"
    store.finish_run(run_id, "suspect", STARTED)
    finished = store.run(run_id)
    assert finished is not None
    assert (finished.status, finished.finished_at) == ("suspect", STARTED)
    with pytest.raises(StorageError, match="no run"):
        store.finish_run("2022-01-01-ffff", "done", STARTED)


def test_run_ids_are_unique_even_when_the_suffix_repeats(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    suffixes = iter(["aaaa", "aaaa", "aaaa", "bbbb"])
    monkeypatch.setattr("storage.store.secrets.token_hex", lambda _: next(suffixes))
    assert [start(store), start(store)] == ["2022-03-31-aaaa", "2022-03-31-bbbb"]


def test_a_single_run_holds_the_named_provinces_only(store: Store) -> None:
    given = {"kind": "single", "started_at": STARTED, "code_version": "1", "user_agent": "u"}
    run_id = store.start_run(REGISTRY, provinces=["ha-noi"], **given)  # type: ignore[arg-type]
    assert [p.province for p in store.provinces(run_id)] == ["ha-noi"]
    with pytest.raises(KeyError):
        store.start_run(REGISTRY, provinces=["nowhere"], **given)  # type: ignore[arg-type]
    with pytest.raises(StorageError):
        store.start_visit(run_id, "da-nang", STARTED)


def test_the_default_run_is_the_newest_finished_full_one(store: Store) -> None:
    assert store.default_run() is None
    single = start(store, "single", STARTED + timedelta(days=9))
    store.finish_run(single, "done", STARTED + timedelta(days=9))
    assert store.default_run() == store.run(single), "where no full one exists"
    ids = [start(store, "full", STARTED + timedelta(days=day)) for day in range(5)]
    for run_id, status in zip(ids, ["done", "done", "interrupted", "suspect"], strict=False):
        store.finish_run(run_id, status, STARTED + timedelta(days=20))
    assert store.default_run() == store.run(ids[1])
    store.start_visit(single, "ha-noi", STARTED + timedelta(days=9))
    store.finish_visit(single, "ha-noi", 1, log("ha-noi"))
    assert store.default_run("ha-noi") == store.run(single)
    assert store.default_run("da-nang") is None


def test_attempts_count_up_and_the_newest_complete_one_counts(store: Store) -> None:
    run_id = start(store)
    first = store.start_visit(run_id, "da-nang", STARTED)
    store.add_captures(run_id, "da-nang", first, [kept("https://danang.example/1")])
    assert store.counting_visit(run_id, "da-nang") is None, "it runs"
    store.finish_visit(run_id, "da-nang", first, log("da-nang", VisitStatus.UNREACHABLE, "dns"))
    second = store.start_visit(run_id, "da-nang", STARTED)
    store.add_captures(run_id, "da-nang", second, [kept("https://danang.example/2")])
    assert (first, second) == (1, 2)
    counting = store.counting_visit(run_id, "da-nang")
    assert counting is not None
    assert counting.attempt == 1, "the second has not ended"
    store.finish_visit(run_id, "da-nang", second, log("da-nang", VisitStatus.PARTIAL, "interrupted"))
    counting = store.counting_visit(run_id, "da-nang")
    assert counting is not None
    assert counting.attempt == 1, "the second was interrupted"
    assert store.start_visit(run_id, "da-nang", STARTED, resume=True) == 2
    store.finish_visit(run_id, "da-nang", second, log("da-nang"))
    counting = store.counting_visit(run_id, "da-nang")
    assert counting is not None
    assert counting.attempt == 2
    assert [v.attempt for v in store.visits(run_id)] == [1, 2], "the earlier one is kept"
    assert [c.url for c in store.captures(run_id, "da-nang")] == ["https://danang.example/2"]
    assert [c.url for c in store.captures(run_id, "da-nang", 1)] == ["https://danang.example/1"]
    assert store.start_visit(run_id, "da-nang", STARTED, resume=True) == 3, "nothing is open"


def test_an_interrupted_visit_counts_where_there_is_no_better_one(store: Store) -> None:
    run_id = start(store)
    store.start_visit(run_id, "da-nang", STARTED)
    store.finish_visit(run_id, "da-nang", 1, log("da-nang", VisitStatus.PARTIAL, "interrupted"))
    counting = store.counting_visit(run_id, "da-nang")
    assert counting is not None
    assert counting.attempt == 1


def test_a_visit_log_comes_back(store: Store) -> None:
    run_id = start(store)
    store.start_visit(run_id, "da-nang", STARTED)
    assert store.visit_log(run_id, "da-nang", 1) is None
    store.finish_visit(run_id, "da-nang", 1, log("da-nang"))
    assert store.visit_log(run_id, "da-nang", 1) == log("da-nang")


def test_captures_come_back_and_can_be_looked_up(store: Store) -> None:
    run_id = start(store)
    attempt = store.start_visit(run_id, "da-nang", STARTED)
    long = "https://danang.example/" + "a" * 9000
    rows = [kept("https://danang.example/"), kept(long), kept("https://danang.example/robots.txt")]
    store.add_captures(run_id, "da-nang", attempt, rows)
    store.add_captures(run_id, "da-nang", attempt, [])
    assert store.captures(run_id, "da-nang", attempt) == rows
    assert store.fetched(run_id, "da-nang", attempt)[(long, "response")] == rows[1]
    hostile = kept("https://danang.example/\x00\udc80", label="\x00Công dân")
    store.add_captures(run_id, "da-nang", attempt, [hostile])
    stored = store.captures(run_id, "da-nang", attempt)[-1]
    assert (stored.url, stored.label) == ("https://danang.example/?", "Công dân")


def test_the_last_robots_txt_of_any_run_is_found(store: Store) -> None:
    url = "https://danang.example/robots.txt"
    assert store.last_answer(url) is None
    for day in (1, 0):
        run_id = start(store)
        store.start_visit(run_id, "da-nang", STARTED)
        newest = kept(url, at=STARTED + timedelta(days=day), offset=day)
        failed = replace(newest, outcome="http_5xx", fetched_at=STARTED + timedelta(days=5))
        store.add_captures(run_id, "da-nang", 1, [newest, failed])
    found = store.last_answer(url)
    assert found is not None
    assert found.warc_offset == 1
    before = store.last_answer(url, before=STARTED + timedelta(days=1))
    assert before is not None
    assert before.warc_offset == 0


def test_what_an_audit_said_comes_back(store: Store) -> None:
    run_id, audit_id = whole_run(store)
    assert audit_id == f"{run_id}.1"
    assert set(store.findings(audit_id)) == {"da-nang", "ha-noi"}
    assert set(store.findings(audit_id, "da-nang")["da-nang"]) == set(FINDINGS)
    assert store.feedback_items(audit_id, "da-nang") == ITEMS
    assert store.scores(audit_id) == {p.slug: SCORES for p in PROVINCES}
    assert store.indicators(audit_id, "ha-noi") == {"ha-noi": INDICATORS}
    assert store.aggregates(audit_id) == AGGREGATES
    found = store.audit(audit_id)
    assert found is not None
    assert (found.run_id, found.as_of, found.rubric) == (run_id, date(2022, 3, 31), "five-criteria")
    assert store.audits(run_id) == [found]


def test_an_audit_written_again_replaces_that_province_alone(store: Store) -> None:
    _, audit_id = whole_run(store)
    changed = Finding(
        "completeness.citizen_app", 1, Status.FAIL, reason="not_found", looked_at=(FINDINGS[0].supports[0],)
    )
    store.add_findings(audit_id, "da-nang", [changed])
    store.add_scores(audit_id, "da-nang", SCORES[:1])
    store.add_indicators(audit_id, "da-nang", ())
    store.add_aggregates(audit_id, AGGREGATES)
    assert store.findings(audit_id)["da-nang"] == (changed,)
    assert set(store.findings(audit_id)["ha-noi"]) == set(FINDINGS)
    assert store.feedback_items(audit_id, "da-nang") == ()
    assert store.scores(audit_id) == {"da-nang": SCORES[:1], "ha-noi": SCORES}
    assert store.indicators(audit_id) == {"ha-noi": INDICATORS}
    assert store.aggregates(audit_id) == AGGREGATES


def test_a_failed_write_leaves_what_was_there(store: Store) -> None:
    _, audit_id = whole_run(store)
    with pytest.raises(StorageError):
        store.add_findings(audit_id, "da-nang", [FINDINGS[0], FINDINGS[0]])  # one check twice
    assert set(store.findings(audit_id)["da-nang"]) == set(FINDINGS)
    with pytest.raises(StorageError):
        store.add_findings("no-such-audit", "da-nang", FINDINGS)


def test_audits_are_numbered_and_a_partial_one_is_not_the_default(store: Store) -> None:
    run_id, first = whole_run(store)
    second = audit(store, run_id)
    store.add_findings(second, "ha-noi", FINDINGS)
    assert second == f"{run_id}.2"
    whole, part = store.default_audit(run_id), store.default_audit(run_id, "ha-noi")
    assert whole is not None
    assert part is not None
    assert (whole.audit_id, part.audit_id) == (first, second)
    store.add_findings(second, "da-nang", FINDINGS)
    newest = store.default_audit(run_id)
    assert newest is not None
    assert newest.audit_id == second
    with pytest.raises(StorageError, match="no run"):
        audit(store, "2022-01-01-ffff")


def test_history_tells_a_check_over_runs_and_audits(store: Store) -> None:
    run_id, first = whole_run(store)
    second = audit(store, run_id)
    changed = Finding("completeness.citizen_app", 2, Status.PASS, supports=FINDINGS[0].supports)
    store.add_findings(second, "da-nang", [changed])
    past = store.history("da-nang", "completeness.citizen_app")
    assert [(p.audit_id, p.finding.status, p.registry_version) for p in past] == [
        (first, Status.UNKNOWN, "test-2"),
        (second, Status.PASS, "test-2"),
    ]
    assert past[1].finding == changed


WRITER = """
import sys
sys.path.insert(0, {root!r})
from storage.store import Store
from tests.storage.examples import STARTED, kept, log
store = Store.open({url!r})
for number in range(12):
    attempt = store.start_visit({run!r}, {province!r}, STARTED)
    store.add_captures({run!r}, {province!r}, attempt, [kept(f"https://x.example/{{n}}", offset=n) for n in range(20)])
    store.finish_visit({run!r}, {province!r}, attempt, log({province!r}))
"""


def test_two_processes_write_visits_of_one_run(store: Store, database_url: str) -> None:
    """The third writes the same province as the second: their attempts must not collide."""
    run_id = start(store)
    writers = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                WRITER.format(root=str(Path.cwd()), url=database_url, run=run_id, province=province),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        for province in ("da-nang", "ha-noi", "ha-noi")
    ]
    errors = [writer.communicate()[1] for writer in writers]
    assert errors == ["", "", ""]
    assert [v.attempt for v in store.visits(run_id, "da-nang")] == list(range(1, 13))
    assert [v.attempt for v in store.visits(run_id, "ha-noi")] == list(range(1, 25))
    assert all(len(store.captures(run_id, "ha-noi", v.attempt)) == 20 for v in store.visits(run_id, "ha-noi"))


def test_two_processes_may_open_a_new_database_at_once(database_url: str) -> None:
    code = f"import sys; sys.path.insert(0, {str(Path.cwd())!r})\n"
    code += f"from storage.store import Store\nStore.open({database_url!r})"
    openers = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [opener.communicate()[1] for opener in openers] == [""] * 4
    assert migrate.check(database_url) == []


def test_sqlite_runs_with_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new" / "folder" / "a.db")
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    store.close()


def _no_database(tmp_path: Path) -> str:
    (tmp_path / "text.db").write_text("this is no database, but a text that is longer than a page header" * 50)
    return f"sqlite:///{tmp_path / 'text.db'}"


def _blocked_folder(tmp_path: Path) -> str:
    (tmp_path / "file").write_text("")
    return f"sqlite:///{tmp_path / 'file' / 'a.db'}"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://user:secret@127.0.0.1:1/nothing",
        "mysql://user:secret@127.0.0.1/x",
        "sqlite://",
        "postgresql+psycopg://user:secret@[/x",
        _no_database,
        _blocked_folder,
    ],
)
def test_a_database_that_cannot_be_reached_is_one_line_without_the_password(url: object, tmp_path: Path) -> None:
    where = url(tmp_path) if callable(url) else url
    with pytest.raises(StorageError) as raised:
        Store.open(where)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_locked_database_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.database.SQLITE_PATIENCE_MS", 50)
    store = Store.open(tmp_path / "a.db")
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="locked"):
        start(store)
    other.execute("ROLLBACK")
    assert start(store)
    store.close()
    other.close()
