"""The replica, a PostgreSQL, and `portal-audit` as plain processes: workers, runs, exports; what the tests share."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from replica import Replica

ROOT = Path(__file__).resolve().parents[2]
_CODE = """
from crawler import stores
from schedules import queue_postgres, working
queue_postgres.STALLED_SECONDS = {stalled}
stores._ITUNES_SECONDS, working.APP_STORE_PAUSE = {itunes}, {itunes} / stores._ITUNES_CALLS
working._FIRST_PAUSE = {pause}
from portal_audit.cli import main
main()
"""


class Stage:
    """One database, one folder, and any number of processes.

    `stalled_seconds` is when the dead are missed, `itunes_seconds` for how long 15 questions to the App Store are enough,
    `first_pause` the seconds after which a job that failed is tried again.
    """

    def __init__(
        self,
        replica: Replica,
        folder: Path,
        database: str = "",
        stalled_seconds: float = 30.0,
        itunes_seconds: float = 60.0,
        first_pause: float = 5.0,
        **settings: object,
    ) -> None:
        folder.mkdir(parents=True)
        self.folder, self.database = folder, database
        facts = {
            "DATABASE_URL": database,
            "DATA_DIR": folder / "var",
            "ALLOW_PRIVATE_HOSTS": 1,
            "HOST_DELAY_SECONDS": 0,
            "EXTRA_CA_FILE": replica.ca_file,
            "PLAY_STORE_URL": replica.play_store_url,
            "APP_STORE_URL": replica.app_store_url,
            **settings,
        }
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
        self.environment |= {f"PORTAL_AUDIT_{k}": str(v) for k, v in facts.items()}
        self.environment["PYTHONPATH"] = str(ROOT)
        self.registry = str(replica.registry_path)
        self.running: list[subprocess.Popen[str]] = []
        self.started = 0
        self.command = [
            sys.executable,
            "-c",
            _CODE.format(stalled=stalled_seconds, itunes=itunes_seconds, pause=first_pause),
        ]

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        # Each process is told apart in the replica's access log.
        named = {"PORTAL_AUDIT_USER_AGENT": f"process-{self.started}"}
        log = (self.folder / f"{self.started}-{arguments[0]}.log").open("w")
        process = subprocess.Popen(
            [*self.command, *arguments],
            cwd=self.folder,
            env=self.environment | named,
            text=True,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        log.close()
        self.running.append(process)
        self.started += 1
        return process

    def workers(self, count: int, *options: str) -> list[subprocess.Popen[str]]:
        """So many workers, alive."""
        started = [self.begin("worker", *options) for _ in range(count)]
        alive = "select count(*) from procrastinate_workers"
        self.until(lambda: any(row[0] >= count for row in self.rows(alive)))
        return started

    def call(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self.command, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), (arguments, done.stdout, done.stderr, self.logs())
        return done.stdout

    def run(self, *options: str) -> str:
        """A whole run, and its id."""
        out = self.call("run", "--registry", self.registry, "--as-of", "2022-03-31", *options)
        return next(line.split()[1].rstrip(":") for line in out.splitlines() if line.startswith("run "))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers; nothing while it is away, or has no such table yet."""
        engine = create_engine(self.database or f"sqlite:///{self.folder / 'var/portal-audit.db'}")
        try:
            with engine.connect() as connection:
                if self.database:
                    schema = "select nspname from pg_namespace where nspname like 'procrastinate%'"
                    found = connection.execute(text(schema)).scalar()
                    connection.execute(text(f"set search_path to public{f', {found}' if found else ''}"))
                return [tuple(row) for row in connection.execute(text(query))]
        except SQLAlchemyError:
            return []
        finally:
            engine.dispose()

    def until(self, true: Callable[[], bool], seconds: float = 300) -> None:
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.05)

    def logs(self) -> str:
        return "\n".join(f"== {path.name}\n{path.read_text()[-3000:]}" for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        """End all that still runs, and look that each ended well where it was not killed."""
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise AssertionError(self.logs()) from None

    def exported(self, run_id: str) -> dict[str, list[dict[str, str]]]:
        """The data package's tables without ids, times, durations, places in the archive and measured milliseconds."""
        out = self.folder / f"export-{run_id}"
        self.call("export", run_id, "--format", "csv", "--out", str(out))
        return {path.stem: comparable(path) for path in sorted(out.glob("*.csv"))}


_OF_THE_HOUR = frozenset(
    {"run_id", "audit_id", "started_at", "finished_at", "made_at", "captured_at", "observed_at", "fetched_at"}
)
# What holds measured times, or their hash.
_MEASURED = ("value", "quote", "url", "sha256", "evidence_quote", "evidence_url", "evidence_sha256")


def comparable(path: Path) -> list[dict[str, str]]:
    kept = []
    for row in read_table(path):
        if row.get("check_id") == "accessibility.response_time":
            row |= dict.fromkeys(_MEASURED, "")
        if row.get("topic") == "log":
            row |= {"sha256": "", "bytes": ""}
        row.pop("accessibility_response_time_value", "")
        kept.append({k: v for k, v in row.items() if k not in _OF_THE_HOUR and not k.startswith("warc_")})
    return sorted(kept, key=lambda row: json.dumps(row, sort_keys=True))


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [dict(row) for row in csv.DictReader(stream)]


def requests_in(log: Path) -> list[dict[str, Any]]:
    """The replica's access log."""
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]
