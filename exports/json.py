"""A table as JSON: an array of objects, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from exports.cells import plain
from exports.tables import Table


def write(path: Path, table: Table, rows: Iterable[Mapping[str, Any]], zone: tzinfo) -> int:
    """Write the rows as they come, an empty array where there are none; give their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        for row in rows:
            record = {column.name: plain(row[column.name], zone) for column in table.columns}
            out.write(",\n" if count else "\n")
            out.write(json.dumps(record, ensure_ascii=False, allow_nan=False))
            count += 1
        out.write("\n]\n")
    return count


def read(path: Path, _: Table) -> Iterator[list[Any]]:
    """The header where there are rows, then the rows' values, None where empty."""
    with path.open(encoding="utf-8") as lines:
        records = json.load(lines)
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise ValueError("not an array of objects")
    header: list[str] = list(records[0]) if records else []
    yield list(header)
    for record in records:
        if list(record) != header:
            raise ValueError("objects with different keys")
        yield [value if value != "" else None for value in record.values()]
