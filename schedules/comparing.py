"""What differs between two audits, finding by finding and score by score, and what made the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from records.finding import Finding
from records.visit import VisitStatus
from storage.rows import Audit
from storage.store import Store


class Cause(StrEnum):
    """Why a finding or a score differs."""

    SITE = "site"  # the evidence differs: the portal changed
    TIME = "time"  # the same captures, judged for another day
    RULE = "rule"  # another version of the check, or another rubric
    READING = "reading"  # another version of the readers
    CRAWL = "crawl"  # what one side rests on was not reached by the other
    REVIEW = "review"  # an auditor's verdict came, changed or fell
    FINDING = "finding"  # of a score: findings under it differ, each with a cause of its own


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding that differs; None where a side lacks it. `causes`: more than one where both changed at once."""

    province: str
    check_id: str
    before: Finding | None
    after: Finding | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class ScoreDifference:
    """One score that differs: (score, low, high) on each side, None where a side has no such dimension."""

    province: str
    dimension: str
    before: tuple[float | None, float, float] | None
    after: tuple[float | None, float, float] | None
    causes: tuple[Cause, ...]


# Reasons that speak of the crawl, not of the site: something was not reached, or not shown.
_NOT_REACHED = frozenset(
    {
        "page_unreachable", "budget_exhausted", "not_looked_at", "not_in_archive", "blocked_by_robots", "bot_check",
        "needs_browser", "render_failed", "not_measured", "store_not_searched", "store_unreachable", "unreachable",
    }
)  # fmt: skip
_BAD = (VisitStatus.UNREACHABLE.value, VisitStatus.BLOCKED.value)


def differences(store: Store, a: Audit, b: Audit) -> Iterator[Difference]:
    """Every finding that audit `b` says otherwise than `a`, by province and check; of provinces that both judged."""
    before, after = store.findings(a.audit_id), store.findings(b.audit_id)
    for province in sorted(before.keys() & after.keys()):
        old = {f.check_id: f for f in before[province]}
        new = {f.check_id: f for f in after[province]}
        bodies = None
        for check_id in sorted(old.keys() | new.keys()):
            one, other = old.get(check_id), new.get(check_id)
            if one is None or other is None:
                yield Difference(province, check_id, one, other, (Cause.RULE,))
            elif _said(one) != _said(other):
                if bodies is None:
                    bodies = _Bodies(store, a, b, province)
                yield Difference(province, check_id, one, other, _causes(one, other, a, b, bodies))


def score_differences(store: Store, a: Audit, b: Audit) -> Iterator[ScoreDifference]:
    """Every score that differs; `rule` where the rubric does, `finding` where findings do."""
    rubric = a.rubric_sha256 != b.rubric_sha256
    before, after = store.scores(a.audit_id), store.scores(b.audit_id)
    status = [
        {p: {f.check_id: f.status for f in rows} for p, rows in store.findings(x.audit_id).items()} for x in (a, b)
    ]
    for province in sorted(before.keys() & after.keys()):
        old = {s.dimension: (s.score, s.low, s.high) for s in before[province]}
        new = {s.dimension: (s.score, s.low, s.high) for s in after[province]}
        changed = status[0].get(province) != status[1].get(province)
        causes = tuple(c for c, holds in ((Cause.RULE, rubric), (Cause.FINDING, changed)) if holds)
        for dimension in dict.fromkeys((*old, *new)):
            if old.get(dimension) != new.get(dimension):
                yield ScoreDifference(province, dimension, old.get(dimension), new.get(dimension), causes)


def _said(finding: Finding) -> tuple[str, ...]:
    machine = finding.machine_status or finding.status
    return (finding.status.value, machine.value, finding.value, finding.reason)


class _Bodies:
    """Hashes of what each side's visit of a province kept, by address."""

    def __init__(self, store: Store, a: Audit, b: Audit, province: str) -> None:
        self.same_run = a.run_id == b.run_id
        self.kept: list[Mapping[str, frozenset[str]]] = []
        self.down = []
        for audit in (a, b):
            found: dict[str, set[str]] = {}
            for row in store.captures(audit.run_id, province):
                found.setdefault(row.url, set()).add(row.sha256)
            self.kept.append({url: frozenset(hashes) for url, hashes in found.items()})
            visit = store.counting_visit(audit.run_id, province)
            self.down.append(visit is None or visit.visit_status in _BAD)


def _causes(one: Finding, other: Finding, a: Audit, b: Audit, bodies: _Bodies) -> tuple[Cause, ...]:
    if _said(one)[1:] == _said(other)[1:]:  # the machine says the same
        return (Cause.REVIEW,)
    if one.check_version != other.check_version:
        return (Cause.RULE,)
    reading, time = a.reader_version != b.reader_version, a.as_of != b.as_of
    inner = tuple(c for c, holds in ((Cause.READING, reading), (Cause.TIME, time)) if holds)
    if bodies.same_run:
        # An audit after `run --into`: another attempt of the visit counts.
        return inner or (Cause.CRAWL,)
    if bodies.down[0] != bodies.down[1] or (one.reason in _NOT_REACHED) != (other.reason in _NOT_REACHED):
        return (Cause.CRAWL,)
    moved = missed = False
    for finding, there in ((one, 1), (other, 0)):
        # What was looked at counts where nothing bears the verdict: 'not found' falls when something is found.
        for evidence in finding.supports or finding.looked_at:
            kept = bodies.kept[there].get(evidence.url)
            if kept is None:
                missed = True
            elif evidence.sha256 not in kept:
                moved = True
    if moved:
        return (Cause.SITE,)
    if missed:
        # A page that is not there on the other side: gone or new, where what names it changed; else it was not reached.
        return (Cause.SITE,) if _links_moved(one, other, bodies) else (Cause.CRAWL,)
    return inner or (Cause.SITE,)


def _links_moved(one: Finding, other: Finding, bodies: _Bodies) -> bool:
    """Whether a page that both visits kept, and either finding looked at, has other bytes."""
    urls = {e.url for f in (one, other) for e in (*f.supports, *f.looked_at)}
    shared = urls & bodies.kept[0].keys() & bodies.kept[1].keys()
    if not shared:
        shared = bodies.kept[0].keys() & bodies.kept[1].keys()
    return any(bodies.kept[0][url] != bodies.kept[1][url] for url in shared)
