"""A run's crawl: provinces side by side, each kept as it comes; idempotent and restartable."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from structlog.contextvars import bound_contextvars

from crawler.gate import Turns
from crawler.settings import Settings as CrawlSettings
from crawler.visit import Crawler, RobotsCopy, resume_key
from pages.memory import remembering
from records.capture import Capture, Kind, Outcome
from records.province import Province
from records.visit import VisitLog, VisitStatus
from schedules.readings import shelf_of_pages
from schedules.turns import locks_beside, province_turn
from storage.archive import Archive, VisitWriter
from storage.errors import StorageError
from storage.rows import INTERRUPTED, KeptCapture
from storage.store import Store
from storage.warc import Original, payload_digest

log = logging.getLogger("portal_audit")

# A copy is used without a word for a day (RFC 9309, 2.4), then with a note; after so long it tells nothing any more
# (RFC 9309, 2.3.1.4, calls 30 days a reasonably long time of being unreachable).
ROBOTS_COPY_DAYS = timedelta(days=30)
# Rows are written this many at a time: a commit per page costs more than the crawl (docs/dependencies.md).
BATCH = 20
WORTH_SPARING = 512  # bytes of a body; what says that it is the same takes about as many


@dataclass(frozen=True, slots=True)
class Event:
    """Something a progress display may show: `what` is `start`, `page`, `visited`, `judged` or `failed`."""

    what: str
    province: str
    detail: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Crawling:
    """Everything a crawl needs; `now` is its only clock for what other runs have left."""

    store: Store
    archive: Archive
    notify: Callable[[Event], None] = lambda _: None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def crawl(
        self,
        run_id: str,
        provinces: Sequence[Province],
        settings: CrawlSettings,
        *,
        concurrency: int,
    ) -> dict[str, VisitStatus]:
        """Visit `provinces` side by side. One province's failure stops no other; cancelling keeps what is done."""
        statuses: dict[str, VisitStatus] = {}
        gate = asyncio.Semaphore(concurrency)
        crawler = self.crawler(settings)

        async def one(province: Province) -> None:
            async with gate:
                try:
                    statuses[province.slug] = (await self.visit(crawler, run_id, province)).status
                except Exception as error:
                    log.exception("visit of %s broke", province.slug)
                    statuses[province.slug] = VisitStatus.UNREACHABLE
                    self.notify(Event("failed", province.slug, f"{type(error).__name__}: {error}"))

        try:
            async with asyncio.TaskGroup() as group:
                for province in provinces:
                    group.create_task(one(province))
        finally:
            await crawler.close()
        return statuses

    def crawler(self, settings: CrawlSettings, turn: Turns | None = None) -> Crawler:
        """What the visits of a run share; `turn` is asked for each request (`crawler.gate`)."""
        return Crawler(settings, robots_copy=self._earlier_robots, turn=turn)

    async def visit(
        self, crawler: Crawler, run_id: str, province: Province, *, resume: bool = False, attempt: int | None = None
    ) -> VisitLog:
        """One attempt at a province, kept as it comes; `resume` and `attempt` as in `Store.start_visit`.

        It waits while another run, of whatever process, visits the province.
        """
        host = urlsplit(province.portal).netloc
        with bound_contextvars(run=run_id, province=province.slug, host=host):
            async with province_turn(locks_beside(self.archive.root), province.slug):
                return await self._visit(crawler, run_id, province, resume, attempt)

    async def _visit(
        self, crawler: Crawler, run_id: str, province: Province, resume: bool, attempt: int | None
    ) -> VisitLog:
        started = self.now()
        attempt = self.store.start_visit(run_id, province.slug, started, resume=resume, attempt=attempt)
        writer = self.archive.open_visit(run_id, province.slug, attempt)
        known = {_key(row): row for row in self._kept(writer, run_id, province.slug, attempt)} if resume else {}
        before = self._before(run_id, province.slug)
        keeper = _Keeper(self.store, self.archive, writer, (run_id, province.slug, attempt), frozenset(known), before)
        self.notify(Event("start", province.slug))

        def seen_before(key: str) -> Capture | None:
            row = known.get(key)
            return None if row is None else self.archive.read(row.warc_file, row.warc_offset)

        def earlier(url: str) -> Capture | None:
            row = before.get(url)
            if row is None:
                return None
            try:
                capture = self.archive.read(row.warc_file, row.warc_offset)
            except StorageError:  # pruned: it is asked for as new
                return None
            return capture if capture.sha256 == row.sha256 else None  # a body nobody vouches for is not taken on a 304

        not_kept: list[StorageError] = []

        def keep(capture: Capture) -> None:
            try:
                keeper.keep(capture)
            except StorageError as error:
                not_kept.append(error)
                raise
            if capture.kind is Kind.RESPONSE:
                self.notify(Event("page", province.slug, capture.url, keeper.pages))

        ended: VisitLog | None = None
        try:
            with remembering(shelf_of_pages(self.archive.root.with_name("readings"), province.slug)):
                whole = await crawler.visit(province, keep=keep, known=seen_before, earlier=earlier)
            if (
                not_kept
            ):  # a full disk; the crawler ends such a visit as it ends any that breaks, and it must go on later
                raise not_kept[0]
            ended = whole
        finally:
            keeper.close()
            if ended is None:  # cancelled, or broken: what was kept stays, and --resume goes on
                ended = VisitLog(province.slug, VisitStatus.PARTIAL, started, self.now(), error=INTERRUPTED)
            self.store.finish_visit(run_id, province.slug, attempt, ended)
        self.notify(Event("visited", province.slug, f"{ended.status.value} {ended.error}".strip(), ended.pages_fetched))
        return ended

    def _before(self, run_id: str, slug: str) -> dict[str, KeptCapture]:
        """The rows of the pages that the province's last visit of another run was answered, by their URL."""
        rows = self.store.captures_before(run_id, slug)
        return {row.url: row for row in rows if row.kind == "response" and row.outcome == "ok" and row.bytes}

    def _kept(self, writer: VisitWriter, run_id: str, slug: str, attempt: int) -> list[KeptCapture]:
        """The rows of what an earlier part of the visit has kept.

        A process that is killed leaves captures in the archive whose rows it had not written yet: they are added here,
        else they would be fetched, and kept, again.
        """
        try:
            rows = self.store.captures(run_id, slug, attempt)
            there = {row.warc_offset for row in rows}
            located = self.archive.located_captures_of(writer.name)
            missing = [KeptCapture.of(capture, place) for place, capture in located if place.offset not in there]
            self.store.add_captures(run_id, slug, attempt, missing)
        except BaseException:
            writer.close()
            raise
        return [*rows, *missing]

    def _earlier_robots(self, authority: str) -> RobotsCopy | None:
        """A robots.txt that answered before, for when it does not now (RFC 9309, 2.3.1.4 and 2.4)."""
        for scheme in ("https", "http"):
            try:
                row = self.store.last_answer(f"{scheme}://{authority}/robots.txt")
            except StorageError as error:  # a database that is away must not end the visit: nothing is known of before
                log.warning("no earlier robots.txt of %s: %s", authority, error)
                return None
            if row is None or self.now() - row.fetched_at > ROBOTS_COPY_DAYS:
                continue
            body = self.archive.read(row.warc_file, row.warc_offset).body if row.outcome == "ok" else b""
            if self.now() - row.fetched_at <= timedelta(days=1):
                return RobotsCopy(body)
            note = f"robots.txt of {authority} could not be read; its copy of {row.fetched_at:%Y-%m-%d %H:%M} UTC held"
            return RobotsCopy(body, note)
        return None


