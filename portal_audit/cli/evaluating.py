"""`evaluate`: how often the checks err, measured on labelled pages and sites."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from audits.checks import catalogue
from audits.confidence import counted
from audits.evaluation import Cell, Share, measure
from crawler.browser import find_chromium
from portal_audit.cli.wiring import CHECK_FAILED, DONE, UsageError, opened
from portal_audit.gold import cells, gold_set
from portal_audit.settings import load_settings
from records.finding import Finding, Status
from records.review import newest


def register(app: typer.Typer) -> None:
    """Enter the command."""
    app.command("evaluate", epilog="Example: portal-audit evaluate --gold tests/gold/development")(evaluate)


def evaluate(
    gold: Annotated[Path | None, typer.Option("--gold", metavar="DIR", help="A folder with pages/ and sites/.")] = None,
    reviews: Annotated[
        bool, typer.Option("--reviews", help="Against auditors' reviews instead, by check and its version.")
    ] = False,
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
    settings = load_settings()
    if reviews == (gold is not None):
        raise UsageError("expected --gold DIR, or --reviews")
    if gold is None:
        return _against_reviews(console, at_least)
    browser = find_chromium(settings.chromium_path or None) is not None
    found = cells(gold, browser=browser)
    by_check = {c: [cell for cell in found if cell.check_id == c] for c in catalogue()}
    figures = {"overall": measure(found), "checks": {c: measure(those) for c, those in by_check.items() if those}}
    measured = {"date": f"{datetime.now(settings.zone):%Y-%m-%d}", **asdict(gold_set(gold))}
    _print(console, measured, figures)
    if wrong:
        for cell in found:
            if not cell.right or cell.date_right is False:
                console.print(_words(cell), highlight=False, markup=False, soft_wrap=True)
    if confidences is not None:
        kept = {**measured, "cells": len(found), "counts": counted(found)}
        confidences.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    if out is not None:
        kept = {**measured, **figures}
        out.write_text(json.dumps(kept, default=_plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if page is not None:
        page.write_text(_page(measured, figures), "utf-8")
    return DONE if (figures["overall"]["right"].value or 0) >= at_least else CHECK_FAILED


def _against_reviews(console: Console, at_least: float) -> int:
    """What the machine said where auditors looked. They look where doubt is: no measure of findings drawn at random."""
    with opened() as context:
        given = list(newest(context.store.reviews()).values())
    if not given:
        raise UsageError("there are no reviews yet; give one with `portal-audit review add`")
    cells_of: dict[str, list[Cell]] = {}
    for r in given:
        finding = Finding(r.check_id, r.check_version, r.machine_status)
        cells_of.setdefault(f"{r.check_id} v{r.check_version}", []).append(
            Cell(r.province, r.check_id, r.status, "", finding)
        )
    every = [cell for those in cells_of.values() for cell in those]
    figures = {"overall": measure(every), "checks": {name: measure(those) for name, those in sorted(cells_of.items())}}
    console.print(
        f"{len(given)} reviews against what the machine said. Auditors look where doubt is: these figures are of those "
        "findings, not of all.",
        highlight=False,
        soft_wrap=True,
    )
    _print_figures(console, figures)
    return DONE if (figures["overall"]["right"].value or 0) >= at_least else CHECK_FAILED


_OF_STATUS = ("precision", "recall", "f1")
_SHARES = ("right", "decided", "false_pass", "needless_unknown", "dates_right")


def _print(console: Console, measured: dict[str, Any], figures: dict[str, Any]) -> None:
    """Per check and overall, each figure with its 95 % interval; plain lines, for a terminal of any width."""
    console.print(_described(measured), highlight=False, markup=False, soft_wrap=True)
    _print_figures(console, figures)


def _print_figures(console: Console, figures: dict[str, Any]) -> None:
    for name, one in (*figures["checks"].items(), ("all", figures["overall"])):
        console.print(f"\n[bold]{name}[/bold]: {one['cells']} cells", highlight=False)
        shares = "; ".join(f"{share.replace('_', ' ')} {_interval(one[share])}" for share in _SHARES)
        console.print(f"  {shares}; kappa {_kappa(one)}", highlight=False, markup=False, soft_wrap=True)
        for status in Status:
            those = one[status.value]
            if those["f1"].value is not None:
                words = ", ".join(f"{figure} {_interval(those[figure])}" for figure in _OF_STATUS)
                console.print(f"  {status.value}: {words}", highlight=False, markup=False, soft_wrap=True)
        confusion = [
            f"{truth} as {found} {n}" for truth, row in one["confusion"].items() for found, n in row.items() if n
        ]
        console.print(f"  label as verdict: {', '.join(confusion)}", highlight=False, soft_wrap=True)


def _described(measured: dict[str, Any]) -> str:
    return (
        f"{measured['source']}: {measured['pages']} labelled pages, {measured['sites']} labelled sites, "
        f"SHA-256 {measured['sha256'][:12]}; measured on {measured['date']}"
    )


def _interval(one: Share) -> str:
    if one.value is None or one.low is None or one.high is None:
        return "nothing to measure"
    return f"{one.value:.1%} [{one.low:.1%}–{one.high:.1%}] of {one.n}"


def _kappa(figures: dict[str, Any]) -> str:
    one = figures["kappa"]
    return "–" if one.value is None else f"{one.value:.2f} [{one.low:.2f}–{one.high:.2f}]"


def _words(cell: Cell) -> str:
    got = cell.finding
    return (
        f"{cell.site} {cell.check_id}: {got.status.value} {got.value[:60]} {got.reason}, "
        f"label {cell.truth.value} {cell.value}"
    )


def _page(measured: dict[str, Any], figures: dict[str, Any]) -> str:
    overall, checks = figures["overall"], figures["checks"]
    rows = [
        "# Accuracy",
        "",
        f"Findings against people's labels. {_described(measured)}; {overall['cells']} cells. Made by "
        f"`portal-audit evaluate --gold {measured['source']} --page docs/accuracy.md`.",
        "In brackets stand 95 % bootstrap intervals over resampled pages and sites, then the number of cases.",
        "",
        "The pages and sites are made up after the law and the vocabulary of real portals; nothing here was measured "
        "on a live portal.",
        "",
        *_table("", "share"),
        *(f"| {name.replace('_', ' ')} | {_interval(overall[name])} |" for name in _SHARES),
        f"| Cohen's kappa | {_kappa(overall)} |",
        "",
        "Labels in rows, verdicts in columns:",
        "",
        *_table("label", *(status.value for status in Status)),
    ]
    for truth, row in overall["confusion"].items():
        rows.append(f"| {truth} | " + " | ".join(str(row.get(status.value, 0)) for status in Status) + " |")
    rows += ["", "## By check", "", *_table("check", "right", "false passes", "needless unknowns", "kappa")]
    for check_id, one in checks.items():
        shares = " | ".join(_interval(one[name]) for name in ("right", "false_pass", "needless_unknown"))
        rows.append(f"| `{check_id}` | {shares} | {_kappa(one)} |")
    rows += ["", "## By status", "", *_table("check", "status", *_OF_STATUS)]
    for name, one in (("all", overall), *((f"`{check_id}`", one) for check_id, one in checks.items())):
        for status in Status:
            those = one[status.value]
            if those["f1"].value is not None:
                rows.append(f"| {name} | {status.value} | {' | '.join(_interval(those[f]) for f in _OF_STATUS)} |")
    return "\n".join(rows) + "\n"


def _table(*titles: str) -> tuple[str, str]:
    return f"| {' | '.join(titles)} |", "|" + "---|" * len(titles)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
