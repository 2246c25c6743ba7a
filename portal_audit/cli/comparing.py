"""`diff`: what two runs or audits say differently, and why."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.console import Console

from portal_audit.cli.showing import safe
from portal_audit.cli.wiring import DONE, audit_named, opened, run_named
from records.finding import Finding
from schedules.comparing import Cause, differences, score_differences

_WORDS = {
    Cause.SITE: "the site changed",
    Cause.TIME: "time passed",
    Cause.RULE: "the rule changed",
    Cause.READING: "the reading changed",
    Cause.CRAWL: "the crawl differed",
    Cause.REVIEW: "a review",
    Cause.FINDING: "findings changed",
}


def register(app: typer.Typer) -> None:
    """Enter the command."""
    app.command("diff", epilog="Example: portal-audit diff 2022-03-31-a1b2 2022-04-01-c3d4")(diff)


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A run or an audit.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one; of the same run, or of another.")],
) -> int:
    """What B says otherwise than A, finding by finding, and why."""
    console = Console()
    with opened() as context:
        store = context.store
        one, other = (audit_named(store, run_named(store, name), name) for name in (a, b))
        causes: Counter[str] = Counter()
        for found in differences(store, one, other):
            why = " or ".join(_WORDS[cause] for cause in found.causes)
            causes[why] += 1
            _print(console, found.province, found.check_id, _told(found.before), _told(found.after), why)
        changes = list(score_differences(store, one, other))
        for change in changes:
            why = " and ".join(_WORDS[cause] for cause in change.causes)
            _print(console, change.province, change.dimension, _score(change.before), _score(change.after), why)
    told = "; ".join(f"{why} {n}" for why, n in causes.most_common()) or "none"
    console.print(
        f"{one.audit_id} against {other.audit_id}: findings that differ: {told}; scores that differ: {len(changes)}",
        highlight=False,
        soft_wrap=True,
    )
    return DONE


def _print(console: Console, province: str, what: str, before: str, after: str, why: str) -> None:
    console.print(f"{province} {what}: {before} → {after}; {why}", highlight=False, markup=False, soft_wrap=True)


def _told(finding: Finding | None) -> str:
    if finding is None:
        return "–"
    review = f" (review {finding.review_id})" if finding.review_id else ""
    return safe(" ".join(x for x in (finding.status.value, finding.value[:60], finding.reason) if x)) + review


def _score(score: tuple[float | None, float, float] | None) -> str:
    if score is None:
        return "–"
    value, low, high = score
    return f"{'–' if value is None else f'{value:.1f}'} [{low:.1f}–{high:.1f}]"
