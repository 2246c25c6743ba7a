"""Judge one province: every check on its site, in the order of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from audits.checks import catalogue, unknown
from audits.confidence import confidence_of
from audits.site import Site
from records.finding import FeedbackItem, Finding


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one audit says of one province."""

    findings: tuple[Finding, ...]
    feedback_items: tuple[FeedbackItem, ...]
    faults: tuple[str, ...]  # checks that broke: ours to mend, `unknown`, `check_failed` for the reader


def judge(site: Site, as_of: date) -> Judgement:
    """All findings of `site` on `as_of`; a check that breaks is `unknown`, `check_failed`, and stops no other."""
    findings: list[Finding] = []
    faults: list[str] = []
    for one in catalogue().values():
        try:
            finding = one(site, as_of)
            findings.append(replace(finding, confidence=confidence_of(finding)))
        except Exception as error:
            faults.append(f"{one.check_id}: {type(error).__name__}: {error}")
            blank = unknown("check_failed")
            findings.append(
                Finding(one.check_id, one.version, blank.status, reason=blank.reason, observed_at=site.captured_at)
            )
    try:
        items = tuple(entry.record() for entry in site.feedback.until(as_of))
    except Exception as error:
        faults.append(f"feedback_items: {type(error).__name__}: {error}")
        items = ()
    return Judgement(tuple(findings), items, tuple(faults))
