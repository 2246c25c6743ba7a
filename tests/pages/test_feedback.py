"""Pages of several portal families, read as a whole and compared with the reading that stands beside each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pages.feedback import Feedback, Item, read_feedback
from pages.page import Page
from pages.read import read

FIXTURES = Path(__file__).parent / "fixtures" / "feedback"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.html"))
SENDERS = ("Nguyễn Thị Hoa", "Trần Văn Bình", "Lê Văn C", "Phạm D", "Lò Văn E", "Nguyễn Văn An", "Trần Thị Bé")


def reading(name: str) -> tuple[Page, Feedback, dict[str, Any]]:
    expected = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    page = read((FIXTURES / f"{name}.html").read_bytes(), url=expected["url"], media_type="text/html")
    return page, read_feedback(page, captured=date(2022, 3, 31)), expected


def shown(item: Item, expected: dict[str, Any]) -> dict[str, Any]:
    """The item in the form of the expected reading, with the fields that it names."""
    values = {
        "title": item.title,
        "asked": item.asked.isoformat() if item.asked else None,
        "answered": item.answered.isoformat() if item.answered else None,
        "due": item.due.isoformat() if item.due else None,
        "stage": item.stage.value if item.stage else None,
        "agency": item.agency,
        "answer": item.answer,
        "is_test": item.is_test,
        "url": item.url,
    }
    return {key: values[key] for key in expected}


@pytest.mark.parametrize("name", NAMES)
def test_lists_are_read_as_they_stand(name: str) -> None:
    _, feedback, expected = reading(name)
    assert len(feedback.lists) == len(expected["lists"])
    for found, wanted in zip(feedback.lists, expected["lists"], strict=True):
        assert len(found.items) == len(wanted["items"])
        for item, row in zip(found.items, wanted["items"], strict=True):
            assert shown(item, row) == row
        assert found.order == wanted["order"]
        assert list(found.more) == wanted["more"]
        assert found.last == wanted.get("last", "")
        assert found.post_paging is wanted.get("post_paging", False)
        assert found.empty is wanted.get("empty", False)
        if "stages" in wanted:
            assert sorted(found.stages_offered) == wanted["stages"]


@pytest.mark.parametrize("name", NAMES)
def test_the_rest_of_the_page_is_read_as_it_stands(name: str) -> None:
    _, feedback, expected = reading(name)
    assert feedback.about is expected.get("about", True)
    assert feedback.other_channel == expected.get("other_channel", "")
    assert (feedback.form is not None) is expected.get("form", False)
    assert feedback.login is expected.get("login", False)
    assert [kind for kind, _, _ in feedback.contacts] == expected.get("contacts", [])
    totals = [feedback.totals.received, feedback.totals.answered] if feedback.totals else None
    assert totals == expected.get("totals")
    assert (feedback.field_reporting is not None) is expected.get("field_reporting", False)
    assert (feedback.satisfaction is not None) is expected.get("satisfaction", False)
    detail = expected.get("detail")
    assert (shown(feedback.detail, detail) if feedback.detail and detail else feedback.detail) == detail


@pytest.mark.parametrize("name", NAMES)
def test_quotes_are_verbatim_and_name_no_sender(name: str) -> None:
    page, feedback, _ = reading(name)
    text = page.text()
    items = [item for found in feedback.lists for item in found.items]
    quotes = [item.quote for item in items] + [found.quote for found in feedback.lists]
    quotes += [feedback.totals.quote] if feedback.totals else []
    quotes += [feedback.detail.quote] if feedback.detail else []
    for quote in quotes:
        assert quote
        at = 0
        for part in quote.split(" […] "):
            at = text.find(part, at)
            assert at >= 0, part
            at += len(part)
    for sender in SENDERS:
        assert not any(sender in words for words in (*quotes, *(item.agency for item in items)))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_page_gives_the_same_reading(name: str) -> None:
    assert reading(name)[1] == reading(name)[1]
