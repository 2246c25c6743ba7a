"""`review`, `diff` and `evaluate --reviews` as an auditor meets them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from audits.rubric import load_rubric
from records.finding import Evidence, Finding, Status
from records.visit import VisitLog, VisitStatus
from schedules.auditing import Auditing, add_audit
from storage.archive import Archive
from storage.store import Store
from tests.portal_audit.test_cli import call, one_line
from tests.storage.examples import STARTED, start

CHECK = "completeness.hotline"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A DATA_DIR `var` with one audit of two provinces."""
    (tmp_path / "var").mkdir()
    store = Store.open(tmp_path / "var/portal-audit.db")
    run_id = start(store)
    archive, rubric = Archive(tmp_path / "var/archive"), load_rubric("five-criteria")
    audit_id = add_audit(store, archive, run_id, rubric, STARTED.date(), STARTED, "2")
    auditing = Auditing(store, archive, rubric, lambda _: None, audit_id, None, STARTED.date(), None)
    foot = Evidence("https://danang.example/", STARTED, "ab" * 32, "footer", "Đường dây nóng: 0236 1022")
    for slug in ("da-nang", "ha-noi"):
        attempt = store.start_visit(run_id, slug, STARTED)
        store.finish_visit(run_id, slug, attempt, VisitLog(slug, VisitStatus.DONE, STARTED, STARTED))
        auditing.keep(slug, [Finding(CHECK, 1, Status.PASS, "0236 1022", "label", supports=(foot,))], ())
    auditing.finish(ranks=True)
    store.finish_run(run_id, "done", STARTED)
    store.close()
    return tmp_path


def add(folder: Path, *more: str) -> tuple[int, str, str]:
    return call("review", "add", "da-nang", CHECK, "--why", "Số của tòa soạn", "--by", "An", *more, cwd=folder)


def test_auditor_overrules_and_everything_says_so(folder: Path) -> None:
    code, out, err = add(folder, "--status", "fail", "--evidence", "https://danang.example/lien-he")
    assert code == 0 and "review r1" in out and "the machine says pass" in " ".join(out.split()), err
    shown = call("show", "--province", "da-nang", "--check", CHECK, "--history", cwd=folder)[1]
    assert "fail" in shown and "review r1 by An: Số của tòa soạn (the machine says pass)" in shown
    assert "pass v1" in shown, "the earlier audit stays"
    listed = call("review", "list", cwd=folder)[1]
    assert f"r1  da-nang {CHECK}: fail (the machine said pass); stands" in listed
    run = shown.split("run ")[1].split(",")[0]
    code, out, _ = call("diff", f"{run}.1", f"{run}.2", cwd=folder)
    assert code == 0 and "a review" in out and "completeness:" in out
    measured = call("evaluate", "--reviews", cwd=folder)[1]
    assert "1 reviews" in measured and "fail as pass 1" in measured
    assert call("export", "--format", "csv", "--out", "out", cwd=folder)[0] == 0
    rows = {
        name: list(csv.DictReader((folder / f"out/{name}.csv").open(encoding="utf-8")))
        for name in ("findings", "reviews")
    }
    of = {row["province"]: row for row in rows["findings"]}
    assert (of["da-nang"]["status"], of["da-nang"]["machine_status"], of["da-nang"]["review_id"]) == (
        "fail",
        "pass",
        "r1",
    )
    assert (of["ha-noi"]["status"], of["ha-noi"]["review_id"]) == ("pass", "")
    assert [(r["review_id"], r["by"], r["evidence_url"]) for r in rows["reviews"]] == [
        ("r1", "An", "https://danang.example/lien-he")
    ]
    assert call("export", "--check", "out", cwd=folder)[0] == 0


def test_a_newer_review_takes_the_place_and_the_older_stays_listed(folder: Path) -> None:
    assert add(folder, "--status", "fail")[0] == 0
    assert add(folder, "--status", "partial", "--until", "2022-12-31")[0] == 0
    listed = call("review", "list", cwd=folder)[1]
    assert "r1" in listed and "replaced" in listed and "until 2022-12-31" in listed


def test_blind_sample_is_filled_in_and_agreement_reckoned(folder: Path) -> None:
    code, out, _ = call("review", "sample", "--n", "9", "--seed", "3", "--out", "a.csv", cwd=folder)
    assert code == 0 and "2 findings" in out
    text = (folder / "a.csv").read_text(encoding="utf-8-sig")
    assert "pass" not in text and "1022" not in text, "nothing tells what the machine says"
    (folder / "b.csv").write_text(text.replace(",,", ",fail,"), encoding="utf-8")
    (folder / "a.csv").write_text(text.replace(",,", ",pass,"), encoding="utf-8")
    code, out, _ = call("review", "agree", "a.csv", "b.csv", cwd=folder)
    assert code == 0 and "-0.50" in out, out
    assert "1.00" in call("review", "agree", "a.csv", "--machine", cwd=folder)[1]
    code, _, err = call("review", "sample", "--out", "a.csv", cwd=folder)
    assert code == 2 and "never overwritten" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--status", "maybe"], "expected pass, partial, fail, unknown"),
        (["--status", "fail", "--until", "2020-01-01"], "before the audit's day"),
        (["--status", "fail", "--evidence", "javascript:alert(1)"], "expected an http or https address"),
        (["--status", "fail", "--by", " "], "--by is empty"),
    ],
)
def test_wrong_reviews_are_refused_whole(folder: Path, arguments: list[str], words: str) -> None:
    code, _, err = add(folder, *arguments)
    assert code == 2 and words in " ".join(err.split()) and one_line(err)
    assert "no reviews yet" in call("review", "list", cwd=folder)[1]


def test_a_file_that_is_no_rating_is_named(folder: Path) -> None:
    (folder / "x.csv").write_text("province,check_id,status\nda-nang,completeness.hotline,perhaps\n")
    code, _, err = call("review", "agree", "x.csv", "x.csv", cwd=folder)
    assert code == 2 and "x.csv:2" in err


def test_figures_of_other_indices_come_in_and_go_out(folder: Path) -> None:
    (folder / "dti.csv").write_text(
        "external_id,index,year,province,value,unit,source\ndti.institutions,DTI,2020,TP. Đà Nẵng,48,%,dti.gov.vn\n"
    )
    code, out, err = call("external", "import", "dti.csv", cwd=folder)
    assert code == 0 and "1 new, 0 changed" in out, err
    assert "dti.institutions 2020: 1 provinces of 2022-63" in call("external", "list", cwd=folder)[1]
    assert call("export", "--format", "csv", "--out", "out", cwd=folder)[0] == 0
    (row,) = csv.DictReader((folder / "out/external_figures.csv").open(encoding="utf-8"))
    assert (row["province"], row["value"], row["unit"]) == ("da-nang", "48.0", "%")
    (folder / "dti.csv").write_text("external_id,year\n")
    code, _, err = call("external", "import", "dti.csv", cwd=folder)
    assert code == 2 and one_line(err) and "no column index" in err
