"""A disk that fills in the middle of a run: one line to the operator, and after room was made the run goes on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from replica import Replica

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 700 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", folder], capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount on this machine")
    if mounted.returncode:
        pytest.skip("a small file system can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def test_run_on_a_disk_that_fills_ends_in_one_line_and_goes_on_when_there_is_room(small_disk, tmp_path):
    with Replica(only=("gia-lai", "ha-nam", "son-la")) as replica:
        settings = {
            "DATA_DIR": small_disk / "var",
            "ALLOW_PRIVATE_HOSTS": 1,
            "HOST_DELAY_SECONDS": 0,
            "EXTRA_CA_FILE": replica.ca_file,
            "PLAY_STORE_URL": replica.play_store_url,
            "APP_STORE_URL": replica.app_store_url,
        }
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
        environment |= {f"PORTAL_AUDIT_{k}": str(v) for k, v in settings.items()} | {"PYTHONPATH": str(ROOT)}

        def command(*arguments: str) -> subprocess.CompletedProcess[str]:
            quickly = (
                "from schedules import working; working._FIRST_PAUSE = 0.05; from portal_audit.cli import main; main()"
            )
            line = [sys.executable, "-c", quickly, *arguments]
            return subprocess.run(line, env=environment, cwd=tmp_path, capture_output=True, text=True)

        full = command("run", "--registry", str(replica.registry_path), "--render", "never", "--as-of", "2022-03-31")
        assert full.returncode == 2, full.stderr
        told = [line for line in full.stderr.splitlines() if line and not line.startswith("{")]
        assert len(told) == 1
        assert re.search("No space left on device|database or disk is full", told[0])
        run_id = re.search(r"^run (\S+):", full.stdout, re.M)[1]

        subprocess.run(["mount", "-o", "remount,size=60m", small_disk], check=True)
        resumed = command("run", "--resume", run_id, "--render", "never", "--as-of", "2022-03-31")
        assert resumed.returncode == 0, resumed.stderr
        assert "3 done" in resumed.stdout
        verified = command("verify", run_id)
        assert verified.returncode == 0, verified.stdout
