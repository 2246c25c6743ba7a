"""The read model that checks get: one province's captures, understood once, and what was not looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pages.confined import read_confined
from pages.memory import remembered_page
from pages.page import Link, Page, State
from pages.read import is_document, read
from pages.topics import Topic, topics_of_link, topics_of_page
from pages.urls import authority, belongs, canonical
from pages.wording import words_of
from records.capture import Capture, Kind, Outcome
from records.finding import Evidence
from records.province import Province
from records.visit import Skipped, VisitLog

if TYPE_CHECKING:
    from audits.apps import Apps
    from audits.citizens import Citizen
    from audits.feedbacks import Feedbacks
    from audits.receptions import Receptions

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# From this weight on a link is held to name its topic; below it, it only may lead there (pages/topics.py).
NAMES = 0.6
# checks.md: 'every link found within three clicks'.
CLICKS = 3

# Why a link that was followed brought nothing that could be judged; 404 and 410 are an answer: it is dead.
_OUTCOME_REASON = {
    Outcome.ROBOTS: "blocked_by_robots",
    Outcome.NOT_ALLOWED_ADDRESS: "not_allowed_address",
    Outcome.TOO_LARGE: "too_large",
    Outcome.NOT_IN_ARCHIVE: "not_in_archive",
    Outcome.RATE_LIMITED: "rate_limited",
}
_STATE_REASON = {
    State.BLOCKED: "bot_check",
    State.SHELL: "needs_browser",
    State.SCAN: "needs_ocr",
    State.LOGIN: "login_required",
}
_DEAD_STATES = frozenset({State.SOFT_404, State.CONSTRUCTION, State.PARKED, State.EMPTY})
_SKIP_REASON = {
    "robots": "blocked_by_robots",
    "budget_exhausted": "budget_exhausted",
    "time_exhausted": "budget_exhausted",
    "circuit_open": "page_unreachable",
    "not_allowed_address": "not_allowed_address",
    "enough": "not_looked_at",
    "sampled_out": "not_looked_at",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One capture understood; the bytes are gone, their hash is kept. `page` is None where nothing can be read.

    `context` is what led there: labels and menu trails of the links to it, the likeliest first.
    """

    url: str
    final_url: str
    fetched_at: datetime
    kind: Kind
    outcome: Outcome
    http_status: int | None
    sha256: str
    depth: int
    topic: str
    label: str
    found_on: str
    elapsed_ms: int | None
    location: str
    page: Page | None
    body: str = ""  # kept for JSON and store pages only

    def evidence(self, quote: str = "", locator: str = "") -> Evidence:
        """This capture as evidence, with the words that count."""
        return Evidence(self.url, self.fetched_at, self.sha256, locator, quote)

    @property
    def dead(self) -> bool:
        """Whether the address is known to hold nothing: 404, 410, or a page that says so."""
        if self.http_status in (404, 410):
            return True
        return self.page is not None and self.page.state in _DEAD_STATES

    @property
    def why_not(self) -> str:
        """Why this capture can carry no verdict: a reason's code, or '' where it can (a dead end can)."""
        if self.dead:
            return ""
        if self.outcome is not Outcome.OK:
            return _OUTCOME_REASON.get(self.outcome, "page_unreachable")
        if self.page is None:
            return "unreadable"
        if self.page.state is State.ERROR:
            return "unreadable" if self.page.media != "html" else "page_unreachable"
        if self.page.needs_browser and self.kind is Kind.RESPONSE and not self.page.text().strip():
            return "needs_browser"
        return _STATE_REASON.get(self.page.state, "")


@dataclass(frozen=True, slots=True)
class Inbound:
    """A link to a page: where it stands, and how strongly it names a topic."""

    source: str
    link: Link
    topics: Mapping[Topic, float]


@dataclass(frozen=True, slots=True)
class Search:
    """Where a topic was looked for. `open` is empty when a `fail` would be honest, else the first reason's code."""

    looked_at: tuple[Evidence, ...]
    open: str
    open_urls: tuple[str, ...]


