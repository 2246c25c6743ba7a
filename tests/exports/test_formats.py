"""Each format, read back with what its users use, equals the database: Vietnamese, days, nulls and hostile text."""

from __future__ import annotations

import csv
import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import openpyxl
import pandas
import polars
import pyreadstat
import pytest
from openpyxl.utils.escape import unescape

from audits.checks import catalogue
from audits.rubric import load_rubric
from audits.rubric import shipped as rubrics
from exports.cells import harmless, plain
from exports.checking import check
from exports.formats import FORMATS, file_of
from exports.measures import DIMENSIONS, MEASURES, STUDY
from exports.package import ExportError, _rows, export
from exports.statistical import value_labels, variables
from exports.tables import ALL, BRIDGE, BY_NAME, WIDE, Table
from exports.xlsx import LONGEST
from portal_audit.cli.showing import STUDY as SHOWN
from records.finding import Status
from storage.store import Store
from storage.stream import scope, streaming
from tests.storage.examples import FINDINGS, STARTED, audit, kept, start, whole_run

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LONG = "Đà Nẵng 🙂 " * 4000
HOSTILE = (
    '=HYPERLINK("http://x.example","x")', "+1+1", "-2", "@SUM(A1)", "\t=1+1", "\r\n=1", "=cmd|' /C calc'!A0",
    'a"b,c\r\nd;e', "x\x00\x01\x1b[31my\ufffe\uffff", "\u202eevil\u202c \u200f", "\ud800 lone", "<b>&amp;</b>", "_x0041_",
    "'=1", "NULL", "NaN", "\\N", "nan", "null", LONG,
)  # fmt: skip


