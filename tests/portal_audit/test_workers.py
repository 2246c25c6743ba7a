"""Workers at one PostgreSQL, as plain processes, against the replica: the same result as one process with SQLite."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from replica import Replica
from tests.portal_audit.workers import Stage, read_table

# Healthy ones, one that is down, one that robots.txt forbids, one that answers 503, one whose certificate nobody signed.
SLUGS = ("gia-lai", "dien-bien", "ninh-thuan", "bac-lieu", "long-an", "ha-nam", "da-nang")


def same_result(slugs: Iterable[str] | None, folder: Path, database: str, *options: str) -> None:
    with Replica(only=slugs) as replica:
        alone = Stage(replica, folder / "alone")
        expected = alone.exported(alone.run(*options))
        shared = Stage(replica, folder / "shared", database)
        try:
            shared.workers(2)
            run_id = shared.run(*options)
            tables = shared.exported(run_id)
            assert "nothing changed, lost or added" in shared.call("verify")
        finally:
            shared.stop()
    assert set(tables) == set(expected)
    for name, rows in expected.items():
        assert tables[name] == rows, name
    # The work was shared: each of the two has visited.
    visited = [path.read_text().count(" pages\n") for path in sorted(shared.folder.glob("*-worker.log"))]
    assert len(visited) == 2 and all(visited), shared.logs()
    assert [process.returncode for process in shared.running] == [0, 0], shared.logs()
    assert len(read_table(shared.folder / f"export-{run_id}" / "audits.csv")) == 1


def test_two_workers_export_what_one_process_exports(tmp_path: Path, postgres_url: str) -> None:
    same_result(SLUGS, tmp_path, postgres_url, "--render", "never")


@pytest.mark.long
def test_two_workers_export_what_one_process_exports_of_all_63_with_a_browser(
    tmp_path: Path, postgres_url: str
) -> None:
    same_result(None, tmp_path, postgres_url)


def test_worker_without_a_browser_leaves_visits_that_may_need_one(tmp_path: Path, postgres_url: str) -> None:
    with Replica(only=("ha-nam",)) as replica:
        stage = Stage(replica, tmp_path / "stage", postgres_url)
        try:
            stage.workers(1, "--no-browser")
            run_id = stage.run("--render", "never")
            assert stage.rows(f"select status from runs where run_id = '{run_id}'") == [("done",)]
            waiting = stage.begin("run", "--registry", stage.registry, "--as-of", "2022-03-31", "--render", "auto")
            stage.until(lambda: stage.rows("select queue_name, status::text from procrastinate_jobs") != [])
            time.sleep(3)  # several looks of the worker
            assert stage.rows("select queue_name, status::text from procrastinate_jobs") == [("browser", "todo")]
            stage.workers(2)
            assert waiting.wait(120) == 0, stage.logs()
        finally:
            stage.stop()


def test_worker_needs_postgresql(tmp_path: Path) -> None:
    with Replica(only=("dien-bien",)) as replica:
        stage = Stage(replica, tmp_path / "stage")
        refused = stage.begin("worker")
        assert refused.wait(60) == 2
        assert "DATABASE_URL" in stage.logs() and "Traceback" not in stage.logs()