def understand(capture: Capture) -> Seen:
    """One capture, read; keeps no bytes but those of JSON and store pages."""
    page = None
    if capture.kind is Kind.LOG:
        raise ValueError("the log is no page")
    if capture.readable and capture.body:
        header = capture.header("content-type") or ""
        charset = header.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
        reader = read_confined if is_document(capture.body, capture.media_type) else read
        page = remembered_page(
            (capture.sha256, capture.url, capture.media_type, charset),
            lambda: reader(capture.body, url=capture.url, media_type=capture.media_type, charset_header=charset),
        )
    keep = capture.kind is Kind.MEASUREMENT or capture.topic == "store"
    return Seen(
        url=capture.url,
        final_url=capture.final_url,
        fetched_at=capture.fetched_at,
        kind=capture.kind,
        outcome=capture.outcome,
        http_status=capture.http_status,
        sha256=capture.sha256,
        depth=capture.depth,
        topic=capture.topic,
        label=capture.label,
        found_on=capture.found_on,
        elapsed_ms=capture.elapsed_ms,
        location=capture.header("location") or "",
        page=page,
        body=capture.body.decode("utf-8", "replace") if keep else "",
    )


class Site:
    """One province as one visit saw it."""

    def __init__(self, province: Province, seen: Sequence[Seen], log: VisitLog) -> None:
        self.province = province
        self.seen = tuple(seen)
        self.log = log
        self._words: dict[int, str] = {}

    @classmethod
    def of(cls, province: Province, captures: Iterable[Capture], log: VisitLog | None = None) -> Site:
        """Build from captures alone; the LOG among them is the log where none is given."""
        seen: list[Seen] = []
        for capture in captures:
            if capture.kind is Kind.LOG:
                log = log or VisitLog.from_json(capture.body)
            elif capture.kind is not Kind.SCREENSHOT:  # for people's eyes
                seen.append(understand(capture))
        if log is None:
            raise ValueError(f"{province.slug}: the captures hold no visit log")
        return cls(province, seen, log)

    # -- time ----------------------------------------------------------------------------------------

    @cached_property
    def captured_at(self) -> datetime:
        """When the visit began to see: the first capture's time, else the visit's own."""
        return min((s.fetched_at for s in self.seen), default=self.log.started_at)

    @cached_property
    def captured_on(self) -> date:
        """The day of `captured_at` in Vietnam."""
        return self.captured_at.astimezone(VIETNAM).date()

    # -- pages ---------------------------------------------------------------------------------------

    @cached_property
    def _redirects(self) -> dict[str, str]:
        hops: dict[str, str] = {}
        for s in self.seen:
            if s.kind is Kind.RESPONSE and s.location and s.http_status and 300 <= s.http_status < 400:
                hops[canonical(s.url)] = canonical(s.final_url)
        return hops

    def address(self, url: str) -> str:
        """The identity of the page behind `url`: canonical, redirects followed."""
        key = canonical(url)
        for _ in range(10):
            target = self._redirects.get(key)
            if target is None or target == key:
                break
            key = target
        return key

    @cached_property
    def by_address(self) -> dict[str, Seen]:
        """The best capture of each address: a rendering before a response, a response before a failure."""
        rank = {Kind.RENDERED: 2, Kind.RESPONSE: 1, Kind.FAILURE: 0}
        best: dict[str, Seen] = {}
        for s in self.seen:
            if s.kind not in rank or (s.http_status and 300 <= s.http_status < 400 and s.location):
                continue
            key = self.address(s.url)
            old = best.get(key)
            if old is None or rank[s.kind] > rank[old.kind] or (old.page is None and s.page is not None):
                best[key] = s
        return best

    @cached_property
    def pages(self) -> tuple[Seen, ...]:
        """Every page and document of the province that can be read, nearest to the home page first."""
        own = (
            s
            for s in self.by_address.values()
            if s.page is not None and s.topic not in ("robots", "sitemap", "store") and s.page.media != "json"
        )
        return tuple(sorted(own, key=lambda s: (self.clicks(s.url) if self.clicks(s.url) is not None else 99, s.url)))

    @cached_property
    def data(self) -> tuple[Seen, ...]:
        """JSON that rendered pages loaded."""
        return tuple(s for s in self.seen if s.kind is Kind.DATA and s.page is not None)

    def words(self, seen: Seen) -> str:
        """All of a page's words without diacritics, for cheap probes before a reader is asked."""
        if id(seen) not in self._words:
            self._words[id(seen)] = words_of(seen.page) if seen.page is not None else ""
        return self._words[id(seen)]

    def at(self, url: str) -> Seen | None:
        """What was seen at `url`, redirects followed."""
        return self.by_address.get(self.address(url))

    def measurement(self, name: str) -> Seen | None:
        """The live measurement of that name."""
        marker = f'"measure":"{name}"'
        return next(
            (s for s in self.seen if s.kind is Kind.MEASUREMENT and marker in s.body.replace('": "', '":"')), None
        )

    @cached_property
    def home(self) -> Seen | None:
        """The portal's home page, rendered where it was; None where it was not seen at all."""
        parts = urlsplit(self.province.portal)
        root = f"{parts.scheme}://{parts.netloc}/"
        hosts = [parts.netloc]
        hosts.append(parts.netloc.removeprefix("www.") if parts.netloc.startswith("www.") else f"www.{parts.netloc}")
        schemes = [parts.scheme, "https" if parts.scheme == "http" else "http"]
        candidates = [self.province.portal, root, *(f"{s}://{h}{parts.path or '/'}" for s in schemes for h in hosts)]
        found = next((s for url in candidates if (s := self.at(url)) is not None), None)
        return found or next((s for s in self.by_address.values() if s.topic == "home"), None)

    @cached_property
    def home_page(self) -> Page | None:
        """The home page's content, where its navigation could be read."""
        return None if self.home is None or self.home_why_not else self.home.page

    @cached_property
    def home_why_not(self) -> str:
        """Why the home page's navigation was not read: a reason's code, or ''."""
        home = self.home
        if home is None or home.outcome is not Outcome.OK:
            if self.log.error in ("robots", "blocked_by_robots") or (home and home.outcome is Outcome.ROBOTS):
                return "blocked_by_robots"
            if home is not None and home.outcome is Outcome.NOT_ALLOWED_ADDRESS:
                return "not_allowed_address"
            if not self.log.complete and home is None:
                return "not_in_archive"
            if home is not None and home.http_status in (401, 403):
                return "bot_check"
            return "home_unreachable"
        if home.page is None:
            return "home_unreachable"
        if home.page.state in (State.BLOCKED, State.SHELL):
            return _STATE_REASON[home.page.state]
        if home.page.needs_browser and home.kind is not Kind.RENDERED:
            return "needs_browser"
        if home.page.state in (State.ERROR, State.SOFT_404, State.PARKED, State.LOGIN):
            return "home_unreachable"
        return ""

    # -- the way there -------------------------------------------------------------------------------

    @cached_property
    def inbound(self) -> dict[str, list[Inbound]]:
        """The links that lead to each address, as found on the pages that were read."""
        found: dict[str, list[Inbound]] = {}
        known: set[tuple[str, str]] = set()
        for s in self.by_address.values():
            if s.page is None or s.topic == "store":
                continue
            here = self.address(s.url)
            for link in s.page.links:
                key = (link.url, link.label)
                if key in known:  # site-wide menus repeat on every page: the first page is enough
                    continue
                known.add(key)
                target = self.address(link.url)
                if target != here:
                    found.setdefault(target, []).append(Inbound(here, link, topics_of_link(link)))
        return found

    @cached_property
    def _clicks(self) -> dict[str, int]:
        """Clicks from the home page, by the shortest link path; opening a menu costs nothing."""
        home = self.home
        if home is None:
            return {}
        start = self.address(home.url)
        clicks = {start: 0}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            s = self.by_address.get(here)
            if s is None or s.page is None:
                continue
            targets = [link.url for link in s.page.links] + list(s.page.frames)
            for url in targets:
                target = self.address(url)
                if target not in clicks:
                    clicks[target] = clicks[here] + 1
                    queue.append(target)
        return clicks

    def clicks(self, url: str) -> int | None:
        """Clicks from the home page to `url`; None where no path of links leads there."""
        return self._clicks.get(self.address(url))

    def context(self, seen: Seen) -> str:
        """What the links to a page call it: the labels and trails of links that name an audited topic first."""
        inbound = self.inbound.get(self.address(seen.url), [])
        ranked = sorted(inbound, key=lambda i: -max(i.topics.values(), default=0.0))[:3]
        words = [w for i in ranked for w in (i.link.label, *i.link.trail, i.link.heading) if w]
        return " | ".join(dict.fromkeys(words or [seen.label]))

    def topics(self, seen: Seen) -> dict[Topic, float]:
        """The topics of a page: by its own head, and by the links to it."""
        weights = dict(topics_of_page(seen.page)) if seen.page is not None else {}
        for inbound in self.inbound.get(self.address(seen.url), []):
            for topic, weight in inbound.topics.items():
                weights[topic] = max(weight, weights.get(topic, 0.0))
        return weights

    # -- hosts ---------------------------------------------------------------------------------------

    @cached_property
    def portal_authority(self) -> str:
        """The portal's host (with its port where that is not the usual one), as finally reached."""
        return authority(self.home.final_url if self.home is not None else self.province.portal)

    def belongs(self, url: str) -> bool:
        """Whether `url` is on a host of the province (checks.md: an allow-list, never a substring)."""
        host = authority(url)
        if host in self.log.hosts:
            return True
        own = [self.province.portal, self.province.service_portal, self.province.feedback_portal]
        hosts = {authority(u) for u in own if u} | set(self.province.extra_hosts)
        if host in hosts:
            return True
        return belongs(url, authority(self.province.portal))

    # -- what it says, read once for all checks ----------------------------------------------------------

    @cached_property
    def reception(self) -> Receptions:
        """Reception schedules (lịch tiếp công dân)."""
        from audits.receptions import receptions

        return receptions(self)

    @cached_property
    def feedback(self) -> Feedbacks:
        """Citizens' questions and reflections."""
        from audits.feedbacks import feedbacks

        return feedbacks(self)

    @cached_property
    def apps(self) -> Apps:
        """The province's citizen apps in the stores."""
        from audits.apps import apps

        return apps(self)

    @cached_property
    def citizen(self) -> Citizen:
        """The section for citizens (mục Công dân)."""
        from audits.citizens import citizen

        return citizen(self)

    # -- was everything read? ------------------------------------------------------------------------

    def search(
        self,
        *topics: Topic,
        weight: float = NAMES,
        ignore: Callable[[Inbound], bool] = lambda _: False,
    ) -> Search:
        """Where `topics` were looked for, and whether any place within three clicks stayed unread.

        `ignore` leaves out links that could not change the answer (a notice of a year ago).
        """
        looked: list[Evidence] = []
        if self.home is not None:
            looked.append(self.home.evidence())
        if self.home_why_not:
            return Search(tuple(looked), self.home_why_not, (self.province.portal,))
        why, urls = "", []
        skipped = self._skipped
        for target, links in self.inbound.items():
            strong = [
                i for i in links if max((i.topics.get(t, 0.0) for t in topics), default=0.0) >= weight and not ignore(i)
            ]
            if not strong:
                continue
            s = self.by_address.get(target)
            clicks = self._clicks.get(target)
            if s is not None:
                looked.append(s.evidence(strong[0].link.label))
                reason = s.why_not if self.belongs(s.url) else ""
            elif clicks is None or clicks > CLICKS or not self.belongs(target):
                continue
            else:
                skip = skipped.get(target)
                reason = _skip_reason(skip) if skip else "not_in_archive" if not self.log.complete else "not_looked_at"
            if reason:
                why = why or reason
                urls.append(target)
        return Search(tuple(looked), why, tuple(urls))

    @cached_property
    def _skipped(self) -> dict[str, Skipped]:
        return {self.address(s.url): s for s in self.log.skipped}


def _skip_reason(skip: Skipped) -> str:
    if skip.reason.startswith("trap:") or skip.reason in ("out_of_scope", "media", "post_only"):
        return ""  # nothing that could be read stands there
    return _SKIP_REASON.get(skip.reason, "not_looked_at")
