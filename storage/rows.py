"""What the store gives back where `records` has no noun for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from records.capture import Capture
from records.finding import Finding


@dataclass(frozen=True, slots=True)
class Located:
    """Where a capture lies: an archive file relative to the archive's root, and its record's first byte."""

    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl over a registry or over named provinces.

    `kind` is full or single; `status` running, done, interrupted or suspect.
    """

    run_id: str
    kind: str
    status: str
    registry_version: str
    registry_sha256: str
    started_at: datetime
    finished_at: datetime | None
    code_version: str
    user_agent: str
    vantage: str


@dataclass(frozen=True, slots=True)
class RunProvince:
    """A province as the run's registry had it; `province` is its slug."""

    province: str
    code: str
    name: str
    portal_url: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One attempt at one province; `log` is the VisitLog as JSON, '' while it runs."""

    run_id: str
    province: str
    attempt: int
    visit_status: str
    pages_fetched: int
    pages_rendered: int
    requests: int
    bytes: int
    started_at: datetime
    finished_at: datetime | None
    error: str
    log: str

    @property
    def open(self) -> bool:
        """Whether it has not come to its own end: it runs, was killed, or was interrupted."""
        return self.finished_at is None or self.error == INTERRUPTED


INTERRUPTED = "interrupted"  # the VisitLog.error of a visit that Ctrl-C ended


@dataclass(frozen=True, slots=True)
class KeptCapture:
    """A capture's row: what the archive's record says of itself, and where it lies. `bytes` is the size of `body`."""

    url: str
    final_url: str
    fetched_at: datetime
    kind: str
    outcome: str
    http_status: int | None
    media_type: str
    bytes: int
    sha256: str
    depth: int
    topic: str
    found_on: str
    label: str
    tries: int
    elapsed_ms: int | None
    peer: str
    error: str
    quality: float | None
    warc_file: str
    warc_offset: int

    @classmethod
    def of(cls, capture: Capture, located: Located, quality: float | None = None) -> KeptCapture:
        """The row of a capture that the archive has written; `quality` as pages/ gives it, None where unread."""
        return cls(
            url=capture.url,
            final_url=capture.final_url,
            fetched_at=capture.fetched_at,
            kind=capture.kind.value,
            outcome=capture.outcome.value,
            http_status=capture.http_status,
            media_type=capture.media_type,
            bytes=len(capture.body),
            sha256=capture.sha256,
            depth=capture.depth,
            topic=capture.topic,
            found_on=capture.found_on,
            label=capture.label,
            tries=capture.tries,
            elapsed_ms=capture.elapsed_ms,
            peer=capture.peer,
            error=capture.error,
            quality=quality,
            warc_file=located.file,
            warc_offset=located.offset,
        )

    @property
    def located(self) -> Located:
        """Where its record lies."""
        return Located(self.warc_file, self.warc_offset)


@dataclass(frozen=True, slots=True)
class Audit:
    """One judging of a run's captures as of a day, by one rubric."""

    audit_id: str
    run_id: str
    as_of: date
    rubric: str
    rubric_version: str
    rubric_sha256: str
    reader_version: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PastFinding:
    """What one audit said of one province and check, with the run it belongs to."""

    run_id: str
    audit_id: str
    kind: str
    run_status: str
    registry_version: str
    started_at: datetime
    as_of: date
    finding: Finding
