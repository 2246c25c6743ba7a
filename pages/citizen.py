"""The section for citizens (mục 'Công dân') in a portal's navigation, and its functions."""

from __future__ import annotations

import ipaddress
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pages.memory import remembered
from pages.page import Link, MenuEntry, Page, Region, State
from pages.phrases import Phrases, words_of
from pages.text import fold, plain


@dataclass(frozen=True, slots=True)
class CitizenEntry:
    """A navigation entry for citizens as an audience. `url` is None where it only opens a sub-menu.

    `kind` is that of the `MenuEntry`, or `link` for a link or picture in the page's frame or among audience tiles.
    """

    label: str
    url: str | None
    children: tuple[MenuEntry, ...]
    kind: str
    locator: str


@dataclass(frozen=True, slots=True)
class CitizenFunction:
    """A function for citizens: `kind` is one of a closed list in citizen.toml (reception, feedback, services, ...)."""

    kind: str
    label: str
    url: str | None
    locator: str


_VOCABULARY = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PARTS: Phrases[str] = Phrases(
    {
        phrase: [part for part, phrases in _VOCABULARY["audience"].items() if phrase in phrases]
        for phrases in _VOCABULARY["audience"].values()
        for phrase in phrases
    }
)
_FUNCTIONS: Phrases[str] = Phrases(
    {
        **{phrase: [kind] for kind, phrases in _VOCABULARY["functions"].items() for phrase in phrases},
        **{phrase: [""] for phrase in _VOCABULARY["false_friends"]["mask"]},
    }
)
_WEAK = frozenset(spelling for word in _VOCABULARY["audience"]["not_alone"] for spelling in (fold(word), plain(word)))
FUNCTION_KINDS = frozenset(_VOCABULARY["functions"])
_LONGEST_AUDIENCE = 12  # words
# 'Lịch tiếp công dân của lãnh đạo UBND tỉnh' is a function; a title of twelve further words mentions one.
_FUNCTION_WORDS = 6
_KINDS = ("menu", "header", "tab", "link_block", "link", "footer")
_FRAME = frozenset({Region.HEADER, Region.NAV, Region.ASIDE, Region.FOOTER})


def is_audience(label: str) -> bool:
    """Whether the whole label names citizens as an audience: 'CÔNG DÂN', 'Công dân - Doanh nghiệp'.

    'Cá nhân' alone does not (it is a user's profile as often).
    """
    return _audience(label) == "citizens"


@lru_cache(maxsize=16384)
def _audience(label: str) -> str:
    """`citizens`, `weak` (a word that needs company), `partners` (others alone), or '' where it is no audience."""
    words = tuple(word for word in words_of(label) if not word.isdigit())
    if not 0 < len(words) <= _LONGEST_AUDIENCE:
        return ""
    steps: dict[int, list[tuple[int, str]]] = {}
    for match in _PARTS.find(words):
        steps.setdefault(match.start, []).append((match.end, match.meaning))
    best = ""
    # (position, stage, what was met): leading words, then audiences and joining words, then closing words
    seen: set[tuple[int, str, frozenset[str]]] = set()
    todo = [(0, "before", frozenset[str]())]
    while todo:
        state = todo.pop()
        if state in seen:
            continue
        seen.add(state)
        at, stage, met = state
        if at == len(words) and stage != "between":
            best = max(best, _verdict(met), key=("", "partners", "weak", "citizens").index)
            continue
        for end, part in steps.get(at, ()):
            if part in ("for", "before") and stage == "before":
                todo.append((end, "before", met | {part}))
            elif part in ("citizens", "partners") and stage in ("before", "audience", "between"):
                weak = part == "citizens" and " ".join(words[at:end]) in _WEAK
                todo.append((end, "audience", met | {"weak" if weak else part}))
            elif part == "between" and stage == "audience":
                todo.append((end, "between", met))
            elif part == "after" and stage in ("audience", "after"):
                todo.append((end, "after", met))
    return best


def _verdict(met: frozenset[str]) -> str:
    if "citizens" in met:
        return "citizens"
    if "weak" in met:
        return "citizens" if met & {"partners", "for"} else "weak"
    return "partners" if "partners" in met else ""


@remembered
def citizen_entries(home: Page) -> tuple[CitizenEntry, ...]:
    """Entries of the home page's navigation for citizens as an audience, the likeliest first.

    'Công dân', 'Người dân', 'Dành cho công dân', 'Công dân - Doanh nghiệp' ... 'Tiếp công dân', 'Căn cước công dân', a
    news item about citizens, or an external banner is none (checks.md).
    """
    found = [*_in_menu(home.menu, home.url), *_links(home)]
    found.sort(key=lambda e: (not e.children, _KINDS.index(e.kind) if e.kind in _KINDS else len(_KINDS), len(e.label)))
    distinct: dict[tuple[str, str | None], CitizenEntry] = {}
    for entry in found:
        distinct.setdefault((fold(entry.label), entry.url), entry)
    # the same entry once with a sub-menu and once, in the footer, as a mere opener says nothing new
    labels = {fold(e.label) for e in distinct.values() if e.url or e.children}
    return tuple(e for e in distinct.values() if e.url or e.children or fold(e.label) not in labels)


