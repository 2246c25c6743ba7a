"""A table for SPSS (SAV) or Stata (DTA), by pyreadstat: Vietnamese labels, missing values told apart.

An enumeration is a number with value labels. What is not known and what is not applicable are user-missing: -9 and -8
in SPSS, `.u` and `.n` in Stata. Both are written from a whole table in memory: the library takes nothing less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, tzinfo
from pathlib import Path
from typing import Any

import polars
import pyreadstat

from exports.cells import CUT, plain
from exports.labels import BOOLEANS, NOT_APPLICABLE, WIDE_STATUSES
from exports.tables import Column, Table

_CODES = {"fail": 0, "partial": 1, "pass": 2}  # of a finding's status; other enumerations count from 1
_MISSING: dict[str, dict[str, Any]] = {
    "sav": {"unknown": -9, NOT_APPLICABLE: -8},
    "dta": {"unknown": "u", NOT_APPLICABLE: "n"},
}
_LONGEST_LABEL = 80  # characters: Stata's bound for a variable's label
_LONGEST_TEXT = 32_767  # bytes of a text: SPSS' bound
_LONGEST_VALUE_LABEL = 40  # characters: three bytes each fit SPSS' 120
# Characters. Stata takes 32; pyreadstat names a variable's set of value labels by it and its number, of three digits.
_LONGEST_NAME = 29
_TYPES = {
    "string": polars.String,
    "integer": polars.Int64,
    "number": polars.Float64,
    "boolean": polars.Int64,
    "date": polars.Date,
    "datetime": polars.String,
}


def write(path: Path, table: Table, rows: Iterable[Mapping[str, Any]], zone: tzinfo) -> int:
    """Write the rows to `path`, whose suffix tells the format; give their number."""
    format = path.suffix.removeprefix(".")
    missing = _MISSING[format]
    cells: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    count = 0
    for row in rows:
        count += 1
        for column in table.columns:
            cells[column.name].append(_cell(column, row, missing, zone))
    names = variables(table, format)
    series = []
    told: dict[str, list[Any]] = {}
    for column in table.columns:
        values = cells.pop(column.name)
        if gaps := _gaps(column, missing):
            told[names[column.name]] = gaps
        type = polars.Object if gaps and format == "dta" else polars.Int64 if column.enum else _TYPES[column.type]
        series.append(polars.Series(names[column.name], values, dtype=type))
    labels: dict[str, str | None] = {names[c.name]: _label(c, names[c.name]) for c in table.columns}
    values_of = {names[c.name]: value_labels(c, format) for c in table.columns if value_labels(c, format)}
    frame = polars.DataFrame(series)
    title = f"portal-audit: {table.sheet}"
    if format == "sav":
        pyreadstat.write_sav(
            frame, path, file_label=title, column_labels=labels, variable_value_labels=values_of,
            missing_ranges=told, row_compress=True,
        )  # fmt: skip
    else:
        pyreadstat.write_dta(
            frame, path, file_label=title, column_labels=labels, variable_value_labels=values_of,
            missing_user_values=told, version=15,
        )  # fmt: skip
    return count


def read(path: Path, table: Table) -> Iterator[list[Any]]:
    """The header, then the rows as the other formats have them, None where empty."""
    format = path.suffix.removeprefix(".")
    reader = pyreadstat.read_sav if format == "sav" else pyreadstat.read_dta
    frame, _ = reader(str(path), user_missing=True, output_format="polars")
    names = variables(table, format)
    back = {variable: name for name, variable in names.items()}
    yield [back.get(name, name) for name in frame.columns]
    if list(frame.columns) != list(names.values()):
        return
    undo = [_undo(column, format) for column in table.columns]
    for row in frame.iter_rows():
        yield [_read(cell, column, codes) for cell, column, codes in zip(row, table.columns, undo, strict=True)]


def variables(table: Table, format: str) -> dict[str, str]:
    """The name of each column's variable: Stata's end at 32 characters, and `by` is a word of SPSS' own."""
    names: dict[str, str] = {}
    for column in table.columns:
        name = "by_" if column.name == "by" else column.name
        if format == "dta" and len(name) > _LONGEST_NAME:
            # completeness_information_access_section_status -> com_information_access_sec_status
            stem, _, part = name.rpartition("_")
            criterion, _, rest = stem.partition("_")
            name = f"{criterion[:3]}_{rest[: _LONGEST_NAME - len(part) - 5]}_{part}"
        if name in names.values():
            raise ValueError(f"{table.name}: two variables {name}")
        names[column.name] = name
    return names


