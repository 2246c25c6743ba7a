"""Figures of agreement, on cells whose figures can be reckoned by hand."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from audits.confidence import confidence_of, counted
from audits.evaluation import Cell, kappa, measure
from records.finding import Finding, Status

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
    assert kappa([cell(P, P), cell(P, F), cell(F, P), cell(F, F)]) == 0
    assert kappa([cell(P, P), cell(F, F)]) == 1
    assert kappa([cell(P, P), cell(P, P)]) is None


def test_confidence_needs_twenty_cases_of_the_same_version():
    few = counted([cell(P, P)] * 19)
    assert few == {"c/1/pass/": {"cases": 19, "right": 19}}
    found = cell(P, P).finding
    assert confidence_of(found, few) is None
    enough = counted([cell(P, P)] * 15 + [cell(F, P)] * 5)
    assert confidence_of(found, enough) == 0.75
    assert confidence_of(replace(found, check_version=2), enough) is None
    assert confidence_of(replace(found, reason="stale"), enough) is None


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(Status), st.sampled_from("abcd")), max_size=30))
def test_intervals_hold_their_value(rows):
    figures = measure([cell(t, g, site=s) for t, g, s in rows])
    for name in ("right", "decided", "false_pass", "needless_unknown"):
        one = figures[name]
        assert one.n == 0 or 0 <= one.low <= one.high <= 1
