"""Figures of agreement, on cells whose figures can be reckoned by hand."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from audits import confidence
from audits.audit import judge
from audits.checks import catalogue
from audits.confidence import confidence_of, counted
from audits.evaluation import Cell, kappa, measure
from records.finding import Finding, Status
from tests.audits.sites import page, site

P, H, F, U = Status.PASS, Status.PARTIAL, Status.FAIL, Status.UNKNOWN


def cell(truth, got, *, site="a", value="", found="", unit=""):
    return Cell(site, "c", truth, value, Finding("c", 1, got, found, unit))


def test_shares_are_those_of_the_cells():
    figures = measure([cell(P, P), cell(F, P), cell(P, U), cell(U, U), cell(H, H)])
    assert figures["right"].value == 3 / 5
    assert figures["false_pass"].value == 1 / 5
    assert figures["needless_unknown"].value == 1 / 5
    assert figures["decided"].value == 3 / 4
    assert figures["pass"]["precision"].value == 1 / 2
    assert figures["pass"]["recall"].value == 1 / 2
    assert figures["pass"]["f1"].value == 1 / 2
    assert figures["confusion"]["fail"] == {"pass": 1}


def test_dates_count_only_where_both_sides_give_one():
    cells = [
        cell(P, P, value="2022-03-31", found="2022-03-31", unit="date"),
        cell(P, P, value="2022-03-31", found="2022-03-30", unit="date"),
        cell(P, P, found="2022-03-30", unit="date"),
        cell(P, F, value="2022-03-31", found="2021-03-31", unit="date"),
    ]
    assert (measure(cells)["dates_right"].value, measure(cells)["dates_right"].n) == (1 / 2, 2)


def test_kappa_of_chance_is_nought_and_of_agreement_is_one():
    assert kappa([cell(P, P), cell(P, F), cell(F, P), cell(F, F)]).value == 0
    assert kappa([cell(P, P), cell(F, F)]).value == 1
    assert kappa([cell(P, P), cell(P, P)]).value is None


def test_intervals_leave_out_draws_that_tell_nothing():
    cells = [cell(F, F, site="a"), *(cell(P, P, site=s) for s in "bcdefgh")]
    recall = measure(cells)["fail"]["recall"]
    assert (recall.value, recall.low, recall.high) == (1, 1, 1)  # most draws miss the one site that has a fail


def test_interval_is_as_wide_as_sites_differ():
    agreeing = measure([cell(P, t, site=s) for s in "abcdefgh" for t in (P, F)])
    split = measure([cell(P, t, site=s) for s, t in zip("abcdefgh", (P, F) * 4, strict=True) for _ in range(2)])
    assert agreeing["right"].value == split["right"].value == 1 / 2
    assert (agreeing["right"].low, agreeing["right"].high) == (1 / 2, 1 / 2)
    assert split["right"].low < 1 / 3 < 2 / 3 < split["right"].high


def test_confidence_needs_twenty_cases_of_the_same_version():
    few = counted([cell(P, P)] * 19)
    assert few == {"c/1/pass/": {"cases": 19, "right": 19}}
    found = cell(P, P).finding
    assert confidence_of(found, few) is None
    enough = counted([cell(P, P)] * 15 + [cell(F, P)] * 5)
    assert confidence_of(found, enough) == 0.75
    assert confidence_of(replace(found, check_version=2), enough) is None
    assert confidence_of(replace(found, reason="stale"), enough) is None


def test_a_judged_finding_carries_the_confidence_of_its_kind(monkeypatch):
    plain = judge(site({"/": page("<p>Tin</p>")}), date(2022, 3, 31)).findings
    kind = f"{plain[0].check_id}/{plain[0].check_version}/{plain[0].status.value}/{plain[0].reason}"
    monkeypatch.setattr("audits.confidence._table", lambda: {kind: {"cases": 40, "right": 38}})
    first, *others = judge(site({"/": page("<p>Tin</p>")}), date(2022, 3, 31)).findings
    assert first.confidence == 0.95
    assert {one.confidence for one in others} == {None}


def test_the_shipped_counts_are_of_checks_and_versions_that_exist():
    kept = json.loads((Path(confidence.__file__).parent / "confidence.json").read_text("utf-8"))
    assert kept["cells"] == sum(one["cases"] for one in kept["counts"].values())
    for kind, one in kept["counts"].items():
        check_id, version, status, _ = kind.split("/")
        assert int(version) <= catalogue()[check_id].version and Status(status)
        assert 0 <= one["right"] <= one["cases"]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(Status), st.sampled_from("abcd")), max_size=30))
def test_intervals_hold_their_value(rows):
    figures = measure([cell(t, g, site=s) for t, g, s in rows])
    for name in ("right", "decided", "false_pass", "needless_unknown", "kappa"):
        one = figures[name]
        assert one.value is None or -1 <= one.low <= one.high <= 1
