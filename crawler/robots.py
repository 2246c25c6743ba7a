"""robots.txt under RFC 9309: what a site allows us to read, and at which pace."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from crawler.settings import ROBOTS_AGENT

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least 500 KiB must be read, the rest may be ignored
MAX_HOPS = 5  # RFC 9309, 2.3.1.2
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one authority.

    `state`: `rules` (a file that was read), `none` (4xx: all allowed), `unreachable` (network, 5xx or 429: nothing
    allowed), `copy` (unreachable now, an earlier copy holds).
    """

    state: str
    rules: Protego | None = None

    def allow(self, url: str) -> bool:
        """Whether `url` may be requested."""
        if self.rules is None:
            return self.state == "none"
        return bool(self.rules.can_fetch(url, ROBOTS_AGENT))

    @property
    def crawl_delay(self) -> float:
        """Seconds between requests that the file asks for, 0 where it does not."""
        delay = self.rules.crawl_delay(ROBOTS_AGENT) if self.rules is not None else None
        return float(delay) if delay else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the file names."""
        return tuple(self.rules.sitemaps)[:10] if self.rules is not None else ()


NONE = Rules("none")
UNREACHABLE = Rules("unreachable")


def parse(body: bytes, state: str = "rules") -> Rules:
    """The rules in a robots.txt file: bytes of any kind, HTML by mistake included, which holds no rules."""
    text = body[:MAX_BYTES].removeprefix(_BOM).decode("utf-8", "replace").removeprefix("\ufeff")
    return Rules(state, Protego.parse(text.replace("\x00", "")))


def from_answer(status: int | None, body: bytes) -> Rules:
    """The rules that an answer for /robots.txt stands for (RFC 9309, 2.3.1); `status` None: none came."""
    if status is None or status >= 500 or status == 429:
        return UNREACHABLE
    if 200 <= status < 300:
        return parse(body)
    return NONE
