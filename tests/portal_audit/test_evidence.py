"""`verify`, `capsule` and `archive prune` as a user meets them: exit codes and lines."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.store import Store
from tests.portal_audit.test_cli import call, one_line
from tests.schedules.test_capsules import Made
from tests.storage.test_pruning import run_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A DATA_DIR `var` with a sealed run of one province, begun in March 2022."""
    (tmp_path / "var").mkdir()
    store = Store.open(tmp_path / "var/portal-audit.db")
    run_of(store, Archive(tmp_path / "var/archive"), tmp_path)
    store.close()
    return tmp_path


def rows(folder: Path, query: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(folder / "var/portal-audit.db") as database:
        return database.execute(query).fetchall()


def test_verify_says_what_was_changed_and_exits_with_3(folder: Path) -> None:
    code, out, err = call("verify", cwd=folder)
    assert code == 0 and "nothing changed, lost or added" in out, err
    rows(folder, "update findings set status = 'fail'")
    (run_id,) = rows(folder, "select run_id from runs")[0]
    for arguments in (["verify"], ["verify", run_id]):
        code, out, _ = call(*arguments, cwd=folder)
        assert code == 3
        assert "changed: audit" in out and "finding da-nang timeliness.reception_schedule" in out


def test_verify_of_a_file_needs_no_database(folder: Path, tmp_path: Path) -> None:
    (file,) = (folder / "var/archive").glob("*/*.warc.gz")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code, out, _ = call("verify", str(file), cwd=elsewhere)
    assert code == 0 and "nothing changed" in out
    raw = bytearray(file.read_bytes())
    raw[-20] ^= 1
    (elsewhere / "x.warc.gz").write_bytes(raw)
    assert call("verify", "x.warc.gz", cwd=elsewhere)[0] == 3
    assert [p.name for p in elsewhere.iterdir()] == ["x.warc.gz"]


def test_capsule_is_written_and_verified_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    made = Made(tmp_path / "var")
    made.store.close()
    made.archive.registry_file(made.run_id).write_text(
        'version = "t"\nvalid_from = 2000-01-01\n[[province]]\ncode = "48"\nslug = "da-nang"\nname = "Đà Nẵng"\n'
        'name_en = "Da Nang"\nregion = "x"\nportal = "https://danang.example/"\nconfidence = "guess"\nsource = "t"\n'
    )
    code, out, err = call("capsule", "da-nang", "--out", "c.wacz", cwd=tmp_path)
    assert code == 0, err
    assert "left out: 3 feedback, 1 visit_log (--with-feedback)" in out
    (tmp_path / "other").mkdir()
    # The registry that was put into the archive behind the manifest's back.
    code, out, _ = call("verify", "../c.wacz", cwd=tmp_path / "other")
    assert code == 3 and "changed: evidence/registry.toml (not what was sealed)" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verify"], "there is no run yet"),
        (["verify", "2022-01-01-aaaa.1"], "no run '2022-01-01-aaaa.1'"),
        (["verify", "2022-01-01-aaaa"], "no run '2022-01-01-aaaa'"),
        (["verify", "none.wacz"], "none.wacz: no such file"),
        (["capsule", "da-nang", "--out", "x.zip"], "expected a name that ends in .wacz"),
        (["capsule", "da-nang", "--out", "none/x.wacz"], "no such folder none"),
        (["capsule", "da-nang"], "--out"),
        (["capsule", "atlantis", "--out", "x.wacz"], "no run has visited 'atlantis'"),
        (["archive", "prune", "--keep", "1"], "--keep"),
    ],
)
def test_wrong_usage_is_one_line(tmp_path: Path, arguments: list[str], words: str) -> None:
    code, out, err = call(*arguments, cwd=tmp_path)
    assert code == 2, (out, err)
    assert one_line(err) and words in err, err


def test_prune_says_what_goes_and_a_pruned_run_is_not_judged_again(folder: Path) -> None:
    code, out, err = call("archive", "prune", "--dry-run", cwd=folder)
    assert code == 0 and "3 captures would go, 2 kept" in out, err
    code, out, _ = call("archive", "prune", "--keep", "24", cwd=folder)
    assert code == 0 and "3 captures removed, 2 kept" in out
    code, out, _ = call("verify", cwd=folder)
    assert code == 0 and "5 records were pruned" in out
    (run_id,) = rows(folder, "select run_id from runs")[0]
    code, _, err = call("audit", run_id, cwd=folder)
    assert code == 2 and "was pruned" in err and one_line(err)
