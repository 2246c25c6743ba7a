"""How sure a finding is: the measured precision of its (check, status, reason) on labelled sites and pages.

`confidence.json` is made by `portal-audit evaluate --gold DIR --confidences audits/confidence.json` and holds counts
alone, so that the sealed half of the gold sets can feed it without being looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from audits.evaluation import Cell
from records.finding import Finding

# checks.md, A finding: empty until so many labelled cases exist.
MIN_CASES = 20
_FILE = Path(__file__).with_suffix(".json")


def counted(cells: Iterable[Cell]) -> dict[str, dict[str, int]]:
    """By `check/version/status/reason`: labelled cases in which the check found that, and how many were right."""
    cases: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for cell in cells:
        key = _key(cell.finding)
        cases[key] += 1
        right[key] += cell.right
    return {key: {"cases": cases[key], "right": right[key]} for key in sorted(cases)}


def confidence_of(finding: Finding, table: dict[str, dict[str, int]] | None = None) -> float | None:
    """The share of right ones among at least 20 labelled findings of the same kind; None where there are fewer.

    A changed rule is another version of its check, and its cases begin anew.
    """
    counts = (_table() if table is None else table).get(_key(finding))
    if counts is None or counts["cases"] < MIN_CASES:
        return None
    return round(float(counts["right"]) / float(counts["cases"]), 3)


def _key(finding: Finding) -> str:
    return f"{finding.check_id}/{finding.check_version}/{finding.status.value}/{finding.reason}"


@cache
def _table() -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = json.loads(_FILE.read_text("utf-8"))["counts"]
    return counts
