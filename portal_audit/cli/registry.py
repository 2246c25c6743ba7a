"""`registry check|list|export`: the file of provinces."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from portal_audit.cli.wiring import CHECK_FAILED, DONE, UsageError
from records.registry import load_registry, overlaps, registry_to_toml, shipped

app = typer.Typer(
    help="The registry of provinces.", no_args_is_help=True, epilog="Example: portal-audit registry check"
)


def _files(files: list[Path] | None) -> list[Path]:
    return files or list(shipped().values())


@app.command("check", epilog="Example: portal-audit registry check my-registry.toml")
def check(files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...")] = None) -> int:
    """Validate registry files; several must not be valid at the same time."""
    console = Console()
    registries = [load_registry(file) for file in _files(files)]
    for registry in registries:
        console.print(f"{registry.version}: {len(registry.provinces)} provinces, sound", highlight=False)
    problems = overlaps(registries)
    for problem in problems:
        console.print(problem, highlight=False, markup=False)
    return CHECK_FAILED if problems else DONE


@app.command("list", epilog="Example: portal-audit registry list")
def list_provinces(file: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None) -> int:
    """The provinces of a registry, and how sure each is."""
    registry = load_registry(file or next(iter(shipped().values())))
    table = Table("slug", "name", "portal", "confidence", title=f"registry {registry.version}")
    for p in registry.provinces:
        table.add_row(p.slug, p.name, p.portal, p.confidence)
    Console().print(table)
    return DONE


@app.command("export", epilog="Example: portal-audit registry export 2025-34 --out mine.toml")
def export(
    version: Annotated[str, typer.Argument(metavar="VERSION|FILE")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Default: standard output.")] = None,
) -> int:
    """Write a registry as TOML, to be changed and given back with --registry."""
    file = shipped().get(version, Path(version))
    if not file.is_file():
        raise UsageError(f"{version}: no such registry; those that ship are {', '.join(shipped())}")
    text = registry_to_toml(load_registry(file))
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
    return DONE
