"""The names of sections that portals must have: complaints, drafts for comment, access to information, privacy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from pages.page import Page
from pages.text import fold, plain, tidy
from pages.wording import Wording


class Section(StrEnum):
    """A section that a check asks for."""

    COMPLAINTS = "complaints"  # khiếu nại, tố cáo
    DRAFTS = "drafts"  # lấy ý kiến dự thảo
    INFORMATION = "information"  # tiếp cận thông tin
    PRIVACY = "privacy"  # chính sách bảo mật, bảo vệ dữ liệu cá nhân


_WORD = re.compile(r"[^\W\d_]+")


def _words_of(phrases: Iterable[str]) -> frozenset[str]:
    words = {word for phrase in phrases for word in _WORD.findall(fold(phrase))}
    return frozenset(words | {plain(word) for word in words})


_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_NAMES = {section: Wording.of(_WORDS[section]["names"]) for section in Section}
_NOT = {section: Wording.of([*_WORDS[section]["not"], *_WORDS["titles"]["words"]]) for section in Section}
_MOST = {section: int(_WORDS[section]["words"]) for section in Section}
# A section's name is made of its own few words; a news title has others: 'Lãnh đạo tỉnh đối thoại, giải quyết đơn thư'.
_OWN_WORDS = {section: _words_of([*_WORDS["common"]["words"], *_WORDS[section]["own"]]) for section in Section}


_BY_LAW = re.compile(r"(?<=\w) theo luật\s.*$", re.IGNORECASE)  # '... theo Luật Tiếp cận thông tin năm 2016'


def names_section(label: str, section: Section) -> bool:
    """Whether a label, menu entry or heading is the name of the section, and not the title of a paper about it."""
    label = _BY_LAW.sub("", tidy(label))
    if len(label.split()) > _MOST[section] or not _NAMES[section](label) or _NOT[section](label):
        return False
    return all(word in _OWN_WORDS[section] for word in _WORD.findall(fold(label)))


def is_section(page: Page, section: Section) -> bool:
    """Whether the page calls itself so, by its heading or the first part of its title."""
    title = page.title.split("|")[0].split(" - ")[0].split(" – ")[0]
    return any(words and names_section(words, section) for words in (page.heading, title))
