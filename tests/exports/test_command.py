"""`portal-audit export` as a user meets it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from exports.formats import FORMATS
from storage.store import Store
from tests.portal_audit.test_cli import call, one_line
from tests.storage.examples import STARTED, start, whole_run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder whose database has a whole run, and another of 20 days later."""
    store = Store.open(tmp_path / "var" / "portal-audit.db")
    whole_run(store)
    later = start(store, at=STARTED + timedelta(days=20))
    store.finish_run(later, "done", STARTED + timedelta(days=20, hours=1))
    store.close()
    return tmp_path


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_is_exported_and_checked(home: Path, format: str) -> None:
    code, _, err = call("export", "--format", format, "--province", "da-nang", "--out", "package", cwd=home)
    assert (code, err) == (0, "")
    code, out, _ = call("export", "--check", "package", cwd=home)
    assert (code, out) == (0, "package: sound\n")


def test_a_range_of_dates_is_a_panel(home: Path) -> None:
    call("export", "--from", "2022-03-01", "--to", "2022-04-30", "--format", "json", "--out", "both", cwd=home)
    assert len(json.loads((home / "both" / "runs.json").read_text())) == 2
    call("export", "--from", "2022-04-01", "--to", "2022-04-30", "--format", "json", "--out", "one", cwd=home)
    assert len(json.loads((home / "one" / "runs.json").read_text())) == 1
    code, _, err = call("export", "x", "--from", "2022-04-01", "--out", "none", cwd=home)
    assert (code, one_line(err)) == (2, True)
    assert not (home / "none").exists()


def test_a_changed_package_is_told_in_lines_and_exit_code_3(home: Path) -> None:
    call("export", "--from", "2022-03-31", "--to", "2022-03-31", "--out", "package", cwd=home)
    findings = home / "package" / "findings.csv"
    changed = findings.read_text("utf-8").replace(",unknown,", ",\x1b[31m perhaps " + "x" * 300 + ",", 1)
    findings.write_text(changed, "utf-8", newline="")
    (home / "package" / "scores.csv").unlink()
    code, out, _ = call("export", "--check", "package", cwd=home)
    assert code == 3
    lines = out.splitlines()
    assert lines[0] == "findings.csv: is not the file that was exported (SHA-256 differs)"
    assert lines[1].startswith("findings.csv: row ")
    assert "scores.csv: is missing" in lines
    assert lines[-1] == f"package: {len(lines) - 1} problems"
    assert "\x1b" not in out
