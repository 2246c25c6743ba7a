"""News items (tin tức) on a home page or in a news section, each with its own posting date."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pages.attached import is_file
from pages.memory import remembered
from pages.page import Page
from pages.postings import Posting, postings
from pages.topics import Topic, topics_of_link
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_HEADING = Wording.of(_WORDS["heading"])
_OTHER_HEADING = Wording.of(_WORDS["other_heading"])
_OTHER_TITLE = Wording.of(_WORDS["other_title"])
# A link that names one of these by label or address leads to a thing of its own, unless its address says news.
_OTHER_TOPICS = (Topic.LEGAL, Topic.DRAFTS, Topic.FEEDBACK, Topic.RECEPTION, Topic.AGENDA, Topic.SERVICES, Topic.APP)
_NAMED = 0.8


@remembered
def news_of(page: Page, *, captured: date) -> list[Posting]:
    """The news items that `page` lists, dated or not; documents, drafts, notices, questions and schedules are none.

    Whoever asks knows that the page is a home page or a news section; `captured` anchors relative dates.
    """
    return [item for item in postings(page, captured=captured) if _is_news(item)]


def _is_news(item: Posting) -> bool:
    if is_file(item.link.url) or _OTHER_TITLE(item.title):
        return False
    box = item.heading
    if box and _OTHER_HEADING(box) and not _HEADING(box):
        return False
    if box and _HEADING(box):
        return True
    topics = topics_of_link(item.link)
    if topics.get(Topic.NEWS, 0.0) >= _NAMED:
        return True
    return all(topics.get(topic, 0.0) < _NAMED for topic in _OTHER_TOPICS)
