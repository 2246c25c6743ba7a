"""The truths of the replica: complete, fresh, and adding up to the study's figures."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from replica.facts import AS_OF, HERE, LATER, portal, portals
from replica.items import items
from replica.truth import CHECKS, cell, truth


def count(check: str, status: str) -> int:
    return Counter(cell(p, check, AS_OF).status for p in portals())[status]


@pytest.mark.parametrize(
    ("check", "status", "figure"),
    [
        ("completeness.citizen_section", "fail", 27),
        ("timeliness.reception_schedule", "pass", 33),
        ("timeliness.feedback_response", "pass", 24),
        ("completeness.citizen_app", "pass", 50),
        ("transparency.information_regulation", "pass", 3),
        ("transparency.contact_point", "pass", 5),
    ],
)
def test_truths_add_up_to_the_figures_of_the_study(check: str, status: str, figure: int) -> None:
    assert count(check, status) == figure


def test_truth_file_is_what_the_facts_give() -> None:
    assert json.loads((HERE / "truth.json").read_text(encoding="utf-8")) == truth()


def test_truth_has_every_cell_on_both_days() -> None:
    cells = json.loads((HERE / "truth.json").read_text(encoding="utf-8"))["cells"]
    assert set(cells) == {AS_OF.isoformat(), LATER.isoformat()}
    for day in cells.values():
        assert len(day) == 63
        assert all(set(row) == set(CHECKS) and len(row) == 21 for row in day.values())


def test_every_status_of_every_check_is_seen_somewhere() -> None:
    never = {
        (check, status)
        for check in CHECKS
        for status in ("pass", "partial", "fail", "unknown")
        if not any(cell(p, check, day).status == status for p in portals() for day in (AS_OF, LATER))
    }
    assert never == {("completeness.field_reporting", "partial")}  # the contract has none there


def test_few_cells_are_left_open() -> None:
    assert sum(bool(cell(p, check, AS_OF).accept) for p in portals() for check in CHECKS) <= 3


def test_nothing_is_dated_after_the_day_of_the_stage() -> None:
    for p in portals():
        assert all(day is None or day <= AS_OF for item in items(p) for day in (item.asked, item.answered))


def test_at_least_eight_families() -> None:
    assert len({p.family for p in portals()}) >= 8


def test_a_question_of_march_does_not_hide_that_answers_stopped() -> None:
    dead = [p for p in portals() if p.reachable and cell(p, "timeliness.feedback_response", AS_OF).reason == "stale"]
    assert any(
        max(i.asked for i in items(p) if i.asked) > max(i.answered for i in items(p) if i.answered) for p in dead
    )


def test_unreachable_portals_are_unknown_save_for_what_stores_tell() -> None:
    assert cell(portal("bac-lieu"), "completeness.citizen_app", AS_OF).status == "unknown"
    assert cell(portal("ninh-thuan"), "completeness.citizen_app", AS_OF).status == "pass"
    assert cell(portal("ninh-thuan"), "completeness.citizen_section", AS_OF).reason == "blocked_by_robots"