def _key(row: KeptCapture) -> str:
    """The row's `resume_key`, as the crawler asks for it."""
    kind = Kind(row.kind)
    return row.url if kind in (Kind.RESPONSE, Kind.FAILURE) else f"{kind.value} {row.url}"


class _Keeper:
    """Writes captures to the archive at once, and their rows in batches; a row never points at what is not there."""

    def __init__(
        self,
        store: Store,
        archive: Archive,
        writer: VisitWriter,
        of: tuple[str, str, int],
        known: frozenset[str],
        before: Mapping[str, KeptCapture],
    ) -> None:
        self._store, self._archive, self._writer, self._known = store, archive, writer, known
        self._of, self._before = of, before
        self._rows: list[KeptCapture] = []
        self._unchanged: list[KeptCapture] = []  # a few hundred bytes each; written once, at the end
        self.pages = 0

    def keep(self, capture: Capture) -> None:
        """Keep one capture, unless an earlier part of this visit did."""
        if capture.kind is Kind.RESPONSE:
            self.pages += 1
        if resume_key(capture) in self._known and capture.kind is not Kind.LOG:
            return
        original = self._original(capture)
        row = KeptCapture.of(capture, self._writer.write(capture, original))
        (self._rows if original is None else self._unchanged).append(row)
        if len(self._rows) >= BATCH:
            try:
                self._flush()
            except StorageError as error:
                # The capture is kept; a database that restarts must not end the visit.
                log.warning("rows of %s wait: %s", self._of[1], error)

    def _original(self, capture: Capture) -> Original | None:
        """The earlier record with this very body, where one record can spare the other."""
        row = self._before.get(capture.url)
        if row is None or capture.kind is not Kind.RESPONSE or len(capture.wire_body) < WORTH_SPARING:
            return None
        if capture.outcome is not Outcome.OK or capture.topic == "robots":  # asked for by its address in later nights
            return None
        if row.sha256 != capture.sha256:
            return None
        return self._archive.original(row.warc_file, row.warc_offset, payload_digest(capture.wire_body))

    def _flush(self) -> None:
        if self._rows:
            self._store.add_captures(*self._of, self._rows)
            self._rows = []

    def close(self) -> None:
        """Write what is left; StorageError where the database is still away. `resume` makes those rows anew."""
        try:
            self._flush()
            if self._unchanged:
                self._store.add_unchanged(*self._of, self._unchanged)
        finally:
            self._writer.close()
