"""The section for citizens (mục 'Công dân') of a site: its entry, its page, its functions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from audits.site import Seen, Site
from pages.citizen import CitizenEntry, CitizenFunction, citizen_entries, citizen_functions, is_audience
from pages.page import Link, Page
from records.finding import Evidence


@dataclass(frozen=True, slots=True)
class Section:
    """One entry with what stands behind it. `why_not`: why its page was not read, '' where it was, or has none."""

    entry: CitizenEntry
    target: Seen | None
    functions: tuple[CitizenFunction, ...]
    why_not: str
    dead: bool


@dataclass(frozen=True, slots=True)
class Citizen:
    """All such entries of the home page, the best section first."""

    sections: tuple[Section, ...]
    home: Seen | None

    @property
    def best(self) -> Section | None:
        """The section with the most functions."""
        return self.sections[0] if self.sections else None

    def evidence(self, section: Section) -> tuple[Evidence, ...]:
        """The entry on the home page, then the page behind it."""
        if self.home is None:
            return ()
        entry = self.home.evidence(section.entry.label, section.entry.locator)
        behind: tuple[Evidence, ...] = ()
        if section.target is not None:
            first = next(iter(section.functions), None)
            behind = (section.target.evidence(first.label, first.locator) if first else section.target.evidence(),)
        return (entry, *behind)


def citizen(site: Site) -> Citizen:
    """Read the home page's navigation and the pages behind its entries for citizens."""
    if site.home_page is None:
        return Citizen((), site.home)
    sections = []
    for entry in citizen_entries(site.home_page):
        target = site.at(entry.url) if entry.url else None
        page = target.page if target is not None and not target.dead else None
        at_home = (
            target is not None and site.home is not None and site.address(target.url) == site.address(site.home.url)
        )
        if at_home:  # '#' or '/': the entry only opens its sub-menu
            target, page = None, None
        if page is not None and site.home is not None and target is not site.home:
            page = replace(page, links=_own_links(page, site.home_page))
        functions = citizen_functions(page, entry)
        why, dead = "", False
        if entry.url and not at_home:
            if target is None:
                why = (
                    "" if not site.belongs(entry.url) else ("not_looked_at" if site.log.complete else "not_in_archive")
                )
            else:
                why, dead = target.why_not, target.dead
        sections.append(Section(entry, target, functions, why, dead))
    sections.sort(key=lambda s: -len(s.functions))
    return Citizen(tuple(sections), site.home)


def _own_links(page: Page, home: Page) -> tuple[Link, ...]:
    """The links of a page without what the whole site repeats (side banners, store badges, quick links).

    A link is the site's where it has the same neighbour as on the home page, save under the entry for citizens itself.
    """
    shared = {
        (a.url, b.url)
        for a, b in pairwise(home.links)
        if not any(is_audience(label) for label in (*a.trail, a.heading, *b.trail, b.heading))
    }
    links = page.links
    repeated = {n for n, pair in enumerate(pairwise(links)) if (pair[0].url, pair[1].url) in shared}
    repeated |= {n + 1 for n in repeated}
    return tuple(link for n, link in enumerate(links) if n not in repeated)
