"""Scores as intervals, ranks from intervals, aggregates; rubrics that cannot be used are refused with their line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.checks import catalogue
from audits.law import deputies_may_receive, rule_in_force
from audits.rubric import RubricError, load_rubric, parse_rubric, shipped
from audits.scoring import aggregates, indicators, ranked, scores, tally
from records.finding import Finding, Status

RUBRIC = b"""
id = "r"
version = "1"
valid_from = 2020-01-01
[[dimension]]
id = "d"
kind = "criterion"
max = 100
title = "D"
title_vi = "D"
[[indicator]]
check = "completeness.citizen_section"
dimension = "d"
[[indicator]]
check = "completeness.citizen_app"
dimension = "d"
weight = 3
"""


def finding(check_id: str, status: Status, reason: str = "") -> Finding:
    return Finding(check_id, 1, status, reason=reason)


def scored(first: Finding, second: Finding):
    rubric = parse_rubric(RUBRIC, "r.toml")
    return scores(rubric, indicators(rubric, [first, second]))[0]


def test_unknown_widens_the_interval_and_hides_the_score_below_coverage():
    score = scored(
        finding("completeness.citizen_section", Status.PASS), finding("completeness.citizen_app", Status.UNKNOWN)
    )
    assert (score.low, score.high, score.coverage, score.score) == (25, 100, 0.25, None)


def test_score_is_computed_over_what_is_known():
    score = scored(
        finding("completeness.citizen_section", Status.UNKNOWN), finding("completeness.citizen_app", Status.PARTIAL)
    )
    assert (score.score, score.low, score.high, score.coverage) == (50, 37.5, 62.5, 0.75)


def test_not_applicable_is_left_out_of_everything():
    score = scored(
        finding("completeness.citizen_section", Status.FAIL),
        finding("completeness.citizen_app", Status.UNKNOWN, "not_applicable"),
    )
    assert (score.score, score.low, score.high, score.coverage) == (0, 0, 0, 1)


@given(st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(Status)), min_size=1, max_size=8))
def test_ranks_hold_for_every_truth_that_the_intervals_allow(pairs):
    rubric = parse_rubric(RUBRIC, "r.toml")
    by_province = {
        f"p{n}": scores(
            rubric,
            indicators(
                rubric,
                [finding("completeness.citizen_section", a), finding("completeness.citizen_app", b)],
            ),
        )
        for n, (a, b) in enumerate(pairs)
    }
    rows = {slug: row[0] for slug, row in ranked(by_province).items()}
    for slug, row in rows.items():
        others = [r for s, r in rows.items() if s != slug]
        assert row.low <= row.high
        assert row.score is None or row.low <= row.score <= row.high
        assert row.rank_best == 1 + sum(r.low > row.high for r in others)
        assert row.rank_worst == 1 + sum(r.high >= row.low for r in others)
        assert 1 <= row.rank_best <= row.rank_worst <= len(rows)


def test_aggregates_tell_no_from_unknown():
    found = [finding("completeness.citizen_app", s) for s in (Status.PASS, Status.PARTIAL, Status.FAIL, Status.UNKNOWN)]
    by_rule = {a.rule: a for a in aggregates(tally(found))}
    assert (by_rule["pass"].yes, by_rule["pass"].no, by_rule["pass"].unknown, by_rule["pass"].of) == (1, 2, 1, 4)
    assert (by_rule["not_fail"].yes, by_rule["not_fail"].no) == (2, 1)


@pytest.mark.parametrize("name", shipped())
def test_shipped_rubrics_load_and_name_only_checks_that_exist(name):
    rubric = load_rubric(name)
    assert {line.check for line in rubric.lines if line.check} <= set(catalogue())


def test_five_criteria_covers_every_check():
    assert {line.check for line in load_rubric("five-criteria").lines} == set(catalogue())


def test_reconstruction_has_the_studys_maxima_and_owns_up_to_its_indicators():
    rubric = load_rubric("ips-2022-reconstruction")
    assert [d.max for d in rubric.dimensions] == [8, 5, 10, 7, 30]
    assert all(line.ours for line in rubric.lines)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"completeness.citizen_app"', b'"completeness.nothing"', r"r.toml:15: completeness.nothing: no such check"),
        (b'kind = "criterion"', b'kind = "component"', r"weights add up to 4, expected 100"),
        (b"weight = 3", b"weight = -3", r"expected a number above 0"),
        (b"weight = 3", b"wieght = 3", r"unknown key 'wieght'"),
        (b'dimension = "d"\nweight', b'dimension = "e"\nweight', r"dimension 'e' is none of d"),
        (b'id = "r"', b"id =", r"r.toml: "),
    ],
)
def test_wrong_rubric_is_refused_with_its_line(old, new, words):
    assert old in RUBRIC
    with pytest.raises(RubricError, match=words):
        parse_rubric(RUBRIC.replace(old, new), "r.toml")


def test_law_is_a_function_of_the_date():
    assert rule_in_force("portal_content", date(2022, 3, 31)) == "Nghị định 43/2011/NĐ-CP"
    assert rule_in_force("portal_content", date(2022, 8, 15)) == "Nghị định 42/2022/NĐ-CP"
    assert rule_in_force("information_contact", date(2017, 1, 1)) == ""
    assert deputies_may_receive(date(2026, 6, 30)) and not deputies_may_receive(date(2026, 7, 1))


def test_every_check_rests_on_a_known_rule():
    for check in catalogue().values():
        rule_in_force(check.law, date(2022, 3, 31))
