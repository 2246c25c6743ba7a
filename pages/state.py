"""Whether a page that answered carries anything, and whether scripts must run first: told from its content."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from pages.blocks import Reading
from pages.page import Form, MenuEntry, Region, State
from pages.regions import is_named
from pages.text import fold, plain, tidy
from pages.tree import Tree
from pages.urls import join

_VOCABULARY = tomllib.loads((resources.files("pages") / "state.toml").read_text("utf-8"))
# Characters of running text (links aside) in the content area. An error page says its sentence or two; a news
# item about a missing person, in which the same words stand, is longer.
_SHORT = 500
_BARE = 250  # the whole page: an error page of a server or firewall, without a portal around it
_SHARE = 0.34  # of a title or sentence that the telling words must make up
_EMPTY_SHARE = 0.3  # of all that is said: 'Điện thoại: đang cập nhật' does not make a contact page empty
_STUB = 300  # characters of a page that only sends the browser on
_APP_IDS = frozenset(
    {"app", "root", "__next", "__nuxt", "app-root", "main-app", "react-root", "q-app", "single-spa-application"}
)
_COOKIE = re.compile(r"document\.cookie\s*=")
_LEAVES = re.compile(r"location\s*\.\s*(?:reload|replace|assign|href)|location\s*=")
_SENT_ON = re.compile(
    r"(?:(?:window|document|top|self|parent)\s*\.\s*)?location(?:\s*\.\s*href)?\s*(?:=|\.\s*(?:replace|assign)\s*\()\s*"
    r"[\"']([^\"'\s]{1,2000})[\"']"
)
_REFRESH = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'>\s]+)", re.IGNORECASE)
_WRITES_MENU = re.compile(r"document\.write(?:ln)?\s*\([^;]{0,400}?<(?:ul|li|a|td|div)\b", re.IGNORECASE)
_LOADS = re.compile(r"\$\.(?:ajax|get|getJSON|post)\s*\(|\bfetch\s*\(|\baxios\b|XMLHttpRequest|\.load\s*\(|\bA\.io\b")
_WORD = re.compile(r"[^\W_]+")
_ORNAMENT = re.compile(r"icon|logo|banner|button|/ui/|sprite", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{[^{}]{1,120}\}\}|\$\{[^{}]{1,80}\}|<%=")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """`state` with the words that tell it, why a browser is needed (or ''), where the page sends on to (or '')."""

    state: State
    evidence: str
    needs_browser: str
    sent_on: str
    quality: float


@dataclass(frozen=True, slots=True)
class _Content:
    """What the content area shows."""

    lines: tuple[str, ...]  # its visible blocks, links aside
    size: int
    said: int  # of these characters, those that are no label and no table head
    titles: tuple[str, ...]  # <title>, then the headings of the content area
    bare: bool  # no portal around it: hardly any text and links on the whole page


def reckon(
    tree: Tree, reading: Reading, menu: tuple[MenuEntry, ...], forms: tuple[Form, ...], heading: str, base: str
) -> Reckoning:
    """The state of the page read as `tree`, `reading`, `menu` and `forms`."""
    content = _content(tree, reading)
    sent_on = _sent_on(tree, content, base)
    needs = _needs_browser(tree, reading, menu, forms, content)
    state, evidence = _state(tree, reading, forms, heading, content)
    if needs in ("empty_shell", "cookie_stub", "script_content") and state in (State.OK, State.EMPTY):
        state, evidence = State.SHELL, evidence or needs
    elif sent_on and state is State.OK and content.bare:
        state, evidence = State.EMPTY, f"sent on to {sent_on}"
    return Reckoning(state, evidence, needs, sent_on, _quality(tree, reading, state, needs))


def _content(tree: Tree, reading: Reading) -> _Content:
    linked: dict[int, int] = {}
    for link in reading.links:
        if link.block >= 0:
            linked[link.block] = linked.get(link.block, 0) + len(link.label)
    lines, titles, total, said = [], [tree.title], 0, 0
    for number, block in enumerate(reading.blocks):
        total += len(block.text)
        if block.region is not Region.MAIN or block.hidden:
            continue
        if block.kind == "heading" and linked.get(number, 0) < 0.5 * len(block.text):
            titles.append(block.text)
        if linked.get(number, 0) < 0.8 * len(block.text):
            lines.append(block.text)
            head = block.kind == "row" and not any(c.isdigit() for c in block.text) and "|" in block.text
            if block.kind not in ("heading", "label", "caption") and not head:
                said += len(block.text)
    size = sum(len(line) for line in lines)
    framed = sum(1 for link in reading.links if link.region is not Region.MAIN)
    return _Content(tuple(lines), size, said, tuple(titles), total < 1500 and len(reading.links) < 8 and framed < 2)


# Beside a scan stand its date and a caption.
_SCAN_LINES = 3
_REACHABLE = re.compile(r"\d[\d .\-]{7,}\d|@[\w-]+\.")


def _state(tree: Tree, reading: Reading, forms: tuple[Form, ...], heading: str, content: _Content) -> tuple[State, str]:
    if content.bare:
        for name in ("blocked", "soft_404", "error", "parked", "construction"):
            if words := _telling(name, content, _SHORT):
                return State(name), words
    if words := _login(forms, heading, content):
        return State.LOGIN, words
    for name in ("soft_404", "error", "construction"):
        if words := _telling(name, content, _SHORT):
            return State(name), words
    busy = sum(1 for link in reading.links if link.region is Region.MAIN)
    words = _telling("empty", content, _SHORT) if busy <= 3 and not _fields(forms) else ""
    if words and len(_phrase("empty", words)) >= _EMPTY_SHARE * content.said:
        return State.EMPTY, words
    if content.size > 3 * _SHORT:
        return State.OK, ""
    # A scan stands below the page's heading; above it are banners.
    top = next((n for n, b in enumerate(reading.blocks) if b.region is Region.MAIN and b.text == heading), -1)
    pictures = [
        url
        for (url, _), before in zip(reading.images, reading.image_places, strict=True)
        if before > top and not _ORNAMENT.search(url)
    ]
    own = {plain(heading), *(plain(title) for title in content.titles[:3])}
    body = [line for line in content.lines if plain(line) not in own]
    # A card of a person or an office has a picture and few words too, but a name, a post, a telephone.
    sparse = len(body) <= _SCAN_LINES and sum(map(len, body)) < 150 and not any(map(_REACHABLE.search, body))
    if pictures and heading and not busy and not reading.tables and sparse and not _fields(forms):
        return State.SCAN, pictures[0]
    if not body and not busy and not pictures and not tree.frames and not _fields(forms) and not reading.tables:
        return State.EMPTY, ""
    return State.OK, ""


def _telling(name: str, content: _Content, limit: int) -> str:
    """The title or sentence that says so: on a short page, and mostly made of the telling words."""
    if content.size > limit:
        return ""
    for title in content.titles:
        phrase = _phrase(name, title)
        own = _without_site(title)
        # A bare number tells only alone: 'Quyết định số 404' is a decision.
        if phrase and len(phrase) >= (len(own) if phrase.isdigit() else _SHARE * len(own)):
            return title
    for line in content.lines:
        if (
            len(line) <= 300
            and (phrase := _phrase(name, line))
            and (len(phrase) >= _SHARE * len(line) or (content.bare and content.size <= _BARE))
            and len(phrase) > 3
        ):
            return line
    return ""


def _without_site(title: str) -> str:
    """A title without the site's name behind it: 'Không tìm thấy trang - Cổng thông tin điện tử tỉnh X'."""
    return re.split(r"\s[-|–—»]\s", title)[0]


