"""The data package: one folder with the tables, `datapackage.json` and a data dictionary.

A package is written beside its place and moved there when it is whole.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from exports import description, xlsx
from exports.formats import FORMATS, file_of, sha256
from exports.tables import ALL
from exports.wide import bridge, wide
from storage.store import Store
from storage.stream import Scope, Stream, scope, streaming

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
    except xlsx.TooManyRows as error:
        raise ExportError(str(error)) from error
    except OSError as error:
        raise ExportError(f"{out}: {error.strerror or error}") from error
    return out


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
    writer, media_type = FORMATS[format]
    book = xlsx.Book(folder / xlsx.NAME, zone, chosen) if format == "xlsx" else None
    counts = {}
    with streaming(store, chosen) as stream:
        for table in ALL:
            rows = _rows(stream, table.name)
            counts[table.name] = (
                book.add(table, rows) if book else writer.write(folder / file_of(table, format), table, rows, zone)
            )
    if book:
        book.close()
    resources = [
        description.resource(
            table,
            file_of(table, format),
            format,
            media_type,
            sha256(folder / file_of(table, format)),
            # Frictionless reads neither SAV nor DTA, takes an empty whole number in Parquet for "nan", and an array
            # without objects for no table: these are described as plain files, with the schema.
            tabular=format in ("csv", "xlsx") or (format == "json" and counts[table.name] > 0),
        )
        for table in ALL
    ]
    text = json.dumps(description.package(chosen, resources), ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text(description.readme(chosen, format), encoding="utf-8")


def _rows(stream: Stream, table: str) -> Iterator[Mapping[str, Any]]:
    if table == "wide":
        return wide(stream)
    if table == "bridge":
        return bridge()
    return stream.rows(table)
