"""The data package: its columns are the documented ones, others can read it, and it is whole or not there."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from frictionless import Package

from exports import description
from exports.checking import check
from exports.formats import FORMATS, file_of, sha256
from exports.package import ExportError, export
from exports.tables import ALL, BY_NAME, OUTCOMES, STATUSES, TABLES
from records.capture import Outcome
from records.finding import Status
from records.visit import VisitStatus
from storage.errors import StorageError
from storage.store import Store
from storage.stream import scope, streaming
from tests.storage.examples import FINDINGS, STARTED, audit, kept, start, whole_run

# Copied from the design's interfaces, 'Export package'.
DOCUMENTED = {
    "runs": "run_id, kind, status, registry_version, registry_sha256, started_at, finished_at, code_version,"
    " user_agent, vantage",
    "audits": "run_id, audit_id, as_of, rubric, rubric_version, rubric_sha256, reader_version, made_at",
    "visits": "run_id, province, attempt, code, name, portal_url, visit_status, pages_fetched, pages_rendered,"
    " requests, bytes, started_at, finished_at, error",
    "findings": "run_id, audit_id, province, check_id, check_version, status, machine_status, review_id, value, unit,"
    " reason, confidence, observed_at, law, evidence_url, evidence_sha256, evidence_locator, evidence_quote",
    "evidence": "run_id, audit_id, province, check_id, n, role, url, captured_at, sha256, locator, quote",
    "scores": "run_id, audit_id, province, rubric, rubric_version, dimension, dimension_kind, score, low, high, max,"
    " coverage, rank_best, rank_worst",
    "indicators": "run_id, audit_id, province, rubric, indicator, dimension, weight, credit, check_id, external_id,"
    " status",
    "feedback_items": "run_id, audit_id, province, url, asked_on, answered_on, due_on, stage, agency, is_test,"
    " title_sha256",
    "reviews": "review_id, run_id, province, check_id, status, why, by, made_at, evidence_url, valid_until",
    "external_figures": "external_id, index, year, province, registry_version, value, unit, source",
    "captures": "run_id, province, url, final_url, fetched_at, outcome, http_status, media_type, bytes, sha256,"
    " rendered, depth, topic, quality, warc_file, warc_offset",
    "aggregates": "run_id, audit_id, measure, rule, yes, no, unknown, of",
}


def test_the_columns_are_the_documented_ones() -> None:
    assert {t.name: ", ".join(c.name for c in t.columns) for t in TABLES} == DOCUMENTED


def test_the_closed_lists_are_those_of_the_records() -> None:
    assert set(OUTCOMES) == {outcome.value for outcome in Outcome}
    assert set(STATUSES) == {status.value for status in Status}
    visit_status = next(c for c in BY_NAME["visits"].columns if c.name == "visit_status")
    assert set(visit_status.enum) == {status.value for status in VisitStatus}


def test_every_table_of_the_store_has_every_column(store: Store) -> None:
    run_id, _ = whole_run(store)
    with streaming(store, scope(store, [run_id])) as stream:
        for table in TABLES:
            if table.name in ("reviews", "external_figures"):
                continue
            rows = list(stream.rows(table.name))
            assert rows, table.name
            assert {c.name for c in table.columns} <= set(rows[0]), table.name


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def assert_frictionless_accepts(out: Path, format: str) -> None:
    if format == "json" and find_spec("ijson") is None:
        return  # frictionless reads JSON with its extra `json` only
    report = Package(str(out / "datapackage.json")).validate()
    assert report.flatten(["name", "type", "message"]) == []
    assert report.valid
    assert len(report.tasks) == len(ALL)


@pytest.mark.parametrize("format", FORMATS)
def test_frictionless_and_our_own_check_accept_the_package(store: Store, tmp_path: Path, format: str) -> None:
    run_id, _ = whole_run(store)
    out = export(store, [run_id], [], format, tmp_path / "out")
    assert check(out) == []
    assert_frictionless_accepts(out, format)
    assert len(list(out.iterdir())) == len({file_of(table, format) for table in ALL}) + 2
    assert not list(tmp_path.glob(".out*")), "nothing is left beside it"


def test_findings_have_the_first_supporting_evidence(store: Store, tmp_path: Path) -> None:
    run_id, audit_id = whole_run(store)
    rows = read_csv(export(store, [run_id], ["da-nang"], "csv", tmp_path / "out") / "findings.csv")
    assert len(rows) == len(FINDINGS)
    by_check = {row["check_id"]: row for row in rows}
    passed = by_check["timeliness.reception_schedule"]
    assert passed["evidence_url"] == "https://danang.example/lich"
    assert passed["evidence_quote"] == "Lịch tiếp công dân […] tháng 3/2022"
    assert (passed["status"], passed["machine_status"], passed["review_id"]) == ("pass", "pass", "")
    assert passed["observed_at"] == "2022-03-31T01:30:00+07:00"
    assert passed["confidence"] == ""
    assert passed["audit_id"] == audit_id
    failed = by_check["completeness.field_reporting"]
    assert (failed["evidence_url"], failed["confidence"]) == ("", "0.95")


def test_json_has_types(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    out = export(store, [run_id], [], "json", tmp_path / "out")
    findings = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert {row["confidence"] for row in findings} == {None, 0.95}
    assert {row["rendered"] for row in json.loads((out / "captures.json").read_text())} == {False}
    assert json.loads((out / "reviews.json").read_text()) == []


def test_tables_that_come_later_have_their_header(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    out = export(store, [run_id], [], "csv", tmp_path / "out")
    assert (out / "reviews.csv").read_bytes() == DOCUMENTED["reviews"].replace(" ", "").encode() + b"\r\n"


def test_provinces_and_audits_can_be_chosen(store: Store, tmp_path: Path) -> None:
    run_id, first = whole_run(store)
    second = audit(store, run_id)
    store.add_findings(second, "da-nang", FINDINGS)
    newest = read_csv(export(store, [run_id], [], "csv", tmp_path / "a") / "audits.csv")
    assert [row["audit_id"] for row in newest] == [first], "the second judged one province only"
    named = export(store, [second], [], "csv", tmp_path / "b")
    assert {row["province"] for row in read_csv(named / "findings.csv")} == {"da-nang"}
    assert {row["audit_id"] for row in read_csv(named / "findings.csv")} == {second}
    part = export(store, [run_id], ["ha-noi"], "csv", tmp_path / "c")
    for table in ("visits", "findings", "evidence", "scores", "indicators", "feedback_items", "captures"):
        assert {row["province"] for row in read_csv(part / f"{table}.csv")} == {"ha-noi"}, table


def test_a_run_without_an_audit_can_be_exported(store: Store, tmp_path: Path) -> None:
    out = export(store, [start(store)], [], "csv", tmp_path / "out")
    assert check(out) == []
    assert read_csv(out / "findings.csv") == []


@pytest.mark.parametrize("format", ["csv", "json"])
def test_hostile_text_stays_text(store: Store, tmp_path: Path, format: str) -> None:
    run_id = start(store)
    store.start_visit(run_id, "da-nang", STARTED)
    hostile = [
        '=HYPERLINK("http://x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r\n=1",
        "  =1",
        "＝1",
        'a"b,c\r\nd',
        "x\x1b[31my",
    ]
    rows = [replace(kept("https://x.example/", offset=n), topic=text) for n, text in enumerate(hostile)]
    store.add_captures(run_id, "da-nang", 1, rows)
    out = export(store, [run_id], [], format, tmp_path / "out")
    assert check(out) == []
    assert_frictionless_accepts(out, format)
    if format == "csv":
        topics = [row["topic"] for row in read_csv(out / "captures.csv")]
        assert topics == [
            "'=HYPERLINK(\"http://x\")",
            "'+1", "'-1", "'@SUM(A1)", "' =1+1", "' =1", "'  =1", "'＝1", 'a"b,c d', "x[31my",
        ]  # fmt: skip
    else:
        topics = [row["topic"] for row in json.loads((out / "captures.json").read_text(encoding="utf-8"))]
        assert topics[0] == hostile[0], "JSON is no spreadsheet"
        assert topics[-1] == "x[31my"


def test_an_earlier_package_is_replaced_and_anything_else_is_not(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    out = tmp_path / "out"
    out.mkdir()
    export(store, [run_id], [], "csv", out)
    export(store, [run_id], [], "json", out)
    assert not list(out.glob("*.csv"))
    assert check(out) == []
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("years of work")
    with pytest.raises(ExportError, match="no data package"):
        export(store, [run_id], [], "csv", other)
    assert (other / "chapter.txt").read_text() == "years of work"


def test_a_failed_export_leaves_nothing_half_written(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, _ = whole_run(store)
    before = sorted(tmp_path.iterdir())

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(description, "readme", full_disk)
    with pytest.raises(ExportError, match="No space left"):
        export(store, [run_id], [], "csv", tmp_path / "out")
    assert sorted(tmp_path.iterdir()) == before


def test_wrong_names_are_one_line(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    with pytest.raises(StorageError, match="no run or audit nothing"):
        export(store, ["nothing"], [], "csv", tmp_path / "out")
    with pytest.raises(StorageError, match="no province nowhere"):
        export(store, [run_id], ["nowhere"], "csv", tmp_path / "out")
    with pytest.raises(ExportError, match="format xml: expected one of csv, xlsx, parquet, json, sav, dta"):
        export(store, [run_id], [], "xml", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def rewrite(out: Path, table: str, old: str, new: str) -> None:
    """Change a table and make the description's hash fit, so that only the values are wrong."""
    path = out / f"{table}.csv"
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode())
    described = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        if resource["name"] == table:
            resource["hash"] = f"sha256:{sha256(path)}"
    (out / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "old", "new", "told"),
    [
        ("findings", ",pass,pass,", ",passed,pass,", "findings.csv: row 3: status: 'passed' is none of pass, partial"),
        ("findings", "test", "test", ""),
        ("runs", "+07:00", "", "runs.csv: row 1: started_at: '2022-03-31T01:30:00' is no datetime"),
        ("visits", ",9,", ",nine,", "visits.csv: row 1: requests: 'nine' is no integer"),
        ("scores", "0.75", "0,75", "scores.csv: row 1: 15 cells, expected 14"),
        ("audits", "2022-03-31,", "31/03/2022,", "audits.csv: row 1: as_of: '31/03/2022' is no date"),
        ("feedback_items", "false", "no", "feedback_items.csv: row 1: is_test: 'no' is no boolean"),
        ("aggregates", "measure", "messure", "aggregates.csv: columns run_id, audit_id, messure"),
        ("evidence", "completeness.field_reporting", "completeness.other", "evidence.csv: row 1: audit_id, province"),
        ("captures", "run/da-nang-1.warc.gz,1", "run/da-nang-1.warc.gz,0", "captures.csv: row 2: key run/da-nang"),
        ("visits", "https://danang.example", "", "visits.csv: row 1: portal_url is empty"),
    ],
)
def test_the_check_finds_what_is_wrong(store: Store, tmp_path: Path, table: str, old: str, new: str, told: str) -> None:
    run_id, _ = whole_run(store)
    out = export(store, [run_id], [], "csv", tmp_path / "out")
    if old == "test":
        (out / "findings.csv").write_bytes((out / "findings.csv").read_bytes() + b"x")
        told = "findings.csv: is not the file that was exported"
    else:
        rewrite(out, table, old, new)
    problems = check(out)
    assert any(problem.startswith(told) for problem in problems), problems


