"""A panel of a million findings is streamed: memory does not grow with its rows (`make test-long`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.export import measured, panel
from exports.checking import check

FINDINGS = 1_000_000
MOST_MB = 300


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("panel") / "panel.db"
    panel(path, FINDINGS)
    return path


@pytest.mark.long
@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_a_million_findings_stay_below_300_mb(database: Path, tmp_path: Path, format: str) -> None:
    found = measured(database, format, tmp_path / "out")
    assert found["mb"] < MOST_MB


def test_a_small_panel_is_sound(tmp_path: Path) -> None:
    panel(tmp_path / "panel.db", 1)
    measured(tmp_path / "panel.db", "parquet", tmp_path / "out")
    assert check(tmp_path / "out") == []
