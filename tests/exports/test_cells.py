"""Any text becomes a cell that is one line, printable, and no formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from exports import csv as csv_format
from exports.cells import harmless, plain
from exports.tables import Column, Table
from exports.xlsx import LONGEST, fitting

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TEXTS = st.text(st.characters(), max_size=20) | st.text("=+-@＝＋ \t\r\n\u00a0\u3000'\"1", max_size=6)
ONE = Table("one", "Một", "Một", "One", (Column("text", "string", "chữ", "text"),), ())


@given(TEXTS)
def test_no_cell_begins_like_a_formula_or_breaks_its_line(text: str) -> None:
    cell = harmless(plain(text, ZONE))
    assert not cell.lstrip().startswith(tuple("=+-@＝＋－＠"))
    assert len(cell.splitlines()) <= 1
    assert cell.encode("utf-8").decode("utf-8") == cell


@given(TEXTS)
def test_csv_writes_the_harmless_text(text: str) -> None:
    out = io.StringIO()
    cell = csv_format._cell(ONE.columns[0], ZONE)(text) if text else ""
    csv.writer(out).writerow([cell, "x"])
    assert next(csv.reader(io.StringIO(out.getvalue()))) == [harmless(plain(text, ZONE)), "x"]


@given(st.integers(-3, 3), st.sampled_from(["a", "Đ", "🙂"]))
def test_a_text_is_cut_where_a_cell_ends(more: int, letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    text = letter * ((LONGEST + more) // units)
    kept = fitting(text)
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST
    assert kept == text or (kept.endswith("[…]") and text.startswith(kept[:-3]))


def test_a_table_without_rows_is_a_header(tmp_path: Path) -> None:
    assert csv_format.write(tmp_path / "one.csv", ONE, [], ZONE) == 0
    assert (tmp_path / "one.csv").read_bytes() == b"text\r\n"