def test_a_missing_table_and_a_missing_description_are_found(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    out = export(store, [run_id], [], "csv", tmp_path / "out")
    (out / "scores.csv").unlink()
    (out / "README.md").unlink()
    assert check(out) == ["README.md: is missing", "scores.csv: is missing"]
    (out / "datapackage.json").write_text("[]")
    assert check(out) == ["datapackage.json: not the description of a data package"]
    assert check(tmp_path / "nowhere")[0].startswith("datapackage.json: cannot be read")


def test_a_path_out_of_the_folder_is_not_followed(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    out = export(store, [run_id], [], "csv", tmp_path / "out")
    described = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"][0]["path"] = "../portal-audit.db"
    (out / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    assert "runs: unexpected path or format" in check(out)


def test_the_dictionary_explains_every_column_in_both_languages(store: Store, tmp_path: Path) -> None:
    run_id, _ = whole_run(store)
    text = (export(store, [run_id], [], "csv", tmp_path / "out") / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"## {table.name}\n" in text
        for column in table.columns:
            assert column.vi, column.name
            assert column.en, column.name
            assert f"| `{column.name}` | {column.type}" in text
            assert column.vi in text
            assert column.en in text


def test_a_run_of_many_rows_is_streamed_whole(store: Store, tmp_path: Path) -> None:
    run_id = start(store, at=STARTED + timedelta(days=1))
    store.start_visit(run_id, "da-nang", STARTED)
    store.add_captures(run_id, "da-nang", 1, [kept("https://x.example/", offset=n) for n in range(2500)])
    out = export(store, [run_id], [], "csv", tmp_path / "out")
    assert [int(row["warc_offset"]) for row in read_csv(out / "captures.csv")] == list(range(2500))
