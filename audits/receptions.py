"""Reception schedules over a whole site: which of them count, and the newest day they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audits.law import deputies_may_receive
from audits.site import Inbound, Search, Seen, Site
from pages.dates import find_dates
from pages.page import State
from pages.reception import Listed, Receiver, Reception, Schedule, ScheduleKind, read_reception
from pages.topics import Topic
from records.finding import Evidence

# The kinds that name days or a period; a standing rule and opening hours do not (checks.md, Rulings).
PERIODIC = frozenset(
    {
        ScheduleKind.YEARLY,
        ScheduleKind.MONTHLY,
        ScheduleKind.WEEKLY,
        ScheduleKind.DATED,
        ScheduleKind.POSTPONEMENT,
    }
)
_ALWAYS = frozenset({Receiver.CHAIR, Receiver.LEADERS, Receiver.OFFICE})


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule and the page or document that gives it."""

    seen: Seen
    schedule: Schedule

    @property
    def evidence(self) -> Evidence:
        """Where it stands."""
        return self.seen.evidence(self.schedule.quote, self.schedule.locator)


@dataclass(frozen=True, slots=True)
class Receptions:
    """What a site says of citizen reception."""

    readings: tuple[tuple[Seen, Reception], ...]
    found: tuple[Found, ...]
    listed: tuple[tuple[Seen, Listed], ...]
    attached: Mapping[str, frozenset[str]]  # by a page's URL the URLs of its attachments that were read

    def counted(self, as_of: date) -> list[Found]:
        """Schedules of a receiver who counts on `as_of`, and that had been published by then."""
        allowed = _ALWAYS | ({Receiver.DEPUTY} if deputies_may_receive(as_of) else frozenset())
        counted = [
            f
            for f in self.found
            if f.schedule.receivers & allowed and (f.schedule.posted is None or f.schedule.posted <= as_of)
        ]
        return [f for f in counted if not self._is_anothers(f, counted)]

    def _is_anothers(self, found: Found, counted: Sequence[Found]) -> bool:
        """Whether a title alone speaks for it, and what hangs below it was read and is somebody else's schedule."""
        if found.schedule.sessions:
            return False
        below = self.attached.get(found.seen.url, frozenset())
        theirs = [f for f in self.found if f.seen.url in below]
        return bool(theirs) and not any(f in counted for f in theirs)

    def dated(self, as_of: date) -> list[Found]:
        """Of the counted, those that name days or a period, the newest covered day first."""
        dated = [f for f in self.counted(as_of) if f.schedule.kind in PERIODIC and f.schedule.last is not None]
        return sorted(dated, key=lambda f: f.schedule.last or date.min, reverse=True)


def _speaks(site: Site, seen: Seen) -> bool:
    """A cheap probe: a page without these words cannot hold a schedule."""
    text = site.words(seen)
    return "tiep cong dan" in text or "tiep dan" in text or "tcd" in text.split()


def receptions(site: Site) -> Receptions:
    """Read every page and document of the province for reception schedules."""
    readings: list[tuple[Seen, Reception]] = []
    for seen in site.pages:
        if not site.belongs(seen.url):
            continue
        context = site.context(seen)
        named = Topic.RECEPTION in site.topics(seen)
        if named or _speaks(site, seen):
            assert seen.page is not None
            captured = seen.fetched_at.date()
            reading = read_reception(seen.page, context=context, captured=captured, owner=site.province.name)
            if reading.about or reading.schedules or reading.listed:
                readings.append((seen, reading))
    found = tuple(Found(seen, s) for seen, r in readings for s in r.schedules)
    listed = tuple((seen, entry) for seen, r in readings for entry in r.listed)
    attached = {
        seen.url: frozenset(file.url for url in r.attachments if (file := site.at(url)) is not None and file != seen)
        for seen, r in readings
    }
    return Receptions(tuple(readings), found, listed, attached)


def reception_search(site: Site, view: Receptions, *, newer_than: date | None = None) -> Search:
    """Whether every place where a schedule may stand was read; with `newer_than`, those that may hold a newer one.

    Attachments and pictures of reception pages are such places too: a scan is `needs_ocr`.
    """

    # What hangs on a notice is about the notice's own period.
    old_files = {
        site.address(url)
        for _, r in view.readings
        if newer_than is not None and (ends := [s.last for s in r.schedules if s.last]) and max(ends) <= newer_than
        for url in r.attachments
    }

    def too_old(inbound: Inbound) -> bool:
        if newer_than is None:
            return False
        return site.address(inbound.link.url) in old_files or _ends_before(inbound.link.label, newer_than)

    search = site.search(Topic.RECEPTION, ignore=too_old)
    why, urls = search.open, list(search.open_urls)
    if not site.home_why_not:
        for url, label in _attached(view):
            if newer_than is not None and _ends_before(label, newer_than):
                continue
            reason = _unread(site, url)
            if reason:
                why = why or reason
                urls.append(url)
        for seen, reading in view.readings:
            if not reading.schedules and any(_unread_picture(site, url) for url in reading.pictures):
                why = why or "needs_ocr"
                urls.append(seen.url)
    return Search(search.looked_at, why, tuple(urls))


def _attached(view: Receptions) -> Iterable[tuple[str, str]]:
    for seen, reading in view.readings:
        page = seen.page
        heading = page.heading if page else ""
        if not any(s.last for s in reading.schedules):
            yield from ((url, heading) for url in reading.attachments)
        yield from ((entry.url, entry.label) for entry in reading.listed)


def _unread(site: Site, url: str) -> str:
    seen = site.at(url)
    if seen is None:
        return "" if not site.belongs(url) else ("not_in_archive" if not site.log.complete else "not_looked_at")
    if seen.page is not None and seen.page.state is State.SCAN:
        return "needs_ocr"
    return seen.why_not


def _unread_picture(site: Site, url: str) -> bool:
    """Whether the words in a picture are unknown: they were recognised in none that counts as read."""
    seen = site.at(url)
    return seen is None or seen.page is None or seen.page.state is not State.OK


def _ends_before(label: str, day: date) -> bool:
    """Whether a label names a period, and one that ended by `day`."""
    dates = find_dates(label)
    return bool(dates) and max(m.last for m in dates) <= day