@lru_cache(maxsize=4096)
def _phrase(name: str, text: str) -> str:
    """The longest phrase of the vocabulary's table `name` in `text`, as whole words; '' where none."""
    folded = _words(text)
    bare = "" if not text.isascii() else f" {plain(text)} "
    best = ""
    for phrase, exact, ascii_only in _phrases(name):
        if (exact in folded or (bare and ascii_only in bare)) and len(phrase) > len(best):
            best = phrase
    return best


@lru_cache(maxsize=32)
def _phrases(name: str, key: str = "phrases") -> tuple[tuple[str, str, str], ...]:
    return tuple((phrase, _words(phrase), f" {plain(phrase)} ") for phrase in _VOCABULARY[name][key])


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "


def _login(forms: tuple[Form, ...], heading: str, content: _Content) -> str:
    if content.size > _SHORT:
        return ""
    secret = any(field.type == "password" for form in forms if form.region is Region.MAIN for field in form.fields)
    titles = {phrase.strip() for _, _, phrase in _phrases("login", "titles")}
    named = next((t for t in (heading, *content.titles) if t and plain(_without_site(t)) in titles), "")
    if secret and (named or content.bare or content.size < _BARE):
        return named or "password field"
    return _telling("login", content, _SHORT)


def _fields(forms: tuple[Form, ...]) -> int:
    return sum(
        1
        for form in forms
        if form.region is Region.MAIN
        for field in form.fields
        if field.type not in ("search", "select")
    )


