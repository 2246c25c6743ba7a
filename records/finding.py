"""A check's answer for one province, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """A check's answer; `unknown` is not `fail` (checks.md)."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something stands: a stored capture, a place in it and the words.

    `locator` is a CSS selector, `page=2` in a PDF, or a JSON path. `quote` stands in the capture word for word;
    ` […] ` marks what was left out, the parts stand in order.
    """

    url: str
    captured_at: datetime
    sha256: str
    locator: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One row per province and check. `supports` bears the verdict, `looked_at` is what was read for it.

    Where an auditor's review stands, `status` is the review's, and `machine_status` what the check said (None: as
    `status`).
    """

    check_id: str
    check_version: int
    status: Status
    value: str = ""
    unit: str = ""
    reason: str = ""
    supports: tuple[Evidence, ...] = ()
    looked_at: tuple[Evidence, ...] = ()
    law: str = ""
    observed_at: datetime | None = None
    confidence: float | None = None
    machine_status: Status | None = None
    review_id: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """One listed question or reflection (phản ánh, kiến nghị), without a word of who asked.

    Dates are days in Asia/Ho_Chi_Minh; None where the page shows none.
    """

    url: str
    title_sha256: str
    asked_on: date | None = None
    answered_on: date | None = None
    due_on: date | None = None
    stage: str = ""
    agency: str = ""
    is_test: bool = False
