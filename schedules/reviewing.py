"""Auditors' work: which findings most need an eye, blind samples for a second rating, and how far raters agree."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from audits.rubric import Rubric
from records.finding import Finding, Status
from records.review import Review, fallen, newest
from storage.rows import Audit
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Queued:
    """A finding that wants an eye: how much (`need`, larger is more), and why (`reasons`)."""

    province: str
    finding: Finding
    need: float
    reasons: tuple[str, ...]


# Where nobody has measured a check's confidence it is taken for a coin's; an answer is then worth an eye.
_NO_CONFIDENCE = 0.5
# What a day or a share near its threshold, a change since the run before, and a fallen review add, in the measure of
# a full point of the score that is wholly unsure.
_CHANGED, _FALLEN, _NEAR = 0.5, 2.0, 0.25
# Ages in days at which a check's answer turns (checks.md).
_BOUNDS = {
    "timeliness.reception_schedule": (92,),
    "timeliness.feedback_response": (92, 183),
    "timeliness.news": (7, 30),
    "timeliness.legal_documents": (31, 92),
    "timeliness.app_update": (365, 730),
    "transparency.handling_report": (183,),
}
_NEAR_SHARE = 0.1  # of the bound


def queue(store: Store, audit: Audit, rubric: Rubric) -> list[Queued]:
    """The findings of an audit, those that most need an eye first.

    Doubt (1 - confidence; unknown counts as a coin) times the share of the score that the check decides, and more
    where the day is near a threshold, where the finding changed since the run before, or where a review fell.
    """
    weights: dict[str, float] = {}
    heaviest = {d.id: sum(line.weight for line in rubric.lines if line.dimension == d.id) for d in rubric.dimensions}
    for line in rubric.lines:
        if line.check:
            weights[line.check] = weights.get(line.check, 0.0) + line.weight / heaviest[line.dimension]
    earlier = _before(store, audit)
    reviews = newest(store.reviews())
    found = []
    for province, findings in store.findings(audit.audit_id).items():
        for finding in findings:
            one = _queued(
                province, finding, weights.get(finding.check_id, 0.0), earlier.get(province, {}), reviews, audit
            )
            if one is not None:
                found.append(one)
    return sorted(found, key=lambda q: (-q.need, q.province, q.finding.check_id))


def _queued(
    province: str,
    finding: Finding,
    weight: float,
    earlier: Mapping[str, Finding],
    reviews: Mapping[tuple[str, str], Review],
    audit: Audit,
) -> Queued | None:
    review = reviews.get((province, finding.check_id))
    if review is not None and finding.review_id == review.review_id:
        return None  # an auditor has seen it
    unknown = finding.status is Status.UNKNOWN
    if unknown and finding.reason == "not_applicable":
        return None
    sure = _NO_CONFIDENCE if unknown or finding.confidence is None else finding.confidence
    need, reasons = weight * (1 - sure), []
    if need:
        reasons.append("unknown" if unknown else f"confidence {sure:.0%}")
    before = earlier.get(finding.check_id)
    if before is not None and (before.machine_status or before.status) is not (
        finding.machine_status or finding.status
    ):
        need += weight * _CHANGED
        reasons.append(f"was {(before.machine_status or before.status).value}")
    if _near(finding, audit):
        need += weight * _NEAR
        reasons.append("near a threshold")
    if review is not None and (why := fallen(review, finding, audit.as_of)):
        need += _FALLEN
        reasons.append(f"review {review.review_id} fell: {why}")
    return Queued(province, finding, round(need, 4), tuple(reasons)) if reasons else None


def _machine(finding: Finding) -> Status:
    return finding.machine_status or finding.status


def _near(finding: Finding, audit: Audit) -> bool:
    if finding.unit != "date" or len(finding.value) != 10:
        return False
    age = (audit.as_of - audit.as_of.fromisoformat(finding.value)).days
    return any(abs(age - bound) <= _NEAR_SHARE * bound for bound in _BOUNDS.get(finding.check_id, ()))


def _before(store: Store, audit: Audit) -> dict[str, dict[str, Finding]]:
    """By province and check what the run before said."""
    runs = [r for r in store.runs() if r.kind == "full"]
    at = next((n for n, r in enumerate(runs) if r.run_id == audit.run_id), None)
    if at is None or at + 1 >= len(runs):
        return {}
    earlier = store.default_audit(runs[at + 1].run_id)
    if earlier is None:
        return {}
    return {p: {f.check_id: f for f in rows} for p, rows in store.findings(earlier.audit_id).items()}


def sample(store: Store, audit: Audit, n: int, seed: int) -> list[tuple[str, Finding]]:
    """`n` findings of an audit drawn at random, the same for the same seed, by province and check."""
    every = [(p, f) for p, rows in sorted(store.findings(audit.audit_id).items()) for f in rows]
    drawn = random.Random(seed).sample(every, min(n, len(every)))
    return sorted(drawn, key=lambda pair: (pair[0], pair[1].check_id))


# -- agreement ------------------------------------------------------------------------------------------------

Ratings = Mapping[tuple[str, str], str]  # (province, check) -> status


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far raters agree on `n` findings: None where chance explains everything or there is nothing to compare."""

    n: int
    same: float | None
    alpha: float | None
    kappa: float | None


def agreement(raters: Sequence[Ratings]) -> Agreement:
    """Krippendorff's alpha (nominal, any number of raters, gaps allowed) and Cohen's kappa (of the first two)."""
    units = [[r[key] for r in raters if key in r] for key in sorted({key for r in raters for key in r})]
    units = [unit for unit in units if len(unit) >= 2]
    pairs = [(a, b) for unit in units for a, b in permutations(unit, 2)]
    same = sum(a == b for a, b in pairs) / len(pairs) if pairs else None
    both = [(raters[0][key], raters[1][key]) for key in sorted(raters[0].keys() & raters[1].keys())]
    return Agreement(len(units), same, krippendorff_alpha(units), cohen_kappa(both))


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal values; each unit holds the values that its raters gave (2011, 'Computing ...').

    None where all values are one: agreement then cannot be told from habit. The library of that name is GPL.
    """
    coincidences: Counter[tuple[str, str]] = Counter()
    for unit in units:
        for a, b in permutations(unit, 2):
            coincidences[a, b] += 1 / (len(unit) - 1)  # type: ignore[assignment]
    totals: Counter[str] = Counter()
    for (a, _), count in coincidences.items():
        totals[a] += count
    n = sum(totals.values())
    expected = n * n - sum(count * count for count in totals.values())
    if n < 2 or not expected:
        return None
    observed = sum(count for (a, b), count in coincidences.items() if a != b)
    return 1 - (n - 1) * observed / expected


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters; None where chance explains everything."""
    n = len(pairs)
    if not n:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[value] * second[value] for value in first) / (n * n)
    if chance == 1:
        return None
    return (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)
