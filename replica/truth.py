"""The truth about each portal: what a careful reader of the contract would find, check by check.

Derived from the facts alone, never from what an auditor computes. Each function names the sentence of the contract
it rests on. A cell is a status, and where they are exact a reason (a code the contract names) and a value. `accept`
lists further statuses where the contract leaves the cell open.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .content.feedback import totals
from .content.information import contact, decision
from .content.reception import MONTHLY
from .facts import AS_OF, LATER, Portal, portals
from .items import Item, items

TEN = 10  # 'Shares and medians need at least 10 items'


@dataclass(frozen=True)
class Cell:
    """What is true of one portal and one check."""

    status: str
    reason: str = ""
    value: str = ""
    accept: tuple[str, ...] = ()
    note: str = ""
    with_ocr: Cell | None = None  # where the text in pictures is recognised

    def data(self) -> dict[str, object]:
        """As written in truth.json."""
        out: dict[str, object] = {"status": self.status}
        for name in ("reason", "value", "note"):
            if getattr(self, name):
                out[name] = getattr(self, name)
        if self.accept:
            out["accept"] = list(self.accept)
        if self.with_ocr is not None:
            out["with_ocr"] = self.with_ocr.data()
        return out


PASS, PARTIAL, FAIL, UNKNOWN = "pass", "partial", "fail", "unknown"
NOT_APPLICABLE = Cell(UNKNOWN, "not_applicable")
NO_LIST = Cell(FAIL, "no_feedback_list")
LOGIN = Cell(UNKNOWN, "login_required")
NO_LIST_MODES = {"form", "email", "hotline", "national", "none"}


def unreachable(portal: Portal) -> Cell | None:
    """'A portal that is down, forbids the crawl in robots.txt ... has not been shown to lack anything.'"""
    if portal.access == "robots":
        return Cell(UNKNOWN, "blocked_by_robots")
    return None if portal.reachable else Cell(UNKNOWN, "home_unreachable")


def by_age(day: date, as_of: date, passes: int, partial: int) -> Cell:
    """Pass or partial within so many days, else fail."""
    age = (as_of - day).days
    if age <= passes:
        return Cell(PASS, "", day.isoformat())
    return Cell(PARTIAL, "", day.isoformat()) if age <= partial else Cell(FAIL, "stale", day.isoformat())


# Completeness


def citizen_section(portal: Portal, as_of: date) -> Cell:
    """An entry for citizens as an audience that opens a live page or sub-menu; partial when its target is dead."""
    match portal.citizen.shape:
        case "none":
            return Cell(FAIL, "not_found")
        case "dead":
            return Cell(PARTIAL, "", portal.citizen.label)
    return Cell(PASS, "", portal.citizen.label)


def reception_present(portal: Portal, as_of: date) -> Cell:
    """The schedule of the provincial leaders, old or new; partial for a rule without period or the office's hours."""
    kind = portal.reception.kind
    if kind in {"none", "party", "council", "district", "results"}:
        return Cell(FAIL, "not_found")
    if kind == "rule":
        return Cell(PARTIAL, "standing_rule_only")
    if kind == "office":
        return Cell(PARTIAL, "office_hours_only")
    if kind == "scan":
        return Cell(UNKNOWN, "needs_ocr", with_ocr=Cell(PASS))
    return Cell(PASS)


def feedback_channel(portal: Portal, as_of: date) -> Cell:
    """A form, or the province's own system; behind a login it still passes; e-mail, hotline, national link: partial."""
    mode = portal.feedback.mode
    if mode in {"list", "empty", "form", "login"}:
        return Cell(PASS)
    if mode in {"email", "hotline", "national"}:
        return Cell(PARTIAL)
    if mode == "host_down":
        return Cell(UNKNOWN)
    return Cell(FAIL, "not_found")


def feedback_published(portal: Portal, as_of: date) -> Cell:
    """A public list with at least one item."""
    mode = portal.feedback.mode
    if mode == "list":
        complete = portal.feedback.pager != "postback"
        return Cell(PASS, "", str(len(items(portal))) if complete else "")
    if mode == "empty":
        return Cell(PARTIAL, "", "0")
    if mode == "login":
        return Cell(FAIL, "login_required")
    return Cell(UNKNOWN) if mode == "host_down" else NO_LIST


