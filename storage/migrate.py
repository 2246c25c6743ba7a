"""Bring a database to this version's tables, under a lock, and say whether it is there.

The lock is the database's own: SQLite's write lock, an advisory lock on PostgreSQL. Both end with the transaction that
the whole upgrade runs in, so a killed upgrade leaves the tables as they were.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.database import connect, reading, writing
from storage.errors import StorageError
from storage.models import Base

_LOCK = 0x706F7274616C  # 'portal'


def upgrade(where: str | Path) -> None:
    """Create or upgrade the tables; StorageError where the database cannot be reached."""
    engine = connect(where)
    try:
        upgrade_engine(engine)
    finally:
        engine.dispose()


def upgrade_engine(engine: Engine) -> None:
    """`upgrade` over an engine that is open already."""
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        found = revision(connection)
        if found is not None and not knows(found):
            raise StorageError(f"the database's tables, {found}, were made by a newer version of portal-audit")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check(where: str | Path) -> list[str]:
    """What differs between the database and this version's tables, a line each; empty when nothing does."""
    engine = connect(where)
    try:
        with reading(engine) as connection:
            found, wanted = revision(connection), head()
            if found != wanted:
                return [f"the database is at revision {found or 'none'}, this version needs {wanted}"]
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return [f"the tables differ: {difference}" for difference in compare_metadata(context, Base.metadata)]
    finally:
        engine.dispose()


def revision(connection: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision of this version's tables."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None  # there is a first migration
    return newest


def knows(number: str) -> bool:
    """Whether that revision is one of this version's or of an earlier one."""
    return any(script.revision == number for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
