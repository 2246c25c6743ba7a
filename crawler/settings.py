"""What a crawl may do and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

# Product token that robots.txt files address us by (RFC 9309, 2.2.1).
ROBOTS_AGENT = "portal-audit"


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and manners of one run; interfaces.md, Settings, names the ones an operator sets.

    `host_delay_seconds` 0 is for loopback alone: then nothing waits on purpose, neither for a site's own delay nor
    for the stores' (a test of 63 portals would take hours else). `max_pages` 0 means no limit. `render` is `auto`,
    `never` or `always`. `focus` False crawls breadth-first. `max_bytes` bounds what one portal may send in a visit.
    """

    user_agent: str = "portal-audit"
    contact: str = ""
    host_delay_seconds: float = 1.0
    host_concurrency: int = 1
    max_pages: int = 150
    portal_time_limit_seconds: float = 900.0
    request_timeout_seconds: float = 20.0
    max_body_bytes: int = 10 * 2**20
    max_bytes: int = 300 * 2**20
    allow_private_hosts: bool = False
    extra_ca_file: Path | None = None
    chromium_path: str | None = None
    render: str = "auto"
    focus: bool = True
    play_store_url: str = "https://play.google.com"
    app_store_url: str = "https://itunes.apple.com"

    @property
    def agent_header(self) -> str:
        """The User-Agent header: `portal-audit/1.0 (+https://contact)`."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent
