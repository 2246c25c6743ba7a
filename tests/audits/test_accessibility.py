"""Accessibility checks: clicks, functions, certificate, availability."""

import json
from datetime import date

import pytest

from audits.checks import catalogue
from records.capture import Capture, Kind, Outcome
from records.finding import Status
from tests.audits.sites import AT, PORTAL, page, site
from tests.audits.test_completeness import FORM, SECTION, entry

AS_OF = date(2022, 3, 31)


def judged(made, check_id):
    return catalogue()[f"accessibility.{check_id}"](made, AS_OF)


def test_functions_of_the_citizen_section_are_counted_by_kind():
    menu = entry("Công dân")
    four = site({"/": page("", menu=menu), "/cong-dan": page(SECTION)})
    found = judged(four, "citizen_subsections")
    assert (found.status, found.value) == (Status.PASS, "4")
    one = page('<h1>Công dân</h1><p>Chuyên mục</p><ul><li><a href="/hoi-dap">Hỏi đáp</a></li></ul>')
    assert judged(site({"/": page("", menu=menu), "/cong-dan": one}), "citizen_subsections").status is Status.PARTIAL
    assert judged(site({"/": page("")}), "citizen_subsections").status is Status.FAIL


def test_depth_is_the_largest_of_the_shortest():
    near = {"/": page("", menu=entry("Phản ánh, kiến nghị", "/pakn")), "/pakn": page(FORM)}
    found = judged(site(near), "click_depth")
    assert (found.status, found.value) == (Status.PASS, "1")
    far = {
        "/": page("<a href='/a'>Chuyên mục</a>"),
        "/a": page("<p>A</p><a href='/b'>Xem tiếp</a>"),
        "/b": page("<p>B</p><a href='/c'>Xem tiếp nữa</a>"),
        "/c": page("<p>C</p><a href='/pakn'>Phản ánh, kiến nghị</a>"),
        "/pakn": page(FORM),
    }
    found = judged(site(far), "click_depth")
    assert (found.status, found.value) == (Status.FAIL, "4")


def test_nothing_to_reach_is_not_applicable():
    assert judged(site({"/": page("")}), "click_depth").reason == "not_applicable"


def test_reached_only_by_a_hint_has_no_path():
    found = judged(site({"/": page(""), "/pakn": page(FORM)}), "click_depth")
    assert (found.status, found.reason) == (Status.FAIL, "no_path")


def measured(https, http):
    body = json.dumps({"measure": "https", "host": "www.tinhmau.gov.vn", "https": https, "http": http}).encode()
    one = Capture(PORTAL + "/", PORTAL + "/", AT, Kind.MEASUREMENT, Outcome.OK, None, (), body, body)
    return site({"/": page("")}, captures=[one])


GOOD = {"outcome": "ok", "verified": True, "error": "", "status": 200, "protocol": "TLSv1.3"}
TO_HTTPS = {"outcome": "ok", "status": 301, "redirects_to_https": True}
PLAIN = {"outcome": "ok", "status": 200, "redirects_to_https": False}


@pytest.mark.parametrize(
    ("https", "http", "status", "reason"),
    [
        (GOOD, TO_HTTPS, Status.PASS, ""),
        (GOOD, PLAIN, Status.PARTIAL, "no_redirect"),
        ({**GOOD, "verified": False, "error": "expired"}, TO_HTTPS, Status.FAIL, "expired"),
        ({**GOOD, "verified": False, "error": "incomplete_chain"}, TO_HTTPS, Status.PARTIAL, "incomplete_chain"),
        ({"outcome": "tls", "verified": False, "error": "legacy_tls"}, PLAIN, Status.FAIL, "legacy_tls"),
        ({"outcome": "refused", "verified": False}, PLAIN, Status.FAIL, "no_https"),
        ({"outcome": "timeout", "verified": False}, PLAIN, Status.UNKNOWN, "https_timeout"),
    ],
)
def test_https_is_judged_from_what_the_visit_measured(https, http, status, reason):
    found = judged(measured(https, http), "https")
    assert (found.status, found.reason) == (status, reason)


@pytest.mark.parametrize(
    ("total", "bad", "status"),
    [
        (29, 0, Status.UNKNOWN),
        (30, 1, Status.PASS),
        (30, 2, Status.PARTIAL),
        (30, 4, Status.FAIL),
        (200, 2, Status.PASS),
        (200, 10, Status.PARTIAL),
        (200, 11, Status.FAIL),
    ],
)
def test_availability_needs_thirty_requests(total, bad, status):
    pages = {"/": page("")} | {f"/{n}": (500 if n <= bad else 404) for n in range(1, total)}
    found = judged(site(pages), "availability")
    assert found.status is status


def test_robots_refusals_are_no_requests():
    pages = {"/": page("")} | {f"/{n}": Outcome.ROBOTS for n in range(40)}
    assert judged(site(pages), "availability").reason == "too_few"
