"""accessibility.mobile and accessibility.wcag by what the visit measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from audits.accessibility import mobile, wcag
from audits.site import Site
from crawler.layout import AXE_VERSION, layout_capture
from records.capture import Capture
from records.finding import Status
from tests.audits.sites import AT, PORTAL, page, site

AS_OF = date(2022, 3, 31)
CITIZEN = '<li><a href="/cong-dan">Công dân</a></li>'
SECTION = page(
    "<h1>Công dân</h1><ul><li><a href='/hoi-dap'>Hỏi đáp</a></li><li><a href='/tcd'>Tiếp công dân</a></li></ul>"
)


def layout(path: str, role: str, *rules: str, impact: str = "serious", **facts: Any) -> Capture:
    told = {"viewport": "width=device-width", "width": 360, "overflow": 0, "missing": [], **facts}
    told["violations"] = [{"rule": rule, "impact": impact, "nodes": 1, "places": ["img"]} for rule in rules]
    return replace(layout_capture(PORTAL + path, role, told), fetched_at=AT)


def measured(*captures: Capture, menu: str = CITIZEN, **more: Any) -> Site:
    return site({"/": page("<h1>Trang chủ</h1>", menu=menu), "/cong-dan": SECTION}, captures=captures, **more)


@pytest.mark.parametrize(
    ("facts", "status", "reason", "value"),
    [
        ({}, Status.PASS, "", "0"),
        ({"overflow": 620}, Status.PARTIAL, "scrolls_sideways", "620"),
        ({"viewport": None}, Status.FAIL, "no_viewport", "0"),
        ({"viewport": None, "missing": ["https://cdn.x/s.css"]}, Status.FAIL, "no_viewport", "0"),
        ({"overflow": 620, "missing": ["https://cdn.x/s.css"]}, Status.UNKNOWN, "layout_incomplete", ""),
        ({"error": "render_timeout"}, Status.UNKNOWN, "render_failed", ""),
    ],
)
def test_mobile(facts: dict[str, Any], status: Status, reason: str, value: str) -> None:
    finding = mobile(measured(layout("/", "home", **facts)), AS_OF)
    assert (finding.status, finding.reason, finding.value) == (status, reason, value)


def test_without_a_measurement_both_are_unknown_for_want_of_a_browser() -> None:
    for check in (mobile, wcag):
        assert (check(measured(), AS_OF).status, check(measured(), AS_OF).reason) == (Status.UNKNOWN, "needs_browser")
        assert check(measured(complete=False), AS_OF).reason == "not_in_archive"


def test_wcag_counts_distinct_grave_rules_over_both_pages() -> None:
    both = [layout("/", "home", "image-alt", "label"), layout("/cong-dan", "citizen_section", "label", "list")]
    finding = wcag(measured(*both), AS_OF)
    assert finding.status is Status.PARTIAL
    assert finding.value == f"axe={AXE_VERSION};pages=2;rules=3;broken=image-alt,label,list"
    clean = [layout("/", "home"), layout("/cong-dan", "citizen_section", "region", impact="moderate")]
    assert wcag(measured(*clean), AS_OF).status is Status.PASS


def test_more_than_five_rules_fail_whatever_the_other_page_says() -> None:
    finding = wcag(measured(layout("/", "home", *"abcdef")), AS_OF)
    assert (finding.status, finding.reason) == (Status.FAIL, "rules_broken")


def test_a_section_that_was_not_measured_leaves_the_verdict_open() -> None:
    finding = wcag(measured(layout("/", "home")), AS_OF)
    assert (finding.status, finding.reason) == (Status.UNKNOWN, "not_measured")


def test_a_portal_without_the_section_is_judged_by_its_home_page() -> None:
    assert wcag(measured(layout("/", "home"), menu=""), AS_OF).status is Status.PASS
