"""Backup and restore over both databases, also across: what comes back verifies clean and exports alike."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from exports.package import export
from storage.archive import Archive
from storage.backup import backup, restore
from storage.errors import StorageError
from storage.models import Base
from storage.store import Store
from storage.verifying import verify_all
from tests.schedules.conftest import Stage

NOW = datetime(2026, 3, 1, 23, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def crawled(request, tmp_path) -> Stage:
    """A finished run of one healthy portal and one that is down, in either database."""
    from replica import Replica

    database = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Replica(only=("gia-lai", "dien-bien")) as replica:
        stage = Stage(replica, tmp_path / "before", database)
        stage.run(stage.start(), max_pages=15)
    yield stage
    stage.store.close()


def package(store: Store, folder: Path) -> dict[str, bytes]:
    run_id = store.runs()[0].run_id
    export(store, [run_id], [], "csv", folder, UTC)
    return {p.name: p.read_bytes() for p in sorted(folder.rglob("*.csv"))}


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_what_comes_back_verifies_clean_and_exports_alike(crawled, into, request, tmp_path):
    file = backup(crawled.store, crawled.archive.root, tmp_path, NOW)
    assert file == tmp_path / "portal-audit-20260301T230000Z.zip"
    where = tmp_path / "after" / "portal-audit.db"
    target = where if into == "sqlite" else request.getfixturevalue("second_postgres_url")
    archive = Archive(tmp_path / "after" / "archive")
    counts = restore(file, target, archive.root)
    store = Store.open(target)
    try:
        with crawled.store.engine.connect() as a, store.engine.connect() as b:
            for table in Base.metadata.sorted_tables:
                n = select(func.count()).select_from(table)
                assert a.execute(n).scalar() == b.execute(n).scalar() == counts[table.name], table.name
        assert counts["captures"] > 10
        reports = list(verify_all(store, archive))
        assert [report.problems for report in reports] == [[] for _ in reports]
        before = package(crawled.store, tmp_path / "package-before")
        assert package(store, tmp_path / "package-after") == before
        assert len(before) > 5
        # Numbers go on after those that came back.
        run_id = store.runs()[0].run_id
        store.add_captures(run_id, "gia-lai", 1, store.captures(run_id, "gia-lai", 1)[:1])
    finally:
        store.close()


@pytest.fixture
def second_postgres_url(postgres) -> str:
    from sqlalchemy import create_engine, make_url

    base = make_url(postgres.get_uri(driver="psycopg"))
    admin = create_engine(base, isolation_level="AUTOCOMMIT")
    name = f"restored{id(object())}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return base.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def small(tmp_path) -> tuple[Store, Path]:
    """A database without a run, and an archive of one file."""
    store = Store.open(tmp_path / "small.db")
    archive = tmp_path / "small-archive"
    (archive / "run").mkdir(parents=True)
    (archive / "run" / "x.warc.gz").write_bytes(b"x" * 10_000)
    yield store, archive
    store.close()


def test_nothing_that_is_there_is_written_over(crawled, tmp_path):
    file = backup(crawled.store, crawled.archive.root, tmp_path / "b.zip", NOW)
    size = file.stat().st_size
    with pytest.raises(StorageError, match="exists already"):
        backup(crawled.store, crawled.archive.root, file, NOW)
    assert file.stat().st_size == size
    url = crawled.store.engine.url.render_as_string(hide_password=False)
    with pytest.raises(StorageError, match="has rows in runs already"):
        restore(file, url, tmp_path / "new-archive")
    assert not (tmp_path / "new-archive").exists()
    with pytest.raises(StorageError, match="holds files already"):
        restore(file, tmp_path / "new.db", crawled.archive.root)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("how", ["cut", "changed", "foreign", "older"])
def test_broken_backup_is_refused_and_nothing_is_left(small, tmp_path, how):
    store, archive = small
    file = backup(store, archive, tmp_path / "b.zip", NOW)
    raw = file.read_bytes()
    if how == "cut":
        file.write_bytes(raw[: len(raw) // 2])
    elif how == "changed":
        at = raw.index(b"xxxxxxxx")
        file.write_bytes(raw[:at] + b"y" + raw[at + 1 :])
    else:
        with zipfile.ZipFile(file, "w") as other:
            other.writestr("backup.json", "{}" if how == "foreign" else '{"format": 1, "revision": "0", "tables": {}}')
    with pytest.raises(StorageError) as refused:
        restore(file, tmp_path / "new.db", tmp_path / "archive")
    assert "\n" not in str(refused.value)
    assert sorted(p.name for p in tmp_path.iterdir() if "archive" in p.name) == ["small-archive"]
    if (tmp_path / "new.db").exists():
        empty = Store.open(tmp_path / "new.db")
        assert empty.runs() == []
        empty.close()


def test_file_that_would_leave_the_archive_is_refused(small, tmp_path):
    store, archive = small
    file = backup(store, archive, tmp_path / "b.zip", NOW)
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("archive/../../escaped", "x")
    with pytest.raises(StorageError, match="outside of the archive"):
        restore(file, tmp_path / "new.db", tmp_path / "deep" / "archive")
    assert not (tmp_path / "escaped").exists()


def test_full_disk_leaves_no_half_of_a_backup(small, tmp_path, monkeypatch):
    import errno
    import os as real_os

    store, archive = small

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(real_os, "fsync", full)  # a full disk cannot be staged without being root
    with pytest.raises(StorageError, match="No space left on device; no backup was made"):
        backup(store, archive, tmp_path / "b.zip", NOW)
    assert [p.name for p in tmp_path.iterdir() if "b.zip" in p.name] == []
