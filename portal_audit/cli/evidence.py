"""`verify`, `capsule` and `archive prune`: whether the evidence is what it was, a file of it for others, retention."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from portal_audit.cli.wiring import (
    CHECK_FAILED,
    DONE,
    UsageError,
    audit_named,
    chosen,
    code_version,
    opened,
    run_named,
)
from records.registry import load_registry
from schedules.capsules import write_capsule
from storage.pruning import prune
from storage.verifying import Report, verify_all, verify_run
from storage.verifying_files import verify_wacz, verify_warc

archive_app = typer.Typer(
    help="The archive of captures.", no_args_is_help=True, epilog="Example: portal-audit archive prune --dry-run"
)


def register(app: typer.Typer) -> None:
    """Enter the commands."""
    app.command("verify", epilog="Example: portal-audit verify 2022-03-31-a1b2")(verify)
    app.command("capsule", epilog="Example: portal-audit capsule da-nang --out da-nang.wacz")(capsule)
    app.add_typer(archive_app, name="archive")


def verify(
    what: Annotated[
        str | None, typer.Argument(metavar="[RUN|FILE]", help="A run, or a capsule or WARC file; default: all.")
    ] = None,
) -> int:
    """Re-hash archive, findings and scores; name what was changed, lost or added.

    Exit code 3 where anything was. A file is checked by itself, without the database.
    """
    console = Console(soft_wrap=True, highlight=False, markup=False)
    if what is not None and (what.endswith((".wacz", ".warc", ".warc.gz")) or Path(what).is_file()):
        return _print(console, [_of_file(Path(what))])
    with opened() as context:
        if what is None and not context.store.runs():
            raise UsageError("there is no run yet; start one with `portal-audit run` or `portal-audit demo`")
        if what is None:
            return _print(console, verify_all(context.store, context.archive))
        found = run_named(context.store, what)
        return _print(console, [verify_run(context.store, context.archive, found.run_id)])


def _of_file(path: Path) -> Report:
    if not path.is_file():
        raise UsageError(f"{path}: no such file; expected a run, a capsule (.wacz) or a WARC file")
    with path.open("rb") as stream:
        is_zip = stream.read(2) == b"PK"
    return verify_wacz(path) if is_zip or path.suffix == ".wacz" else verify_warc(path)


def capsule(
    province: Annotated[str, typer.Argument(metavar="PROVINCE", help="Its slug.")],
    run: Annotated[
        str | None, typer.Argument(metavar="[RUN]", help="A run or an audit; default: the newest that visited it.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.wacz", help="The file to write.")] = ...,  # type: ignore[assignment]
    with_feedback: Annotated[
        bool, typer.Option("--with-feedback", help="Also pages of citizens' questions, which may name people.")
    ] = False,
) -> int:
    """Write one province's evidence, findings, scores and the run's manifest into a WACZ.

    ReplayWeb.page opens it; `portal-audit verify FILE.wacz` checks it on any machine, without a database.
    """
    if out.suffix != ".wacz":
        raise UsageError(f"--out {out}: expected a name that ends in .wacz")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"--out {out}: no such folder {out.parent}")
    console = Console(soft_wrap=True, highlight=False, markup=False)
    with opened() as context:
        found = run_named(context.store, run, province)
        (one,) = chosen(load_registry(context.archive.registry_file(found.run_id)), [province])
        audit = audit_named(context.store, found, run, province)
        made = write_capsule(
            context.store,
            context.archive,
            one,
            audit.audit_id,
            out,
            with_feedback=with_feedback,
            made_at=datetime.now(UTC),
            code_version=code_version(),
        )
    left_out = ", ".join(f"{count} {why}" for why, count in sorted(made.withheld.items()))
    tail = f"; left out: {left_out} (--with-feedback)" if left_out else ""
    console.print(f"{out}: audit {audit.audit_id}, {made.captures} captures{tail}; SHA-256 of its contents {made.head}")
    return DONE


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


@archive_app.command("prune", epilog="Example: portal-audit archive prune --keep 24 --dry-run")
def prune_archive(
    keep: Annotated[
        int | None, typer.Option("--keep", metavar="MONTHS", min=2, help="Default: RETENTION_MONTHS, 24.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> int:
    """Take captures out of runs older than so many months, save what a finding or a review cites.

    The manifest says what went, so that `verify` tells pruned from lost. A pruned run cannot be judged again; its
    findings, and the evidence they cite, stay. Exit code 3 where a file is not what was sealed: it is left alone.
    """
    console = Console(soft_wrap=True, highlight=False, markup=False)
    files = captures = freed = 0
    sound = True
    with opened() as context:
        months = keep or context.settings.retention_months
        for one in prune(context.store, context.archive, datetime.now(UTC), months, dry_run=dry_run):
            if one.problem:
                console.print(f"{one.run_id}/{one.file}: left alone: {one.problem}")
                sound = False
            elif one.removed:
                what = "would go" if dry_run else "removed"
                console.print(f"{one.run_id}/{one.file}: {one.removed} captures {what}, {one.kept} kept")
                files, captures, freed = files + 1, captures + one.removed, freed + one.bytes_freed
    verb = "would be freed" if dry_run else "freed"
    console.print(f"older than {months} months: {captures} captures in {files} files, {freed / 2**20:.1f} MiB {verb}")
    return DONE if sound else CHECK_FAILED
