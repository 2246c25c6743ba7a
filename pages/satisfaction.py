"""Published results on how satisfied citizens were with the answers (tỷ lệ hài lòng)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pages.page import Page, Region
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_RESULT = Wording.of(_WORDS["result"])
_NOT = Wording.of(_WORDS["not"])
_POLL = Wording.of(_WORDS["poll"])
_GRADE = Wording(*(f"^{words}" for words in _WORDS["grades"]))
_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{1,2})? ?%|(?<![\d/])\d{1,3}(?:[.,]\d{3})* (?:lượt|phiếu|ý kiến|đánh giá)")
_LONGEST = 400
_SHORT = 60  # 'Rất hài lòng: 45 lượt (60 %)'


def is_poll(page: Page, locator: str) -> bool:
    """Whether what stands at `locator` is a poll of the site's visitors in a side box, not the rating of an answer."""
    for form in page.forms:
        if form.locator == locator:
            return form.region is not Region.MAIN or _POLL(form.heading)
    return False


def _says(text: str) -> bool:
    named = _RESULT(text) or (len(text) <= _SHORT and _GRADE(text))
    return named and not _NOT(text) and _FIGURE.search(text) is not None


def results_of(page: Page) -> tuple[str, str] | None:
    """(words, locator) of a figure on satisfaction, on a page about feedback."""
    for block in page.blocks:
        text = block.text
        if block.region in (Region.MAIN, Region.ASIDE) and len(text) <= _LONGEST and _says(text):
            return text, block.locator
    return None
