"""robots.txt under RFC 9309."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler import robots

SUITE = Path(__file__).parents[3] / "shared" / "data" / "suites" / "robots.jsonl"


@pytest.mark.parametrize(
    ("status", "state", "allowed"),
    [
        (404, "none", True),
        (403, "none", True),
        (401, "none", True),
        (302, "none", True),
        (429, "unreachable", False),
        (500, "unreachable", False),
        (503, "unreachable", False),
        (None, "unreachable", False),
        (200, "rules", True),
    ],
)
def test_status_decides_what_holds(status: int | None, state: str, allowed: bool) -> None:
    rules = robots.from_answer(status, b"")
    assert (rules.state, rules.allow("http://a/x")) == (state, allowed)


def test_own_token_holds_before_the_star() -> None:
    rules = robots.parse(b"User-agent: *\nDisallow: /\n\nUser-agent: Portal-Audit\nDisallow: /admin\nCrawl-delay: 5\n")
    assert rules.allow("http://a/x") and not rules.allow("http://a/admin/y")
    assert rules.crawl_delay == 5.0


def test_byte_order_mark_does_not_hide_the_first_group() -> None:
    assert not robots.parse(b"\xef\xbb\xbfUser-agent: *\nDisallow: /").allow("http://a/x")


def test_only_the_first_500_kib_count() -> None:
    late = b"User-agent: *\nDisallow: /early\n" + b"# x\n" * 200_000 + b"Disallow: /late\n"
    rules = robots.parse(late)
    assert not rules.allow("http://a/early") and rules.allow("http://a/late")


@pytest.mark.parametrize(
    "body", [b"<!doctype html><html><body>404 Not found</body></html>", b"\xff\xfe\x00\x01" * 100, b""]
)
def test_file_that_holds_no_rules_allows_all(body: bytes) -> None:
    assert robots.parse(body).allow("http://a/x")


def test_sitemaps_are_told() -> None:
    assert robots.parse(b"Sitemap: https://a/sitemap.xml\n").sitemaps == ("https://a/sitemap.xml",)


@pytest.mark.skipif(not SUITE.is_file(), reason="../shared/data/suites is not beside this checkout")
def test_agrees_with_googles_matcher_on_real_files(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = agreed = 0
    for line in SUITE.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        rules = robots.parse(entry["robots_txt"].encode())
        for case in entry["cases"]:
            monkeypatch.setattr(robots, "ROBOTS_AGENT", case["agent"])
            cases += 1
            agreed += rules.allow(case["url"]) == case["allowed"]
    assert cases > 1500
    assert agreed / cases >= 0.98
