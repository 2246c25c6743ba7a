"""From findings to scores: credits, intervals, ranks, aggregates (checks.md, From findings to scores)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from audits.rubric import Dimension, Line, Rubric
from records.finding import Finding, Status
from records.score import Aggregate, Indicator, Score

CREDIT = {Status.PASS: 1.0, Status.PARTIAL: 0.5, Status.FAIL: 0.0}
# Below this known share of the weight a single number would pretend to know too much.
MIN_COVERAGE = 0.6
NOT_APPLICABLE = "not_applicable"


def indicators(rubric: Rubric, findings: Iterable[Finding], external: Mapping[str, float] = {}) -> list[Indicator]:
    """Each line of the rubric with its credit; `external` maps figure ids to credits between 0 and 1."""
    by_check = {f.check_id: f for f in findings}
    return [_indicator(line, by_check, external) for line in rubric.lines]


def _indicator(line: Line, by_check: Mapping[str, Finding], external: Mapping[str, float]) -> Indicator:
    if line.external:
        credit = external.get(line.external)
        status = "known" if credit is not None else Status.UNKNOWN.value
    else:
        finding = by_check.get(line.check)
        credit = CREDIT.get(finding.status) if finding is not None else None
        status = finding.status.value if finding is not None else Status.UNKNOWN.value
        if finding is not None and finding.status is Status.UNKNOWN and finding.reason == NOT_APPLICABLE:
            status = NOT_APPLICABLE
    return Indicator(line.id, line.dimension, line.weight, credit, line.check, line.external, status)


def scores(rubric: Rubric, rows: Sequence[Indicator]) -> list[Score]:
    """One interval per dimension; a total is the sum of its components."""
    made = [_score(d, [i for i in rows if i.dimension == d.id]) for d in rubric.dimensions if d.kind != "total"]
    for d in rubric.dimensions:
        if d.kind == "total":
            made.append(_total(d, made))
    return made


def _score(dimension: Dimension, rows: Sequence[Indicator]) -> Score:
    counted = [i for i in rows if i.status != NOT_APPLICABLE]
    weight = sum(i.weight for i in counted)
    if not weight:
        return Score(dimension.id, dimension.kind, None, 0.0, dimension.max, dimension.max, 0.0)
    known = [i for i in counted if i.credit is not None]
    known_weight = sum(i.weight for i in known)
    earned = sum(i.weight * (i.credit or 0.0) for i in known)
    coverage = known_weight / weight
    return Score(
        dimension=dimension.id,
        kind=dimension.kind,
        score=round(dimension.max * earned / known_weight, 4) if coverage >= MIN_COVERAGE else None,
        low=round(dimension.max * earned / weight, 4),
        high=round(dimension.max * (earned + weight - known_weight) / weight, 4),
        max=dimension.max,
        coverage=round(coverage, 4),
    )


def _total(dimension: Dimension, parts: Sequence[Score]) -> Score:
    parts = [p for p in parts if p.kind == "component"]
    coverage = sum(p.coverage * p.max for p in parts) / dimension.max
    known = [p.score for p in parts if p.score is not None]
    whole = sum(known) if len(known) == len(parts) and coverage >= MIN_COVERAGE else None
    return Score(
        dimension=dimension.id,
        kind="total",
        score=None if whole is None else round(whole, 4),
        low=round(sum(p.low for p in parts), 4),
        high=round(sum(p.high for p in parts), 4),
        max=dimension.max,
        coverage=round(coverage, 4),
    )


def ranked(by_province: Mapping[str, Sequence[Score]]) -> dict[str, list[Score]]:
    """The scores with rank intervals: the best and the worst rank that the intervals allow."""
    lows: dict[str, list[float]] = {}
    highs: dict[str, list[float]] = {}
    for rows in by_province.values():
        for s in rows:
            lows.setdefault(s.dimension, []).append(s.low)
            highs.setdefault(s.dimension, []).append(s.high)
    for bounds in (*lows.values(), *highs.values()):
        bounds.sort()
    out: dict[str, list[Score]] = {}
    for province, rows in by_province.items():
        out[province] = [
            replace(
                s,  # those that are surely better, and those that may be no worse
                rank_best=1 + len(lows[s.dimension]) - bisect_right(lows[s.dimension], s.high),
                rank_worst=len(highs[s.dimension]) - bisect_left(highs[s.dimension], s.low),
            )
            for s in rows
        ]
    return out


def tally(findings: Iterable[Finding]) -> Counter[tuple[str, Status]]:
    """How many findings a check has of each status; tallies of provinces can be added up."""
    return Counter((finding.check_id, finding.status) for finding in findings)


def aggregates(counts: Counter[tuple[str, Status]]) -> list[Aggregate]:
    """For each check how many provinces pass, and how many do not fail."""
    rows = []
    for check_id in sorted({check_id for check_id, _ in counts}):
        n = {status: counts[check_id, status] for status in Status}
        of, blank = sum(n.values()), n[Status.UNKNOWN]
        some = n[Status.PASS] + n[Status.PARTIAL]
        rows.append(Aggregate(check_id, "pass", n[Status.PASS], n[Status.PARTIAL] + n[Status.FAIL], blank, of))
        rows.append(Aggregate(check_id, "not_fail", some, n[Status.FAIL], blank, of))
    return rows
