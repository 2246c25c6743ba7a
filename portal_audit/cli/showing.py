"""`show`: scores and findings with their evidence, in the terminal."""

from __future__ import annotations

import inspect
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from audits.checks import catalogue
from portal_audit.cli.wiring import DONE, Context, UsageError, audit_named, opened, run_named
from records.finding import Evidence, Finding, Status
from records.score import Score

_COLOUR = {Status.PASS: "green", Status.PARTIAL: "yellow", Status.FAIL: "red", Status.UNKNOWN: "dim"}
_QUOTE = 200  # characters of a quote that a terminal shows; the table holds it whole

# What the study counted (study-2022.md): measure, rule, what counts, its figure, in words.
STUDY = (
    ("completeness.citizen_app", "pass", "yes", 50, "have a citizen app (ứng dụng công dân)"),
    ("completeness.citizen_section", "not_fail", "no", 27, "have no 'Công dân' section"),
    ("timeliness.reception_schedule", "pass", "yes", 33, "keep the reception schedule (lịch tiếp công dân) current"),
    ("timeliness.feedback_response", "pass", "yes", 24, "keep answers to citizens (trả lời kiến nghị) current"),
    ("transparency.information_regulation", "pass", "yes", 3, "publish the regulation on information (quy chế)"),
    ("transparency.contact_point", "pass", "yes", 5, "publish a contact point (đầu mối cung cấp thông tin)"),
)


def register(app: typer.Typer) -> None:
    """Enter the command."""
    app.command("show", epilog="Example: portal-audit show --province da-nang --check completeness.citizen_section")(
        show
    )


def show(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="A run or an audit; default: the newest.")] = None,
    province: Annotated[str | None, typer.Option("--province", metavar="SLUG")] = None,
    check: Annotated[str | None, typer.Option("--check", metavar="ID")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="The rule, the law, and everything that was read.")
    ] = False,
    history: Annotated[bool, typer.Option("--history", help="What earlier audits said.")] = False,
) -> int:
    """Scores and findings with their evidence."""
    console = Console()
    if check is not None and check not in catalogue():
        raise UsageError(f"no check {check!r}; the checks are {', '.join(catalogue())}")
    with opened() as context:
        found = run_named(context.store, run, province)
        audit = audit_named(context.store, found, run, province)
        if province is None and check is None:
            print_overview(console, context, found.run_id, audit.audit_id)
        elif province is None:
            _print_check(console, context, audit.audit_id, str(check))
        else:
            if province not in {p.province for p in context.store.provinces(found.run_id)}:
                raise UsageError(f"run {found.run_id} has no province {province!r}")
            print_province(
                console, context, found.run_id, audit.audit_id, province, check=check, explain=explain, history=history
            )
    return DONE


def print_province(
    console: Console,
    context: Context,
    run_id: str,
    audit_id: str,
    province: str,
    *,
    check: str | None = None,
    explain: bool = False,
    history: bool = False,
) -> None:
    """One province: its scores, and each verdict with its evidence."""
    store, zone = context.store, context.settings.zone
    row = next(p for p in store.provinces(run_id) if p.province == province)
    audit = store.audit(audit_id)
    visit = store.counting_visit(run_id, province)
    assert audit is not None
    state = f"visit {visit.visit_status} {visit.error}".strip() if visit else "not visited"
    console.rule(f"[bold]{escape(row.name)}[/] · {escape(row.portal_url)}")
    console.print(
        f"run {run_id}, audit {audit_id}, as of {audit.as_of}, rubric {audit.rubric} {audit.rubric_version}; {state}",
        highlight=False,
        markup=False,
    )
    if check is None:
        table = Table(box=None, pad_edge=False)
        for title in ("criterion", "score", "low", "high", "of", "known"):
            table.add_column(title, justify="left" if title == "criterion" else "right")
        for s in store.scores(audit_id, province).get(province, ()):
            table.add_row(s.dimension, _score(s), f"{s.low:.1f}", f"{s.high:.1f}", f"{s.max:g}", f"{s.coverage:.0%}")
        console.print(table)
    order = {check_id: n for n, check_id in enumerate(catalogue())}
    findings = store.findings(audit_id, province).get(province, ())
    for finding in sorted(findings, key=lambda f: order.get(f.check_id, 999)):
        if check is None or finding.check_id == check:
            _print_finding(console, finding, zone, explain=explain)
            if finding.review_id:
                _print_review(console, context, finding)
            if history:
                _print_history(console, context, province, finding.check_id)


