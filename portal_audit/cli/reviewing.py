"""`review`: auditors' verdicts over the machine's, what needs an eye, and how far raters agree."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from audits.checks import catalogue
from audits.rubric import load_rubric
from portal_audit.cli.showing import safe
from portal_audit.cli.wiring import (
    DONE,
    Context,
    UsageError,
    audit_named,
    code_version,
    day,
    opened,
    run_named,
)
from records.finding import Finding, Status
from records.review import Review, evidence_key, fallen, newest
from schedules.pipeline import Pipeline
from schedules.reviewing import agreement, queue, sample
from storage.rows import Audit

app = typer.Typer(no_args_is_help=True, help="Auditors' verdicts over the machine's.")

RunOption = Annotated[
    str | None, typer.Option("--run", metavar="RUN", help="A run or an audit; default: the newest that judged it.")
]
_COLUMNS = ("province", "check_id", "look_at", "portal_url", "status", "why")


@app.command(
    "add", epilog="Example: portal-audit review add da-nang completeness.hotline --status pass --why … --by An"
)
def add(
    province: Annotated[str, typer.Argument(metavar="PROVINCE")],
    check: Annotated[str, typer.Argument(metavar="CHECK")],
    status: Annotated[str, typer.Option("--status", metavar="pass|partial|fail|unknown")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="What you saw.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")],
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="URL", help="Where it stands.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day that it stands.")] = None,
    run: RunOption = None,
) -> int:
    """Overrule (or confirm) one finding; a new audit of the run takes it in at once, earlier ones stay.

    The review stands in later runs too, until the evidence it was given for changes; then `review queue` asks again.
    """
    verdict, last = _status(status), day(until)
    for name, text in (("--why", why), ("--by", by)):
        if not text.strip():
            raise UsageError(f"{name} is empty; a stranger must be able to follow the review a year later")
    if evidence is not None and urlsplit(evidence).scheme not in ("http", "https"):
        raise UsageError(f"--evidence {evidence}: expected an http or https address")
    with opened() as context:
        audit, finding = _finding(context, run, province, check)
        if last is not None and last < audit.as_of:
            raise UsageError(f"--until {last} is before the audit's day, {audit.as_of}")
        pipeline = _pipeline(context, audit)
        kept = context.store.add_review(
            Review(
                review_id="",
                run_id=audit.run_id,
                province=province,
                check_id=check,
                status=verdict,
                why=why.strip()[:2000],
                by=by.strip()[:200],
                made_at=datetime.now(UTC),
                evidence_url=evidence or "",
                valid_until=last,
                evidence_key=evidence_key(finding),
                machine_status=finding.machine_status or finding.status,
                check_version=finding.check_version,
            )
        )
        made = pipeline.review(audit)
    machine = (finding.machine_status or finding.status).value
    Console().print(
        f"review {kept.review_id}: {province} {check} is {verdict.value} (the machine says {machine}); audit {made}",
        highlight=False,
        markup=False,
    )
    return DONE


@app.command("list", epilog="Example: portal-audit review list --province da-nang")
def show_all(
    province: Annotated[str | None, typer.Option("--province", metavar="SLUG")] = None,
    run: RunOption = None,
) -> int:
    """All reviews, and whether each stands in the newest audit."""
    console = Console()
    with opened() as context:
        audits: dict[str, tuple[Audit, dict[str, Finding]]] = {}
        reviews = context.store.reviews(province)
        latest = {r.review_id for r in newest(reviews).values()}
        zone = context.settings.zone
        for r in reviews:
            if r.province not in audits:
                found = run_named(context.store, run, r.province)
                audit = audit_named(context.store, found, run, r.province)
                rows = context.store.findings(audit.audit_id, r.province).get(r.province, ())
                audits[r.province] = audit, {f.check_id: f for f in rows}
            audit, findings = audits[r.province]
            state = _state(r, latest, findings.get(r.check_id), audit.as_of)
            until = f", until {r.valid_until}" if r.valid_until else ""
            made = f"{r.made_at.astimezone(zone):%Y-%m-%d}{until}"
            machine = r.machine_status.value
            console.print(
                f"{r.review_id}  {r.province} {r.check_id}: {r.status.value} (the machine said {machine}); {state}\n"
                f"    {safe(r.by)}, {made}: {safe(r.why)} {safe(r.evidence_url)}".rstrip(),
                highlight=False,
                markup=False,
                soft_wrap=True,
            )
    if not reviews:
        console.print("no reviews yet; give one with `portal-audit review add`")
    return DONE


@app.command("queue", epilog="Example: portal-audit review queue --n 20")
def most_needed(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="So many.")] = 20,
) -> int:
    """What most needs an eye: doubt times weight, near thresholds, changed since the run before, fallen reviews."""
    with opened() as context:
        found = run_named(context.store, run)
        audit = audit_named(context.store, found, run)
        queued = queue(context.store, audit, load_rubric(_rubric(context, audit)))
    console = Console()
    for one in queued[:n]:
        says = " ".join(x for x in (one.finding.status.value, one.finding.value[:60], one.finding.reason) if x)
        console.print(
            f"{one.need:5.2f}  {one.province} {one.finding.check_id}: {safe(says)}\n       {'; '.join(one.reasons)}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    console.print(f"{len(queued)} in all; look at one with `portal-audit show --province SLUG --check ID --explain`")
    return DONE


@app.command("sample", epilog="Example: portal-audit review sample --n 50 --seed 1 --out rater-a.csv")
def draw(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A CSV to fill in: status and why.")],
    run: Annotated[str | None, typer.Argument(metavar="[RUN]")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="So many findings.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same findings.")] = 1,
) -> int:
    """Draw findings for a blind second rating: the rater sees where to look, not what the machine says."""
    if out.exists():
        raise UsageError(f"{out} is there already; a rating is never overwritten")
    with opened() as context:
        found = run_named(context.store, run)
        audit = audit_named(context.store, found, run)
        portals = {p.province: p.portal_url for p in context.store.provinces(found.run_id)}
        drawn = sample(context.store, audit, n, seed)
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        for province, finding in drawn:
            seen = next(iter((*finding.supports, *finding.looked_at)), None)
            # No quote: it would tell the verdict. The address says where to begin.
            rows.writerow((province, finding.check_id, seen.url if seen else "", portals.get(province, ""), "", ""))
    Console().print(f"{len(drawn)} findings of audit {audit.audit_id}, seed {seed}, in {out}", highlight=False)
    return DONE


@app.command("agree", epilog="Example: portal-audit review agree rater-a.csv rater-b.csv --machine")
def agree(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Samples that raters filled in.")],
    machine: Annotated[bool, typer.Option("--machine", help="The machine as a further rater.")] = False,
    run: RunOption = None,
) -> int:
    """How far raters agree, over all and by check: Krippendorff's alpha, Cohen's kappa of the first two."""
    raters = [ratings(file) for file in files]
    if machine:
        keys = {key for rater in raters for key in rater}
        with opened() as context:
            audit = audit_named(context.store, run_named(context.store, run), run)
            said = {
                (p, f.check_id): (f.machine_status or f.status).value
                for p, rows in context.store.findings(audit.audit_id).items()
                for f in rows
            }
        raters.append({key: said[key] for key in keys if key in said})
    if len(raters) < 2:
        raise UsageError("agreement needs two raters at least: two files, or one with --machine")
    table = Table("check", "rated twice", "the same", "Krippendorff's alpha", "Cohen's kappa")
    checks = sorted({check for rater in raters for _, check in rater})
    for check in ("", *checks):
        of = [{key: v for key, v in rater.items() if not check or key[1] == check} for rater in raters]
        told = agreement(of)
        table.add_row(check or "all", str(told.n), *(_figure(x) for x in (told.same, told.alpha, told.kappa)))
    Console().print(table)
    return DONE


def ratings(file: Path) -> dict[tuple[str, str], str]:
    """A filled-in sample: (province, check) -> status; rows without a status are left out."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file}: {error}; expected a CSV in UTF-8, as `review sample` writes it") from None
    found = {}
    for n, row in enumerate(rows, start=2):
        if not {"province", "check_id", "status"} <= row.keys():
            raise UsageError(f"{file}: expected the columns {', '.join(_COLUMNS)}")
        status = (row["status"] or "").strip().lower()
        if status and status not in set(Status):
            raise UsageError(f"{file}:{n}: status {safe(status)!r}; expected {', '.join(Status)}, or nothing")
        if status:
            found[row["province"] or "", row["check_id"] or ""] = status
    return found


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise UsageError(f"--status {text!r}; expected {', '.join(Status)}") from None


def _finding(context: Context, run: str | None, province: str, check: str) -> tuple[Audit, Finding]:
    if check not in catalogue():
        raise UsageError(f"no check {check!r}; the checks are {', '.join(catalogue())}")
    found = run_named(context.store, run, province)
    audit = audit_named(context.store, found, run, province)
    for finding in context.store.findings(audit.audit_id, province).get(province, ()):
        if finding.check_id == check:
            return audit, finding
    raise UsageError(f"audit {audit.audit_id} has no finding {check} of {province!r}")


def _rubric(context: Context, audit: Audit) -> str:
    """The very rubric of an audit, as it is kept with the run."""
    return str(context.archive.rubric_file(audit.run_id, audit.rubric_sha256))


def _pipeline(context: Context, audit: Audit) -> Pipeline:
    rubric = load_rubric(_rubric(context, audit))
    return Pipeline(context.store, context.archive, rubric, code_version=code_version())


def _state(review: Review, latest: set[str], finding: Finding | None, as_of: date) -> str:
    if review.review_id not in latest:
        return "replaced"
    if finding is None:
        return "not judged"
    why = fallen(review, finding, as_of)
    return (
        why.replace("_", " ") if why else ("stands" if finding.review_id == review.review_id else "from the next audit")
    )
