"""`verify`: whether the evidence and what was found in it are what they were."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from portal_audit.cli.wiring import CHECK_FAILED, DONE, UsageError, opened, run_named
from storage.verifying import Report, verify_all, verify_run
from storage.verifying_files import verify_warc


def register(app: typer.Typer) -> None:
    """Enter the commands."""
    app.command("verify", epilog="Example: portal-audit verify 2022-03-31-a1b2")(verify)


def verify(
    what: Annotated[
        str | None, typer.Argument(metavar="[RUN|FILE]", help="A run, or a WARC file; default: every run.")
    ] = None,
) -> int:
    """Re-hash archive, findings and scores; name what was changed, lost or added.

    Exit code 3 where anything was. A file is checked by itself, without the database.
    """
    console = Console(soft_wrap=True, highlight=False, markup=False)
    if what is not None and (Path(what).suffix or Path(what).is_file()):
        return _print(console, [_of_file(Path(what))])
    with opened() as context:
        if what is None:
            return _print(console, verify_all(context.store, context.archive))
        found = run_named(context.store, what)
        return _print(console, [verify_run(context.store, context.archive, found.run_id)])


def _of_file(path: Path) -> Report:
    if not path.is_file():
        raise UsageError(f"{path}: no such file; expected a run, or a WARC file")
    return verify_warc(path)


def _print(console: Console, reports: Iterable[Report]) -> int:
    sound = True
    for report in reports:
        for problem in report.problems:
            console.print(f"{report.name}: {problem}")
        for note in report.notes:
            console.print(f"{report.name}: note: {note}")
        counts = {"files": report.files, "records": report.records, "captures": report.captures}
        counts |= {"findings": report.findings} if report.findings else {}
        verdict = f"{len(report.problems)} problems" if report.problems else "nothing changed, lost or added"
        checked = ", ".join(f"{count} {name}" for name, count in counts.items())
        console.print(f"{report.name}: {checked}: {verdict}" + (f"; head {report.head}" if report.head else ""))
        sound = sound and not report.problems
    return DONE if sound else CHECK_FAILED
