"""kill -9 at a random moment of a run, then `--resume`: no capture lost or doubled, findings as if nothing had been."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from replica import Replica
from storage.archive import Archive

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from portal_audit.cli import main; main()"]
SLUGS = ("gia-lai", "ha-nam", "son-la", "dien-bien")  # the last is down
FINDINGS = "select province, check_id, check_version, status, value, unit, reason, confidence, law from findings"
EVIDENCE = "select province, check_id, n, role, url, sha256, locator, quote from evidence"


class Stage:
    """The replica, and `portal-audit` as a process with a folder of its own."""

    def __init__(self, replica: Replica, folder: Path) -> None:
        self.folder = folder
        settings = {
            "DATA_DIR": folder / "var",
            "ALLOW_PRIVATE_HOSTS": 1,
            "HOST_DELAY_SECONDS": 0.03,  # so that about half of the run is the crawl
            "EXTRA_CA_FILE": replica.ca_file,
            "PLAY_STORE_URL": replica.play_store_url,
            "APP_STORE_URL": replica.app_store_url,
        }
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
        self.environment |= {f"PORTAL_AUDIT_{k}": str(v) for k, v in settings.items()}
        self.environment["PYTHONPATH"] = str(ROOT)
        self.options = ["--as-of", "2022-03-31", "--render", "never"]
        self.new = ["run", "--registry", str(replica.registry_path), *self.options]
        self.archive = Archive(folder / "var/archive")
        folder.mkdir()

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        pipes: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [*COMMAND, *arguments], cwd=self.folder, env=self.environment, text=True, start_new_session=True, **pipes
        )

    def call(self, *arguments: str) -> str:
        done = subprocess.run(
            [*COMMAND, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        file = self.folder / "var/portal-audit.db"
        if not file.exists():
            return []
        with sqlite3.connect(file, timeout=30) as database:
            return database.execute(query).fetchall()

    def judged(self) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
        """Findings and evidence of the newest audit, save what was measured in milliseconds: the hour's, not the site's."""
        newest = "where check_id <> 'accessibility.response_time' and audit_id = (select audit_id from audits order by number desc limit 1)"
        return set(self.rows(f"{FINDINGS} {newest}")), set(self.rows(f"{EVIDENCE} {newest}"))

    def captures(self) -> Counter[tuple[str, str, str]]:
        """What the archive holds, by province, kind and address; a resumed visit ends with its own log."""
        found: Counter[tuple[str, str, str]] = Counter()
        for path in sorted(self.archive.root.glob("*/*.warc.gz")):
            for capture in self.archive.captures_of(f"{path.parent.name}/{path.name}"):
                if capture.kind != "log":
                    found[(path.name, capture.kind.value, capture.url)] += 1
        return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Replica, Stage, float]]:
    with Replica(only=SLUGS) as replica:
        stage = Stage(replica, tmp_path_factory.mktemp("undisturbed") / "run")
        begun = time.monotonic()
        stage.call(*stage.new)
        yield replica, stage, time.monotonic() - begun


def killed(stage: Stage, seconds: float) -> None:
    """Begin a run and kill it, and all that it started, after so many seconds."""
    running = stage.begin(*stage.new)
    try:
        running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


@pytest.mark.parametrize("number", [*range(2), *(pytest.param(n, marks=pytest.mark.long) for n in range(2, 10))])
def test_killed_run_goes_on_as_if_nothing_had_been(
    undisturbed: tuple[Replica, Stage, float], tmp_path: Path, number: int
) -> None:
    replica, calm, duration = undisturbed
    stage = Stage(replica, tmp_path / "killed")
    # A tenth of the run for each round, so that every phase is met, and a moment by chance in it.
    moment = duration * ((3 * number + 4) % 10 + random.random()) / 10
    killed(stage, moment)
    after = stage.captures()  # raises where the archive cannot be read
    made = stage.rows("select 1 from sqlite_master where name = 'manifests'")
    if made:
        stage.call("verify")
    runs = stage.rows("select run_id from runs") if made else []
    # Killed before there was a run: nothing was done.
    again = ["run", "--resume", runs[0][0], *stage.options] if runs else stage.new
    stage.call(*again)
    words = f"killed after {moment:.2f} of {duration:.2f} s, with {sum(after.values())} captures"
    assert stage.captures() == calm.captures(), words
    assert not [key for key, count in stage.captures().items() if count > 1], words
    for judged, expected in zip(stage.judged(), calm.judged(), strict=True):
        assert sorted(judged ^ expected) == [], words
    assert "nothing changed, lost or added" in stage.call("verify")
    assert stage.rows("select status from runs") == [("done",)]


def test_undisturbed_run_is_sound_and_every_file_of_it_is_watched(undisturbed: tuple[Replica, Stage, float]) -> None:
    """As a user sees it: exit code 3 and the name, for the first, a middle and the last byte of every file."""
    _, stage, _ = undisturbed
    assert "nothing changed, lost or added" in stage.call("verify")
    (run_id,) = stage.rows("select run_id from runs")[0]
    folder = stage.archive.path(run_id)
    for path in sorted(folder.iterdir()):
        raw = path.read_bytes()
        at = random.Random(path.name).randrange(len(raw))
        damaged = bytearray(raw)
        damaged[at] ^= 0x40
        path.write_bytes(damaged)
        running = stage.begin("verify", run_id)
        running.communicate()
        path.write_bytes(raw)
        assert running.returncode == 3, (path.name, at)
    out = stage.folder / "gia-lai.wacz"
    stage.call("capsule", "gia-lai", "--out", str(out))
    assert "nothing changed, lost or added" in stage.call("verify", str(out))
    assert json.loads(stage.rows("select log from visits where province = 'gia-lai'")[0][0])
