"""Sections over a whole site: every place that is called so, whether it stands, and what a check says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audits.checks import failed, passed, unknown
from audits.site import NAMES, Inbound, Search, Seen, Site
from pages.page import MenuEntry, Region
from pages.sections import Section, is_section, names_section
from pages.topics import Topic
from pages.urls import authority
from records.finding import Evidence, Finding

# A label with more words is a title that mentions the topic; the section's own label is shorter.
SECTION_WORDS = 7
_KEPT_FROM_US = frozenset({"blocked_by_robots", "needs_browser", "bot_check"})


@dataclass(frozen=True, slots=True)
class Place:
    """One link that is called like the section; `target` is None where it was not looked at."""

    url: str
    evidence: Evidence
    target: Seen | None
    why_not: str

    @property
    def stands(self) -> bool:
        """Whether the page behind it was read and holds something."""
        return self.target is not None and not self.why_not and not self.target.dead


def is_section_link(inbound: Inbound) -> bool:
    """Whether a link's label is short enough for a section's name."""
    return len(inbound.link.label.split()) <= SECTION_WORDS


def places(site: Site, section: Section, *, regions: frozenset[Region] = frozenset(Region)) -> list[Place]:
    """The links of the province's pages (public service portal aside) that are called so, nearest to home first."""
    found = []
    service = authority(site.province.service_portal) if site.province.service_portal else ""
    for target, links in site.inbound.items():
        for inbound in links:
            link = inbound.link
            source = site.by_address.get(inbound.source)
            if source is None or link.region not in regions or not names_section(link.label, section):
                continue
            if not site.belongs(link.url) or authority(link.url) == service or authority(source.url) == service:
                continue
            seen = site.by_address.get(target)
            why = why_unread(site, link.url) if seen is None else seen.why_not
            found.append(Place(link.url, source.evidence(link.label, link.selector), seen, why))
            break
    found.sort(key=lambda p: (99 if (c := site.clicks(p.url)) is None else c, p.url))
    return found


def why_unread(site: Site, url: str) -> str:
    """Why nothing is known of an address of the province's."""
    if not site.log.complete:
        return "not_in_archive"
    skipped = {site.address(s.url): s.reason for s in site.log.skipped}
    reason = skipped.get(site.address(url), "")
    return {"robots": "blocked_by_robots", "budget_exhausted": "budget_exhausted"}.get(reason, "not_looked_at")


def opened_by_menu(site: Site, section: Section) -> tuple[Evidence, str] | None:
    """An entry of the home page's menu that is called so and opens nothing but a sub-menu, one of its pages live."""
    if site.home is None or site.home_page is None:
        return None
    for entry in _entries(site.home_page.menu):
        if not names_section(entry.label, section) or not entry.children:
            continue
        if entry.url is not None and site.address(entry.url) != site.address(site.home.url):
            continue
        for child in _entries(entry.children):
            seen = site.at(child.url) if child.url else None
            if seen is not None and not seen.dead and not seen.why_not:
                return site.home.evidence(entry.label, entry.selector), seen.url
    return None


def _entries(menu: Iterable[MenuEntry]) -> Iterator[MenuEntry]:
    for entry in menu:
        yield entry
        yield from _entries(entry.children)


def headed(site: Site, section: Section) -> Iterator[tuple[Seen, Evidence]]:
    """Pages that call themselves so, and boxes of a page that are headed so and hold something."""
    service = authority(site.province.service_portal) if site.province.service_portal else ""
    for seen in site.pages:
        page = seen.page
        if page is None or page.media != "html" or not site.belongs(seen.url) or authority(seen.url) == service:
            continue
        if seen.dead or seen.why_not:
            continue
        if is_section(page, section):
            yield seen, seen.evidence(page.heading if names_section(page.heading, section) else page.title)
            continue
        for n, block in enumerate(page.blocks):
            if block.kind != "heading" or block.region not in (Region.MAIN, Region.ASIDE):
                continue
            if names_section(block.text, section) and any(block.text in b.headings for b in page.blocks[n + 1 : n + 3]):
                yield seen, seen.evidence(block.text, block.locator)
                break


def searched(
    site: Site,
    *topics: Topic,
    weight: float = NAMES,
    ignore: Callable[[Inbound], bool] = lambda i: not is_section_link(i),
) -> Search:
    """As `Site.search`, over sections; open as well where most of what the home page links could not be read.

    Forbidden by robots.txt, or built by scripts: the links that would name the topic then stand on pages unread.
    """
    search = site.search(*topics, weight=weight, ignore=ignore)
    if search.open or site.home_page is None:
        return search
    own = {site.address(link.url) for link in site.home_page.links if site.belongs(link.url)}
    reasons = {a: s.why_not for a in own if (s := site.by_address.get(a)) is not None and s.why_not in _KEPT_FROM_US}
    if 2 * len(reasons) > len(own):
        return Search(search.looked_at, min(reasons.values()), tuple(sorted(reasons)))
    return search


def judge_section(
    site: Site,
    section: Section,
    *topics: Topic,
    accepts: Callable[[Place], bool] = lambda _: True,
    regions: frozenset[Region] = frozenset(Region),
) -> Finding:
    """Pass where a place of that name stands; fail only where every place that may be it was read."""
    named = [p for p in places(site, section, regions=regions) if accepts(p) or not p.stands]
    for place in named:
        if place.stands and place.target is not None:
            return passed(place.url, "url", supports=[place.evidence, place.target.evidence()])
    opened = opened_by_menu(site, section)
    if opened is not None:
        return passed(opened[1], "url", supports=[opened[0]])
    for seen, evidence in headed(site, section):
        return passed(seen.url, "url", supports=[evidence])
    looked = [p.evidence for p in named]
    search = searched(site, *topics)
    why = next((p.why_not for p in named if p.why_not), "") or search.open
    if why:
        return unknown(why, looked_at=[*looked, *search.looked_at])
    return failed("dead_target" if named else "not_found", looked_at=[*looked, *search.looked_at])