def database(store: Store, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    with streaming(store, scope(store, names)) as stream:
        return {t.name: [{c.name: row[c.name] for c in t.columns} for row in _rows(stream, t.name)] for t in ALL}


def told(value: Any) -> Any:
    """A value of the database as a package says it: one line, empty is none."""
    return None if value == "" else plain(value, VIETNAM)


def as_spreadsheet(value: Any) -> Any:
    value = told(value)
    return harmless(value) if isinstance(value, str) else value


def assert_equal(found: list[list[Any]], rows: list[dict[str, Any]], table: Table, say: Any = told) -> None:
    assert len(found) == len(rows), table.name
    for cells, row in zip(found, rows, strict=True):
        assert dict(zip(row, cells, strict=True)) == {name: say(value) for name, value in row.items()}, table.name


@pytest.fixture
def hostile(store: Store) -> str:
    """A run whose texts are hostile."""
    run_id = start(store)
    store.start_visit(run_id, "da-nang", STARTED)
    rows = [replace(kept("https://x.example/", offset=n), topic=text) for n, text in enumerate(HOSTILE)]
    store.add_captures(run_id, "da-nang", 1, rows)
    audit_id = audit(store, run_id)
    findings = [replace(FINDINGS[2], check_id=f"x.check_{n:02}", value=text) for n, text in enumerate(HOSTILE)]
    not_applicable = replace(FINDINGS[1], check_id="accessibility.no_login", reason="not_applicable")
    store.add_findings(audit_id, "da-nang", [*findings, not_applicable, FINDINGS[0]])
    return audit_id


@pytest.fixture(params=["whole", "hostile"])
def run(request: pytest.FixtureRequest, store: Store) -> str:
    return whole_run(store)[1] if request.param == "whole" else str(request.getfixturevalue("hostile"))


def packed(store: Store, run: str, format: str, tmp_path: Path) -> tuple[Path, Iterator[tuple[Table, Any]]]:
    out = export(store, [run], [], format, tmp_path / format)
    assert check(out) == []
    rows = database(store, [run])
    return out, ((table, rows[table.name]) for table in ALL)


def test_csv_equals_the_database(store: Store, run: str, tmp_path: Path) -> None:
    out, tables = packed(store, run, "csv", tmp_path)
    with duckdb.connect() as duck:
        for table, rows in tables:
            file = out / f"{table.name}.csv"
            as_text = [{k: _text(v) for k, v in row.items()} for row in rows]
            with file.open(encoding="utf-8", newline="") as lines:
                assert_equal(
                    [[c or None for c in row] for row in list(csv.reader(lines))[1:]], as_text, table, str_or_none
                )
            frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
            assert_equal([[c or None for c in r] for r in frame.itertuples(index=False)], as_text, table, str_or_none)
            lazy = polars.read_csv(file, infer_schema=False)
            assert_equal([[c or None for c in r] for r in lazy.iter_rows()], as_text, table, str_or_none)
            kinds = {c.name: "VARCHAR" for c in table.columns}
            result = duck.execute(
                "FROM read_csv(?, columns=?, header=true, auto_detect=false, quote='\"', escape='\"', max_line_size=9000000)",
                [str(file), kinds],
            )
            assert_equal([[c or None for c in r] for r in result.fetchall()], as_text, table, str_or_none)


def str_or_none(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    value = as_spreadsheet(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None or isinstance(value, str) else repr(value)


def test_json_equals_the_database(store: Store, run: str, tmp_path: Path) -> None:
    out, tables = packed(store, run, "json", tmp_path)
    for table, rows in tables:
        frame = polars.read_json(out / f"{table.name}.json") if rows else polars.DataFrame()
        found = [
            [c if c != "" else None for c in row]
            for row in (frame.select(c.name for c in table.columns) if rows else frame).iter_rows()
        ]
        assert_equal(found, rows, table)


def test_parquet_equals_the_database(store: Store, run: str, tmp_path: Path) -> None:
    out, tables = packed(store, run, "parquet", tmp_path)
    for table, rows in tables:
        file = str(out / f"{table.name}.parquet")
        assert_equal([[_instant(c) for c in r] for r in polars.read_parquet(file).iter_rows()], rows, table)
        frame = pandas.read_parquet(file, dtype_backend="numpy_nullable").astype(object)
        found = [
            [None if c is pandas.NA or c is pandas.NaT else _instant(c) for c in r]
            for r in frame.itertuples(index=False)
        ]
        assert_equal(found, rows, table)
        assert [name for name, *_ in duckdb.sql(f"DESCRIBE FROM '{file}'").fetchall()] == [
            c.name for c in table.columns
        ]


def _instant(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and math.isnan(value):
        return None
    return None if value == "" else value


@pytest.mark.parametrize("format", ["sav", "dta"])
def test_sav_and_dta_equal_the_database(store: Store, run: str, tmp_path: Path, format: str) -> None:
    out, tables = packed(store, run, format, tmp_path)
    reader = pyreadstat.read_sav if format == "sav" else pyreadstat.read_dta
    for table, rows in tables:
        frame, meta = reader(str(out / f"{table.name}.{format}"), apply_value_formats=False, output_format="polars")
        names = variables(table, format)
        assert frame.columns == list(names.values())
        found = []
        for cells in frame.iter_rows():
            row = []
            for column, cell in zip(table.columns, cells, strict=True):
                if column.enum:
                    labels = {vi[:40]: value for value, (vi, _) in column.enum.items()}
                    label = value_labels(column, format).get(cell)
                    # Missing is read as nothing, unless it is asked for.
                    cell = labels.get(label) if label else "unknown" if "unknown" in column.enum else None
                elif column.type == "boolean":
                    cell = bool(cell)
                row.append(_instant(cell))
            found.append(row)
        want = [
            {k: "unknown" if v == "not_applicable" and k.endswith("_status") else v for k, v in r.items()} for r in rows
        ]
        if table is WIDE:  # a check that an audit has not is empty: missing like any other
            found = [
                [None if c == "unknown" and w is None else c for c, w in zip(r, x.values(), strict=True)]
                for r, x in zip(found, want, strict=True)
            ]
        assert_equal(found, want, table, _cut_for_spss if format == "sav" else told)
        assert all(meta.column_names_to_labels[name] for name in names.values())


def _cut_for_spss(value: Any) -> Any:
    value = told(value)
    if not isinstance(value, str) or len(value.encode()) <= 32_767:
        return value
    return value.encode()[: 32_767 - 5].decode(errors="ignore") + "[…]"


def test_missing_values_are_told_apart(store: Store, hostile: str, tmp_path: Path) -> None:
    sav = export(store, [hostile], [], "sav", tmp_path / "sav")
    frame, meta = pyreadstat.read_sav(str(sav / "wide.sav"), user_missing=True)
    assert frame["accessibility_no_login_status"].tolist() == [-8]
    assert frame["accessibility_no_login_credit"].tolist() == [-8]
    assert frame["timeliness_reception_schedule_credit"].tolist() == [1]
    assert meta.variable_value_labels["accessibility_no_login_status"][-8] == "không áp dụng"
    assert meta.missing_ranges["accessibility_no_login_credit"]
    blank, _ = pyreadstat.read_sav(str(sav / "wide.sav"))
    assert blank["accessibility_no_login_credit"].isna().all(), "SPSS leaves it out of a mean"
    dta = export(store, [hostile], [], "dta", tmp_path / "dta")
    frame, meta = pyreadstat.read_dta(str(dta / "wide.dta"), user_missing=True)
    assert frame["accessibility_no_login_status"].tolist() == ["n"]
    assert meta.variable_value_labels["accessibility_no_login_status"]["u"] == "không xác định"


def test_the_workbook_equals_the_database(store: Store, run: str, tmp_path: Path) -> None:
    out, tables = packed(store, run, "xlsx", tmp_path)
    book = openpyxl.load_workbook(out / "portal-audit.xlsx")
    assert book.sheetnames == ["Tóm tắt", "Phương pháp", *(table.sheet for table in ALL)]
    for table, rows in tables:
        sheet = book[table.sheet]
        titles, names, *cells = sheet.iter_rows(max_col=len(table.columns), values_only=True)
        assert list(titles) == [column.vi for column in table.columns]
        assert list(names) == [column.name for column in table.columns]
        found = [
            [unescape(c) if isinstance(c, str) else _instant(c.date() if isinstance(c, datetime) else c) for c in row]
            for row in cells
        ]
        assert_equal(found, rows, table, lambda v: _cut(as_spreadsheet(v)))
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    frame = pandas.read_excel(out / "portal-audit.xlsx", sheet_name="Kết luận", header=1)
    assert list(frame.columns) == [column.name for column in BY_NAME["findings"].columns]


def _cut(value: Any) -> Any:
    if not isinstance(value, str) or len(value.encode("utf-16-le")) // 2 <= LONGEST:
        return value
    return value.encode("utf-16-le")[: 2 * (LONGEST - 3)].decode("utf-16-le", "ignore") + "[…]"


def test_the_workbook_has_no_formula_and_only_links_of_the_web(store: Store, hostile: str, tmp_path: Path) -> None:
    out = export(store, [hostile], [], "xlsx", tmp_path / "out")
    with zipfile.ZipFile(out / "portal-audit.xlsx") as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(r"<f[ >]", text), name
            if name.endswith(".rels"):
                outside = re.findall(r'Target="([^"]*)" TargetMode="External"', text)
                assert all(target.startswith("https://") for target in outside), name
                assert outside or "worksheets" not in name or "drawing" in text


def test_the_summary_has_scores_aggregates_and_charts(store: Store, tmp_path: Path) -> None:
    out = export(store, [whole_run(store)[0]], [], "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(out / "portal-audit.xlsx")
    sheet = book["Tóm tắt"]
    cells = [[c for c in row if c is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["Đà Nẵng", 0, 1, 0.75, 0.5, 1, 1, 2] in cells or ["Đà Nẵng", 0.75, 0.5, 1, 1, 2, 0, 1] in cells
    assert ["có lịch tiếp công dân còn hiệu lực", 1, 1, 2, 33] in cells
    assert len(sheet._charts) == 2
    assert sheet.print_title_rows
    method = [[c for c in row if c is not None] for row in book["Phương pháp"].iter_rows(values_only=True)]
    assert ["hoàn tất", 2] in method


def test_a_table_that_no_sheet_holds_is_refused_in_one_line(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, _ = whole_run(store)
    monkeypatch.setattr("exports.xlsx._ROWS", 3)
    with pytest.raises(ExportError, match="use csv or parquet"):
        export(store, [run_id], [], "xlsx", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook(store: Store, hostile: str, tmp_path: Path) -> None:
    out = export(store, [hostile], [], "xlsx", tmp_path / "out")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    again = tmp_path / "again"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(again)]
    subprocess.run([*command, str(out / "portal-audit.xlsx")], check=True, timeout=180, capture_output=True)
    before, after = (openpyxl.load_workbook(folder / "portal-audit.xlsx") for folder in (out, again))
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        cells = [[(c.data_type == "f", _shown(c.value)) for c in row] for row in sheet.iter_rows()]
        same = after[sheet.title].iter_rows(max_row=sheet.max_row, max_col=sheet.max_column)
        # LibreOffice itself writes a truth value as a formula.
        found = [
            [
                (False, c.value == "=TRUE()") if c.value in ("=TRUE()", "=FALSE()") else (c.data_type == "f", c.value)
                for c in row
            ]
            for row in same
        ]
        assert found == cells, sheet.title
    assert len(after["Tóm tắt"]._charts) == len(before["Tóm tắt"]._charts)


def _shown(value: Any) -> Any:
    # openpyxl undoes the escape _x005F_ in shared texts, which LibreOffice writes, and not in a cell's own.
    return unescape(value) if isinstance(value, str) else value


@pytest.mark.parametrize("format", FORMATS)
def test_the_check_reads_every_format(store: Store, tmp_path: Path, format: str) -> None:
    out = export(store, [whole_run(store)[0]], [], format, tmp_path / "out")
    file = out / file_of(BY_NAME["scores"], format)
    file.write_bytes(file.read_bytes()[:-40])
    problems = check(out)
    assert any(problem.startswith(f"{file.name}: is not the file that was exported") for problem in problems), problems
    assert all("\n" not in problem for problem in problems)


def test_the_wide_table_has_every_check_and_dimension(store: Store, tmp_path: Path) -> None:
    assert set(MEASURES) == set(catalogue())
    assert set(DIMENSIONS) == {d.id for name in rubrics() for d in load_rubric(name).dimensions}
    run_id, audit_id = whole_run(store)
    out = export(store, [run_id], [], "csv", tmp_path / "out")
    with (out / "wide.csv").open(encoding="utf-8", newline="") as lines:
        first, second = csv.DictReader(lines)
    assert (first["province"], second["province"], first["audit_id"]) == ("da-nang", "ha-noi", audit_id)
    assert first["registry_version"] == "test-2"
    assert first["timeliness_reception_schedule_status"] == Status.PASS.value
    assert first["timeliness_reception_schedule_credit"] == "1.0"
    assert first["timeliness_reception_schedule_value"] == "2022-03-31"
    assert (first["timeliness_score"], first["timeliness_low"], first["timeliness_high"]) == ("0.75", "0.5", "1.0")
    assert (first["completeness_citizen_app_credit"], first["completeness_score"]) == ("", "")


def test_a_panel_has_each_run_and_the_bridge_from_63_to_34(store: Store, tmp_path: Path) -> None:
    first, _ = whole_run(store)
    second, _ = whole_run(store)
    rows = database(store, [first, second])
    assert len(rows["wide"]) == 4
    assert {row["run_id"] for row in rows["wide"]} == {first, second}
    bridge = rows["bridge"]
    assert len({row["from_province"] for row in bridge if row["from_registry_version"] == "2022-63"}) == 63
    assert len({row["province"] for row in bridge if row["registry_version"] == "2025-34"}) == 34
    assert {c.name for c in BRIDGE.columns} == set(bridge[0])


def test_the_study_is_the_one_that_show_prints() -> None:
    assert [row[:4] for row in STUDY] == [row[:4] for row in SHOWN]


@pytest.mark.parametrize("format", FORMATS)
def test_postgresql_gives_the_same_rows(postgres_url: str, tmp_path: Path, format: str) -> None:
    postgres_store = Store.open(postgres_url)
    first, second = whole_run(postgres_store)[0], whole_run(postgres_store)[0]  # both at one place of the archive
    out = export(postgres_store, [first], [], format, tmp_path / "out")
    assert check(out) == []
    assert len(database(postgres_store, [first, second])["wide"]) == 4
    postgres_store.close()
