"""What one request or one rendering brought, exactly as it came."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a capture is a picture of."""

    RESPONSE = "response"  # an HTTP response, as it came
    RENDERED = "rendered"  # the DOM after a browser ran the page's scripts, serialised as HTML
    DATA = "data"  # JSON that a rendered page loaded by itself
    MEASUREMENT = "measurement"  # facts only the visit can know (certificate, redirect), as JSON
    SCREENSHOT = "screenshot"  # what a browser showed of a page at a telephone's width, as JPEG
    FAILURE = "failure"  # a request that brought no response: outcome and error alone
    LOG = "log"  # the visit's log, as JSON


class Outcome(StrEnum):
    """How a request ended; closed, so that totals over it mean something."""

    OK = "ok"  # any 1xx-3xx answer that was read in full
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    RESET = "reset"
    TLS = "tls"
    PROTOCOL = "protocol"  # bytes that are no HTTP, or a body that cannot be decoded
    HTTP_4XX = "http_4xx"
    HTTP_5XX = "http_5xx"
    RATE_LIMITED = "rate_limited"  # 429, or 503 with Retry-After
    ROBOTS = "robots"  # robots.txt forbids it: not requested
    TOO_LARGE = "too_large"
    NOT_ALLOWED_ADDRESS = "not_allowed_address"
    REDIRECT_LOOP = "redirect_loop"
    OUT_OF_SCOPE = "out_of_scope"  # a redirect that leaves the province's hosts: not followed
    NOT_IN_ARCHIVE = "not_in_archive"  # imported captures do not hold it: nothing is known of it

    @property
    def retryable(self) -> bool:
        """Whether the same request may fare better later."""
        return self in _RETRYABLE


_RETRYABLE = frozenset(
    {
        Outcome.DNS,
        Outcome.REFUSED,
        Outcome.TIMEOUT,
        Outcome.RESET,
        Outcome.HTTP_5XX,
        Outcome.RATE_LIMITED,
    }
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, rendered DOM, measurement or failure.

    `url` is what was asked for. A redirect is a capture of its own (status 3xx, its Location in `headers`), and
    the target another; `final_url` of both is where the chain ended. `wire_body` are the bytes as they came,
    `body` the same after content-encoding was undone (equal where there was none); `sha256` is of `body`, in hex.
    `elapsed_ms` is the time to first byte. `tries` counts requests made for it. `depth` is the number of clicks
    from the home page on the way that it was found, `found_on` the page that links it, `label` the link's text.
    `not_modified`: the server answered 304 to a conditional request; status and bodies are those of the answer before.
    """

    url: str
    final_url: str
    fetched_at: datetime
    kind: Kind
    outcome: Outcome
    http_status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    wire_body: bytes = b""
    body: bytes = b""
    depth: int = 0
    topic: str = ""
    found_on: str = ""
    label: str = ""
    elapsed_ms: int | None = None
    tries: int = 1
    peer: str = ""
    error: str = ""
    not_modified: bool = False

    @property
    def sha256(self) -> str:
        """SHA-256 of `body` in hex."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def rendered(self) -> bool:
        """Whether a browser made it."""
        return self.kind in (Kind.RENDERED, Kind.DATA)

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def media_type(self) -> str:
        """The declared media type without parameters, lower-case; '' where none was declared."""
        return (self.header("content-type") or "").split(";")[0].strip().lower()

    @property
    def readable(self) -> bool:
        """Whether there is a body that answers for the page: a 2xx response or a rendered DOM."""
        if self.kind in (Kind.RENDERED, Kind.DATA):
            return True
        return self.kind is Kind.RESPONSE and self.http_status is not None and 200 <= self.http_status < 300
