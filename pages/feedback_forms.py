"""The ways by which a citizen can send something: a form, a form behind a sign-in, an e-mail address, a hotline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pages.feedback_subject import Subject, channel_of, names_feedback
from pages.feedback_words import WORDS, names, words_of
from pages.page import Block, Field, Form, Link, Page, Region, State
from pages.text import plain, tidy

_CONTENT, _IDENTITY, _TITLE = names("forms", "content"), names("forms", "identity"), names("forms", "title")
_SEND, _PURPOSE, _NOT_PURPOSE = names("forms", "send"), names("forms", "purpose"), names("forms", "not_purpose")
_WALLS = names("forms", "login_walls")
_EMAIL_NEAR, _HOTLINE_NEAR = names("contacts", "email_near"), names("contacts", "hotline_near")
_HOTLINE_PURPOSE, _NATIONAL = names("contacts", "hotline_purpose"), names("contacts", "national_names")
_NATIONAL_HOSTS = frozenset(WORDS["contacts"]["national_hosts"])
_NATIONAL_PATHS = tuple(WORDS["contacts"]["national_paths"])
_CONTENT_NAMES = tuple(WORDS["forms"]["content_names"])
_IDENTITY_NAMES = tuple(WORDS["forms"]["identity_names"])
_FIELD_REPORTING = names("field_reporting", "names")
_BEFORE = frozenset(plain(word) for word in WORDS["field_reporting"]["before"])
_REPORTS = names("subject", "reports")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_INVITES = re.compile(
    rf"(?<!\w)(?:{'|'.join(WORDS['field_reporting']['invites'])})(?: \w+)? "
    rf"(?:{'|'.join(words_of(name) for name in WORDS['field_reporting']['names'])})(?!\w)"
)
_NOT_INVITING = re.compile(rf"(?<!\w)(?:{'|'.join(WORDS['field_reporting']['not_inviting'])})(?!\w)")
_ASKS, _GRADES = names("satisfaction", "asks"), names("satisfaction", "grades")
_E_MAIL = re.compile(r"[\w.+-]{1,64}(?:@|\s?\[at\]\s?|\(at\))[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_PHONE = re.compile(
    r"(?<![\d/])(?:(?:\+?84|0)(?:[\s.()-]{0,2}\d){8,10}|1[89]00(?:[\s.]?\d){2,6}|1022|\*?1\d{2,3})(?![\d/])"
)
_NEWS = re.compile(r"/(?:tin|news|bai-viet|thong-bao)", re.I)  # a form under an article is for comments
_INPUT = frozenset({"text", "email", "tel", "textarea", "number", "search", ""})


def find_form(page: Page, subject: Subject) -> Form | None:
    """The form by which a citizen can send a question or reflection; no search, login, comment, survey, newsletter."""
    rated = [(score, form) for form in page.forms if (score := _rate(form, page, subject))]
    return max(rated, key=lambda entry: entry[0])[1] if rated else None


def _rate(form: Form, page: Page, subject: Subject) -> int:
    """How surely a form takes citizens' words: 0 for another form."""
    fields = [f for f in form.fields if f.type not in ("hidden", "submit", "button", "image", "reset")]
    if any(f.type == "password" for f in fields):
        return 0
    if any(_NOT_PURPOSE.inside(text) or channel_of(text) for text in (form.heading, *form.buttons) if text):
        return 0
    if any(
        text and len(text) < 60 and _NOT_PURPOSE.inside(text)
        for text in (f.label for f in fields if f.type == "textarea")
    ):
        return 0
    content = [f for f in fields if _is_content(f)]
    identity = [f for f in fields if _IDENTITY.inside(f.label) or _named(f, _IDENTITY_NAMES)]
    titled = [f for f in fields if _TITLE.inside(f.label) and f.type in _INPUT]
    sends = any(_SEND.begins(button) for button in form.buttons)
    if not content or not (identity or titled or sends):
        return 0
    if not any(f.type == "textarea" for f in content) and not (identity and sends):
        return 0  # a one-line box that is called 'nội dung' is a search box
    purpose = any(_PURPOSE.inside(text) for text in (form.heading, *form.buttons) if text)
    labelled = any(_PURPOSE.inside(field.label) for field in content)
    about = subject.any or names_feedback(page.heading)
    if not purpose and not about and not (labelled and not _NEWS.search(page.url)):
        return 0
    if not identity and not titled and not about and not _PURPOSE.inside(form.heading):
        return 0
    return 1 + purpose + labelled + about + bool(identity) + bool(titled) + sends


def _is_content(field: Field) -> bool:
    if field.type == "textarea":
        return True
    return field.type in ("text", "") and (_CONTENT.whole(field.label.rstrip(" *:")) or _named(field, _CONTENT_NAMES))


def _named(field: Field, wanted: tuple[str, ...]) -> bool:
    name = plain(field.name).replace(" ", "")
    return any(word in name for word in wanted)


def asks_to_sign_in(text: str) -> bool:
    """Whether `text` asks to sign in first: 'Vui lòng đăng nhập để gửi phản ánh'."""
    return len(text) <= 300 and _WALLS.inside(text)


