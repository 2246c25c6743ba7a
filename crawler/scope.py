"""Which hosts belong to a province, and how far each may be crawled."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from pages.urls import authority, belongs, host, registrable
from records.province import Province


class Reach(StrEnum):
    """How far a host is crawled."""

    OPEN = "open"  # the portal, its twin, its feedback hosts: page after page
    TOPICAL = "topical"  # another sub-domain of the province: the one page that a topical link leads to
    SERVICE = "service"  # the public service portal: its front page, to see that it answers
    OUT = "out"  # not the province's


# Names by which provinces call their channels to citizens (domain vocabulary, section 3).
_FEEDBACK_NAMES = frozenset(
    {
        "1022",
        "tongdai1022",
        "pakn",
        "paht",
        "gopy",
        "tuongtac",
        "phananh",
        "phananhkiennghi",
        "phananhhientruong",
        "phanhoi",
        "hoidap",
        "tiepcongdan",
        "tiepdan",
        "congdan",
        "duongdaynong",
        "doithoai",
    }
)
_SERVICE_NAMES = frozenset({"dichvucong", "dvc", "motcua", "hcc", "dichvucongtructuyen"})


class Scope:
    """The hosts of one province. `seen` are those that were really asked for something."""

    def __init__(self, province: Province) -> None:
        self._portal = registrable(authority(province.portal))
        self._named = {registrable(authority(province.portal))}
        for address in (province.feedback_portal, *province.extra_hosts):
            if address:
                self._named.add(registrable(authority(address) if "//" in address else address))
        self._service = registrable(authority(province.service_portal)) if province.service_portal else ""
        self.seen: dict[str, None] = {}
        self._reaches: dict[str, Reach] = {}  # by authority

    def adopt(self, url: str) -> None:
        """Crawl the host of `url` page after page: the home page led there, and it is the portal or its channel."""
        self._named.add(registrable(authority(url)))
        self._reaches.clear()

    def reach(self, url: str) -> Reach:
        """How far the host of `url` may be crawled."""
        name = authority(url)
        reach = self._reaches.get(name)
        if reach is None:
            reach = self._reaches[name] = self._reach(url)
        return reach

    def _reach(self, url: str) -> Reach:
        own = registrable(authority(url))
        if not own:
            return Reach.OUT
        if own in self._named:
            return Reach.OPEN
        if self._service and own == self._service:
            return Reach.SERVICE
        bare = registrable(host(url))
        if own != bare and bare in self._named:
            return Reach.OPEN  # the same host name on another port
        if not any(belongs(url, name) for name in self._named):
            return Reach.OUT
        first = bare.split(".")[0]
        if first in _FEEDBACK_NAMES:
            return Reach.OPEN
        return Reach.SERVICE if first in _SERVICE_NAMES else Reach.TOPICAL

    def is_portal(self, url: str) -> bool:
        """Whether `url` lies on the portal's own host (its www twin included)."""
        return registrable(authority(url)) == self._portal

    def move_portal(self, url: str) -> None:
        """The portal's home page ended at `url`: that host is the portal from now on."""
        self.adopt(url)
        self._portal = registrable(authority(url))

    def twin(self, left: str, right: str) -> bool:
        """Whether two addresses are on one host but for `www.`."""
        return registrable(authority(left)) == registrable(authority(right))


def origin(url: str) -> str:
    """`scheme://authority` of `url`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def endpoint(url: str) -> tuple[str, int]:
    """(host, port) that a connection for `url` goes to."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname or "", port
