"""The box in which one searches the whole site (ô tìm kiếm), told from those that search files, papers or flights."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pages.memory import remembered
from pages.page import Form, Page
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SEARCH = Wording.of(_WORDS["search"])
_ELSEWHERE = Wording.of(_WORDS["elsewhere"])
_SENDS = Wording.of(_WORDS["sends"])
_ADDRESS = tuple(_WORDS["address"])
_MOST_FIELDS = 4  # a search with more is an advanced one for documents
_TEXT = ("text", "search")


@remembered
def search_boxes(page: Page) -> list[Form]:
    """The forms of `page` that search the site: a text field, told by its type, label, button or address."""
    return [form for form in page.forms if _searches(form)]


def _searches(form: Form) -> bool:
    texts = [field for field in form.fields if field.type in _TEXT]
    if (
        len(texts) != 1
        or len(form.fields) > _MOST_FIELDS
        or any(f.type in ("password", "textarea", "file") for f in form.fields)
    ):
        return False
    labels = [field.label for field in form.fields]
    said = [*labels, *form.buttons]
    if any(_SENDS(words) for words in said) or any(_ELSEWHERE(words) for words in (*said, form.heading)):
        return False
    if texts[0].type == "search":
        return True
    named = any(_SEARCH(words) for words in said)
    return named or any(word in form.action.lower() for word in _ADDRESS)
