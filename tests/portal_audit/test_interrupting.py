"""Ctrl-C, as a terminal sends it, in the middle of a run: what was done is kept, `--resume` fetches nothing twice."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from replica import Replica

ROOT = Path(__file__).resolve().parents[2]
# A shell starts what it runs in the background deaf to Ctrl-C, and this test with it.
LISTEN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
COMMAND = [sys.executable, "-c", f"{LISTEN}; from portal_audit.cli import main; main()"]
SLUGS = ("gia-lai", "ha-nam", "son-la")


def requests_in(log: Path) -> list[tuple[str, str]]:
    """(host, path) of all requests for portals so far; the stores are asked by id, and may be asked for two provinces."""
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    return [(line["host"], line["path"]) for line in lines if "-store" not in line["host"]]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_command_keeps_what_is_done_and_resume_fetches_nothing_twice(
    tmp_path: Path, sent: signal.Signals
) -> None:
    log = tmp_path / "requests.jsonl"
    with Replica(only=SLUGS, log=log) as replica:
        settings = {
            "DATA_DIR": tmp_path / "var",
            "ALLOW_PRIVATE_HOSTS": 1,
            "HOST_DELAY_SECONDS": 0,
            "EXTRA_CA_FILE": replica.ca_file,
            "PLAY_STORE_URL": replica.play_store_url,
            "APP_STORE_URL": replica.app_store_url,
        }
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
        environment |= {f"PORTAL_AUDIT_{k}": str(v) for k, v in settings.items()}
        environment["PYTHONPATH"] = str(ROOT)
        options = ["--as-of", "2022-03-31", "--render", "never"]
        running = subprocess.Popen(
            [*COMMAND, "run", "--registry", str(replica.registry_path), *options],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            deadline = time.monotonic() + 60
            while len(requests_in(log)) < 25 and running.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            running.send_signal(sent)
            _, errors = running.communicate(timeout=60)
        finally:
            running.kill()
        assert running.returncode == 130, errors
        assert "--resume" in errors and "Traceback" not in errors
        run_id = errors.rpartition("--resume ")[2].strip()
        with sqlite3.connect(tmp_path / "var/portal-audit.db") as database:
            assert database.execute("select status from runs").fetchone() == ("interrupted",)
            kept = database.execute("select count(*) from captures where kind = 'response'").fetchone()[0]
        assert kept >= 15
        before = len(requests_in(log))
        done = subprocess.run(
            [*COMMAND, "run", "--resume", run_id, *options],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        asked = requests_in(log)
    assert len(asked) > before
    # The requests that were in flight when the signal came, one a portal at most, may have been answered unheard.
    assert sum(count - 1 for count in Counter(asked).values()) <= len(SLUGS)
    with sqlite3.connect(tmp_path / "var/portal-audit.db") as database:
        assert database.execute("select status from runs").fetchone() == ("done",)
