"""Backup and restore: all tables and the whole archive in one ZIP file that fits both databases.

    backup.json              format, revision of the tables, day, rows per table
    tables/NAME.jsonl        one row a line, in the tables' own order
    archive/RUN/...          the archive's files as they are

A dump of our own instead of `pg_dump` and SQLite's online backup: one way for both, so that a backup of one may be
restored into the other, and nothing that a server's version must match. ZIP, since its members carry checksums and a
file that was cut has no directory at its end: a broken backup is refused before anything is written.
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection, Date, DateTime, Table, func, insert, select

from storage import migrate
from storage.database import connect, reading, writing
from storage.errors import StorageError
from storage.models import Base
from storage.store import Store

FORMAT = 1
_BATCH = 1000
_CHUNK = 1 << 20


def backup(store: Store, archive: Path, out: Path, made_at: datetime) -> Path:
    """Write a backup to a file, or into a folder under a name of its own; its path. StorageError.

    The tables are of one moment, the archive of the moments after it: what a run that is under way adds meanwhile is in
    excess, and `run --resume` cuts it off. An existing file is not written over.
    """
    if out.is_dir():
        out = out / f"portal-audit-{made_at:%Y%m%dT%H%M%SZ}.zip"
    if out.exists():
        raise StorageError(f"{out}: exists already; expected a new file, or a folder")
    aside = out.with_name(f".{out.name}.part")
    try:
        # It holds the whole archive: for the operator's group, as the archive itself.
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
        with os.fdopen(handle, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
                counts = _write_tables(store, file)
                _write_archive(archive, file)
                facts = {
                    "format": FORMAT,
                    "revision": migrate.head(),
                    "made_at": made_at.isoformat(),
                    "tables": counts,
                }
                file.writestr("backup.json", json.dumps(facts, indent=1))
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(out)
    except OSError as error:
        raise StorageError(f"{error.filename or out}: {error.strerror or error}; no backup was made") from error
    finally:
        aside.unlink(missing_ok=True)
    return out


def _write_tables(store: Store, file: zipfile.ZipFile) -> dict[str, int]:
    counts = {}
    with reading(store.engine, stream_results=True, max_row_buffer=_BATCH) as connection:
        for table in Base.metadata.sorted_tables:
            counts[table.name] = 0
            order = select(table).order_by(*table.primary_key.columns)
            with file.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as stream:
                for row in connection.execute(order).mappings():
                    stream.write(json.dumps(dict(row), default=_text, ensure_ascii=False).encode() + b"\n")
                    counts[table.name] += 1
    return counts


def _text(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"no backup of {type(value).__name__}")  # a column of a kind that is not thought of here


def _write_archive(archive: Path, file: zipfile.ZipFile) -> None:
    for path in sorted(p for p in archive.rglob("*") if p.is_file()):
        name = f"archive/{path.relative_to(archive).as_posix()}"
        packed = path.suffix in (".gz", ".wacz", ".zip")
        member = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
        member.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        with path.open("rb") as source, file.open(member, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, _CHUNK)


def restore(file: Path, where: str | Path, archive: Path) -> dict[str, int]:
    """Bring a backup back into an empty database and an empty archive folder; rows by table. StorageError.

    All or nothing: files are unpacked aside and moved in place in the transaction of the rows.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            facts = _facts(packed, file)
            if archive.exists() and any(archive.iterdir()):
                raise StorageError(f"archive {archive}: holds files already; a backup is restored into an empty one")
            engine = connect(where)
            try:
                migrate.upgrade_engine(engine)
                with writing(engine) as connection:
                    _refuse_rows(connection)
                    aside = archive.with_name(f".{archive.name}.restoring")
                    shutil.rmtree(aside, ignore_errors=True)  # of a restore that was killed
                    try:
                        _unpack(packed, aside)
                        counts = _insert_tables(connection, packed, facts["tables"])
                        if archive.exists():
                            archive.rmdir()
                        aside.replace(archive)
                    finally:
                        shutil.rmtree(aside, ignore_errors=True)
            finally:
                engine.dispose()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise StorageError(f"{file}: is no whole backup ({error}); nothing was restored") from error
    except OSError as error:
        raise StorageError(f"{error.filename or file}: {error.strerror or error}; nothing was restored") from error
    return counts


def _facts(packed: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        facts = json.loads(packed.read("backup.json"))
        known = facts["format"], facts["revision"], {str(k): int(v) for k, v in facts["tables"].items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        raise StorageError(f"{file}: is no backup of portal-audit; expected a file that `backup` wrote") from None
    if known[0] != FORMAT or known[1] != migrate.head():
        raise StorageError(
            f"{file}: is of format {known[0]} and tables {known[1]}, this version needs {FORMAT} and {migrate.head()}: "
            "restore it with the version that made it, then `portal-audit db upgrade`"
        )
    return {"tables": known[2]}


def _refuse_rows(connection: Connection) -> None:
    for table in Base.metadata.sorted_tables:
        if connection.execute(select(func.count()).select_from(table)).scalar_one():
            raise StorageError(f"the database has rows in {table.name} already; a backup is restored into an empty one")


def _unpack(packed: zipfile.ZipFile, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o750)
    for member in packed.infolist():
        path = PurePosixPath(member.filename)
        if path.parts[:1] != ("archive",) or member.is_dir():
            continue
        if ".." in path.parts or path.is_absolute() or len(path.parts) < 2:
            raise zipfile.BadZipFile(f"a file outside of the archive: {member.filename[:80]!r}")
        target = folder.joinpath(*path.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        with packed.open(member) as source, os.fdopen(handle, "wb") as stream:
            shutil.copyfileobj(source, stream, _CHUNK)  # raises BadZipFile where the checksum differs


def _insert_tables(connection: Connection, packed: zipfile.ZipFile, wanted: dict[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        counts[table.name] = 0
        try:
            stream = packed.open(f"tables/{table.name}.jsonl")
        except KeyError:
            raise zipfile.BadZipFile(f"no table {table.name}") from None
        with stream:
            coming = iter(_rows(stream, table))
            while rows := list(islice(coming, _BATCH)):
                connection.execute(insert(table), rows)
                counts[table.name] += len(rows)
        if counts[table.name] != wanted.get(table.name):
            raise zipfile.BadZipFile(f"table {table.name} has {counts[table.name]} rows")
        _go_on_counting(connection, table)
    return counts


def _rows(stream: IO[bytes], table: Table) -> Iterable[dict[str, Any]]:
    times = {c.name: datetime for c in table.columns if _is(c.type, DateTime)}
    days = {c.name: date for c in table.columns if _is(c.type, Date)}
    readers = {**times, **days}
    for line in stream:
        try:
            row = json.loads(line)
        except ValueError:
            raise zipfile.BadZipFile(f"a row of {table.name} is not JSON") from None
        for name, kind in readers.items():
            if row.get(name) is not None:
                row[name] = kind.fromisoformat(row[name])
        yield row


def _is(kind: Any, wanted: type) -> bool:
    return isinstance(getattr(kind, "impl", kind), wanted)


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL's counters know nothing of numbers that were given: the next row would take one of them."""
    column = table.autoincrement_column
    if connection.dialect.name == "postgresql" and column is not None:
        counter = func.pg_get_serial_sequence(table.name, column.name)
        highest = connection.execute(select(func.max(column))).scalar()
        if highest is not None:
            connection.execute(select(func.setval(counter, highest)))
