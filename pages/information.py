"""Access to information: the regulation (quy chế cung cấp thông tin) and the contact point (đầu mối)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pages.contact_point import ContactPoint as ContactPoint
from pages.contact_point import read_contact_point
from pages.memory import remembered
from pages.page import Page, Region
from pages.regulation import Regulation as Regulation
from pages.regulation import read_regulation
from pages.wording import Wording

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_ABOUT = Wording.of(_WORDS["about"])
_SECTION = Wording(*(rf"^{words}$" for words in _WORDS["section"]))


@dataclass(frozen=True, slots=True)
class Information:
    """`rejected` says which look-alikes stood there and why they do not count: (`press_spokesperson`, quote), ..."""

    about: bool
    regulation: Regulation | None = None
    contact_point: ContactPoint | None = None
    section: bool = False  # the page is the section on access to information (chuyên mục tiếp cận thông tin)
    rejected: tuple[tuple[str, str], ...] = ()


@remembered
def read_information(page: Page, *, context: str = "", owner: str = "") -> Information:
    """What `page` says of access to information.

    `context` is the label and trail of the link that led here, `owner` the name of the province whose portal this is.
    """
    regulation, not_regulations = read_regulation(page, context, owner)
    contact_point, not_contacts = read_contact_point(page, context, owner)
    own = (page.heading, page.title.split("|")[0].split(" - ")[0], *_headings(page))
    section = any(_SECTION(text.strip(" :.-")) for text in own)
    about = bool(section or regulation or contact_point or any(map(_ABOUT, (page.heading, page.title, context))))
    rejected = tuple(dict.fromkeys((*not_regulations, *not_contacts)))
    return Information(about, regulation, contact_point, section, rejected)


def _headings(page: Page) -> tuple[str, ...]:
    crumbs = [b.text for b in page.blocks if b.region is Region.BREADCRUMB]
    first = next((b.text for b in page.blocks if b.kind == "heading" and b.region is Region.MAIN), "")
    return (*crumbs[-1:], first)
