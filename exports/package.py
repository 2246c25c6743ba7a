"""The data package: one folder with the tables, `datapackage.json` and a data dictionary, and its check.

A package is written beside its place and moved there when it is whole.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from exports import csv as csv_format
from exports import json as json_format
from exports.tables import BY_NAME, TABLES, Column, Table
from storage.store import Store
from storage.stream import Scope, scope, streaming

FORMATS: dict[str, ModuleType] = {"csv": csv_format, "json": json_format}
_MOST_PROBLEMS = 20  # told of one table
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class ExportError(Exception):
    """A package that cannot be written; `str()` is one line."""


def export(
    store: Store,
    run_ids: Sequence[str],
    provinces: Sequence[str],
    format: str,
    out: Path,
    zone: tzinfo = _VIETNAM,
) -> Path:
    """Write the data package of some runs, or of named audits, to the folder `out`, and give it.

    A run id stands for its default audit (Store.default_audit). `provinces` empty: all. Times are told in `zone`.
    An earlier package in `out` is replaced; ExportError where `out` is anything else, cannot be written, or the
    format is none of `FORMATS`. StorageError for an unknown run, audit or province.
    """
    if format not in FORMATS:
        raise ExportError(f"format {format}: expected one of {', '.join(FORMATS)}")
    chosen = scope(store, run_ids, provinces)
    out = out.absolute()
    try:
        if out.exists() and not _may_be_replaced(out):
            raise ExportError(f"{out} exists and is no data package: name a new folder")
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-", ignore_cleanup_errors=True) as aside:
            folder = Path(aside) / "package"
            folder.mkdir()
            _write(store, chosen, format, folder, zone)
            _put_in_place(folder, out, Path(aside) / "replaced")
    except OSError as error:
        raise ExportError(f"{out}: {error.strerror or error}") from error
    return out


def check(folder: Path) -> list[str]:
    """What is wrong with a data package, a line each: schema, files' hashes, values, keys, references."""
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        resources = {resource["name"]: resource for resource in package["resources"]}
        for resource in resources.values():
            resource["path"], resource["format"], resource["hash"]
    except OSError as error:
        return [f"datapackage.json: cannot be read ({error.strerror or error})"]
    except (ValueError, KeyError, TypeError):
        return ["datapackage.json: not the description of a data package"]
    problems = [] if (folder / "README.md").is_file() else ["README.md: is missing"]
    keys: dict[str, set[tuple[Any, ...]]] = {}
    for table in TABLES:
        resource = resources.pop(table.name, None)
        if resource is None:
            problems.append(f"{table.name}: is missing from datapackage.json")
        elif resource.get("schema") != _schema(table):
            problems.append(f"{table.name}: its schema is not this version's")
        elif resource["format"] not in FORMATS or resource["path"] != f"{table.name}.{resource['format']}":
            problems.append(f"{table.name}: unexpected path or format")
        else:
            problems += [f"{resource['path']}: {problem}" for problem in _check_table(folder, table, resource, keys)]
    return problems + [f"{name}: no table of the data package" for name in resources]


# Writing


def _may_be_replaced(out: Path) -> bool:
    return out.is_dir() and ((out / "datapackage.json").is_file() or not any(out.iterdir()))


def _put_in_place(folder: Path, out: Path, replaced: Path) -> None:
    if not out.exists():
        folder.rename(out)
        return
    out.rename(replaced)
    try:
        folder.rename(out)
    except OSError:
        replaced.rename(out)
        raise


