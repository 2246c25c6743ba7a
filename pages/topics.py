"""What a link or a page speaks of: the audited topics, from a vocabulary kept as data (topics.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pages.citizen import is_audience
from pages.memory import remembered
from pages.page import Link, Page, Region
from pages.phrases import Phrases, words_of
from pages.text import plain


class Topic(StrEnum):
    CITIZEN = "citizen_section"  # Công dân, Người dân as an audience
    RECEPTION = "reception"  # tiếp công dân
    AGENDA = "agenda"  # lịch công tác, lịch làm việc: a reception row may stand in it
    FEEDBACK = "feedback"  # phản ánh kiến nghị, hỏi đáp, góp ý, 1022
    TOTALS = "feedback_totals"  # thống kê phản ánh
    COMPLAINTS = "complaints"  # khiếu nại, tố cáo
    SERVICES = "public_services"  # dịch vụ công
    INFORMATION = "information_access"  # tiếp cận thông tin, cung cấp thông tin: section, regulation, contact point
    DRAFTS = "draft_consultation"  # lấy ý kiến dự thảo
    APP = "citizen_app"
    NEWS = "news"
    LEGAL = "legal_documents"  # văn bản
    LEADERS = "leader_contacts"
    HOTLINE = "hotline"
    PRIVACY = "privacy"
    REPORT = "handling_report"  # báo cáo kết quả giải quyết
    SITEMAP = "sitemap"


_VOCABULARY = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WEIGHTS = {"firm": 1.0, "names": 1.0, "likely": 0.8, "may": 0.5}
# A label with more words than this beyond the phrase is a title that mentions the topic, not a section of that name.
_SECTION_WORDS = 5
_MENTION = 0.6  # what a mention in a long title keeps of its weight
_LEAD_WORDS = 2  # 'Công dân' may lead to reception; a title with that word does not
_FROM_TRAIL, _FROM_HEADING, _FROM_ADDRESS = 0.8, 0.7, 0.9
_MOST_WORDS = 60  # of a label; more is running text

Weights = dict[Topic, float]


def _compiled() -> Phrases[tuple[str, Topic | None, float]]:
    meanings: dict[str, list[tuple[str, Topic | None, float]]] = {}
    for topic in Topic:
        for kind, phrases in _VOCABULARY.get(topic, {}).items():
            for phrase in phrases if kind in _WEIGHTS else ():
                meanings.setdefault(phrase, []).append((kind, topic, _WEIGHTS[kind]))
    for lead in _VOCABULARY["leads"]:
        for phrase in lead["words"]:
            meanings.setdefault(phrase, []).extend(("lead", Topic(name), weight) for name, weight in lead["to"].items())
    for kind in ("void", "mask"):
        for phrase in _VOCABULARY["false_friends"][kind]:
            meanings.setdefault(phrase, []).append((kind, None, 0.0))
    return Phrases(meanings)


_PHRASES = _compiled()
_ADDRESS_WORDS: dict[str, tuple[Topic, ...]] = {}
for _topic in Topic:
    for _word in _VOCABULARY.get(_topic, {}).get("address", ()):
        _ADDRESS_WORDS[_word] = (*_ADDRESS_WORDS.get(_word, ()), _topic)
_AUDIENCE_LEADS = {Topic(name): weight for name, weight in _VOCABULARY["audience_leads"].items()}
_STORES = ("play.google.com", "apps.apple.com", "itunes.apple.com")


def topics_of_link(link: Link) -> Weights:
    """The topics a link speaks of, each with a weight in (0, 1]: 1 names it outright, 0.5 may lead to it.

    Label first, then trail and heading, then the address' own words. False friends (căn cước công dân, tiếp xúc cử
    tri, người phát ngôn ...) speak of nothing.
    """
    weights, false_friend = _of_label(link.label)
    out = dict(weights)
    if false_friend and not out:
        return out
    for label in link.trail[-3:]:
        _raise(out, _of_section(label), _FROM_TRAIL)
    if link.heading:
        _raise(out, _of_section(link.heading), _FROM_HEADING)
    _raise(out, _of_address(link.url), 1.0)
    return out


@remembered
def topics_of_page(page: Page) -> Weights:
    """The topics of a page by its own heading, title and breadcrumb."""
    out: Weights = {}
    if page.heading:
        _raise(out, _of_label(page.heading)[0], 1.0)
    parts = [p for p in _TITLE_PARTS.split(page.title) if p.strip()]
    for part in parts[:4]:
        _raise(out, _of_label(part)[0], 0.8)
    crumbs = [link.label for link in page.links if link.region is Region.BREADCRUMB]
    crumbs += [b.text for b in page.blocks if b.region is Region.BREADCRUMB]
    for crumb in crumbs[:12]:
        for part in _CRUMBS.split(crumb)[:12]:
            _raise(out, _of_section(part), 0.7)
    return out


_TITLE_PARTS = re.compile(r"\s[-–—|]\s|\s?(?:\||»|::)\s?")
_CRUMBS = re.compile(r"\s?(?:»|›|>|/|\||→)\s?")


def _raise(out: Weights, more: Weights, factor: float) -> None:
    for topic, weight in more.items():
        value = round(weight * factor, 3)
        if value > out.get(topic, 0.0):
            out[topic] = value


@lru_cache(maxsize=65536)
def _of_label(label: str) -> tuple[Weights, bool]:
    """The topics of a label by itself, and whether it holds a false friend. Callers do not change the result."""
    out, false_friend = _weigh(words_of(label)[:_MOST_WORDS])
    if is_audience(label):
        _raise(out, {Topic.CITIZEN: 1.0, **_AUDIENCE_LEADS}, 1.0)
    return out, false_friend


@lru_cache(maxsize=16384)
def _of_section(label: str) -> Weights:
    """What a section's name says of the links in it: what it names, not what it may lead to."""
    return {
        topic: weight for topic, weight in _of_label(label)[0].items() if weight >= 0.8 and topic is not Topic.CITIZEN
    }


