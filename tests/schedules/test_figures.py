"""Figures of other indices: read from files as people make them, matched by any spelling, never guessed over a merger."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from audits.rubric import load_rubric
from records.figure import Figure, figures_of
from records.province import Province
from records.registry import load_registry, shipped
from schedules.auditing import Auditing, add_audit
from schedules.figures import COLUMNS, FigureError, key_of, names_of, read_figures
from storage.archive import Archive
from storage.store import Store
from tests.storage.examples import REGISTRY, STARTED, start

HEAD = ",".join(COLUMNS)
OLD, NEW = (load_registry(file) for version, file in sorted(shipped().items()))


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    file = folder / "figures.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("spelling", "slug"),
    [
        ("Đà Nẵng", "da-nang"),
        ("TP. Đà Nẵng", "da-nang"),
        ("Thành phố Đà Nẵng", "da-nang"),
        ("da-nang", "da-nang"),
        ("Da Nang City", "da-nang"),
        ("ĐÀ NẴNG", "da-nang"),
        ("Tỉnh Thừa Thiên - Huế", "thua-thien-hue"),
        ("Huế", "thua-thien-hue"),
        ("TP.HCM", "ho-chi-minh"),
        ("Đắc Lắc", "dak-lak"),
        ("Dak Lak", "dak-lak"),
        ("BR-VT", "ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        ("Bắc Cạn", "bac-kan"),
    ],
)
def test_provinces_by_any_spelling(spelling: str, slug: str) -> None:
    old = next(r for r in (OLD, NEW) if len(r.provinces) == 63)
    assert names_of(old)[key_of(spelling)] == slug


def test_no_two_provinces_share_a_spelling() -> None:
    for registry in (OLD, NEW):
        names = names_of(registry)
        for province in registry.provinces:
            assert names[key_of(province.name)] == names[key_of(province.slug)] == province.slug


def test_csv_and_workbook_are_read_alike(tmp_path: Path) -> None:
    row = ("dti.total", "DTI", "2020", "TP. Đà Nẵng", "0,4874", "share", "dti.gov.vn, 2021")
    semicolons = written(tmp_path, ";".join(row), head=";".join(COLUMNS))
    book = Workbook()
    book.active.append(["Ghi chú", *COLUMNS])  # type: ignore[union-attr]
    book.active.append(["", *row[:2], 2020, row[3], 0.4874, *row[5:]])  # type: ignore[union-attr]
    book.save(tmp_path / "figures.xlsx")
    (found,) = read_figures(semicolons)
    assert read_figures(tmp_path / "figures.xlsx") == [found]
    assert (found.province, found.value, found.credit) == ("da-nang", 0.4874, 0.4874)
    (merged,) = read_figures(written(tmp_path, "a,A,2026,Đà Nẵng,3,of 10,x"))
    assert merged.registry_version != found.registry_version and merged.credit == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a,A,2022,Atlantis,1,share,x", r"figures.csv:3: province 'Atlantis' is not in registry"),
        ("a,A,MMXXII,Đà Nẵng,1,share,x", "year 'MMXXII'; expected a number"),
        ("a,A,2022,Đà Nẵng,nan,share,x", "value 'nan'; expected a number"),
        ("a,A,2022,Đà Nẵng,1,share,", "source is empty"),
        (
            "a,A,2022,Đà Nẵng,1,share,x\na,A,2022,da-nang,2,share,x",
            "figures.csv:4: a 2022 of da-nang stands there twice",
        ),
    ],
)
def test_wrong_files_are_refused_whole_with_the_line(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(FigureError, match=words):
        read_figures(written(tmp_path, "a,A,2021,Hà Nội,1,share,x", row))
    with pytest.raises(FigureError, match="no column unit"):
        read_figures(written(tmp_path, row, head=HEAD.replace("unit", "einheit")))
    (tmp_path / "x.xlsx").write_bytes(b"PK no workbook")
    with pytest.raises(FigureError, match="no workbook"):
        read_figures(tmp_path / "x.xlsx")


def test_a_figure_crosses_a_merger_only_where_one_province_became_one() -> None:
    figures = [Figure("x", "X", 2022, slug, "2022-63", 0.5, "share", "s") for slug in ("a", "b", "c")]

    def of(*before: str) -> dict[str, float]:
        province = Province(
            "1", "new", "N", "N", "", "https://n.example", merged_from=tuple(("2022-63", b) for b in before)
        )
        return {k: f.value for k, f in figures_of(province, "2025-34", figures, 2026).items()}

    assert of("a") == {"x": 0.5}
    assert of("a", "b") == of() == {}
    kept = Province("1", "a", "A", "A", "", "https://a.example")
    newer = [*figures, Figure("x", "X", 2023, "a", "2022-63", 0.7, "share", "s")]
    assert figures_of(kept, "2022-63", newer, 2022)["x"].value == 0.5
    assert figures_of(kept, "2022-63", newer, 2030)["x"].value == 0.7
    assert figures_of(kept, "2022-63", newer, 2021) == {}


@pytest.mark.parametrize(
    ("value", "unit", "credit"),
    [(48, "%", 0.48), (7.6, "of 10", 0.76), (2, "rank", None), (1.2, "share", None), (3, "of 0", None)],
)
def test_credit_is_none_where_the_unit_has_no_most(value: float, unit: str, credit: float | None) -> None:
    found = Figure("x", "X", 2022, "a", "v", value, unit, "s").credit
    assert found == (None if credit is None else pytest.approx(credit))


def test_figures_are_kept_replaced_and_counted(store: Store) -> None:
    one = Figure("x", "X", 2022, "da-nang", "2022-63", 0.5, "share", "s")
    assert store.add_figures([one]) == (1, 0)
    assert store.add_figures([one]) == (0, 0)
    other = Figure("x", "X", 2022, "da-nang", "2022-63", 0.6, "share", "corrected")
    assert store.add_figures([other, Figure("x", "X", 2023, "da-nang", "2022-63", 0.7, "share", "s")]) == (1, 1)
    assert [f.value for f in store.figures()] == [0.6, 0.7]


def test_a_rubric_that_asks_for_a_figure_gets_its_credit(store: Store, tmp_path: Path) -> None:
    rubric = load_rubric("ips-2022-reconstruction")
    wanted = next(line.external for line in rubric.lines if line.external)
    store.add_figures([Figure(wanted, "X", 2021, "da-nang", REGISTRY.version, 40, "%", "s")])
    run_id = start(store)
    archive = Archive(tmp_path)
    audit_id = add_audit(store, archive, run_id, rubric, STARTED.date(), STARTED)
    auditing = Auditing(store, archive, rubric, lambda _: None, audit_id, REGISTRY, STARTED.date(), None)
    for slug in ("da-nang", "ha-noi"):
        auditing.keep(slug, (), ())
    credit = {p: {i.external_id: i.credit for i in rows} for p, rows in store.indicators(audit_id).items()}
    assert (credit["da-nang"][wanted], credit["ha-noi"][wanted]) == (0.4, None)