def _write(store: Store, chosen: Scope, format: str, folder: Path, zone: tzinfo) -> None:
    writer = FORMATS[format]
    resources = []
    with streaming(store, chosen) as stream:
        for table in TABLES:
            path = folder / f"{table.name}.{format}"
            # Reviews and external figures are not kept yet: their tables are there, without rows.
            rows = stream.rows(table.name) if table.name not in ("reviews", "external_figures") else iter(())
            count = writer.write(path, table, rows, zone)
            resources.append(_resource(table, path, format, writer.MEDIA_TYPE, count))
    package = {
        "name": "portal-audit",
        "title": "portal-audit: " + ", ".join(chosen.audit_ids or chosen.run_ids),
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(_readme(chosen, format), encoding="utf-8")


def _resource(table: Table, path: Path, format: str, media_type: str, rows: int) -> dict[str, Any]:
    # `bytes` is left out: frictionless measures none for JSON and calls any number wrong. Nor does it take an array
    # without objects for a table, so that an empty one is described as plain JSON.
    tabular = rows > 0 or format != "json"
    return {
        "name": table.name,
        "title": table.vi,
        "description": table.en,
        "path": path.name,
        "type": "table" if tabular else "json",
        "profile": "tabular-data-resource" if tabular else "data-resource",
        "scheme": "file",
        "format": format,
        "mediatype": media_type,
        "encoding": "utf-8",
        "hash": f"sha256:{_sha256(path)}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [
            {"fields": list(columns), "reference": {"resource": other, "fields": list(BY_NAME[other].key)}}
            for columns, other in table.refers
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.vi,
        "description": f"{column.en} [{column.unit}]" if column.unit else column.en,
    }
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.enum:
        constraints["enum"] = list(column.enum)
    return {**field, "constraints": constraints} if constraints else field


def _readme(chosen: Scope, format: str) -> str:
    lines = [
        "# portal-audit: gói dữ liệu / data package",
        "",
        f"- Đợt thu thập / runs: {', '.join(chosen.run_ids)}",
        f"- Lần đánh giá / audits: {', '.join(chosen.audit_ids) or '-'}",
        f"- Tỉnh, thành phố / provinces: {', '.join(chosen.provinces) or 'tất cả / all'}",
        "",
        "`unknown` nghĩa là không xác định được, không phải là không có. Đợt `single` hoặc `suspect` không phải là",
        "kết quả cả nước. Ngày, giờ theo ISO 8601, giờ có độ lệch múi giờ. Ô trống: không có giá trị.",
        "",
        "`unknown` is not `fail`: nothing was shown. A `single` or `suspect` run is no national result. Dates and",
        "times are ISO 8601, times with their offset. An empty cell is no value.",
        "",
    ]
    if format == "csv":
        lines += [
            "Ô bắt đầu bằng `=`, `+`, `-`, `@` có dấu `'` ở trước để bảng tính không hiểu là công thức. / Text that",
            "begins like a formula has a `'` before it.",
            "",
        ]
    lines += ["Kiểm tra / check: `portal-audit export --check DIR`, `frictionless validate datapackage.json`.", ""]
    for table in TABLES:
        lines += [f"## {table.name}", "", f"{table.vi}. / {table.en}.", ""]
        if table.key:
            lines += [f"Khóa / key: {', '.join(table.key)}.", ""]
        lines += ["| cột / column | kiểu / type | nghĩa | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            kind = f"{column.type}, {column.unit}" if column.unit else column.type
            values = f" ({', '.join(f'`{value}`' for value in column.enum)})" if column.enum else ""
            lines.append(f"| `{column.name}` | {kind} | {column.vi} | {column.en}{values} |")
        lines.append("")
    return "\n".join(lines)


# Checking


def _check_table(
    folder: Path, table: Table, resource: dict[str, Any], keys: dict[str, set[tuple[Any, ...]]]
) -> Iterator[str]:
    """Problems of one table's file; its keys are added to `keys`, those that it refers to looked up there."""
    path = folder / resource["path"]
    if not path.is_file():
        yield "is missing"
        return
    if f"sha256:{_sha256(path)}" != resource["hash"]:
        yield "is not the file that was exported (SHA-256 differs)"
    own = keys.setdefault(table.name, set())
    told = 0
    try:
        rows = FORMATS[resource["format"]].read(path)
        header: list[Any] = next(rows, [])
        names = [column.name for column in table.columns]
        if header != names and (header or resource["format"] == "csv"):
            yield f"columns {', '.join(map(str, header))}, expected {', '.join(names)}"
            return
        for number, row in enumerate(rows, start=1):
            for problem in _row_problems(table, names, row, own, keys):
                yield f"row {number}: {problem}"
                told += 1
                if told == _MOST_PROBLEMS:
                    yield "and more"
                    return
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        yield f"cannot be read ({error})"


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


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
