"""Published results on how satisfied citizens were with the answers (tỷ lệ hài lòng)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from pages.page import Page, Region
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_RESULT = Wording.of(_WORDS["result"])
_NOT = Wording.of(_WORDS["not"])
_POLL = Wording.of(_WORDS["poll"])
_GRADE = Wording(*(f"^{words}" for words in _WORDS["grades"]))
_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{1,2})? ?%|(?<![\d/])\d{1,3}(?:[.,]\d{3})* (?:lượt|phiếu|ý kiến|đánh giá)")
_OF_FEEDBACK = Wording("(?:phản ánh|kiến nghị|góp ý)(?: (?:của|hiện trường)|,| và|$|\\W)", "trả lời (?:công|người) dân")
_LONGEST = 400
_ABOVE = 2  # blocks above the first grade: the box's title, the question
_QUESTION = 120
_SHORT = 60  # 'Rất hài lòng: 45 lượt (60 %)'


def is_poll(page: Page, words: str, locator: str) -> bool:
    """Whether `words` at `locator` are of a poll of the site's visitors, and not the rating of an answer."""
    for form in page.forms:
        if form.locator == locator and (form.region is not Region.MAIN or _POLL(form.heading)):
            return True
    at = next((n for n, block in enumerate(page.blocks) if block.text == words), None)
    if at is None:
        return False
    around = [*page.blocks[at].headings[-1:], *(block.text for block in page.blocks[max(0, at - _ABOVE) : at])]
    return any(len(text) <= _QUESTION and _POLL(text) for text in around)


def _says(text: str) -> bool:
    named = _RESULT(text) or (len(text) <= _SHORT and _GRADE(text))
    return named and not _NOT(text) and _FIGURE.search(text) is not None


def results_of(page: Page, below: Callable[[str], bool] | None = None) -> tuple[str, str] | None:
    """(words, locator) of a figure on satisfaction, on a page about feedback.

    `below`: only under such a heading, or where the words themselves speak of feedback.
    """
    for block in page.blocks:
        text = block.text
        if block.region not in (Region.MAIN, Region.ASIDE) or len(text) > _LONGEST:
            continue
        if below is not None and not (block.headings and below(block.headings[-1])) and not _OF_FEEDBACK(text):
            continue
        if _says(text):
            return text, block.locator
    return None