def value_labels(column: Column, format: str) -> dict[Any, str]:
    """The Vietnamese labels of a variable's codes; empty where it has none."""
    missing = _MISSING[format]
    if column.type == "boolean":
        return {n: vi for n, (vi, _) in enumerate(BOOLEANS.values())}
    if _is_status(column):
        codes: dict[str, Any] = {**_CODES, **missing}
        return {codes[value]: vi[:_LONGEST_VALUE_LABEL] for value, (vi, _) in WIDE_STATUSES.items()}
    if column.enum:
        return {n: vi[:_LONGEST_VALUE_LABEL] for n, (vi, _) in enumerate(column.enum.values(), start=1)}
    if _gaps(column, missing):
        return {code: WIDE_STATUSES[value][0] for value, code in missing.items()}
    return {}


def _is_status(column: Column) -> bool:
    return "pass" in column.enum and "unknown" in column.enum


def _gaps(column: Column, missing: Mapping[str, Any]) -> list[Any]:
    told_apart = _is_status(column) or column.name.rpartition("_")[2] in ("credit", "score")
    return list(missing.values()) if told_apart else []


def _label(column: Column, variable: str) -> str:
    # The whole title is in the dictionary; a shortened name is told here.
    label = column.vi if variable in (column.name, "by_") else f"{column.vi} [{column.name}]"
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def _cell(column: Column, row: Mapping[str, Any], missing: Mapping[str, Any], zone: tzinfo) -> Any:
    value = row[column.name]
    if _is_status(column):
        if value == "unknown" and row.get("reason") == NOT_APPLICABLE:
            value = NOT_APPLICABLE
        return _CODES[value] if value in _CODES else missing.get(value)
    if value is None and _gaps(column, missing):
        stem = column.name.removesuffix("credit")
        status = row.get(f"{stem}status", "unknown") if stem != column.name else "unknown"
        return missing[NOT_APPLICABLE if status == NOT_APPLICABLE else "unknown"]
    if column.enum:
        return list(column.enum).index(value) + 1 if value in column.enum else None
    if column.type == "boolean":
        return None if value is None else int(value)
    if column.type == "date":
        return value
    value = plain(value, zone)
    return _fitting(value) if isinstance(value, str) and "u" not in missing.values() else value


def _fitting(text: str) -> str:
    """The text, cut with a mark where SPSS does not hold it."""
    if len(text) * 4 <= _LONGEST_TEXT or len(text.encode()) <= _LONGEST_TEXT:
        return text
    return text.encode()[: _LONGEST_TEXT - len(CUT.encode())].decode(errors="ignore") + CUT


def _undo(column: Column, format: str) -> dict[Any, Any]:
    missing = {code: value for value, code in _MISSING[format].items()}
    if _is_status(column):
        back = {**{code: value for value, code in _CODES.items()}, **missing}
        # The long table says `unknown` with its reason; only the wide one has the word.
        return {code: value if value in column.enum else "unknown" for code, value in back.items()}
    if column.enum:
        return dict(enumerate(column.enum, start=1))
    if column.type == "boolean":
        return {0: False, 1: True}
    return dict.fromkeys(missing) if _gaps(column, missing) else {}


def _read(cell: Any, column: Column, codes: Mapping[Any, Any]) -> Any:
    if cell is None or cell == "":
        return None
    if cell in codes:
        return codes[cell]
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and column.type == "integer" and cell.is_integer():
        return int(cell)
    return cell
