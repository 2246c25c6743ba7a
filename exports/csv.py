"""A table as CSV: UTF-8, with a header, RFC 4180, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from exports.cells import DOUBTFUL, harmless, plain
from exports.tables import Column, Table


def write(path: Path, table: Table, rows: Iterable[Mapping[str, Any]], zone: tzinfo) -> int:
    """Write the rows as they come; give their number."""
    count = 0
    columns = [(column.name, _cell(column, zone)) for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)  # its default dialect is RFC 4180's: commas, CRLF, quotes where needed
        writer.writerow([name for name, _ in columns])
        for row in rows:
            count += 1
            writer.writerow([cell(value) if (value := row[name]) else _empty(value) for name, cell in columns])
    return count


def read(path: Path, _: Table) -> Iterator[list[Any]]:
    """The header, then the rows as texts, None where empty."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        yield from ([cell if cell != "" else None for cell in row] for row in reader)


def _cell(column: Column, zone: tzinfo) -> Callable[[Any], str]:
    """What writes the column's cells that are neither empty nor zero."""
    if column.type == "string":
        # The same as the last resort for nearly every cell, at a third of the calls.
        return lambda v: v if v.isprintable() and v[0] not in DOUBTFUL else harmless(plain(v, zone))
    if column.type == "boolean":
        return lambda _: "true"
    if column.type in ("date", "datetime"):
        return lambda value: str(plain(value, zone))
    return repr


def _empty(value: Any) -> str:
    return "" if value is None or value == "" else "false" if value is False else repr(value)
