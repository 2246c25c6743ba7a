"""`evaluate`: how often the checks err, measured on labelled pages and sites."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from audits.checks import catalogue
from audits.confidence import counted
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
    confidences: Annotated[
        Path | None,
        typer.Option("--confidences", metavar="FILE", help="Counts from which findings get their confidence, as JSON."),
    ] = None,
    at_least: Annotated[float, typer.Option("--at-least", metavar="SHARE", help="Exit code 3 below this share.")] = 0,
) -> int:
    """Precision, recall and F1 of the checks against people's labels."""
    console = Console()
    browser = find_chromium(load_settings().chromium_path or None) is not None
    found = cells(gold, browser=browser)
    by_check = {c: [cell for cell in found if cell.check_id == c] for c in catalogue()}
    figures = {"overall": measure(found), "checks": {c: measure(those) for c, those in by_check.items() if those}}
    _print(console, figures)
    if wrong:
        for cell in found:
            if not cell.right or cell.date_right is False:
                console.print(_words(cell), highlight=False, markup=False, soft_wrap=True)
    if confidences is not None:
        kept = {"gold": str(gold), "cells": len(found), "counts": counted(found)}
        confidences.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if out is not None:
        out.write_text(json.dumps(figures, default=_plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if page is not None:
        page.write_text(_page(gold, figures, len({c.site for c in found})), "utf-8")
    return DONE if (figures["overall"]["right"].value or 0) >= at_least else CHECK_FAILED


_SHARES = ("right", "decided", "false_pass", "needless_unknown", "dates_right")


def _print(console: Console, figures: dict[str, Any]) -> None:
    """Per check and overall, each figure with its 95 % interval; plain lines, for a terminal of any width."""
    for name, one in (*figures["checks"].items(), ("all", figures["overall"])):
        kappa = "–" if one["kappa"] is None else f"{one['kappa']:.2f}"
        console.print(f"\n[bold]{name}[/bold]: {one['cells']} cells, kappa {kappa}", highlight=False)
        shares = "; ".join(f"{share.replace('_', ' ')} {_interval(one[share])}" for share in _SHARES)
        console.print(f"  {shares}", highlight=False, soft_wrap=True)
        for status in Status:
            those = one[status.value]
            if those["f1"].value is not None:
                words = ", ".join(f"{figure} {_interval(those[figure])}" for figure in ("precision", "recall", "f1"))
                console.print(f"  {status.value}: {words}", highlight=False, soft_wrap=True)
        confusion = [
            f"{truth} as {found} {n}" for truth, row in one["confusion"].items() for found, n in row.items() if n
        ]
        console.print(f"  label as verdict: {', '.join(confusion)}", highlight=False, soft_wrap=True)


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
    rows += [f"| {name.replace('_', ' ')} | {_interval(figures['overall'][name])} |" for name in _SHARES]
    rows += ["", "| check | cells | right | false passes | needless unknowns | kappa |", "|---|---|---|---|---|---|"]
    for check_id, one in figures["checks"].items():
        cells_, _, false, needless, kappa = _row(one)
        rows.append(f"| `{check_id}` | {cells_} | {_interval(one['right'])} | {false} | {needless} | {kappa} |")
    for status in Status:
        one = figures["overall"][status.value]
        precision, recall, both = (_interval(one[name]) for name in ("precision", "recall", "f1"))
        rows += ["", f"`{status.value}`: precision {precision}, recall {recall}, F1 {both}"]
    return "\n".join(rows) + "\n"


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
