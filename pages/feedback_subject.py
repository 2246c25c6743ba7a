"""Whether a page, heading or link is about citizens' feedback, and whose channel it is where it is another's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pages.feedback_words import WORDS, Names, names, words_of
from pages.page import Page, Region
from pages.text import plain, tidy

_SUBJECT = names("subject", "names")
_REPORTS = names("subject", "reports")
_FAQ = names("subject", "faq")
_FIGURES = names("totals", "reports")
_CITIZENS = names("other_channels", "citizens")
_CHANNELS = {kind: names("other_channels", kind) for kind in ("voters", "business", "press", "draft")}
_ADDRESSES = Names([f"{phrase}" for phrase in WORDS["subject"]["addresses"]])
_FAQ_ADDRESSES = Names(WORDS["subject"]["faq_addresses"])
_MOST_WORDS = 14  # a heading with more is a sentence: a news item's, not a section's
_MOST_SEGMENT = 6  # words of an address' segment; one with more is a title's slug
TITLE_APART = re.compile(r"\s+[-|–—»:]\s+|\s*[|»]\s*")
_CRUMBS_APART = re.compile(r"\s*[»›>/|→]+\s*")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: `own` by its own heading, title or address; `led` by the link that led to it.

    `channel` is '' or whose list it is instead of the citizens'; `faq` where the agency writes the questions.
    """

    own: bool
    led: bool
    faq: bool
    channel: str

    @property
    def any(self) -> bool:
        """Whether anything says that it is about citizens' feedback."""
        return (self.own or self.led) and not self.channel


def names_feedback(text: str) -> bool:
    """Whether `text`, a heading or label, names a channel of citizens' feedback: no news, no other's channel."""
    words = words_of(text)
    if not words or len(words.split()) > _MOST_WORDS or not _SUBJECT.inside(text):
        return False
    return not _REPORTS.inside(text) and not channel_of(text)


def reports_feedback(text: str) -> bool:
    """Whether a heading is that of figures about feedback: 'Thống kê phản ánh', 'Báo cáo kết quả xử lý kiến nghị'."""
    return _FIGURES.begins(text) and _SUBJECT.inside(text) and not channel_of(text)


def channel_of(text: str) -> str:
    """Whose channel a heading names where it is not the citizens': `voters`, `business`, `press`, `draft`, or ''."""
    for kind, phrases in _CHANNELS.items():
        if phrases.inside(text):
            # 'Ý kiến cử tri và nhân dân', 'Người dân, doanh nghiệp hỏi' are the citizens' as well; drafts never are.
            shared = kind in ("voters", "business") and _CITIZENS.inside(text)
            if not shared:
                return kind
    return ""


def is_faq(text: str) -> bool:
    """Whether a heading names questions that the agency writes itself (câu hỏi thường gặp)."""
    return _FAQ.inside(text)


def subject_of(page: Page, context: str) -> Subject:
    """What `page` is about; `context` is the label and trail of the link that led here."""
    own = _own_names(page)
    trail = [name for name in _CRUMBS_APART.split(context) if name.strip()] if context else []
    channel = next((c for name in own if (c := channel_of(name))), "")
    led = any(names_feedback(name) for name in trail)
    if not channel and not led and not any(names_feedback(name) for name in own):
        channel = next((c for name in trail if (c := channel_of(name))), "")
    named = any(names_feedback(name) for name in own)
    # A news item about the channel has its name in heading and address alike, and is not the channel.
    news = bool(page.heading) and not named and (_REPORTS.inside(page.heading) or bool(channel_of(page.heading)))
    segments = address_words(page.url)
    return Subject(
        own=named or (not news and any(_ADDRESSES.inside(words) for words in segments)),
        led=led,
        faq=any(is_faq(name) for name in (*own, *trail)) or any(_FAQ_ADDRESSES.inside(words) for words in segments),
        channel=channel,
    )


def address_words(url: str) -> list[str]:
    """The words of an address' host, folders and query without diacritics: ['pakn x vn', 'hoi dap', 'id 3'].

    Long segments are left out: they are the slug of a title ('trien-khai-he-thong-phan-anh-hien-truong-123.html').
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    found = []
    for segment in (parts.netloc, *parts.path.split("/"), *parts.query.split("&")):
        words = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unquote(segment[:300])))
        if words and len(words.split()) <= _MOST_SEGMENT:
            found.append(words)
    return found


def _own_names(page: Page) -> list[str]:
    """The page's own heading, the first part of its title, the last of its breadcrumb."""
    found = [page.heading] if page.heading else []
    title = TITLE_APART.split(page.title)[:1]
    found += [name for name in title if name]
    crumbs = [block for block in page.blocks if block.region is Region.BREADCRUMB]
    if crumbs:
        found += [name for name in _CRUMBS_APART.split(" / ".join(b.text for b in crumbs))[-2:] if name]
    if not page.heading:
        tops = [b for b in page.blocks if b.kind == "heading" and b.region is Region.MAIN and b.level <= 2]
        if len(tops) == 1:
            found.append(tops[0].text)
    return [tidy(name) for name in found]
