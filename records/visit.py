"""The log of one visit: what was tried, what failed, what was not looked at and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class VisitStatus(StrEnum):
    """How a visit ended (interfaces.md, Statuses); RUNNING while it has not."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"  # budget or time ended first, or it was interrupted
    UNREACHABLE = "unreachable"
    BLOCKED = "blocked"  # robots, firewall, bot check


@dataclass(frozen=True, slots=True)
class Skipped:
    """A link that was found and not fetched, with the reason's code.

    Reasons: `budget_exhausted`, `time_exhausted`, `robots`, `out_of_scope`, `not_allowed_address`, `circuit_open`,
    `enough` (nothing wanted was open any more), `sampled_out`, `trap:<rule>`, `post_only`, `media` (no text inside).
    """

    url: str
    reason: str
    label: str = ""
    topics: tuple[str, ...] = ()
    depth: int = 0
    found_on: str = ""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page that needed a browser: why, and whether it was rendered (`error` says why not)."""

    url: str
    why: str
    done: bool
    error: str = ""


@dataclass(frozen=True, slots=True)
class StoreSearch:
    """One question to a store: `store` is `play` or `app_store`, `kind` is `search`, `developer` or `lookup`."""

    store: str
    kind: str
    query: str
    url: str
    outcome: str


@dataclass(frozen=True, slots=True)
class VisitLog:
    """What the crawler knows of one visit beside the captures; kept as a capture of kind LOG."""

    province: str
    status: VisitStatus
    started_at: datetime
    finished_at: datetime
    error: str = ""  # where status is not DONE, a reason's code: `dns`, `robots`, `bot_check`, `budget_exhausted`
    requests: int = 0
    pages_fetched: int = 0
    pages_rendered: int = 0
    wire_bytes: int = 0
    browser: bool = False  # whether a browser could be used
    complete: bool = True  # False for imported captures: what is missing was not looked at
    hosts: tuple[str, ...] = ()  # authorities (host, or host:port) that were held to belong to the province
    robots: dict[str, str] = field(default_factory=dict)  # authority -> `allowed`, `forbidden`, `unreachable`, ...
    skipped: tuple[Skipped, ...] = ()
    renderings: tuple[Rendering, ...] = ()
    store_searches: tuple[StoreSearch, ...] = ()
    notes: tuple[str, ...] = ()
    # Topic that links spoke of -> how the search for it ended: `read` (all that a link names so, and enough of what
    # hangs below), or the reason's code that ended the visit before.
    topics: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The log as UTF-8 JSON, for the archive."""
        return json.dumps(asdict(self), default=datetime.isoformat, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> VisitLog:
        """The inverse of `to_json`; ValueError, KeyError or TypeError on anything else."""
        data: dict[str, Any] = json.loads(raw)
        return cls(
            **{
                **data,
                "status": VisitStatus(data["status"]),
                "started_at": datetime.fromisoformat(data["started_at"]),
                "finished_at": datetime.fromisoformat(data["finished_at"]),
                "hosts": tuple(data["hosts"]),
                "skipped": tuple(Skipped(**{**s, "topics": tuple(s["topics"])}) for s in data["skipped"]),
                "renderings": tuple(Rendering(**r) for r in data["renderings"]),
                "store_searches": tuple(StoreSearch(**s) for s in data["store_searches"]),
                "notes": tuple(data["notes"]),
            }
        )