def _print_finding(console: Console, finding: Finding, zone: ZoneInfo, *, explain: bool) -> None:
    colour = _COLOUR[finding.status]
    sure = f"confidence {finding.confidence:.0%}" if finding.confidence is not None else ""
    tail = " ".join(x for x in (finding.value, f"({finding.unit})" if finding.unit else "", finding.reason, sure) if x)
    line = f"[{colour}]{finding.status.value:8}[/] [bold]{finding.check_id}[/]  {escape(safe(tail))}"
    console.print(line, highlight=False, soft_wrap=True)
    if explain:
        check = catalogue().get(finding.check_id)
        if check is not None:
            console.print(f"    {escape(inspect.getdoc(check.judge) or '')}", style="dim", highlight=False)
        if finding.law:
            console.print(f"    law: {escape(finding.law)}", style="dim", highlight=False)
    shown = finding.supports[: None if explain else 2]
    for evidence in shown:
        _print_evidence(console, evidence, zone, "")
    if explain or not shown:
        for evidence in finding.looked_at[: None if explain else 2]:
            _print_evidence(console, evidence, zone, "looked at ")
        more = len(finding.looked_at) - 2
        if more > 0 and not explain:
            console.print(f"    … and {more} more places (--explain)", style="dim", highlight=False)


def _print_review(console: Console, context: Context, finding: Finding) -> None:
    review = next(
        (r for r in context.store.reviews(check_id=finding.check_id) if r.review_id == finding.review_id), None
    )
    if review is not None:
        machine = (finding.machine_status or finding.status).value
        words = f"review {review.review_id} by {review.by}: {review.why} (the machine says {machine})"
        console.print(f"    {safe(words)} {safe(review.evidence_url)}", highlight=False, markup=False, soft_wrap=True)


def _print_evidence(console: Console, evidence: Evidence, zone: ZoneInfo, role: str) -> None:
    at = evidence.captured_at.astimezone(zone).isoformat(timespec="seconds")
    console.print(f"    {role}{escape(safe(evidence.url))}  {at}", style="dim", highlight=False, soft_wrap=True)
    if evidence.quote:
        console.print(f"      “{escape(safe(evidence.quote)[:_QUOTE])}”", highlight=False, soft_wrap=True)


def safe(text: str) -> str:
    """Crawled text without control characters: a terminal would obey them."""
    return "".join(c if c.isprintable() else " " for c in text)


def _score(score: Score) -> str:
    return "–" if score.score is None else f"{score.score:.1f}"


def _print_history(console: Console, context: Context, province: str, check_id: str) -> None:
    for past in context.store.history(province, check_id):
        finding = past.finding
        tail = " ".join(x for x in (finding.value, finding.reason) if x)
        console.print(
            f"      {past.audit_id} as of {past.as_of}: {finding.status.value} v{finding.check_version} {safe(tail)}",
            style="dim",
            highlight=False,
            markup=False,
        )


def _print_check(console: Console, context: Context, audit_id: str, check_id: str) -> None:
    table = Table("province", "status", "value", "reason", title=check_id)
    for province, findings in sorted(context.store.findings(audit_id).items()):
        for f in findings:
            if f.check_id == check_id:
                status = f"[{_COLOUR[f.status]}]{f.status.value}[/]"
                table.add_row(province, status, escape(safe(f.value)[:60]), escape(f.reason))
    console.print(table)


def print_overview(console: Console, context: Context, run_id: str, audit_id: str) -> None:
    """All provinces' scores, then how many fulfil each check."""
    store = context.store
    scores = store.scores(audit_id)
    names = {p.province: p.name for p in store.provinces(run_id)}
    dimensions = list(dict.fromkeys(s.dimension for rows in scores.values() for s in rows))
    table = Table("province", *dimensions, title=f"audit {audit_id}: score [low–high]")
    for slug in names:
        cells = {s.dimension: f"{_score(s)} \\[{s.low:.0f}–{s.high:.0f}]" for s in scores.get(slug, ())}
        table.add_row(escape(names[slug]), *(cells.get(d, "") for d in dimensions))
    console.print(table)
    tally = Table("check", "pass", "partial", "fail", "unknown")
    counts: dict[str, dict[Status, int]] = {}
    for findings in store.findings(audit_id).values():
        for f in findings:
            counts.setdefault(f.check_id, dict.fromkeys(Status, 0))[f.status] += 1
    for check_id in catalogue():
        if check_id in counts:
            n = counts[check_id]
            tally.add_row(check_id, *(str(n[s]) for s in (Status.PASS, Status.PARTIAL, Status.FAIL, Status.UNKNOWN)))
    console.print(tally)


def print_study(console: Console, context: Context, audit_id: str) -> None:
    """The aggregates beside the study's figures, and what that does and does not show."""
    rows = {(a.measure, a.rule): a for a in context.store.aggregates(audit_id)}
    table = Table("of 63 provinces", "here", "unknown", "study, March 2022", title="Aggregates")
    for measure, rule, side, figure, words in STUDY:
        a = rows.get((measure, rule))
        if a is not None:
            table.add_row(words, str(getattr(a, side)), str(a.unknown), str(figure))
    console.print(table)
    console.print(
        "The portals of this demo are made up so that their truths add up to the study's totals: the table shows that "
        "the pipeline works, not how accurate the checks are on real portals."
    )