def citizen_app(portal: Portal, as_of: date) -> Cell:
    """A live listing, wherever it is found; the stores answer whether or not the portal does."""
    app = portal.app
    if app.live:
        stores = [name for name, there in (("play", app.mode != "ios"), ("app_store", app.mode != "play")) if there]
        return Cell(PASS, "", ";".join(stores))
    if cell := unreachable(portal):  # fails only if the portal was read too
        return cell
    if app.mode == "gone":
        return Cell(PARTIAL)
    return Cell(FAIL, "delisted" if app.mode == "delisted" else "not_found")


def field_reporting(portal: Portal, as_of: date) -> Cell:
    """Offered on the portal, its feedback system, or in the app's listing."""
    if portal.field == "app":
        return Cell(PASS, "", "app")
    if cell := unreachable(portal):
        return cell
    if portal.field in {"portal", "feedback"}:
        return Cell(PASS)
    return Cell(UNKNOWN) if portal.field == "unread" else Cell(FAIL, "not_found")


def public_services_link(portal: Portal, as_of: date) -> Cell:
    """The province's own service portal is linked and answers; the national one is not it."""
    if portal.services == "alive":
        return Cell(PASS)
    return Cell(PARTIAL) if portal.services == "dead" else Cell(FAIL, "not_found")


# Accessibility


def depths(portal: Portal) -> dict[str, int]:
    """Clicks from the home page to the citizen section, the schedule and the channel, those that exist; 0: no path."""
    out: dict[str, int] = {}
    sections_at_home = {"submenu", "tab", "block"}
    if portal.citizen.shape not in {"none", "dead"}:
        out["citizen_section"] = 0 if portal.citizen.shape in sections_at_home else 1
    if reception_present(portal, AS_OF).status in {PASS, PARTIAL} or portal.reception.kind == "scan":
        notice = 1 if portal.reception.kind in MONTHLY else 0
        out["reception_schedule"] = portal.reception.at + notice if portal.reception.at else 0
    feedback = portal.feedback
    if feedback.mode in {"list", "empty"}:
        embedded = feedback.at == 3
        direct = portal.citizen.shape in {*sections_at_home, "mega"} and portal.citizen.functions > 2
        out["feedback_channel"] = feedback.at if embedded or direct else feedback.at + 1
    elif feedback.mode in {"form", "login", "email", "hotline"}:
        out["feedback_channel"] = 1
    return out


def click_depth(portal: Portal, as_of: date) -> Cell:
    """Each of those that exist at most 2 clicks away; only by hint or sitemap: no_path; none exists: not_applicable."""
    found = depths(portal)
    if not found:
        return NOT_APPLICABLE
    if found.get("reception_schedule") == 0:
        return Cell(FAIL, "no_path")
    deepest = max(found.values())
    status = PASS if deepest <= 2 else PARTIAL if deepest == 3 else FAIL
    if portal.feedback.mode == "host_down":
        return Cell(status, accept=(UNKNOWN,), note="the channel's host does not answer; its link is one click away")
    return Cell(status, "", str(deepest) if deepest > 2 else "")


def citizen_subsections(portal: Portal, as_of: date) -> Cell:
    """Distinct citizen functions that the section shows."""
    count = portal.citizen.functions
    if portal.citizen.shape in {"none", "dead"}:
        return Cell(FAIL)
    return Cell(PASS if count >= 4 else PARTIAL, "", str(count))


def https(portal: Portal, as_of: date) -> Cell:
    """A valid chain and a redirect from plain HTTP; asked at the same host and port."""
    match portal.access:
        case "https":
            return Cell(PASS)
        case "https_no_redirect":
            return Cell(PARTIAL)
    return Cell(FAIL)


def availability(portal: Portal, as_of: date) -> Cell:
    """Of at least 30 requests; three failing: partial; more: fail; portals with fewer addresses: unknown."""
    if portal.small:
        return Cell(UNKNOWN, "too_few")
    if portal.access == "flaky_many":
        return Cell(FAIL)
    return Cell(PARTIAL if portal.access == "flaky_few" else PASS)


# Timeliness


def last_covered(portal: Portal) -> date | None:
    """The last day that the newest schedule covers: its period's last day."""
    kind = portal.reception.kind
    if kind in MONTHLY:
        year, month = MONTHLY[kind]
        return date(year, month, calendar.monthrange(year, month)[1])
    return {
        "yearly": date(2022, 12, 31),
        "year_rule": date(2022, 12, 31),
        "quarter": date(2022, 6, 30),
        "weekly": date(2022, 4, 3),
        "stale_y2021": date(2021, 12, 31),
        "stale_y2020": date(2020, 12, 31),
    }.get(kind)


