"""`portal-audit demo` finds what the replica's truth says, in every cell, on both days; unknown included."""

import json
import os
import re
import subprocess
from datetime import date

import pytest

from crawler.browser import find_chromium
from exports.checking import check
from pages.ocr import tesseract
from storage.store import Store
from tests.portal_audit.test_cli import COMMAND, ROOT

TRUTH = json.loads((ROOT / "replica/truth.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The whole replica, crawled and audited once, by the command itself."""
    folder = tmp_path_factory.mktemp("demo")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
    environment |= {"PORTAL_AUDIT_DATA_DIR": str(folder / "var"), "PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    call = {"cwd": folder, "env": environment, "capture_output": True, "text": True, "check": False}
    done = subprocess.run([*COMMAND, "demo"], timeout=900, **call)
    assert done.returncode == 0, done.stderr
    run_id = re.search(r"^run (\S+), audit", done.stdout, re.M)[1]
    again = subprocess.run([*COMMAND, "audit", run_id, "--as-of", "2022-06-30"], timeout=900, **call)
    assert again.returncode == 0, again.stderr
    return folder, done.stdout, run_id


def cells(folder, run_id, as_of, number):
    """(province, check, truth, finding) of every cell."""
    store = Store.open(folder / "var" / "portal-audit.db")
    audit = store.audit(f"{run_id}.{number}")
    assert audit is not None
    assert audit.as_of == date.fromisoformat(as_of)
    found = store.findings(audit.audit_id)
    store.close()
    for slug, checks in TRUTH["cells"][as_of].items():
        by_check = {f.check_id: f for f in found[slug]}
        for check_id, truth in checks.items():
            truth = truth.get("with_ocr", truth) if tesseract() else truth
            yield slug, check_id, truth, by_check[check_id]


@pytest.mark.skipif(find_chromium(None) is None, reason="the truth presumes a browser; `make test` installs one")
@pytest.mark.parametrize(("as_of", "number"), [("2022-03-31", 1), ("2022-06-30", 2)])
def test_findings_agree_with_the_truth_in_every_cell(demo, as_of, number):
    folder, _, run_id = demo
    wrong, compared = [], 0
    for slug, check_id, truth, finding in cells(folder, run_id, as_of, number):
        compared += 1
        got = finding.status.value
        if got not in {truth["status"], *truth.get("accept", ())}:
            wrong.append(f"{slug} {check_id}: {got} {finding.value} {finding.reason}, truth {truth}")
        elif got == truth["status"] and truth.get("value") not in (None, finding.value):
            wrong.append(f"{slug} {check_id}: value {finding.value!r}, truth {truth}")
        elif got == truth["status"] == "unknown" and truth.get("reason") not in (None, finding.reason):
            wrong.append(f"{slug} {check_id}: reason {finding.reason!r}, truth {truth}")
    assert compared == 63 * 21
    assert not wrong, "\n".join(wrong)


def test_demo_says_what_it_is_and_what_it_took(demo):
    folder, out, _ = demo
    assert "made up so that their truths add up to the study's totals" in " ".join(out.split())
    for figure in (50, 27, 33, 24, 3, 5):
        assert re.search(rf"│\s*{figure}\s*│", out), figure
    assert float(re.search(r"memory at most (\d+) MiB", out)[1]) < 600
    assert check(folder / "var" / "export") == []


def test_a_single_run_never_becomes_the_default(demo):
    folder, _, run_id = demo
    store = Store.open(folder / "var" / "portal-audit.db")
    assert store.default_run().run_id == run_id
    store.close()
