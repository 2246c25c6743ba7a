"""`export`: the data package, and the check of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from exports.checking import check
from exports.formats import FORMATS
from exports.package import export
from portal_audit.cli.wiring import CHECK_FAILED, DONE, UsageError, day, opened, run_named


def register(app: typer.Typer) -> None:
    """Enter the command."""
    app.command("export", epilog="Example: portal-audit export --format csv --out package/")(export_command)


def export_command(
    runs: Annotated[list[str] | None, typer.Argument(metavar="[RUN]...")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE")] = None,
    province: Annotated[list[str] | None, typer.Option("--province", metavar="SLUG")] = None,
    format: Annotated[str, typer.Option("--format", metavar="csv|xlsx|parquet|json|sav|dta")] = "csv",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR")] = None,
    check_folder: Annotated[
        Path | None, typer.Option("--check", metavar="DIR", help="Check a package instead.")
    ] = None,
) -> int:
    """Write the tables of one or more runs as a data package."""
    console = Console()
    if check_folder is not None:
        problems = check(check_folder)
        for problem in problems:
            console.print(problem, highlight=False, markup=False, soft_wrap=True)
        console.print(f"{check_folder}: {'sound' if not problems else f'{len(problems)} problems'}", highlight=False)
        return CHECK_FAILED if problems else DONE
    if format not in FORMATS:
        raise UsageError(f"--format: {format!r}; expected {', '.join(FORMATS)}")
    if out is None:
        raise UsageError("--out: expected the folder to write")
    first, last = day(since), day(until)
    if runs and (first or last):
        raise UsageError("RUN and --from or --to: expected one or the other")
    with opened() as context:
        if first or last:
            zone = context.settings.zone
            found = [
                r
                for r in context.store.runs()
                if r.kind == "full"
                and r.status == "done"
                and (first is None or r.started_at.astimezone(zone).date() >= first)
                and (last is None or r.started_at.astimezone(zone).date() <= last)
            ]
            if not found:
                raise UsageError("no finished full run in that time")
        else:
            found = [run_named(context.store, name) for name in runs] if runs else [run_named(context.store, None)]
        # An audit's id is handed on as it is; a run's stands for the audit that speaks for it.
        names = list(runs) if runs else [r.run_id for r in found]
        export(context.store, names, province or [], format, out, context.settings.zone)
    console.print(f"{out}: {len(found)} run(s) as {format}", highlight=False)
    return DONE
