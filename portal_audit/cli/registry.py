"""`registry check|list|export|doctor`: the file of provinces."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from portal_audit.cli.showing import safe
from portal_audit.cli.wiring import CHECK_FAILED, DONE, UsageError, audit_named, opened, run_named
from records.registry import load_registry, overlaps, registry_to_toml, shipped
from schedules.doctor import proposals, proposed

app = typer.Typer(
    help="The registry of provinces.", no_args_is_help=True, epilog="Example: portal-audit registry check"
)


_QUOTE = 200  # characters of a quote that a terminal shows
_PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "soft_wrap": True}


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


@app.command("doctor", epilog="Example: portal-audit registry doctor --out proposed.toml")
def doctor(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The proposed registry; default: in DATA_DIR.")
    ] = None,
) -> int:
    """What a run says of its registry: dead, moved, merged, newly found, doubtful; proposes, changes nothing."""
    console = Console()
    with opened() as context:
        found = run_named(context.store, run)
        audit = audit_named(context.store, found, run)
        registry = load_registry(context.archive.registry_file(found.run_id))
        others = [other for file in shipped().values() if (other := load_registry(file)).sha256 != registry.sha256]
        those = proposals(context.store, context.archive, found.run_id, audit.audit_id, registry, others)
        target = out or context.settings.data_dir / f"registry-{found.run_id}.toml"
        head = [f"Proposed by run {found.run_id}; review it, then give it with --registry. Nothing was changed."]
        for one in those:
            change = f"{one.field}: {one.old or 'none'} -> {one.new}" if one.new else one.old
            line = safe(f"{one.kind:9} {one.province}: {change} ({one.why})")
            head += [line] if not one.new else []
            console.print(line, **_PLAIN)
            if (seen := one.evidence) is not None:
                quote = f" “{seen.quote[:_QUOTE]}”" if seen.quote else ""
                at = f"{seen.captured_at:%Y-%m-%d %H:%M} UTC"
                console.print(safe(f"          {seen.url} {at} sha256 {seen.sha256}{quote}"), **_PLAIN)
        text = "".join(f"# {line}\n" for line in head) + "\n"
        text += registry_to_toml(proposed(registry, those, found.run_id))
        try:
            if not (target.is_file() and target.read_text("utf-8") == text):  # said the same before
                with target.open("x", encoding="utf-8") as file:
                    file.write(text)
        except FileExistsError:
            raise UsageError(
                f"{target}: exists, and a registry is never overwritten; name another with --out"
            ) from None
        except OSError as error:
            raise UsageError(f"{target}: {error.strerror}; name another file with --out") from None
        counts = Counter(one.kind for one in those)
        told = ", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())) or "nothing to propose"
        console.print(f"{told}; the proposed registry: {target}", **_PLAIN)
    return DONE
