"""Reviews over findings, what differs between audits and why, and how far raters agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.rubric import RubricError, in_force, load_rubric
from records.capture import Capture, Kind, Outcome
from records.finding import Evidence, Finding, Status
from records.review import Review, evidence_key, fallen, overruled
from records.visit import VisitLog, VisitStatus
from schedules.auditing import Auditing, add_audit
from schedules.comparing import Cause, differences, score_differences
from schedules.pipeline import Pipeline
from schedules.reviewing import agreement, cohen_kappa, krippendorff_alpha, queue, sample
from storage.archive import Archive
from storage.rows import KeptCapture, Located
from storage.store import Store
from tests.storage.examples import STARTED, start

HOME, PAGE = "https://danang.example/", "https://danang.example/lich"
CHECK, OTHER_CHECK = "timeliness.reception_schedule", "completeness.hotline"
RUBRIC = load_rubric("five-criteria")


def seen(url: str, body: str, quote: str = "") -> Evidence:
    return Evidence(url, STARTED, sha(body), "p", quote)


def sha(body: str) -> str:
    return Capture(HOME, HOME, STARTED, Kind.RESPONSE, Outcome.OK, 200, (), body.encode(), body.encode()).sha256


def passed(body: str = "one", **more: object) -> Finding:
    facts: dict[str, object] = {
        "value": "2022-03-15",
        "unit": "date",
        "supports": (seen(PAGE, body, "Ngày 15/3"),),
        **more,
    }
    return Finding(CHECK, 1, Status.PASS, **facts)  # type: ignore[arg-type]


def lacking(*urls: str, reason: str = "not_found", status: Status = Status.FAIL) -> Finding:
    return Finding(
        CHECK, 1, status, reason=reason, looked_at=tuple(seen(u, b) for u, b in zip(urls[::2], urls[1::2], strict=True))
    )


@pytest.fixture
def judged(tmp_path):
    """`_judged` with an archive of its own."""
    return partial(_judged, archive=Archive(tmp_path / "archive"))


def _judged(
    store: Store,
    pages: dict[str, str],
    *findings: Finding,
    run_id: str = "",
    as_of: date = date(2022, 3, 31),
    reader: str = "2",
    rubric=RUBRIC,
    status: VisitStatus = VisitStatus.DONE,
    at: datetime = STARTED,
    archive: Archive,
) -> str:
    """An audit of a run of one province that kept `pages` (address -> body); its id."""
    if not run_id:
        run_id = start(store, at=at)
        attempt = store.start_visit(run_id, "da-nang", at)
        rows = []
        for n, (url, body) in enumerate(pages.items()):
            raw = body.encode()
            capture = Capture(url, url, at, Kind.RESPONSE, Outcome.OK, 200, (), raw, raw)
            rows.append(KeptCapture.of(capture, Located(f"{run_id}/da-nang-1.warc.gz", n)))
        store.add_captures(run_id, "da-nang", attempt, rows)
        store.finish_visit(run_id, "da-nang", attempt, VisitLog("da-nang", status, at, at + timedelta(minutes=1)))
        store.finish_run(run_id, "done", at + timedelta(hours=1))
    audit_id = add_audit(store, archive, run_id, rubric, as_of, at, reader)
    auditing = Auditing(store, archive, rubric, lambda _: None, audit_id, None, as_of, None)
    auditing.keep("da-nang", findings, ())
    auditing.finish(ranks=True)
    return auditing.audit_id


def causes(store: Store, a: str, b: str) -> dict[str, tuple[Cause, ...]]:
    one, other = store.audit(a), store.audit(b)
    assert one is not None and other is not None
    return {d.check_id: d.causes for d in differences(store, one, other)}


def review(finding: Finding, run_id: str, status: Status = Status.FAIL, until: date | None = None, **more) -> Review:
    return Review(
        "", run_id, "da-nang", finding.check_id, status, "only a picture of last year's", "An", datetime(2022, 4, 1, tzinfo=UTC),
        "", until, evidence_key(finding), finding.status, finding.check_version, **more,
    )  # fmt: skip


# -- reviews ---------------------------------------------------------------------------------------------------


def test_review_stands_until_its_evidence_changes_or_its_day_is_over():
    finding = passed()
    given = replace(review(finding, "r", until=date(2022, 4, 30)), review_id="r1")
    (over,) = overruled([finding], [given], date(2022, 4, 1))
    assert (over.status, over.machine_status, over.review_id) == (Status.FAIL, Status.PASS, "r1")
    assert overruled([over], [given], date(2022, 4, 1)) == (over,), "taken in twice it says the same"
    assert fallen(given, finding, date(2022, 5, 1)) == "expired"
    quoted = passed("another counter in the foot")
    assert fallen(given, quoted, date(2022, 4, 1)) == "", "the same words stand there"
    for other in (
        passed(supports=(seen(PAGE, "one", "Ngày 15/4"),)),
        replace(finding, status=Status.PARTIAL),
        lacking(HOME, "home"),
    ):
        assert fallen(given, other, date(2022, 4, 1)) == "evidence_changed"
        (kept,) = overruled([other], [given], date(2022, 4, 1))
        assert (kept.status, kept.review_id) == (other.status, "")


def test_review_makes_a_new_audit_with_new_scores_and_leaves_the_old(store: Store, judged, tmp_path):
    audit_id = judged(store, {PAGE: "one"}, passed())
    audit = store.audit(audit_id)
    assert audit is not None
    kept = store.add_review(review(passed(), audit.run_id))
    assert kept.review_id == "r1" and store.reviews("da-nang", CHECK) == [kept] and store.reviews("ha-noi") == []
    again = Pipeline(store, Archive(tmp_path / "archive"), RUBRIC).review(audit)
    assert again == f"{audit.run_id}.2"
    (before,), (after,) = store.findings(audit_id)["da-nang"], store.findings(again)["da-nang"]
    assert (before.status, before.review_id) == (Status.PASS, "")
    assert (after.status, after.machine_status, after.review_id) == (Status.FAIL, Status.PASS, "r1")
    assert after.supports == before.supports
    low = {s.dimension: s.low for s in store.scores(again)["da-nang"]}
    assert low["timeliness"] == 0 < {s.dimension: s.low for s in store.scores(audit_id)["da-nang"]}["timeliness"]
    assert causes(store, audit_id, again) == {CHECK: (Cause.REVIEW,)}
    # the next night: the same evidence, and the review stands by itself
    next_night = judged(store, {PAGE: "one"}, passed(), at=STARTED + timedelta(days=1))
    assert store.findings(next_night)["da-nang"][0].status is Status.FAIL
    changed = judged(
        store, {PAGE: "two"}, passed("two", supports=(seen(PAGE, "two", "Ngày 15/4"),)), at=STARTED + timedelta(days=2)
    )
    assert store.findings(changed)["da-nang"][0].status is Status.PASS


def test_queue_asks_again_for_what_fell_first_and_never_for_what_was_seen(store: Store, judged):
    sure = Finding("completeness.citizen_app", 1, Status.PASS, confidence=1.0)
    doubtful = Finding(OTHER_CHECK, 1, Status.FAIL, reason="not_found", confidence=0.8)
    nothing = Finding("timeliness.app_update", 1, Status.UNKNOWN, reason="not_applicable")
    audit_id = judged(store, {}, passed(confidence=0.95), sure, doubtful, nothing)
    audit = store.audit(audit_id)
    assert audit is not None
    assert [q.finding.check_id for q in queue(store, audit, RUBRIC)] == [OTHER_CHECK, CHECK]
    store.add_review(review(lacking(HOME, "home"), audit.run_id))  # for another evidence than today's
    first = queue(store, audit, RUBRIC)[0]
    assert first.finding.check_id == CHECK and "review r1 fell: evidence_changed" in first.reasons
    store.add_review(review(passed(), audit.run_id, Status.PASS))
    again = store.audit(judged(store, {}, passed(confidence=0.95), doubtful, run_id=audit.run_id))
    assert again is not None
    assert [q.finding.check_id for q in queue(store, again, RUBRIC)] == [OTHER_CHECK]
    assert sample(store, audit, 3, 7) == sample(store, audit, 3, 7)
    assert len(sample(store, audit, 99, 7)) == 4


# -- differences -----------------------------------------------------------------------------------------------

BEFORE = {HOME: "home", PAGE: "one"}
NIGHT = STARTED + timedelta(days=1)


def test_the_site_is_blamed_where_the_evidence_differs(store: Store, judged):
    a = judged(store, BEFORE, passed())
    changed = judged(store, {HOME: "home", PAGE: "two"}, passed("two", value="2022-04-15"), at=NIGHT)
    gone = judged(store, {HOME: "home, no link"}, lacking(HOME, "home, no link"), at=NIGHT)
    assert causes(store, a, changed) == causes(store, a, gone) == causes(store, gone, a) == {CHECK: (Cause.SITE,)}


def test_the_crawl_is_blamed_where_a_page_was_not_reached(store: Store, judged):
    a = judged(store, BEFORE, passed())
    unread = judged(
        store, {HOME: "home"}, lacking(HOME, "home", reason="budget_exhausted", status=Status.UNKNOWN), at=NIGHT
    )
    down = judged(
        store, {}, lacking(reason="unreachable", status=Status.UNKNOWN), status=VisitStatus.UNREACHABLE, at=NIGHT
    )
    missed = judged(store, {HOME: "home"}, lacking(HOME, "home"), at=NIGHT)  # nothing moved, and the page was not read
    for b in (unread, down, missed):
        assert causes(store, a, b) == {CHECK: (Cause.CRAWL,)}


def test_time_the_rule_and_the_reading_are_blamed_each(store: Store, judged):
    a = judged(store, BEFORE, passed())
    audit = store.audit(a)
    assert audit is not None
    stale = replace(passed(), status=Status.PARTIAL, reason="stale")
    later = judged(store, {}, stale, run_id=audit.run_id, as_of=date(2022, 5, 31))
    assert causes(store, a, later) == {CHECK: (Cause.TIME,)}
    ruled = judged(store, {}, replace(stale, check_version=2), run_id=audit.run_id)
    assert causes(store, a, ruled) == {CHECK: (Cause.RULE,)}
    read = judged(store, {}, replace(passed(), value="2022-03-16"), run_id=audit.run_id, reader="3")
    assert causes(store, a, read) == {CHECK: (Cause.READING,)}
    both = judged(store, {}, stale, run_id=audit.run_id, reader="3", as_of=date(2022, 5, 31))
    assert causes(store, a, both) == {CHECK: (Cause.READING, Cause.TIME)}, "which of the two, nobody can say"
    night = judged(store, BEFORE, stale, at=NIGHT, as_of=date(2022, 5, 31))
    assert causes(store, a, night) == {CHECK: (Cause.TIME,)}, "the same bytes a night later"
    assert causes(store, a, a) == {}


def test_two_rubrics_over_one_run_differ_by_the_rubric_alone(store: Store, judged):
    a = judged(store, BEFORE, passed())
    audit = store.audit(a)
    assert audit is not None
    b = judged(store, {}, passed(), run_id=audit.run_id, rubric=load_rubric("ips-2022-reconstruction"))
    other = store.audit(b)
    assert other is not None
    assert causes(store, a, b) == {}
    changes = list(score_differences(store, audit, other))
    assert changes and all(change.causes == (Cause.RULE,) for change in changes)


def test_a_rubric_outside_its_period_is_refused_with_the_line():
    with pytest.raises(RubricError, match=r"five-criteria 2:\d+: valid_from: .* not for 2010-01-01"):
        in_force(RUBRIC, date(2010, 1, 1))
    assert in_force(RUBRIC, date(2022, 3, 31)) is RUBRIC


# -- agreement -------------------------------------------------------------------------------------------------

# Krippendorff, 'Computing Krippendorff's Alpha-Reliability' (2011), C: four observers, twelve units, missing data.
_PUBLISHED = [
    ["1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", "."],
    ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", ".", "3"],
    [".", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", "."],
    ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", "."],
]


def test_alpha_of_the_published_example():
    raters = [{("u", str(n)): v for n, v in enumerate(row) if v != "."} for row in _PUBLISHED]
    found = agreement(raters)
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert found.n == 11


def test_kappa_of_a_known_table():
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohen_kappa(pairs) == pytest.approx(0.4)
    assert cohen_kappa([("y", "y")] * 5) is None
    assert cohen_kappa([]) is None and krippendorff_alpha([]) is None


@given(st.lists(st.lists(st.sampled_from(["pass", "fail", "unknown"]), min_size=2, max_size=4), min_size=1))
def test_alpha_is_one_only_where_all_agree(units):
    alpha = krippendorff_alpha(units)
    if alpha is not None:
        assert alpha <= 1
        assert (alpha == pytest.approx(1)) == all(len(set(unit)) == 1 for unit in units)
