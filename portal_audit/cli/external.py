"""`external`: figures of other indices beside, and where a rubric says so in, the scores."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from portal_audit.cli.showing import safe
from portal_audit.cli.wiring import DONE, opened
from records.registry import load_registry
from schedules.figures import read_figures

app = typer.Typer(no_args_is_help=True, help="Figures of other indices (DTI, PAPI, PAR Index, EMC), by year.")


@app.command("import", epilog="Example: portal-audit external import dti-2022.csv")
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV in UTF-8 or an XLSX.")],
    registry: Annotated[
        Path | None, typer.Option("--registry", metavar="FILE", help="Default: the shipped one of each row's year.")
    ] = None,
) -> int:
    """Take in figures; a row that stands there already is replaced.

    Columns: external_id, index, year, province (slug or name), value, unit (share, %, of N, or another word), source.
    """
    figures = read_figures(file, load_registry(registry) if registry is not None else None)
    with opened() as context:
        new, changed = context.store.add_figures(figures)
    Console().print(f"{len(figures)} figures: {new} new, {changed} changed; they count from the next audit on")
    return DONE


@app.command("list", epilog="Example: portal-audit external list")
def show() -> int:
    """What is there, by index and year."""
    console = Console()
    groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
    with opened() as context:
        for f in context.store.figures():
            groups[f.external_id, f.index, str(f.year), f.registry_version, f.unit, f.source].append(f.value)
    for (external_id, index, year, version, unit, source), values in sorted(groups.items()):
        console.print(
            f"{external_id} {year}: {len(values)} provinces of {version}, "
            f"{min(values):g} to {max(values):g} {safe(unit)}\n    {safe(index)}; {safe(source)}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    if not groups:
        console.print("no figures yet; take some in with `portal-audit external import FILE`")
    return DONE
