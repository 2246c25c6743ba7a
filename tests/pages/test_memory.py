"""What is remembered must be what would be read again: on any day, of any page, by any reader."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from pages.drafts import drafts_of
from pages.feedback import read_feedback
from pages.hotline import hotlines_of
from pages.information import read_information
from pages.leaders import leaders_of
from pages.legal_documents import legal_documents
from pages.memory import Memory, remembered, remembered_page, remembering
from pages.news import news_of
from pages.page import Page
from pages.postings import posted_on, postings
from pages.read import read
from pages.reception import read_reception
from pages.wording import words_of

GOLD = Path(__file__).parents[1] / "gold" / "development" / "pages"
FIRST = date(2022, 3, 31)
DAYS = [FIRST, FIRST + timedelta(1), FIRST + timedelta(40), FIRST + timedelta(400), FIRST]


def everything(page, day):
    """All that is read of a page, as the checks ask for it."""
    return {
        "feedback": read_feedback(page, context="Hỏi đáp", captured=day),
        "reception": read_reception(page, context="Lịch tiếp công dân", captured=day, owner="Thanh Hóa"),
        "postings": postings(page, captured=day),
        "posted": posted_on(page, captured=day, title=page.heading),
        "news": news_of(page, captured=day),
        "drafts": drafts_of(page, captured=day),
        "documents": legal_documents(page, captured=day),
        "hotlines": hotlines_of(page),
        "information": read_information(page, context="Tiếp cận thông tin", owner="Thanh Hóa"),
        "leaders": leaders_of(page, elsewhere=frozenset({"Nguyễn Văn A", "Trần Thị B"})),
        "words": words_of(page),
    }


def gold_pages():
    for folder in sorted(GOLD.iterdir()):
        told = tomllib.loads((folder / "expect.toml").read_text("utf-8"))
        body = (folder / told["file"]).read_bytes()
        yield folder.name, body, "https://www.tinh.gov.vn" + told["url"], told.get("content_type", "text/html")


def test_what_is_remembered_is_what_would_be_read_on_any_day():
    memory, again = Memory(), 0
    for name, body, url, media in gold_pages():
        fresh = read(body, url=url, media_type=media)
        for day in DAYS:
            expected = everything(fresh, day)
            with remembering(memory):
                page = remembered_page(
                    (name,), lambda body=body, url=url, media=media: read(body, url=url, media_type=media)
                )
                before = len(memory.entries())
                assert everything(page, day) == expected, (name, day)
                again += len(memory.entries()) == before
    assert again > 100


RELATIVE = "<main><ul><li><a href='/a'>Hội nghị triển khai nhiệm vụ phát triển kinh tế và xã hội của tỉnh</a> <span>{}</span></li></ul></main>"


@pytest.mark.parametrize(
    ("printed", "taken_again"), [("2 ngày trước", True), ("25/03", True), ("25/3/22", True), ("25/03/2022", False)]
)
def test_a_day_resolved_by_the_visit_is_resolved_again_the_next_day(printed, taken_again):
    made = []

    @remembered
    def reader(page, *, captured):
        made.append(captured)
        return postings(page, captured=captured)

    with remembering(Memory()):
        page = remembered_page(("k",), lambda: read(RELATIVE.format(printed).encode(), url="http://x.gov.vn/"))
        for day in (FIRST, FIRST, FIRST + timedelta(1)):
            reader(page, captured=day)
    assert made == ([FIRST, FIRST + timedelta(1)] if taken_again else [FIRST])


def test_a_reader_inside_a_remembered_one_tells_of_its_day():
    """The inner one answers from memory the second time; the outer one must depend on the day all the same."""
    made = []

    @remembered
    def outer(page, words, *, captured):
        made.append((words, captured))
        return postings(page, captured=captured)

    with remembering(Memory()):
        page = remembered_page(("k",), lambda: read(RELATIVE.format("hôm qua").encode(), url="http://x.gov.vn/"))
        for words in ("a", "b"):
            for day in (FIRST, FIRST + timedelta(1)):
                (found,) = outer(page, words, captured=day)
                assert found.day == day - timedelta(1)
    assert len(made) == 4


def test_a_list_that_is_remembered_is_not_the_caller_s_to_change():
    with remembering(Memory()):
        page = remembered_page(("k",), lambda: read(RELATIVE.format("25/03/2022").encode(), url="http://x.gov.vn/"))
        postings(page, captured=FIRST).clear()
        assert len(postings(page, captured=FIRST)) == 1


def test_a_page_that_came_from_elsewhere_is_read_each_time():
    made = []

    @remembered
    def reader(page):
        made.append(page)

    with remembering(Memory()):
        page = Page(url="http://x.gov.vn/", media="html")
        reader(page), reader(page)
    assert len(made) == 2


def test_what_nobody_asks_for_is_forgotten_after_a_while():
    memory = Memory()
    with remembering(memory):
        remembered_page(("gone",), lambda: Page(url="a", media="html"))
    assert len(memory.entries()) == 1
    for _ in range(2):
        memory = Memory(memory.entries())
        assert len(memory.entries()) == 1
    memory = Memory(memory.entries())
    assert memory.changed
    assert memory.entries() == {}