def reception_current(portal: Portal, as_of: date) -> Cell:
    """Covers the month of `as_of` (both days judged here lie after the 20th); partial within 92 days."""
    match portal.reception.kind:
        case "rule":
            return Cell(PARTIAL, "standing_rule_only")
        case "office":
            return Cell(FAIL, "office_hours_only")
        case "scan":  # of June 2021 (make_documents.py)
            return Cell(UNKNOWN, "needs_ocr", with_ocr=Cell(FAIL, "stale", "2021-06-30"))
    last = last_covered(portal)
    if last is None:
        return Cell(FAIL, "not_found")
    if as_of.day <= 20:
        raise ValueError("days 1 to 20 have a rule of their own")
    value = last.isoformat() if portal.reception.kind != "postponed" else ""  # its new day or its month's end
    if (last.year, last.month) >= (as_of.year, as_of.month):
        return Cell(PASS, "", value)
    if (as_of - last).days <= 92:
        return Cell(PARTIAL, "", value)
    return Cell(FAIL, "stale", value)


def without_list(portal: Portal) -> Cell | None:
    """What the modes without a readable list make of most checks on it."""
    if portal.feedback.mode in NO_LIST_MODES:
        return NO_LIST
    if portal.feedback.mode == "login":
        return LOGIN
    return Cell(UNKNOWN) if portal.feedback.mode == "host_down" else None


def feedback_response(portal: Portal, as_of: date) -> Cell:
    """Newest answer by its own date; undated ones are bounded by the day they were asked."""
    if cell := without_list(portal):
        return cell
    if portal.feedback.mode == "empty":
        return Cell(FAIL)
    answered = [item for item in items(portal) if item.is_answered]
    days = [item.answered for item in answered if item.answered]
    if days:
        return by_age(max(days), as_of, 92, 183)
    asked = [item.asked for item in answered if item.asked]
    if not asked or (as_of - max(asked)).days > 183:
        return Cell(UNKNOWN, "undated_answers")
    status = PASS if (as_of - max(asked)).days <= 92 else PARTIAL
    return Cell(status, "", f">={max(asked).isoformat()}")


def app_update(portal: Portal, as_of: date) -> Cell:
    """By the date in the store."""
    if portal.app.live:
        return by_age(portal.app.updated, as_of, 365, 730)
    if cell := unreachable(portal):
        return cell
    return Cell(UNKNOWN, "not_applicable" if portal.app.mode != "gone" else "")


# Effectiveness


def feedback_totals(portal: Portal, as_of: date) -> Cell:
    """Received and handled, as published."""
    if portal.feedback.mode == "host_down":
        return Cell(UNKNOWN)
    received, handled = totals(portal.slug)
    match portal.feedback.totals:
        case "both":
            return Cell(PASS, "", f"received={received};answered={handled}")
        case "received":
            return Cell(PARTIAL, "", f"received={received}")
    return Cell(FAIL)


def windows(portal: Portal, as_of: date) -> list[list[Item]]:
    """The two ways in which the contract can be read: all listed items, or those of the 365 days before `as_of`."""
    everything = items(portal)
    recent = [i for i in everything if i.asked and timedelta(0) <= as_of - i.asked <= timedelta(365)]
    return [everything, recent]


def same(cells: list[Cell], where: str) -> Cell:
    """The one status on which both ways of reading agree; facts on which they do not are refused."""
    if len({(cell.status, cell.reason) for cell in cells}) != 1:
        raise ValueError(f"{where}: the facts leave the truth open: {cells}")
    return cells[0]


def share_cell(portal: Portal, as_of: date, judge: Callable[[list[Item]], Cell]) -> Cell:
    """A share over the items of a readable list."""
    if portal.feedback.mode in NO_LIST_MODES or portal.feedback.mode == "empty":
        return NOT_APPLICABLE
    if cell := without_list(portal):
        return cell
    return same([judge(part) for part in windows(portal, as_of)], f"{portal.slug} {as_of}")


def test_posts(portal: Portal, as_of: date) -> Cell:
    """The share of items that only test the system."""

    def judge(part: list[Item]) -> Cell:
        if len(part) < TEN:
            return Cell(UNKNOWN, "too_few")
        share = sum(item.is_test for item in part) / len(part)
        return Cell(PASS if share <= 0.05 else PARTIAL if share <= 0.2 else FAIL)

    return share_cell(portal, as_of, judge)


