"""A table as Parquet, by DuckDB: typed, compressed; times are instants in UTC."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

import duckdb

from exports.cells import plain
from exports.tables import Table

_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
}
_MEMORY = "128MB"
_CELLS = 400_000  # of a group of rows, which DuckDB holds in memory while it writes it
_SMALLEST_GROUP = 2048  # rows: DuckDB writes no fewer
_AT_ONCE = 1000  # rows read in one go


def write(path: Path, table: Table, rows: Iterable[Mapping[str, Any]], zone: tzinfo) -> int:
    """Write the rows by way of JSON lines beside the file, which alone tell '' from none; give their number."""
    count = 0
    lines = path.with_name(f"{path.name}.lines")
    names = [column.name for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    with lines.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(encode({name: plain(value, zone) for name in names if (value := row[name]) is not None}))
            out.write("\n")
            count += 1
    group = max(_SMALLEST_GROUP, _CELLS // len(names))
    columns = ", ".join(f"\"{column.name}\": '{_TYPES[column.type]}'" for column in table.columns)
    try:
        with _opened() as duck:
            duck.execute(
                f"COPY (FROM read_ndjson({_quoted(lines)}, columns={{{columns}}}))"
                f" TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group})"
            )
    finally:
        lines.unlink()
    return count


def read(path: Path, table: Table) -> Iterator[list[Any]]:
    """The header, then the rows, dates and times in ISO 8601, None where empty."""
    with _opened() as duck:
        duck.execute("SET TimeZone = 'UTC'")
        described = duck.execute(f"DESCRIBE FROM read_parquet({_quoted(path)})").fetchall()
        yield [name for name, *_ in described]
        shown = ", ".join(
            f"strftime(\"{name}\" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S+00:00')"
            if type == "TIMESTAMP WITH TIME ZONE"
            else f'CAST("{name}" AS VARCHAR)'
            if type == "DATE"
            else f'"{name}"'
            for name, type, *_ in described
        )
        result = duck.execute(f"SELECT {shown} FROM read_parquet({_quoted(path)})")
        while rows := result.fetchmany(_AT_ONCE):
            yield from ([cell if cell != "" else None for cell in row] for row in rows)


def _opened() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": _MEMORY, "threads": 1, "autoinstall_known_extensions": False})


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
