"""`evaluate`: how often the checks err, measured on labelled pages and sites."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from audits.checks import catalogue
from audits.evaluation import Cell, Share, measure
from crawler.browser import find_chromium
from portal_audit.cli.wiring import CHECK_FAILED, DONE
from portal_audit.gold import cells
from portal_audit.settings import load_settings
from records.finding import Status


def register(app: typer.Typer) -> None:
    """Enter the command."""
    app.command("evaluate", epilog="Example: portal-audit evaluate --gold tests/gold/development")(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Option("--gold", metavar="DIR", help="A folder with pages/ and sites/.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="All figures as JSON.")] = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="The figures as a page of the docs.")
    ] = None,
    wrong: Annotated[
        bool, typer.Option("--wrong", help="List each cell that disagrees (never on a sealed set).")
    ] = False,
    at_least: Annotated[float, typer.Option("--at-least", metavar="SHARE", help="Exit code 3 below this share.")] = 0,
) -> int:
    """Precision, recall and F1 of the checks against people's labels."""
    console = Console()
    browser = find_chromium(load_settings().chromium_path or None) is not None
    found = cells(gold, browser=browser)
    by_check = {c: [cell for cell in found if cell.check_id == c] for c in catalogue()}
    table = Table()
    table.add_column("check", no_wrap=True)
    for title in ("cells", "right", "false pass", "needless", "kappa"):
        table.add_column(title, justify="right")
    for check_id, those in by_check.items():
        if those:
            table.add_row(check_id, *_row(measure(those)))
    overall = measure(found)
    table.add_section()
    table.add_row("all", *_row(overall))
    console.print(table)
    for name in ("right", "decided", "false_pass", "needless_unknown", "dates_right"):
        console.print(f"{name.replace('_', ' ')}: {_interval(overall[name])}", highlight=False)
    if wrong:
        for cell in found:
            if not cell.right or cell.date_right is False:
                console.print(_words(cell), highlight=False, markup=False, soft_wrap=True)
    figures = {"overall": overall, "checks": {c: measure(those) for c, those in by_check.items() if those}}
    if out is not None:
        out.write_text(json.dumps(figures, default=_plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if page is not None:
        page.write_text(_page(gold, figures, len({c.site for c in found})), "utf-8")
    return DONE if (overall["right"].value or 0) >= at_least else CHECK_FAILED


def _row(figures: dict[str, Any]) -> list[str]:
    cells_, kappa = figures["cells"], figures["kappa"]
    return [
        str(cells_),
        _percent(figures["right"]),
        str(round((figures["false_pass"].value or 0) * cells_)),
        str(round((figures["needless_unknown"].value or 0) * cells_)),
        "–" if kappa is None else f"{kappa:.2f}",
    ]


def _percent(one: Share) -> str:
    return "–" if one.value is None else f"{one.value:.1%}"


def _interval(one: Share) -> str:
    if one.value is None or one.low is None or one.high is None:
        return "nothing to measure"
    return f"{one.value:.1%} [{one.low:.1%}–{one.high:.1%}] of {one.n}"


def _words(cell: Cell) -> str:
    got = cell.finding
    return (
        f"{cell.site} {cell.check_id}: {got.status.value} {got.value[:60]} {got.reason}, "
        f"label {cell.truth.value} {cell.value}"
    )


def _page(gold: Path, figures: dict[str, Any], places: int) -> str:
    rows = [
        "# Accuracy",
        "",
        f"Findings against people's labels on `{gold.name}`: {places} labelled pages and sites, "
        f"{figures['overall']['cells']} cells. Made by `portal-audit evaluate --gold {gold} --page docs/accuracy.md`. "
        "Intervals are 95 % bootstrap intervals over resampled pages and sites.",
        "",
        "The pages and sites are made up after the law and the vocabulary of real portals; nothing here was measured "
        "on a live portal.",
        "",
        "| | share |",
        "|---|---|",
    ]
    rows += [
        f"| {name.replace('_', ' ')} | {_interval(figures['overall'][name])} |"
        for name in ("right", "decided", "false_pass", "needless_unknown", "dates_right")
    ]
    rows += ["", "| check | cells | right | false passes | needless unknowns |", "|---|---|---|---|---|"]
    for check_id, one in figures["checks"].items():
        cells_, right, false, needless, *_ = _row(one)
        rows.append(f"| `{check_id}` | {cells_} | {right} | {false} | {needless} |")
    for status in Status:
        one = figures["overall"][status.value]
        f1 = "–" if one["f1"] is None else f"{one['f1']:.3f}"
        rows += [
            "",
            f"`{status.value}`: precision {_interval(one['precision'])}, recall {_interval(one['recall'])}, F1 {f1}",
        ]
    return "\n".join(rows) + "\n"


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
