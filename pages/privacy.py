"""Notices on personal data beside a form, and whether a page called a privacy policy is one."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pages.memory import remembered
from pages.page import Page, Region
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PERSONAL = Wording.of(_WORDS["personal"])
_NOTICE = Wording.of(_WORDS["notice"])
_LONGEST = 800


def speaks_of_personal_data(page: Page) -> bool:
    """Whether the page's content says something of personal data or privacy."""
    return any(_PERSONAL(block.text[:2000]) for block in page.blocks if block.region is not Region.NAV)


@remembered
def notice_of(page: Page) -> tuple[str, str] | None:
    """(words, locator) of a notice beside a form that says how the sender's data are kept."""
    for block in page.blocks:
        if block.region in (Region.MAIN, Region.ASIDE) and len(block.text) <= _LONGEST and _NOTICE(block.text):
            return block.text, block.locator
    return None