def _needs_browser(
    tree: Tree, reading: Reading, menu: tuple[MenuEntry, ...], forms: tuple[Form, ...], content: _Content
) -> str:
    inline = [text for _, text in tree.scripts if text]
    if tree.body.size < _STUB and len(reading.links) < 5:
        if any(_COOKIE.search(text[:50_000]) and _LEAVES.search(text[:50_000]) for text in inline):
            return "cookie_stub"
        sources = sum(1 for source, _ in tree.scripts if source)
        rooted = any(e.attrs.get("id", "") in _APP_IDS or e.tag == "app-root" for e in tree.elements)
        wanted = bool(_phrase("script_wanted", tidy(tree.noscript[:1000])))
        if tree.scripts and (rooted or wanted or sources >= 2) and not forms and not tree.frames:
            return "empty_shell"
    if not any(entry.kind in ("menu", "header", "tab") for entry in menu) and tree.scripts:
        hollow = any(
            not element.size and not element.links and element.names.strip() and is_named(element.names, "nav")
            for element in tree.elements
            if element.tag in ("div", "ul", "nav", "table", "td", "section")
        )
        if hollow or any(_WRITES_MENU.search(text[:100_000]) for text in inline):
            return "script_menu"
    if any("{" in line or "<%" in line for line in content.lines) and any(map(_TEMPLATE.search, content.lines)):
        return "script_content"
    busy = sum(1 for link in reading.links if link.region is Region.MAIN)
    if content.size < 200 and busy <= 2 and not _fields(forms) and not tree.frames and not reading.images:
        loading = next((line for line in content.lines if _phrase("loading", line) and len(line) < 80), "")
        if loading or (content.size < 80 and any(_LOADS.search(text[:200_000]) for text in inline)):
            return "script_content"
    return ""


def _sent_on(tree: Tree, content: _Content, base: str) -> str:
    """Where a page without content of its own sends the browser: meta refresh, or a script's location."""
    if (match := _REFRESH.match(tree.refresh)) and int(match[1]) <= 30:
        target = join(base, match[2])
        if target and target != base:
            return target
    if tree.body.size < _STUB and content.bare:
        for text in (*(text for _, text in tree.scripts), tree.body.attrs.get("onload", "")):
            if (gone := _SENT_ON.search(text[:50_000])) and (target := join(base, gone[1])) and target != base:
                return target
    return ""


def _quality(tree: Tree, reading: Reading, state: State, needs: str) -> float:
    """0 to 1: broken characters, a page cut short, scripts that did not run, an error instead of the page."""
    quality = 1.0
    if state in (State.BLOCKED, State.ERROR, State.SOFT_404, State.PARKED, State.LOGIN, State.SHELL):
        quality = 0.1
    elif state in (State.CONSTRUCTION, State.SCAN):
        quality = 0.3
    if tree.cut:
        quality *= 0.5
    if needs == "script_menu":
        quality *= 0.5
    text = "".join(block.text for block in reading.blocks[:2000])
    broken = text.count("\ufffd")
    if broken:
        quality *= max(0.2, 1 - 20 * broken / len(text))
    return round(quality, 3)
