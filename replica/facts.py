"""The facts of each made-up portal, read from portals.toml: what it offers, how, and how well it is kept.

Pages are drawn from these facts (`site.py`) and the truth is derived from them (`truth.py`), each on its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

AS_OF = date(2022, 3, 31)
LATER = date(2022, 6, 30)

HERE = Path(__file__).parent

# How a portal can be reached.
ACCESS = {
    "open",  # plain HTTP, healthy
    "https",  # a certificate of the replica's own authority, plain HTTP redirects
    "https_no_redirect",  # the same, but plain HTTP serves the pages too
    "bad_certificate",  # HTTPS with a certificate that nobody signed
    "cookie",  # a script stub sets a cookie and reloads, as some firewalls do
    "slow",  # each answer takes more than two seconds
    "flaky_few",  # three pages of the menu answer 500, always
    "flaky_many",  # every news article answers 500, always
    "robots",  # robots.txt forbids everything
    "error_503",  # every page answers 503, robots.txt does not exist
    "down",  # nobody listens
}

# The shapes an entry for citizens can have on the home page; `dead` is a menu entry that ends in a 404.
SHAPES = {"none", "menu", "submenu", "mega", "footer", "tab", "block", "image", "dead"}

RECEPTIONS = {
    "yearly",  # a table of the sessions of 2022
    "year_rule",  # 'Năm 2022, ... ngày 25 hằng tháng'
    "quarter",  # the sessions of quý II/2022
    "monthly_html",  # the notice of March 2022, on a page
    "monthly_pdf",  # the same, only in an attached PDF
    "monthly_docx",  # the same, only in an attached DOCX
    "weekly",  # a row of the weekly agenda of 28/03 to 03/04/2022, no year in the row
    "postponed",  # the session of March 2022 is put off, within March
    "scan",  # an undated title over a picture
    "scan_titled",  # a picture under a title that names March 2022
    "stale_2022_02",
    "stale_2022_01",
    "stale_2021_11",  # monthly notices that stop there
    "stale_y2021",
    "stale_y2020",  # yearly tables that stop there
    "rule",  # 'ngày 15 hằng tháng', no year
    "office",  # the opening hours of the reception office
    "party",  # the Party secretary's schedule only
    "council",  # the People's Council's only
    "district",  # the districts' only
    "results",  # reports about receptions, no schedule
    "none",
}

FEEDBACK_MODES = {
    "list",  # a public list, and a form
    "empty",  # the list says that it has no items; a form
    "login",  # list and form behind a sign-in
    "form",  # a form, no list
    "email",  # an address to write to
    "hotline",  # a number to ring
    "national",  # a link to the national system
    "host_down",  # a host of its own that answers 503
    "none",
}


@dataclass(frozen=True)
class Citizen:
    """The entry for citizens on the home page, and how many citizen functions lie behind it."""

    shape: str
    label: str = ""
    functions: int = 0


@dataclass(frozen=True)
class Reception:
    """The reception schedule: its kind, and how many clicks its page (or list of notices) is away; 0 = no path."""

    kind: str
    at: int = 1


@dataclass(frozen=True)
class Feedback:
    """The feedback channel and its public list."""

    mode: str
    host: str = ""  # a sub-domain, or empty for the portal itself
    layout: str = "table"  # table | cards | accordion | detail (list and detail pages)
    pager: str = "none"  # none | link | query | postback
    order: str = "desc"
    n: int = 0
    newest: date = AS_OF  # day of the newest answer (of the newest answered question with dates = asked)
    step: int = 4  # days between two items
    dates: str = (
        "both"  # both | state (the answer's day stands with its state) | relative ('8 ngày trước') | asked | none
    )
    stages: str = "many"  # many | one | none
    units: str = "all"  # all | few | none: answers that name the agency
    tests: int = 0  # items that only test the system
    totals: str = "none"  # both | received | none
    at: int = 1  # clicks to the list


@dataclass(frozen=True)
class App:
    """The citizen app: `both`, `play`, `ios` (live there), `gone` (advertised, not live), `delisted` (only in the
    registry), `other` (only an app of somebody else), `none`."""

    mode: str
    name: str = ""
    updated: date = AS_OF
    rating: float = 0.0
    ratings: int = 0
    known_by: str = ""  # portal (badge links) | registry | search
    developer: str = ""

    @property
    def live(self) -> bool:
        """Whether a listing stands in one of the stores."""
        return self.mode in {"both", "play", "ios"}


@dataclass(frozen=True)
class Portal:
    """All facts of one portal."""

    code: str
    slug: str
    name: str
    name_en: str
    city: bool
    region: str
    family: str
    pages: int
    citizen: Citizen
    reception: Reception
    feedback: Feedback
    app: App
    access: str = "open"
    services: str = "alive"  # alive | dead | national (only the national portal is linked) | none
    field: str = "none"  # where 'phản ánh hiện trường' is offered: portal | feedback | app | none | unread
    regulation: str = "none"  # html | pdf | docx | dead (linked dead) | mention | none
    contact: str = "none"  # html | pdf | unit_only | none
    near_misses: tuple[str, ...] = ()
    encoding: str = "utf-8"  # utf-8 | nfd (decomposed UTF-8) | windows-1258 | utf-16

    @property
    def kind(self) -> str:
        """The word for this unit: 'tỉnh' or 'thành phố'."""
        return "thành phố" if self.city else "tỉnh"

    @property
    def reachable(self) -> bool:
        """Whether a polite visitor can read the home page at all."""
        return self.access not in {"down", "error_503", "robots"}

    @property
    def small(self) -> bool:
        """Fewer than 30 addresses on the portal's host."""
        return self.pages < 30

    @property
    def needs_browser(self) -> bool:
        """Whether the text only appears once scripts have run."""
        return self.family == "spa" or self.access == "cookie"


def _portal(raw: dict[str, Any]) -> Portal:
    raw = dict(raw)
    raw["citizen"] = Citizen(**raw["citizen"])
    raw["reception"] = Reception(**raw["reception"])
    raw["feedback"] = Feedback(**raw["feedback"])
    raw["app"] = App(**raw["app"])
    raw["near_misses"] = tuple(raw.get("near_misses", ()))
    portal = Portal(**raw)
    for word, known in (
        (portal.access, ACCESS),
        (portal.citizen.shape, SHAPES),
        (portal.reception.kind, RECEPTIONS),
        (portal.feedback.mode, FEEDBACK_MODES),
    ):
        if word not in known:
            raise ValueError(f"{portal.slug}: unknown word {word!r}, expected one of {sorted(known)}")
    return portal


@cache
def portals() -> tuple[Portal, ...]:
    """All 63 portals, in the order of their codes."""
    with (HERE / "portals.toml").open("rb") as file:
        return tuple(_portal(raw) for raw in tomllib.load(file)["portal"])


def portal(slug: str) -> Portal:
    """The portal of that name."""
    for one in portals():
        if one.slug == slug:
            return one
    raise KeyError(slug)
