"""Old tables are brought up by whichever process comes first; those of a newer version are left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command

from storage import migrate
from storage.database import connect, writing
from storage.errors import StorageError

ROOT = Path(__file__).resolve().parents[2]


def at_revision(url: str, number: str) -> None:
    engine = connect(url)
    with writing(engine) as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, number)
    engine.dispose()


def test_two_processes_may_upgrade_old_tables_at_once(database_url):
    at_revision(database_url, "0001")
    assert migrate.check(database_url) != []
    code = f"from storage.migrate import upgrade\nupgrade({database_url!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)
    ]
    assert [process.communicate()[1] for process in started] == [""] * 3
    assert [process.returncode for process in started] == [0] * 3
    assert migrate.check(database_url) == []


def test_tables_of_a_newer_version_are_left_alone_in_one_line(database_url):
    migrate.upgrade(database_url)
    engine = connect(database_url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    with pytest.raises(StorageError, match="9999, were made by a newer version"):
        migrate.upgrade(database_url)
