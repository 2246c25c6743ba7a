"""Connect to SQLite or PostgreSQL with the guarantees that the rest relies on.

SQLite: write-ahead log, foreign keys on, 30 s of patience, and write transactions that take the lock at their first
statement. (A transaction that begins by reading and then writes is refused at once, whatever the patience, when
another process wrote meanwhile.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import StorageError

SQLITE_PATIENCE_MS = 30_000
POSTGRES_CONNECT_SECONDS = 10


def connect(where: str | Path) -> Engine:
    """An engine for a database URL or the path of an SQLite file, whose folder is made; nothing is opened yet.

    Raises StorageError for a URL that is none or whose driver is missing.
    """
    try:
        url = make_url(f"sqlite:///{where}" if isinstance(where, Path) or "://" not in where else where)
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise StorageError(f"database {url.render_as_string()}: only SQLite and PostgreSQL are supported")
        if url.get_backend_name() == "postgresql":
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                connect_args={"connect_timeout": POSTGRES_CONNECT_SECONDS},
                pool_pre_ping=True,
            )
        if not url.database or url.database == ":memory:":
            raise StorageError("database sqlite: a file is needed, an in-memory database would be lost")
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        engine = create_engine(url)
    except ArgumentError as error:
        # SQLAlchemy's own text would repeat the URL, password included.
        raise StorageError("database: not a URL like sqlite:///FILE or postgresql+psycopg://...") from error
    except ImportError as error:
        raise StorageError(f"database: its driver is missing ({error})") from error
    except OSError as error:
        raise StorageError(f"database {where}: {error.strerror or error}") from error
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    connection.execute(f"PRAGMA busy_timeout = {SQLITE_PATIENCE_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine, **options: Any) -> Iterator[Connection]:
    """A connection whose reads are of one moment; StorageError when the database fails."""
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with _one_line(engine), engine.execution_options(**options).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: all of it or nothing; StorageError when the database fails."""
    with _one_line(engine), engine.execution_options(writes=True).begin() as connection:
        yield connection


@contextmanager
def _one_line(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StorageError(f"database {_name(engine)}: {_first_line(error.orig)}") from error
    except SQLAlchemyError as error:
        raise StorageError(f"database {_name(engine)}: {_first_line(error)}") from error


def _name(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
