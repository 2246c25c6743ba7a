"""An auditor's verdict over the machine's (thẩm định), and how long it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from records.finding import Finding, Status


@dataclass(frozen=True, slots=True)
class Review:
    """What `by` says of one check of a province, for `why`. Reviews are only added: a newer one takes the place.

    `evidence_key` is that of the finding it was given for (`evidence_key`), `machine_status` what the machine said
    there by `check_version`. `valid_until` is the last day that it stands; None: for as long as the evidence does.
    """

    review_id: str
    run_id: str
    province: str
    check_id: str
    status: Status
    why: str
    by: str
    made_at: datetime
    evidence_url: str
    valid_until: date | None
    evidence_key: str
    machine_status: Status
    check_version: int


def evidence_key(finding: Finding) -> str:
    """A hash of what a finding rests on: the machine's verdict, its reason, and the words or bytes that bear it.

    Words count where a finding quotes them, else the page's bytes: a counter in a page's foot takes no review away.
    Where nothing bears it ('not found'), the places that were looked at count by their addresses.
    """
    machine = finding.machine_status or finding.status
    if finding.supports:
        borne = sorted({(e.url, e.quote or e.sha256) for e in finding.supports})
    else:
        borne = sorted({(e.url, "") for e in finding.looked_at})
    text = json.dumps([machine.value, finding.reason, borne], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def newest(reviews: Iterable[Review]) -> dict[tuple[str, str], Review]:
    """By (province, check) the review that was made last."""
    found: dict[tuple[str, str], Review] = {}
    for review in sorted(reviews, key=lambda r: (r.made_at, r.review_id)):
        found[review.province, review.check_id] = review
    return found


def fallen(review: Review, finding: Finding, as_of: date) -> str:
    """Why a review does not stand over `finding` on `as_of`: `expired`, `evidence_changed`, or ''."""
    if review.valid_until is not None and as_of > review.valid_until:
        return "expired"
    return "" if review.evidence_key == evidence_key(finding) else "evidence_changed"


def overruled(findings: Sequence[Finding], reviews: Iterable[Review], as_of: date) -> tuple[Finding, ...]:
    """The findings of one province with its reviews where they stand; what the machine said is kept beside."""
    given = {review.check_id: review for review in newest(reviews).values()}
    made = []
    for finding in findings:
        machine = finding.machine_status or finding.status
        finding = replace(finding, status=machine, machine_status=machine, review_id="")
        review = given.get(finding.check_id)
        if review is not None and not fallen(review, finding, as_of):
            finding = replace(finding, status=review.status, review_id=review.review_id)
        made.append(finding)
    return tuple(made)
