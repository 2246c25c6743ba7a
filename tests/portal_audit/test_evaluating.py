"""`evaluate` writes its figures with the day and the gold set that they were measured on."""

import json
import re
import shutil
from pathlib import Path

from tests.portal_audit.test_cli import ROOT, call, one_line

PAGES = sorted((ROOT / "tests/gold/development/pages").iterdir())[:3]


def evaluated(folder: Path) -> tuple[dict, dict, str, str]:
    """The figures, the counts, the page and the printed report over the gold set in `folder`/gold."""
    code, out, err = call(
        *("evaluate", "--gold", "gold", "--out", "f.json", "--confidences", "c.json", "--page", "p.md"), cwd=folder
    )
    assert code == 0, err
    figures, counts = (json.loads((folder / name).read_text("utf-8")) for name in ("f.json", "c.json"))
    return figures, counts, (folder / "p.md").read_text("utf-8"), out


def test_figures_say_on_what_and_when_they_were_measured(tmp_path):
    for page in PAGES:
        shutil.copytree(page, tmp_path / "gold/pages" / page.name)
    figures, counts, page, out = evaluated(tmp_path)
    cells = figures["overall"]["cells"]
    assert cells == counts["cells"] == sum(one["cases"] for one in counts["counts"].values()) > 0
    for measured in (figures, counts):
        assert (measured["source"], measured["pages"], measured["sites"]) == ("gold", 3, 0)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", measured["date"])
    assert not any(page.name in json.dumps(counts) for page in PAGES)  # totals alone
    for text in (page, out):
        assert f"3 labelled pages, 0 labelled sites, SHA-256 {counts['sha256'][:12]}" in text
        assert counts["date"] in text
    assert re.search(r"\| right \| \d+\.\d% \[\d+\.\d%–\d+\.\d%\] of \d+ \|", page)
    assert re.search(r"^all: .*\n  right .*kappa ", out, re.MULTILINE)

    label = tmp_path / "gold/pages" / PAGES[0].name / "expect.toml"
    label.write_text(label.read_text("utf-8") + "# looked at again\n", "utf-8")
    _, again, _, _ = evaluated(tmp_path)
    assert again["sha256"] != counts["sha256"]


def test_a_folder_without_labels_is_one_clear_line(tmp_path):
    (tmp_path / "gold").mkdir()
    code, _, err = call("evaluate", "--gold", "gold", cwd=tmp_path)
    assert code == 2 and one_line(err) and "no pages" in err