def responsible_unit(portal: Portal, as_of: date) -> Cell:
    """The share of answers that name who answered."""

    def judge(part: list[Item]) -> Cell:
        part = [item for item in part if item.is_answered]
        if len(part) < TEN:
            return Cell(UNKNOWN, "too_few")
        share = sum(bool(item.unit) for item in part) / len(part)
        return Cell(PASS if share >= 0.5 else PARTIAL if share else FAIL)

    return share_cell(portal, as_of, judge)


def feedback_activity(portal: Portal, as_of: date) -> Cell:
    """Items asked in the 365 days before `as_of`."""
    if cell := without_list(portal):
        return cell
    if portal.feedback.mode == "empty":
        return Cell(FAIL, "", "0")
    everything, recent = windows(portal, as_of)
    if everything and not any(item.asked for item in everything):
        return Cell(UNKNOWN)
    count = len(recent)
    value = str(count) if portal.feedback.pager != "postback" else ""
    return Cell(PASS if count >= 12 else PARTIAL if count else FAIL, "", value)


# Transparency


def information_regulation(portal: Portal, as_of: date) -> Cell:
    """Published and readable; partial when only mentioned or linked dead."""
    number, _ = decision(portal)
    match portal.regulation:
        case "html" | "pdf" | "docx":
            return Cell(PASS, "", number)
        case "dead" | "mention":
            return Cell(PARTIAL)
    return Cell(FAIL, "not_found")


def contact_point(portal: Portal, as_of: date) -> Cell:
    """A unit or person with a phone, e-mail or address; partial without."""
    unit, phone, mail = contact(portal)
    match portal.contact:
        case "html" | "pdf":
            return Cell(PASS, note=f"{unit}; {phone}; {mail}")
        case "unit_only":
            return Cell(PARTIAL, note=unit)
    return Cell(FAIL, "not_found")


def processing_stages(portal: Portal, as_of: date) -> Cell:
    """Two or more stages seen over the list; partial for one label."""
    if cell := without_list(portal):
        return cell
    if portal.feedback.mode == "empty":
        return Cell(FAIL, accept=(UNKNOWN,), note="the contract does not say what an empty list means here")
    stages = {item.stage for item in items(portal) if item.stage}
    return Cell(PASS if len(stages) > 1 else PARTIAL if stages else FAIL)


CHECKS: dict[str, Callable[[Portal, date], Cell]] = {
    "completeness.citizen_section": citizen_section,
    "completeness.reception_schedule": reception_present,
    "completeness.feedback_channel": feedback_channel,
    "completeness.feedback_published": feedback_published,
    "completeness.citizen_app": citizen_app,
    "completeness.field_reporting": field_reporting,
    "completeness.public_services_link": public_services_link,
    "accessibility.click_depth": click_depth,
    "accessibility.citizen_subsections": citizen_subsections,
    "accessibility.https": https,
    "accessibility.availability": availability,
    "timeliness.reception_schedule": reception_current,
    "timeliness.feedback_response": feedback_response,
    "timeliness.app_update": app_update,
    "effectiveness.feedback_totals": feedback_totals,
    "effectiveness.test_posts": test_posts,
    "effectiveness.feedback_activity": feedback_activity,
    "transparency.information_regulation": information_regulation,
    "transparency.contact_point": contact_point,
    "transparency.processing_stages": processing_stages,
    "transparency.responsible_unit": responsible_unit,
}
# What the stores tell does not depend on the portal.
FROM_STORES = {"completeness.citizen_app", "completeness.field_reporting", "timeliness.app_update"}


def cell(portal: Portal, check: str, as_of: date) -> Cell:
    """The truth of one cell."""
    if check not in FROM_STORES and (closed := unreachable(portal)):
        return closed
    return CHECKS[check](portal, as_of)


def truth() -> dict[str, object]:
    """All cells, as truth.json holds them."""
    cells = {
        as_of.isoformat(): {p.slug: {check: cell(p, check, as_of).data() for check in CHECKS} for p in portals()}
        for as_of in (AS_OF, LATER)
    }
    return {
        "about": "The truth of the replica, derived by replica/truth.py; an auditor never reads it.",
        "needs_browser": [p.slug for p in portals() if p.needs_browser],
        "cells": cells,
    }
