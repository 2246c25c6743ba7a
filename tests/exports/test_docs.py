"""The code in docs/data runs, where its program is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from exports.package import export
from exports.statistical import variables
from exports.tables import ALL, WIDE
from storage.store import Store
from tests.storage.examples import whole_run

PAGES = Path(__file__).resolve().parents[2] / "docs" / "data"


def blocks(page: str, language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", (PAGES / page).read_text(encoding="utf-8"), re.M | re.S)
    assert found, page
    return found


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    run_id, _ = whole_run(store)
    for name, format in (("package", "parquet"), ("csv", "csv"), ("dta", "dta")):
        export(store, [run_id], [], format, tmp_path / name)
    return tmp_path


def test_python(folder: Path) -> None:
    for code in blocks("python.md", "python"):
        subprocess.run(
            [sys.executable, "-W", "error::FutureWarning", "-c", code], cwd=folder, check=True, capture_output=True
        )


def test_sql(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for code in blocks("sql.md", "sql"):
        with duckdb.connect() as duck:
            assert duck.execute(code).fetchall(), code


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r(folder: Path) -> None:
    plain, labelled = blocks("r.md", "r")
    subprocess.run(["Rscript", "-e", plain], cwd=folder, check=True, capture_output=True)
    haven = subprocess.run(["Rscript", "-e", "library(haven)"], capture_output=True, check=False)
    if haven.returncode == 0:
        subprocess.run(["Rscript", "-e", labelled], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("page", "language", "format"), [("stata.md", "stata", "dta"), ("spss.md", "spss", "sav"), ("r.md", "r", "dta")]
)
def test_the_variables_that_a_page_names_exist(page: str, language: str, format: str) -> None:
    code = "\n".join(blocks(page, language))
    known = {name for table in ALL for name in variables(table, format).values()} | {c.name for c in WIDE.columns}
    named = set(re.findall(r"\b(?:tim|timeliness)_\w+", code))
    assert named
    assert named <= known