def _weigh(words: tuple[str, ...]) -> tuple[Weights, bool]:
    """The longest phrase wins: 'công dân' in 'tiếp công dân' and 'văn bản' in 'dự thảo văn bản' say nothing more."""
    found = _PHRASES.find(words)
    if not found:
        return {}, False
    spans = {(m.start, m.end) for m in found}
    masks = {(m.start, m.end) for m in found if m.meaning[0] == "mask"}
    void = any(m.meaning[0] == "void" for m in found)
    out: Weights = {}
    for match in found:
        kind, topic, weight = match.meaning
        if topic is None or any(
            s <= match.start and match.end <= e and (s, e) != (match.start, match.end) for s, e in spans
        ):
            continue
        if any(s < match.end and match.start < e and not (match.start <= s and e <= match.end) for s, e in masks):
            continue
        extra = len(words) - (match.end - match.start)
        if extra > _LEAD_WORDS and kind == "lead":
            continue
        if extra > _SECTION_WORDS and kind != "firm":
            if kind != "names":
                continue
            weight *= _MENTION
        if void:
            if kind != "firm":
                continue
            weight *= 0.5
        if weight > out.get(topic, 0.0):
            out[topic] = weight
    return out, void or bool(masks)


_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PIECE = re.compile(r"[^\W]+")
_LONGEST_ADDRESS = 400


@lru_cache(maxsize=65536)
def _of_address(url: str) -> Weights:
    """The topics that the address' own words name: host labels, path, query."""
    try:
        parts = urlsplit(url[: 2 * _LONGEST_ADDRESS])
    except ValueError:
        return {}
    out: Weights = {}
    host = parts.hostname or ""
    if host in _STORES:
        out[Topic.APP] = 1.0
    for name in host.split(".")[:-2]:
        for topic in _ADDRESS_WORDS.get(name.removeprefix("www"), ()):
            out[topic] = _FROM_ADDRESS
    path = unquote(f"{parts.path}/{parts.query}"[:_LONGEST_ADDRESS], errors="replace")
    for segment in re.split(r"[/?&=]+", path):
        _raise(out, _of_segment(segment), 1.0)
    return out


@lru_cache(maxsize=16384)
def _of_segment(segment: str) -> Weights:
    """The topics that a part of an address names. Callers do not change the result."""
    out: Weights = {}
    for piece in _PIECE.findall(segment):
        for topic in _ADDRESS_WORDS.get(plain(piece).replace(" ", ""), ()):
            out[topic] = _FROM_ADDRESS
    words = tuple(plain(segment).split())
    if not segment.islower() and segment.isascii():  # 'LichTiepDan.aspx', 'TCDThang42017.aspx'
        words = tuple(w.lower() for w in _CAMEL.findall(segment))
    if len(words) > 1:
        _raise(out, _named(_weigh(words[:_MOST_WORDS])[0]), _FROM_ADDRESS)
        if len(words) <= 8:  # Liferay leaves out đ: 'hoi-ap', 'uong-day-nong', 'au-moi-cung-cap-thong-tin'
            _raise(out, _named(_weigh_without_d(words)), _FROM_ADDRESS)
    return out


def _named(weights: Weights) -> Weights:
    return {topic: weight for topic, weight in weights.items() if weight >= 0.6}


def _without_d(phrases: Iterable[str]) -> list[str]:
    return [p.casefold().replace("đ", "") for p in phrases if "đ" in p.casefold() and " " in p]


_LIFERAY: Phrases[tuple[Topic, float]] = Phrases(
    {
        spelling: [(topic, weight)]
        for topic in Topic
        for kind, weight in (("firm", 1.0), ("names", 1.0))
        for spelling in _without_d(_VOCABULARY.get(topic, {}).get(kind, ()))
    }
)


def _weigh_without_d(words: tuple[str, ...]) -> Weights:
    out: Weights = {}
    for match in _LIFERAY.find(words):
        topic, weight = match.meaning
        out[topic] = max(weight, out.get(topic, 0.0))
    return out
