"""The names of sections that portals must have: complaints, drafts for comment, access to information, privacy."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path

from pages.page import Page
from pages.text import tidy
from pages.wording import Wording


class Section(StrEnum):
    """A section that a check asks for."""

    COMPLAINTS = "complaints"  # khiếu nại, tố cáo
    DRAFTS = "drafts"  # lấy ý kiến dự thảo
    INFORMATION = "information"  # tiếp cận thông tin
    PRIVACY = "privacy"  # chính sách bảo mật, bảo vệ dữ liệu cá nhân


_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_NAMES = {section: Wording.of(_WORDS[section]["names"]) for section in Section}
_NOT = {section: Wording.of([*_WORDS[section]["not"], *_WORDS["titles"]["words"]]) for section in Section}
_MOST = {section: int(_WORDS[section]["words"]) for section in Section}


def names_section(label: str, section: Section) -> bool:
    """Whether a label, menu entry or heading is the name of the section, and not the title of a paper about it."""
    label = tidy(label)
    return len(label.split()) <= _MOST[section] and _NAMES[section](label) and not _NOT[section](label)


def is_section(page: Page, section: Section) -> bool:
    """Whether the page calls itself so, by its heading or the first part of its title."""
    title = page.title.split("|")[0].split(" - ")[0].split(" – ")[0]
    return any(words and names_section(words, section) for words in (page.heading, title))
