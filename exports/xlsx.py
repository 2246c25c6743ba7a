"""All tables as one workbook for people: a summary that prints, method and coverage, then a sheet a table.

Written row by row (XlsxWriter's constant memory); nothing is guessed to be a formula, a number or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from xlsxwriter.worksheet import Worksheet

from exports.cells import CUT, harmless, plain
from exports.description import NAME_ROW, TITLE_ROW
from exports.summary import Summary
from exports.tables import Column, Table
from storage.stream import Scope

NAME = "portal-audit.xlsx"
LONGEST = 32_767  # characters of a cell
_ROWS = 1_048_576  # of a sheet
_LONGEST_LINK = 2_079  # characters that Excel opens
_LINKS = 65_000  # of a sheet: Excel's own bound is 65,530
_WIDTHS = {"string": 24, "integer": 12, "number": 12, "boolean": 10, "date": 12, "datetime": 26}
_NARROW = {"run_id": 18, "audit_id": 19, "province": 18, "n": 6}


class TooManyRows(Exception):
    """A table that no sheet holds; `str()` is one line."""


class Book:
    """The workbook while it is written; it is on the disk after `close`."""

    def __init__(self, path: Path, zone: tzinfo, scope: Scope) -> None:
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent.parent),  # aside with the package: gone with it when the export fails
            },
        )
        self._zone = zone
        self._bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._name = self._book.add_format({"italic": True, "font_color": "#555555", "bottom": 1})
        self._formats = {
            "number": self._book.add_format({"num_format": "0.00##"}),
            "integer": self._book.add_format({"num_format": "0"}),
            "date": self._book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        self._link = self._book.add_format({"font_color": "#0563C1", "underline": 1})
        self._summary = Summary(self._book, scope)

    def add(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
        """Write the table's sheet; give the number of its rows."""
        sheet = self._book.add_worksheet(table.sheet)
        sheet.set_row(TITLE_ROW - 1, 60)
        for n, column in enumerate(table.columns):
            sheet.set_column(n, n, _NARROW.get(column.name, _WIDTHS[column.type]))
            sheet.write_string(TITLE_ROW - 1, n, column.vi, self._bold)
        for n, column in enumerate(table.columns):
            sheet.write_string(NAME_ROW - 1, n, column.name, self._name)
        sheet.freeze_panes(
            NAME_ROW, 1 + [c.name for c in table.columns].index("province") if "province" in table.key else 0
        )
        sheet.set_landscape()
        sheet.repeat_rows(TITLE_ROW - 1, NAME_ROW - 1)
        count = links = 0
        for row in rows:
            if NAME_ROW + count == _ROWS:
                raise TooManyRows(f"table {table.name}: over {_ROWS - NAME_ROW} rows; use csv or parquet")
            self._summary.see(table.name, row)
            for n, column in enumerate(table.columns):
                linked = links < _LINKS and _is_link(column, row[column.name])
                links += linked
                self._write(sheet, NAME_ROW + count, n, column, row[column.name], linked)
            count += 1
        sheet.autofilter(NAME_ROW - 1, 0, NAME_ROW - 1 + count, len(table.columns) - 1)
        return count

    def close(self) -> None:
        """Write the summary and finish the file."""
        self._summary.write()
        self._book.close()

    def _write(self, sheet: Worksheet, row: int, n: int, column: Column, value: Any, linked: bool) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(row, n, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, n, value, self._formats[column.type])
        elif column.type == "date":
            sheet.write_datetime(row, n, datetime(value.year, value.month, value.day), self._formats["date"])
        elif linked:
            sheet.write_url(row, n, value, self._link, fitting(value))
        else:
            sheet.write_string(row, n, fitting(harmless(plain(value, self._zone))))


def fitting(text: str) -> str:
    """The text, cut with a mark where a cell does not hold it (counted as Excel does, in UTF-16)."""
    if len(text) <= LONGEST // 2 or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT


def read(path: Path, table: Table) -> Iterator[list[Any]]:
    """The header, then the rows, dates in ISO 8601, None where empty."""
    book = load_workbook(path, read_only=True)
    try:
        rows = book[table.sheet].iter_rows(min_row=NAME_ROW, max_col=len(table.columns), values_only=True)
        for row in rows:
            yield [_read(cell) for cell in row]
    finally:
        book.close()


def _read(cell: Any) -> Any:
    # openpyxl leaves the escapes of the format, _x005F_ for _, in texts that stand in their cell.
    return cell.date().isoformat() if isinstance(cell, datetime) else unescape(cell) if isinstance(cell, str) else cell


def _is_link(column: Column, value: Any) -> bool:
    """Whether a click may open it: an address of the web without blanks or characters that are not printed."""
    return (
        (column.name == "url" or column.name.endswith("_url"))
        and isinstance(value, str)
        and value.startswith(("https://", "http://"))
        and len(value) <= _LONGEST_LINK
        and value.isprintable()
        and " " not in value
    )
