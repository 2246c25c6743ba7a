"""The check of a data package that someone else has or changed: schema, files' hashes, values, keys, references."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from exports import description
from exports.cells import plain
from exports.formats import FORMATS, UNREADABLE, file_of, sha256
from exports.tables import ALL, Table

_MOST_PROBLEMS = 20  # told of one table


def check(folder: Path) -> list[str]:
    """What is wrong with a data package, a line each: schema, files' hashes, values, keys, references."""
    # What stands in a stranger's file is told on a terminal.
    return [str(plain(problem, UTC)) for problem in _problems(folder)]


def _problems(folder: Path) -> list[str]:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        resources = {resource["name"]: resource for resource in package["resources"]}
        for resource in resources.values():
            if not all(isinstance(resource[key], str) for key in ("path", "format", "hash")):
                raise TypeError
    except OSError as error:
        return [f"datapackage.json: cannot be read ({error.strerror or error})"]
    except (ValueError, KeyError, TypeError):
        return ["datapackage.json: not the description of a data package"]
    problems = [] if (folder / "README.md").is_file() else ["README.md: is missing"]
    keys: dict[str, set[tuple[Any, ...]]] = {}
    for table in ALL:
        resource = resources.pop(table.name, None)
        if resource is None:
            problems.append(f"{table.name}: is missing from datapackage.json")
        elif resource.get("schema") != description.schema(table):
            problems.append(f"{table.name}: its schema is not this version's")
        elif resource["format"] not in FORMATS or resource["path"] != file_of(table, resource["format"]):
            problems.append(f"{table.name}: unexpected path or format")
        else:
            problems += [f"{resource['path']}: {problem}" for problem in _check_table(folder, table, resource, keys)]
    return problems + [f"{name}: no table of the data package" for name in resources]


def _check_table(
    folder: Path, table: Table, resource: dict[str, Any], keys: dict[str, set[tuple[Any, ...]]]
) -> Iterator[str]:
    """Problems of one table's file; its keys are added to `keys`, those that it refers to looked up there."""
    path = folder / resource["path"]
    if not path.is_file():
        yield "is missing"
        return
    if f"sha256:{sha256(path)}" != resource["hash"]:
        yield "is not the file that was exported (SHA-256 differs)"
    own = keys.setdefault(table.name, set())
    told = 0
    where = f"{table.name}: " if resource["format"] == "xlsx" else ""  # its one file holds every table
    try:
        rows = FORMATS[resource["format"]][0].read(path, table)
        header: list[Any] = next(rows, [])
        names = [column.name for column in table.columns]
        if header != names and (header or resource["format"] == "csv"):
            yield f"columns {', '.join(map(str, header))}, expected {', '.join(names)}"
            return
        for number, row in enumerate(rows, start=1):
            for problem in _row_problems(table, names, row, own, keys):
                yield f"{where}row {number}: {problem}"
                told += 1
                if told == _MOST_PROBLEMS:
                    yield "and more"
                    return
    except UNREADABLE as error:
        yield f"cannot be read ({str(error).strip().partition(chr(10))[0]})"


def _row_problems(
    table: Table, names: list[str], row: list[Any], own: set[tuple[Any, ...]], keys: dict[str, set[tuple[Any, ...]]]
) -> Iterator[str]:
    if len(row) != len(names):
        yield f"{len(row)} cells, expected {len(names)}"
        return
    values = dict(zip(names, row, strict=True))
    for column in table.columns:
        value = values[column.name]
        if value is None:
            if column.required:
                yield f"{column.name} is empty"
        elif not _fits(value, column.type):
            yield f"{column.name}: {value!r} is no {column.type}"
        elif column.enum and value not in column.enum:
            yield f"{column.name}: {value!r} is none of {', '.join(column.enum)}"
    if table.key:
        key = tuple(str(values[name]) for name in table.key)
        if key in own:
            yield f"key {', '.join(key)} stands there twice"
        own.add(key)
    for columns, other in table.refers:
        reference = tuple(str(values[name]) for name in columns)
        if reference not in keys.get(other, set()):
            yield f"{', '.join(columns)} {', '.join(reference)} is not in {other}"


_INTEGER = re.compile(r"-?\d{1,18}")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?(e[+-]?\d{1,3})?")


def _fits(value: Any, type: str) -> bool:
    """Whether a cell, text in CSV and a value in JSON, is of a Frictionless type."""
    if isinstance(value, bool):
        return type == "boolean"
    if isinstance(value, int | float):
        return type == "number" or (type == "integer" and isinstance(value, int))
    if not isinstance(value, str):
        return False
    try:
        if type == "date":
            return len(date.fromisoformat(value).isoformat()) == len(value)
        if type == "datetime":
            return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
    if type == "integer":
        return _INTEGER.fullmatch(value) is not None
    if type == "number":
        return _NUMBER.fullmatch(value) is not None
    return type == "string" or value in ("true", "false")
