"""Visit one province: its portal, its feedback hosts, its apps in the stores; everything seen is kept as captures."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime

from crawler.addresses import GuardedResolver
from crawler.browser import BrowserPool, NoBrowser, Rendered, Renderer, RenderFailed
from crawler.fetching import Earlier, Fetcher, Keep, Known, Origin, RobotsCopies, RobotsCopy, resume_key
from crawler.frontier import NAMES, NAV, NO_PATH, REST, SAMPLED, Candidate, Frontier
from crawler.gate import Gates, Turns
from crawler.https_probe import measure_https
from crawler.layout import AxeChanged, layout_capture, layout_url, screenshot_capture
from crawler.links import SAMPLE, Source, Weighed, candidates, menu_keys, refresh_target, smallest
from crawler.scope import Reach, Scope
from crawler.settings import Settings
from crawler.sitemap import sitemap_addresses
from crawler.stores import StoreClient, StoreFindings
from crawler.transport import Answer, Transport
from crawler.traps import Traps, is_document, is_media
from pages.feedback import read_feedback
from pages.memory import remembered_page
from pages.outline import Met, outline
from pages.page import Link, Page, Region, State
from pages.read import is_markup, read
from pages.reception import read_reception
from pages.stores import store_of
from pages.topics import Topic, topics_of_link
from pages.urls import authority, canonical, join, normalise
from records.capture import Capture, Kind, Outcome
from records.province import Province
from records.visit import Rendering, Skipped, StoreSearch, VisitLog, VisitStatus

__all__ = ["Crawler", "RobotsCopy", "Settings", "resume_key"]

log = logging.getLogger(__name__)

# `accessibility.availability` wants 30 requests at least; a few more leave room for robots refusals.
_ENOUGH_REQUESTS = 40
# Pages after which it is reckoned again whether a topic is still open.
_RECKON_EVERY = 10
# Links that were not fetched and speak of no topic: so many are listed one by one, the rest counted.
_MAX_PLAIN_SKIPPED = 300
_MAX_SKIPPED = 5000
_MAX_SERVICE_PAGES = 3
_MAX_SITEMAP_LINKS = 30
_RENDER_HOPS = 5
# A rendered page costs a hundred times a plain one: the topical pages of a portal, not its archive of news.
_MAX_RENDERED = 40
_MAX_PICTURES_A_PAGE = 3
_MAX_PICTURES = 10
_MAX_ASSET_BYTES = 16 * 2**20
# Hosts that serve libraries to everyone; a portal's menu may be built with one of them, its looks made by one.
_LIBRARY_HOSTS = frozenset(
    {
        "ajax.googleapis.com",
        "cdnjs.cloudflare.com",
        "cdn.jsdelivr.net",
        "code.jquery.com",
        "fonts.googleapis.com",
        "fonts.gstatic.com",
        "maxcdn.bootstrapcdn.com",
        "stackpath.bootstrapcdn.com",
        "unpkg.com",
        "use.fontawesome.com",
    }
)
_LIBRARY_KINDS = frozenset({"script", "stylesheet", "font"})


class Crawler:
    """One per run: the gates, the resolver, the browser and the store client that all visits share."""

    def __init__(
        self, settings: Settings, *, robots_copy: RobotsCopies | None = None, turn: Turns | None = None
    ) -> None:
        self._settings = settings
        self._robots_copy = robots_copy
        self._resolver = GuardedResolver(allow_private=settings.allow_private_hosts)
        self._gates = Gates(delay=settings.host_delay_seconds, concurrency=settings.host_concurrency, turn=turn)
        self._stores = StoreClient(settings, self._gates, self._resolver)
        self._browsers = BrowserPool(settings.chromium_path, max_html_bytes=settings.max_body_bytes)
        # One page is read at a time, however many provinces have one in hand: between two of them the loop turns, so
        # that answers, pauses and the browser's messages do not wait for sixty pages to be read.
        self._reading = asyncio.Semaphore(1)

    async def visit(
        self,
        province: Province,
        *,
        keep: Keep,
        known: Known | None = None,
        earlier: Earlier = lambda _: None,
    ) -> VisitLog:
        """Visit `province` and give the log, which is also the last capture handed to `keep`.

        `keep` gets every capture at once. `known` gives what an interrupted attempt kept, by `resume_key`: it is taken
        over instead of asked for; `earlier` gives what the visit before was answered, which is asked for conditionally.
        Only cancellation is raised, after the log of what was done was kept.
        """
        visit = _Visit(self, province, keep, known if known is not None else {}, earlier)
        return await visit.run()

    async def close(self) -> None:
        """Close connections and browser."""
        await self._stores.close()
        await self._browsers.close()
        await self._resolver.close()


class _Visit:
    """The state of one visit."""

    def __init__(self, crawler: Crawler, province: Province, keep: Keep, known: Known, earlier: Earlier) -> None:
        self._settings = crawler._settings
        self._gates = crawler._gates
        self._resolver = crawler._resolver
        self._stores = crawler._stores
        self._browsers = crawler._browsers
        self._reading = crawler._reading
        self._province = province
        self._known = known
        self._transport = Transport(crawler._settings, crawler._resolver)
        self._deadline = time.monotonic() + crawler._settings.portal_time_limit_seconds
        self._fetcher = Fetcher(
            self._transport,
            crawler._gates,
            crawler._resolver,
            keep=keep,
            known=known,
            earlier=earlier,
            robots_copy=crawler._robots_copy,
            seconds_left=lambda: self._deadline - time.monotonic(),
        )
        self._store_fetcher = crawler._stores.fetcher(keep, known)
        self._store_findings = StoreFindings()
        self._scope = Scope(province)
        self._frontier = Frontier(focus=crawler._settings.focus)
        self._traps = Traps()
        self._renderer: Renderer | None = None
        self._started_at = datetime.now(UTC)
        self._status = VisitStatus.DONE
        self._error = ""
        self._topics: set[str] = set()  # that some link spoke of
        self._ends: dict[str, str] = {}
        self._pages = 0
        self._home_url = province.portal
        self._home_keys: frozenset[str] = frozenset()
        self._menu_left: set[str] = set()
        self._weighed = Weighed()
        self._met = Met()
        self._app_ids: dict[tuple[str, str], None] = {}
        self._service_pages = 0
        self._skipped: dict[str, Skipped] = {}
        self._skipped_plain: dict[str, int] = {}
        self._renderings: list[Rendering] = []
        self._rendered = 0
        self._browser_works = False
        self._assets: dict[str, Answer] = {}
        self._asset_bytes = 0
        self._shown: dict[str, tuple[int, Answer]] = {}  # role -> depth and static answer of the page to measure
        self._rejected: set[str] = set()
        self._sampled_from: set[str] = set()
        self._sample: frozenset[str] = frozenset()
        self._pictures: set[str] = set()  # pictures that seem to be a reception schedule
        self._notes: list[str] = []

    # -- the visit as a whole --------------------------------------------------------------------------

    async def run(self) -> VisitLog:
        """The whole visit; see `Crawler.visit`."""
        stores: asyncio.Task[None] | None = None
        try:
            async with AsyncExitStack() as stack:
                stack.push_async_callback(self._transport.close)
                self._renderer = await stack.enter_async_context(
                    Renderer(self._browsers, self._load, pause=self._settings.host_delay_seconds)
                )
                try:
                    async with asyncio.timeout(max(0.0, self._deadline - time.monotonic())):
                        home = await self._home()
                        stores = asyncio.create_task(self._ask_stores())
                        if home is not None:
                            await self._crawl()
                            await self._measure_layouts()
                except TimeoutError:
                    self._end("time_exhausted")
            await (stores or asyncio.create_task(self._ask_stores()))
            # Links to apps that stood deeper than the home page.
            await self._stores.by_ids(self._store_fetcher, self._store_findings, list(self._app_ids))
        except asyncio.CancelledError:
            self._status, self._error = VisitStatus.PARTIAL, "interrupted"
            if stores is not None:
                stores.cancel()
            self._skip_waiting("time_exhausted")
            await asyncio.shield(self._keep_log())
            raise
        except Exception as exc:
            # One portal must not end the run; what broke is in the log, to be mended.
            log.exception("visit of %s broke", self._province.slug)
            self._status, self._error = VisitStatus.PARTIAL, "internal_error"
            self._notes.append(f"internal error: {type(exc).__name__}: {exc}"[:500])
            if stores is not None:
                stores.cancel()
        return await self._keep_log()

    async def _keep_log(self) -> VisitLog:
        made = self._log()
        url = normalise(self._province.portal) or self._province.portal
        raw = made.to_json()
        await self._fetcher.keep(
            Capture(
                url=url,
                final_url=url,
                fetched_at=made.finished_at,
                kind=Kind.LOG,
                outcome=Outcome.OK,
                headers=(("content-type", "application/json"),),
                wire_body=raw,
                body=raw,
                topic="log",
            )
        )
        return made

    def _log(self) -> VisitLog:
        for reason, number in sorted(self._skipped_plain.items()):
            self._notes.append(f"{number} more links without a topic were not fetched: {reason}")
        if self._fetcher.taken_over + self._store_fetcher.taken_over:
            taken = self._fetcher.taken_over + self._store_fetcher.taken_over
            self._notes.append(f"{taken} captures were taken over from an interrupted attempt")
        return VisitLog(
            province=self._province.slug,
            status=self._status,
            started_at=self._started_at,
            finished_at=datetime.now(UTC),
            error=self._error,
            requests=self._fetcher.requests + self._store_fetcher.requests,
            pages_fetched=self._pages,
            pages_rendered=self._rendered,
            wire_bytes=self._fetcher.wire_bytes + self._store_fetcher.wire_bytes,
            browser=self._browser_works,
            hosts=tuple(self._scope.seen),
            robots=self._fetcher.robots_states() | self._store_fetcher.robots_states(),
            skipped=tuple(self._skipped.values()),
            renderings=tuple(self._renderings),
            store_searches=self._searches(),
            notes=(*self._notes, *self._fetcher.notes),
            topics={topic: self._ends.get(topic, "read") for topic in sorted(self._topics)},
        )

    def _searches(self) -> tuple[StoreSearch, ...]:
        return tuple(self._store_findings.searches)

    def _end(self, reason: str) -> None:
        """The crawl ends before its queue: budget or time. What is left may be none of what is wanted."""
        left = self._frontier.open_topics()
        if left:
            self._status, self._error = VisitStatus.PARTIAL, reason
        self._ends.update(dict.fromkeys(left, reason))
        self._skip_waiting(reason)

    # -- the home page ---------------------------------------------------------------------------------

    async def _home(self) -> Page | None:
        """Reach the portal's home page; None where there is nothing to crawl from."""
        addresses = self._home_addresses()
        tried: list[list[Capture]] = []
        for url in addresses:
            self._ask_for(url)
            tried.append(await self._fetcher.fetch(url, Origin("home"), follow=self._follow_home))
            if tried[-1][-1].outcome not in _NO_CONNECTION:
                break
        self._pages += 1
        # Where nothing answered, the registry's own address says why.
        last = (tried[-1] if tried[-1][-1].outcome not in _NO_CONNECTION else tried[0])[-1]
        page = None
        if last.readable:
            if len(tried) > 1:
                self._notes.append(f"{addresses[0]} did not answer, {tried[-1][0].url} did")
            self._scope.move_portal(last.url)
            self._home_url = last.url
            self._frontier.done(canonical(last.url))
            page = await self._home_content(last)
            page = page if page is not None and page.media == "html" else None
        self._judge_home(last, page)
        await self._measure()
        if page is None:
            return None
        self._home_keys = frozenset(canonical(link.url) for link in page.links)
        self._draw_sample(page)
        self._take_links(page, Source(self._home_url, 0, "home", 0.0, is_home=True))
        waiting = {candidate.key for candidate in self._frontier.waiting()}
        self._menu_left = set(menu_keys(page) & waiting)
        self._seed()
        return page

    async def _home_content(self, last: Capture) -> Page | None:
        """The home page understood, through meta refreshes and a browser where it needs them."""
        page = await self._read(last)
        self._shown["home"] = (0, _as_answer(last))
        for _ in range(3):
            target = refresh_target(page) if page is not None else ""
            if not target or self._frontier.knows(canonical(target)) or not self._follow_home(last.url, target):
                break
            self._frontier.done(canonical(target))
            chain = await self._fetcher.fetch(target, Origin("home", 0, last.url), follow=self._follow_home)
            if not chain[-1].readable:
                break
            last = chain[-1]
            self._frontier.done(canonical(last.url))
            self._scope.move_portal(last.url)
            self._home_url = last.url
            self._shown["home"] = (0, _as_answer(last))
            page = await self._read(last)
        if page is None:
            return None
        return await self._maybe_render(last, page, "home", 0, important=True) or page

    def _home_addresses(self) -> list[str]:
        """The registry's address, then what a person would try: the other scheme, with or without `www.`."""
        portal = normalise(self._province.portal) or self._province.portal
        scheme, _, rest = portal.partition("://")
        host = authority(portal)
        if not host or ":" in host:  # a port of its own: no other scheme can stand there, no other name is meant
            return [portal]
        other = f"{'http' if scheme == 'https' else 'https'}://{rest}"
        twin = rest.removeprefix("www.") if rest.startswith("www.") else f"www.{rest}"
        if host.replace(".", "").isdigit() or host.endswith("localhost"):
            return [portal, other]
        return [portal, other, f"{scheme}://{twin}"]

    def _follow_home(self, source: str, target: str) -> bool:
        if self._scope.reach(target) is Reach.OUT:
            return False
        self._ask_for(target)
        return True

    def _judge_home(self, last: Capture, page: Page | None) -> None:
        """Visit status from the home page's outcome."""
        if last.outcome is Outcome.ROBOTS:
            self._status, self._error = VisitStatus.BLOCKED, "robots"
        elif last.http_status in (401, 403):
            self._status, self._error = VisitStatus.BLOCKED, "forbidden"
        elif not last.readable:
            self._status, self._error = VisitStatus.UNREACHABLE, last.outcome.value
            if last.outcome is Outcome.OK:  # a redirect that leads to no web address
                self._error = "no_home_page"
        elif page is None:  # a picture, a document, nothing at all: it has no menu to be judged
            self._status, self._error = VisitStatus.UNREACHABLE, "no_home_page"
        elif page.state is State.BLOCKED:
            self._status, self._error = VisitStatus.BLOCKED, "bot_check"

    async def _measure(self) -> None:
        host = authority(self._home_url)
        if self._fetcher.known(f"{Kind.MEASUREMENT.value} https://{host}/") is None:
            measured = await measure_https(self._home_url, self._fetcher, self._scope, self._resolver, self._settings)
            await self._fetcher.keep(measured)
            return
        for url in (f"https://{host}/", f"http://{host}/"):  # what was measured then is known, and counts
            await self._fetcher.fetch(url, Origin("probe"), follow=lambda _, target: self._scope.is_portal(target))

    def _seed(self) -> None:
        """What is asked for beside the home page's links: hints, the feedback and service portals."""
        for topic, url in self._province.hints.items():
            hint = normalise(url)
            if hint is not None:
                self._add(Candidate(hint, canonical(hint), topic, 1.0, True, NO_PATH, "", "", (topic,), first=True))
        for named, topic in (
            (self._province.feedback_portal, Topic.FEEDBACK.value),
            (self._province.service_portal, Topic.SERVICES.value),
        ):
            if named and (own := normalise(named)) is not None:
                self._add(Candidate(own, canonical(own), topic, 1.0, True, NO_PATH, "", "", (topic,)))

    # -- the crawl -------------------------------------------------------------------------------------

    async def _crawl(self) -> None:
        if self._settings.focus:
            await self._read_sitemap()
        while True:
            if self._settings.focus and self._pages % _RECKON_EVERY == 0 and self._enough():
                self._skip_waiting("enough")
                return
            if self._settings.max_pages and self._pages >= self._settings.max_pages:
                self._end("budget_exhausted")
                return
            if self._fetcher.wire_bytes >= self._settings.max_bytes:
                self._end("budget_exhausted")
                return
            candidate = self._frontier.pop()
            if candidate is None:
                return
            await self._take(candidate)

    def _enough(self) -> bool:
        if self._menu_left or self._frontier.open_topics() or not self._frontier.sampled():
            return False
        at_portal = sum(n for key, n in self._fetcher.requests_at.items() if self._scope.is_portal(f"https://{key}/"))
        return at_portal >= _ENOUGH_REQUESTS

    async def _take(self, candidate: Candidate) -> None:
        """Fetch one link, read it, and queue what it leads to."""
        self._menu_left.discard(candidate.key)
        host = authority(candidate.url)
        if self._gates.is_down(host) or self._gates.closed_for(host) > self._deadline - time.monotonic():
            self._skip(candidate, "circuit_open")
            return
        self._ask_for(candidate.url)
        way = Origin(candidate.topic, candidate.depth, candidate.found_on, candidate.label)
        chain = await self._fetcher.fetch(candidate.url, way, follow=self._follow)
        self._pages += 1 if any(capture.tries for capture in chain) else 0
        for capture in chain:
            self._frontier.done(canonical(capture.url))
            self._menu_left.discard(canonical(capture.url))
        last = chain[-1]
        if last.outcome is Outcome.ROBOTS:
            self._skip(candidate, "robots")
        if not last.readable:
            return
        page = await (self._read(last) if self._speaks(candidate) else self._outlined(last))
        if page is None:
            return
        self._note_section(candidate, last, page)
        important = candidate.named or candidate.topic == NAV or (candidate.depth <= 1 and candidate.topic != REST)
        page = await self._maybe_render(last, page, candidate.topic, candidate.depth, important=important) or page
        if self._scope.reach(last.url) is Reach.TOPICAL and self._holds_feedback(page, candidate):
            self._scope.adopt(last.url)
        self._take_links(page, Source(last.url, candidate.depth, candidate.topic, candidate.weight))
        if candidate.topic == Topic.RECEPTION.value:
            self._take_pictures(page, candidate, last)

    def _holds_feedback(self, page: Page, candidate: Candidate) -> bool:
        """Whether a sub-domain is the feedback channel, whatever its name: the home page says so, and there it is."""
        if not (candidate.named and candidate.topic == Topic.FEEDBACK.value and candidate.key in self._home_keys):
            return False
        found = read_feedback(page, context=candidate.label)
        return not found.other_channel and bool(found.form or any(a_list.items for a_list in found.lists))

    def _take_pictures(self, page: Page, candidate: Candidate, capture: Capture) -> None:
        """A schedule that is given as a picture alone is fetched as the document that it is."""
        captured = capture.fetched_at.date()
        reading = read_reception(page, context=candidate.label, captured=captured, owner=self._province.name)
        told = any(schedule.sessions for schedule in reading.schedules)  # in words, not by the title alone
        for url in () if told else reading.pictures[:_MAX_PICTURES_A_PAGE]:
            key = canonical(url)
            self._pictures.add(key)
            self._rejected.discard(key)
            topic, label = candidate.topic, page.heading or candidate.label
            self._add(Candidate(url, key, topic, 1.0, True, candidate.depth, capture.url, label, (topic,)))

    def _follow(self, source: str, target: str) -> bool:
        if self._scope.reach(target) is Reach.OUT:
            return False
        self._ask_for(target)
        return True

    def _ask_for(self, url: str) -> None:
        if self._scope.reach(url) is not Reach.OUT:
            self._scope.seen.setdefault(authority(url))

    async def _read(self, capture: Capture) -> Page | None:
        """The page, where links can stand in it; documents are for the audit to read."""
        if not _may_have_links(capture):
            return None
        async with self._reading:
            await asyncio.sleep(0)
            charset = _charset(capture)
            return remembered_page(
                (capture.sha256, capture.url, capture.media_type, charset),
                lambda: read(capture.body, url=capture.url, media_type=capture.media_type, charset_header=charset),
            )

    def _speaks(self, candidate: Candidate) -> bool:
        """Whether a page is read for what it says; of the sample, and of a full crawl, only where its links lead."""
        if not self._settings.focus and self._settings.render == "never":
            return False
        return candidate.topic != REST or self._settings.render == "always"

    async def _outlined(self, capture: Capture) -> Page | None:
        if not _may_have_links(capture):
            return None
        await asyncio.sleep(0)
        return outline(capture.body, url=capture.url, charset_header=_charset(capture), met=self._met)

    # -- links -----------------------------------------------------------------------------------------

    def _draw_sample(self, page: Page) -> None:
        """The links that accessibility.broken_links looks at, of home page and citizen section, come before others."""
        own = {canonical(link.url) for link in page.links if self._scope.reach(link.url) is not Reach.OUT}
        self._sampled_from |= own
        self._sample = smallest(self._sampled_from, SAMPLE)

    def _take_links(self, page: Page, source: Source) -> None:
        play, app_store = self._settings.play_store_url, self._settings.app_store_url
        reach = self._scope.reach(source.url)
        for candidate in candidates(page, source, self._home_keys, self._weighed):
            app = store_of(candidate.url, play, app_store)
            if app is not None:
                self._app_ids.setdefault(app)
                continue
            attached = is_document(candidate.url) and candidate.topic not in (NAV, REST)
            if attached or reach not in (Reach.TOPICAL, Reach.SERVICE):
                # Another office's host: no further than the page that was linked, but with what is attached to it.
                self._add(candidate)

    def _add(self, candidate: Candidate) -> None:
        """Queue a link, or note why not."""
        if candidate.named:
            self._topics.add(candidate.topic)
        if candidate.key in self._rejected:
            return
        if candidate.key in self._sample and candidate.topic in (NAV, REST):
            candidate = replace(candidate, weight=candidate.weight + SAMPLED)
        if self._frontier.knows(candidate.key):
            self._frontier.add(candidate)
            return
        reason = self._refusal(candidate)
        if reason:
            self._rejected.add(candidate.key)
            self._skip(candidate, reason)
        else:
            self._frontier.add(candidate)

    def _refusal(self, candidate: Candidate) -> str:
        reach = self._scope.reach(candidate.url)
        if reach is Reach.OUT:
            return "out_of_scope"
        if is_media(candidate.url) and not (candidate.key in self._pictures and len(self._pictures) <= _MAX_PICTURES):
            return "media"
        if reach is Reach.TOPICAL and not candidate.named and not is_document(candidate.url):
            return "out_of_scope"
        if reach is Reach.SERVICE:
            if not candidate.named:
                return "out_of_scope"
            self._service_pages += 1
            if candidate.topic == Topic.SERVICES.value and self._service_pages > _MAX_SERVICE_PAGES:
                return "sampled_out"
        rule = self._traps.rule(candidate.url)
        if not rule and candidate.named and self._traps.repeats(candidate.url, candidate.label):
            rule = "repeat"
        return f"trap:{rule}" if rule else ""

    def _skip(self, candidate: Candidate, reason: str) -> None:
        topics = candidate.topics or ((candidate.topic,) if candidate.topic not in (NAV, REST) else ())
        plain = not topics
        if plain and (reason in ("out_of_scope", "media") or len(self._skipped) >= _MAX_PLAIN_SKIPPED):
            self._skipped_plain[reason] = self._skipped_plain.get(reason, 0) + 1
            return
        if len(self._skipped) < _MAX_SKIPPED:
            self._skipped.setdefault(
                candidate.key,
                Skipped(candidate.url, reason, candidate.label, topics, candidate.depth, candidate.found_on),
            )

    def _skip_waiting(self, reason: str) -> None:
        for candidate in sorted(self._frontier.waiting(), key=lambda c: (not c.topics, c.depth, -c.weight)):
            self._skip(candidate, reason)

    async def _read_sitemap(self) -> None:
        """Addresses of the sitemap that speak of a topic; the menu tells the rest better."""
        rules = await self._fetcher.rules(self._home_url)
        found = await sitemap_addresses(self._home_url, rules.sitemaps, self._fetcher, self._scope)
        added = 0
        for url in found:
            topics = topics_of_link(Link(url=url, label="", region=Region.MAIN, selector=""))
            names = tuple(t.value for t, weight in sorted(topics.items(), key=lambda i: -i[1]) if weight >= NAMES)
            if names and added < _MAX_SITEMAP_LINKS and not self._frontier.knows(canonical(url)):
                added += 1
                self._add(Candidate(url, canonical(url), names[0], NAMES, True, NO_PATH, "", "", names))

    # -- the browser -----------------------------------------------------------------------------------

    async def _maybe_render(
        self, capture: Capture, page: Page, topic: str, depth: int, *, important: bool
    ) -> Page | None:
        """The page as rendered, where it needs a browser and one is there; None to go on with what is known."""
        why = page.needs_browser or ("always" if self._settings.render == "always" else "")
        if not why or not (important or self._settings.render == "always"):
            return None
        if self._rendered >= _MAX_RENDERED and self._settings.render != "always":
            self._renderings.append(Rendering(capture.url, why, False, "budget_exhausted"))
            return None
        if self._settings.render == "never" or self._renderer is None:
            self._renderings.append(Rendering(capture.url, why, False, "render_never"))
            return None
        before = self._fetcher.known(f"{Kind.RENDERED.value} {capture.url}")
        if before is not None:
            self._fetcher.taken_over += 1
            self._rendered += 1
            self._browser_works = True
            self._renderings.append(Rendering(capture.url, why, True))
            return await self._read(before)
        try:
            rendered = await self._renderer.render(capture.url, _as_answer(capture))
        except NoBrowser as exc:
            self._renderings.append(Rendering(capture.url, why, False, "needs_browser"))
            note = f"no browser: {exc}"
            if note not in self._notes:
                self._notes.append(note)
            return None
        except RenderFailed as exc:
            self._browser_works = True
            self._renderings.append(Rendering(capture.url, why, False, str(exc)[:300]))
            return None
        self._browser_works = True
        self._rendered += 1
        self._renderings.append(Rendering(capture.url, why, True))
        if why == "cookie_stub":
            # The browser passed the stub; with its cookie the further pages come as they are.
            self._transport.take_over_cookies(rendered.cookies)
        return await self._keep_rendered(capture, rendered, topic, depth)

    async def _keep_rendered(self, capture: Capture, rendered: Rendered, topic: str, depth: int) -> Page | None:
        if rendered.refused:
            self._notes.append(f"{len(rendered.refused)} requests of the rendered page {capture.url} were refused")
        raw = rendered.html.encode("utf-8", "replace")
        dom = replace(
            capture,
            kind=Kind.RENDERED,
            final_url=rendered.url,
            fetched_at=datetime.now(UTC),
            outcome=Outcome.OK,
            http_status=rendered.status or capture.http_status,
            headers=(("content-type", "text/html; charset=utf-8"),),
            wire_body=raw,
            body=raw,
            elapsed_ms=None,
            tries=rendered.requests,
        )
        await self._fetcher.keep(dom)
        for answer in rendered.data:
            await self._fetcher.keep(
                Capture(
                    url=answer.url,
                    final_url=answer.url,
                    fetched_at=datetime.now(UTC),
                    kind=Kind.DATA,
                    outcome=answer.outcome,
                    http_status=answer.status,
                    headers=answer.headers,
                    wire_body=answer.wire,
                    body=answer.body,
                    depth=depth,
                    topic=topic,
                    found_on=capture.url,
                    elapsed_ms=answer.elapsed_ms,
                    peer=answer.peer,
                )
            )
        return await self._read(dom)

    async def _load(self, url: str, kind: str, headers: dict[str, str], cookies: str) -> Answer | str:
        """A request of a rendered page: GET only, within scope, robots obeyed, redirects followed by us."""
        for _ in range(_RENDER_HOPS):
            library = kind in _LIBRARY_KINDS and authority(url) in _LIBRARY_HOSTS
            if self._scope.reach(url) is Reach.OUT and not library:
                return "out_of_scope"
            if not (await self._fetcher.rules(url)).allow(url):
                return "robots"
            if (before := self._assets.get(url)) is not None:
                return before
            answer = await self._fetcher.request(url, retry=False, cookies=cookies, headers=headers)
            target = join(url, answer.location) if answer.location else None
            if target is None:
                if kind in _LIBRARY_KINDS and answer.status == 200 and self._asset_bytes < _MAX_ASSET_BYTES:
                    # The pages of one portal load the same scripts and style sheets.
                    self._assets[url] = answer
                    self._asset_bytes += len(answer.body)
                return answer
            url = target
        return "redirect_loop"

    # -- what the pages are like on a telephone ------------------------------------------------------------

    def _note_section(self, candidate: Candidate, capture: Capture, page: Page) -> None:
        """The citizen section's page is the one nearest to the home page that a link names so."""
        named = candidate.named and candidate.topic == Topic.CITIZEN.value and self._scope.is_portal(capture.url)
        named = named and page.state not in (State.SOFT_404, State.ERROR, State.BLOCKED, State.PARKED)
        before = self._shown.get("citizen_section")
        if named and (before is None or candidate.depth < before[0]) and "html" in capture.media_type:
            self._shown["citizen_section"] = (candidate.depth, _as_answer(capture))
            self._draw_sample(page)

    async def _measure_layouts(self) -> None:
        """Home page and citizen section at a telephone's width, with what axe-core finds there."""
        if self._settings.render == "never" or self._renderer is None:
            return
        for role, (_, answer) in self._shown.items():
            if self._fetcher.known(f"{Kind.MEASUREMENT.value} {layout_url(answer.url)}") is not None:
                continue
            # A page that a browser could not show is not opened a second time.
            failed = next((r.error for r in self._renderings if r.url == answer.url), "").startswith("render_")
            facts, picture = {"error": "render_failed"}, b""
            try:
                if not failed:
                    facts, picture = await self._renderer.measure(answer.url, answer)
                self._browser_works = True
            except NoBrowser:
                return
            except (RenderFailed, AxeChanged) as exc:
                facts = {"error": str(exc)[:300]}
            # The measurement comes last: a visit that goes on takes it as the sign that both are there.
            if picture:
                await self._fetcher.keep(screenshot_capture(answer.url, picture))
            await self._fetcher.keep(layout_capture(answer.url, role, facts))

    # -- the stores ------------------------------------------------------------------------------------

    async def _ask_stores(self) -> None:
        ids: dict[tuple[str, str], None] = {}
        for app in self._province.apps:
            if app.android:
                ids.setdefault(("play", app.android))
            if app.ios:
                ids.setdefault(("app_store", app.ios))
        ids |= self._app_ids
        await self._stores.by_ids(self._store_fetcher, self._store_findings, ids)
        await self._stores.by_search(self._store_fetcher, self._store_findings, self._province)


_NO_CONNECTION = frozenset(
    {Outcome.DNS, Outcome.REFUSED, Outcome.TIMEOUT, Outcome.RESET, Outcome.TLS, Outcome.PROTOCOL}
)
_WITH_LINKS = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml", "text/plain"})


def _may_have_links(capture: Capture) -> bool:
    # Servers without a type for `.ashx` or for no ending at all send pages as application/octet-stream, and worse.
    return bool(capture.body) and (capture.media_type in _WITH_LINKS or is_markup(capture.body))


def _charset(capture: Capture) -> str:
    """The charset that the answer's header declares, or ''."""
    header = (capture.header("content-type") or "").lower()
    return header.partition("charset=")[2].split(";")[0].strip(" \"'")


def _as_answer(capture: Capture) -> Answer:
    """The static response as the browser gets it for the page's first request."""
    return Answer(
        capture.url,
        Outcome.OK,
        capture.http_status,
        capture.headers,
        capture.wire_body,
        capture.body,
        peer=capture.peer,
    )
