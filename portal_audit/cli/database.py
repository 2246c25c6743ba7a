"""`db upgrade|check`, `backup`, `restore` and `doctor`: the database, and what this machine lacks."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from crawler.browser import browser_trouble
from pages.ocr import tesseract
from portal_audit.cli.wiring import CHECK_FAILED, DONE, UsageError, opened
from portal_audit.settings import Settings, load_settings
from storage import migrate
from storage.backup import backup, restore
from storage.errors import StorageError
from storage.store import Store

db = typer.Typer(help="Migrations of the database.", no_args_is_help=True, epilog="Example: portal-audit db check")


def register(app: typer.Typer) -> None:
    """Enter the commands."""
    app.add_typer(db, name="db")
    app.command("backup", epilog="Example: portal-audit backup --out /backups")(make_backup)
    app.command("restore", epilog="Example: portal-audit restore /backups/portal-audit-20260301T230000Z.zip")(
        restore_backup
    )
    app.command("doctor", epilog="Example: portal-audit doctor")(doctor)


@db.command("upgrade", epilog="Example: portal-audit db upgrade")
def upgrade() -> int:
    """Bring the database's tables to this version."""
    settings = load_settings()
    if not settings.database_url:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database)
    typer.echo(f"database is at revision {migrate.head()}")
    return DONE


@db.command("check", epilog="Example: portal-audit db check")
def check() -> int:
    """Say whether the tables are of this version; exit code 3 where they are not."""
    settings = load_settings()
    if not settings.database_url and not (settings.data_dir / "portal-audit.db").exists():
        raise UsageError(f"DATA_DIR {settings.data_dir}: no database yet; make one with `portal-audit db upgrade`")
    problem = migrate.check(settings.database)
    typer.echo(problem or f"database is at revision {migrate.head()}")
    return CHECK_FAILED if problem else DONE


def make_backup(
    out: Annotated[Path, typer.Option("--out", metavar="FILE|DIR", help="A new file, or a folder that exists.")],
) -> int:
    """All tables and the whole archive in one ZIP file, for SQLite and PostgreSQL alike."""
    with opened() as context:
        made = backup(context.store, context.archive.root, out, datetime.now(UTC))
    typer.echo(f"{made}: {made.stat().st_size / 2**20:.1f} MiB")
    return DONE


def restore_backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")]) -> int:
    """Bring a backup back into an empty database and archive; nothing that is there is written over."""
    settings = load_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    counts = restore(file, settings.database, settings.archive_dir)
    typer.echo(f"{counts['runs']} runs, {sum(counts.values())} rows; now `portal-audit verify`")
    return DONE


def doctor() -> int:
    """What is missing on this machine, and how to get it; exit code 3 where a run could not work."""
    console = Console()
    settings = load_settings()
    sound = True
    for needed, fine, words in _examine(settings):
        mark = "[green]ok  [/]" if fine else ("[red]MISS[/]" if needed else "[yellow]opt [/]")
        console.print(f"{mark} {words}", highlight=False)
        sound = sound and (fine or not needed)
    return DONE if sound else CHECK_FAILED


def _examine(settings: Settings) -> Iterator[tuple[bool, bool, str]]:
    """(needed, fine, words) of each thing."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        store = Store.open(settings.database)
        store.close()
        yield True, True, "database can be opened"
    except (StorageError, OSError) as error:
        yield True, False, f"database: {error}"
    trouble = browser_trouble(settings.chromium_path or None)
    yield False, not trouble, f"{trouble}: pages that scripts build stay unknown" if trouble else "a browser is there"
    recognises = "text in scans is recognised (tesseract, Vietnamese)"
    install = (
        "no tesseract with Vietnamese: scans stay unknown; Debian: apt-get install tesseract-ocr tesseract-ocr-vie"
    )
    yield False, tesseract() is not None, recognises if tesseract() else install
    free = shutil.disk_usage(settings.data_dir if settings.data_dir.exists() else ".").free
    yield True, free > 2**30, f"disk: {free / 2**30:.1f} GiB free in DATA_DIR (a night takes about 0.2 GiB)"
    yield False, bool(settings.contact), "CONTACT is set" if settings.contact else "CONTACT: needed for public hosts"
    yield False, importlib.util.find_spec("replica") is not None, "the replica for `portal-audit demo`"