def login_wall(page: Page, subject: Subject) -> str:
    """The words that ask to sign in before one can read or send; '' where none do."""
    if not subject.any:
        return ""
    for block in page.blocks:
        if block.region in (Region.MAIN, Region.ASIDE) and asks_to_sign_in(block.text):
            return block.text
    for link in page.links:
        if link.region is Region.MAIN and link.block < 0 and _WALLS.inside(link.label):
            return link.label
    if page.state is State.LOGIN:  # a sign-in form and nothing else
        return next((b.text for b in page.blocks if b.region is Region.MAIN), page.title)
    return ""


def contacts_of(page: Page, subject: Subject) -> Iterator[tuple[str, str, str]]:
    """(kind, words, locator) of other ways: `email`, `hotline`, `national`."""
    kinds: set[str] = set()
    for block in page.blocks:
        text = block.text
        if len(text) > 600:
            continue
        about = subject.any and block.region is Region.MAIN
        if "email" not in kinds and _E_MAIL.search(text) and (_near(text, block, about)):
            kinds.add("email")
            yield "email", text, block.locator
        if (
            "hotline" not in kinds
            and _PHONE.search(text)
            and _HOTLINE_NEAR.inside(text)
            and (
                about
                or _HOTLINE_PURPOSE.inside(text)
                or any(_HOTLINE_PURPOSE.inside(name) for name in block.headings[-2:])
            )
        ):
            kinds.add("hotline")
            yield "hotline", text, block.locator
    for link in page.links:
        if "national" not in kinds and _is_national(link):
            kinds.add("national")
            yield "national", link.label or link.url, link.selector


def _near(text: str, block: Block, about: bool) -> bool:
    """Whether an e-mail is for citizens' words: the text says so, or it is the page's only purpose."""
    feedback = any(names_feedback(name) for name in block.headings[-2:])
    return _EMAIL_NEAR.inside(text) and (about or feedback or _PURPOSE.inside(text))


def _is_national(link: Link) -> bool:
    try:
        parts = urlsplit(link.url)
    except ValueError:
        return False
    if (parts.hostname or "").removeprefix("www.") not in _NATIONAL_HOSTS:
        return False
    address = f"{parts.hostname}{parts.path}".lower().replace("-", "")
    return (
        any(word in address for word in _NATIONAL_PATHS)
        or _NATIONAL.inside(f"{link.label}")
        or (_NATIONAL.inside(link.heading) and len(link.heading) < 80)
    )


def field_reporting_of(page: Page, subject: Subject) -> tuple[str, str] | None:
    """(words, locator) where 'phản ánh hiện trường' is offered as a function: no news title, no sentence about it.

    On a page of the channel a sentence offers it too: 'Vui lòng đăng nhập để gửi phản ánh hiện trường'.
    """
    for link in page.links:
        if offers_field_reporting(link.label):
            return link.label, link.selector
    for form in page.forms:
        for words in (form.heading, *(option for field in form.fields for option in field.options)):
            if words and offers_field_reporting(words):
                return words, form.locator
    for block in page.blocks:
        if block.kind in ("heading", "label", "text", "item", "caption") and offers_field_reporting(block.text):
            return block.text, block.locator
    if subject.any and not _REPORTS.inside(page.heading):
        for block in page.blocks:
            if block.region in (Region.MAIN, Region.ASIDE) and (words := _invites_to_report(block.text)):
                return words, block.locator
    return None


def _invites_to_report(text: str) -> str:
    """The sentence of `text` that invites everybody to report from the field; '' where none does.

    'Tôi đã gửi phản ánh hiện trường nhiều lần' is a citizen's, 'sẽ tiếp nhận phản ánh hiện trường' is of the future.
    """
    for sentence in _SENTENCE.split(text[:3000]):
        found = _INVITES.search(words_of(sentence))
        if found and len(sentence) <= 400 and not _NOT_INVITING.search(found.string[: found.start()]):
            return tidy(sentence)
    return ""


def offers_field_reporting(label: str) -> bool:
    """Whether a label offers field reporting: 'Gửi phản ánh hiện trường' does, a sentence about it does not."""
    found = _FIELD_REPORTING.find(label)
    if found is None or len(label.split()) > 9 or any(c.isdigit() and c not in "1022" for c in label):
        return False
    if _REPORTS.inside(label) or label.rstrip().endswith((".", "!", "?")):
        return False
    before = found.string[: found.start()].split()
    return all(plain(word) in _BEFORE for word in before)


def satisfaction_of(page: Page, subject: Subject) -> tuple[str, str] | None:
    """(words, locator) where an answer can be rated, on a page about feedback."""
    if not subject.any:
        return None
    for block in page.blocks:
        if block.region is Region.MAIN and len(block.text) <= 160 and _ASKS.inside(block.text):
            return block.text, block.locator
    for form in page.forms:
        for field in form.fields:
            if _ASKS.inside(field.label) or sum(_GRADES.whole(option) for option in field.options) >= 2:
                return field.label or next(o for o in field.options if _GRADES.whole(o)), form.locator
    graded = [b for b in page.blocks if b.region is Region.MAIN and _GRADES.whole(re.sub(r"[\d%().,:]+", " ", b.text))]
    return (graded[0].text, graded[0].locator) if len({b.text.casefold() for b in graded}) >= 2 else None