def _in_menu(entries: tuple[MenuEntry, ...], home: str) -> Iterator[CitizenEntry]:
    others = any(_audience(e.label) == "partners" for e in entries)
    for entry in entries:
        audience = _audience(entry.label)
        if audience == "citizens" or (audience == "weak" and others):
            url = entry.url if entry.url is not None and belongs(entry.url, home) else None
            if url is not None and _bare(url) == _bare(home) and entry.children:
                url = None  # href="#"
            if url is not None or entry.url is None or entry.children:
                yield CitizenEntry(entry.label, url, entry.children, entry.kind, entry.selector)
        yield from _in_menu(entry.children, home)


def _links(home: Page) -> Iterator[CitizenEntry]:
    """Links and pictures in the frame of the page, and tiles 'Công dân | Doanh nghiệp | Du khách' in its middle."""
    audiences = [_audience(link.label) for link in home.links]
    for i, link in enumerate(home.links):
        if audiences[i] not in ("citizens", "weak") or not belongs(link.url, home.url):
            continue
        near = range(max(0, i - 3), min(len(home.links), i + 4))
        tile = any(audiences[j] == "partners" and home.links[j].region is link.region for j in near)
        if tile or (audiences[i] == "citizens" and link.region in _FRAME):
            kind = "footer" if link.region is Region.FOOTER else "link"
            yield CitizenEntry(link.label, link.url, (), kind, link.selector)


def belongs(url: str, home: str) -> bool:
    """Whether `url` stands on the portal's own domain or a sub-domain of it (not of the registry's further hosts)."""
    try:
        there, here = urlsplit(url), urlsplit(home)
        there_port, here_port = there.port, here.port
    except ValueError:
        return False
    if not there.hostname or not here.hostname:
        return False
    if there.hostname == here.hostname:
        return there_port == here_port
    if _is_address(here.hostname):
        return False
    domain = _own_domain(here.hostname)
    return there.hostname == domain or there.hostname.endswith("." + domain)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _own_domain(host: str) -> str:
    """'www.danang.gov.vn' and 'portal.danang.gov.vn' stand for danang.gov.vn; elsewhere only www is dropped."""
    labels = host.split(".")
    if len(labels) > 3 and labels[-2:] == ["gov", "vn"]:
        return ".".join(labels[-3:])
    return host.removeprefix("www.")


def _bare(url: str) -> str:
    return url.partition("#")[0].rstrip("/")


def citizen_functions(section: Page | None, entry: CitizenEntry) -> tuple[CitizenFunction, ...]:
    """The distinct citizen functions that the entry's sub-menu and its page offer (site-wide menus aside).

    One of each kind. A page that is not OK (empty, soft 404, login ...) offers nothing; its sub-menu still does.
    """
    distinct: dict[str, CitizenFunction] = {}

    def offer(label: str, url: str | None, locator: str) -> None:
        kind = function_of(label)
        if kind and (kind not in distinct or (distinct[kind].url is None and url is not None)):
            distinct[kind] = CitizenFunction(kind, label, url, locator)

    for child in _below(entry.children):
        offer(child.label, child.url, child.selector)
    if section is not None and section.state is State.OK:
        for own in _audience_menus(section.menu):
            for child in _below(own.children):
                offer(child.label, child.url, child.selector)
        for link in section.links:
            if link.region is Region.MAIN or _under_audience(link):
                offer(link.label, link.url, link.selector)
        for block in section.blocks:
            if block.region is Region.MAIN and block.kind == "heading" and block.text != section.heading:
                offer(block.text, None, block.locator)
    return tuple(distinct.values())


def _below(entries: Iterable[MenuEntry]) -> Iterator[MenuEntry]:
    for entry in entries:
        yield entry
        yield from _below(entry.children)


def _audience_menus(entries: tuple[MenuEntry, ...]) -> Iterator[MenuEntry]:
    """The citizens' own part of the menu that the section's page shows."""
    for entry in entries:
        if is_audience(entry.label):
            yield entry
        else:
            yield from _audience_menus(entry.children)


def _under_audience(link: Link) -> bool:
    return is_audience(link.heading) or any(is_audience(label) for label in link.trail)


@lru_cache(maxsize=16384)
def function_of(label: str) -> str:
    """The kind of citizen function that a label names, '' where it names none."""
    words = words_of(label)
    found = sorted(_FUNCTIONS.find(words), key=lambda m: (m.start, -m.end))
    end = 0
    for match in found:
        if match.start < end:
            continue
        if match.meaning:
            return match.meaning if len(words) - (match.end - match.start) <= _FUNCTION_WORDS else ""
        end = match.end
    return ""
