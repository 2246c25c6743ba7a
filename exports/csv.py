"""A table as CSV: UTF-8, with a header, RFC 4180, no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from exports.cells import harmless, plain
from exports.tables import Table


def write(path: Path, table: Table, rows: Iterable[Mapping[str, Any]], zone: tzinfo) -> int:
    """Write the rows as they come; give their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)  # its default dialect is RFC 4180's: commas, CRLF, quotes where needed
        writer.writerow([column.name for column in table.columns])
        for row in rows:
            count += 1
            writer.writerow([_cell(row[column.name], zone) for column in table.columns])
    return count


def read(path: Path, _: Table) -> Iterator[list[Any]]:
    """The header, then the rows as texts, None where empty."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines, strict=True)
        yield from ([cell if cell != "" else None for cell in row] for row in reader)


def _cell(value: Any, zone: tzinfo) -> str:
    value = plain(value, zone)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else repr(value)
