"""The unit files and the crontab: systemd's own judgement where it is there, and that the commands in them exist."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from portal_audit.cli import app

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
PROGRAM = "/opt/portal-audit/.venv/bin/portal-audit"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_accepts_the_unit(unit, tmp_path):
    # The program is not where the unit says on a developer's machine: any that exists stands in for it.
    for file in UNITS:
        (tmp_path / file.name).write_text(file.read_text("utf-8").replace(PROGRAM, "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / unit.name], capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert complaints == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_unit_is_well_formed(unit):
    parser = configparser.RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.read_text("utf-8"))
    assert parser["Unit"]["Description"]
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").exists()
        assert "Asia/Ho_Chi_Minh" in parser["Timer"]["OnCalendar"]
    else:
        assert parser["Service"]["NoNewPrivileges"] == "yes"


def test_commands_of_units_and_crontab_exist():
    commands = get_command(app).commands  # type: ignore[attr-defined]
    text = "\n".join(file.read_text("utf-8") for file in [*UNITS, DEPLOY / "crontab.example"])
    found = re.findall(rf"{PROGRAM} ([a-z]+)((?: --[a-z]+(?: [a-z]+)?)*)", text)
    assert {name for name, _ in found} == {"run", "schedule"}
    for name, options in found:
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z]+", options)) <= known
