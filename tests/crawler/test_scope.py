"""Which hosts belong to a province."""

from __future__ import annotations

import pytest

from crawler.scope import Reach, Scope, endpoint, origin
from tests.crawler.portal import province


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("https://www.danang.gov.vn/x", Reach.OPEN),
        ("https://danang.gov.vn/x", Reach.OPEN),
        ("http://danang.gov.vn:8080/x", Reach.OPEN),
        ("https://1022.danang.gov.vn/", Reach.OPEN),
        ("https://gopy.danang.gov.vn/", Reach.OPEN),
        ("https://paht.example.vn/list", Reach.OPEN),
        ("https://bao.example.vn/", Reach.OPEN),
        ("https://sotttt.danang.gov.vn/", Reach.TOPICAL),
        ("https://dichvucong.danang.gov.vn/", Reach.SERVICE),
        ("https://dvc.example.vn/", Reach.SERVICE),
        ("https://dichvucong.gov.vn/", Reach.OUT),
        ("https://notdanang.gov.vn/", Reach.OUT),
        ("https://danang.gov.vn.evil.example/", Reach.OUT),
        ("https://facebook.com/danang.gov.vn", Reach.OUT),
        ("javascript:alert(1)", Reach.OUT),
    ],
)
def test_reach(url: str, reach: Reach) -> None:
    scope = Scope(
        province(
            "https://www.danang.gov.vn/",
            service_portal="https://dvc.example.vn/",
            feedback_portal="https://paht.example.vn/",
            extra_hosts=("bao.example.vn",),
        )
    )
    assert scope.reach(url) is reach


def test_addresses_and_localhost_are_told_apart_by_port() -> None:
    for portal in ("http://127.0.0.1:8001/", "http://localhost:8001/"):
        scope = Scope(province(portal))
        assert scope.reach(portal + "x") is Reach.OPEN
        assert scope.reach(portal.replace("8001", "8002")) is Reach.OUT
    assert Scope(province("http://127.0.0.1:8001/")).reach("http://x.127.0.0.1:8001/") is Reach.OUT


def test_names_below_a_localhost_portal_are_its_sub_domains() -> None:
    scope = Scope(province("http://da-nang.localhost:8001/"))
    assert scope.reach("http://1022.da-nang.localhost:8001/") is Reach.OPEN
    assert scope.reach("http://so.da-nang.localhost:8001/") is Reach.TOPICAL
    assert scope.reach("http://hue.localhost:8001/") is Reach.OUT


def test_portal_moves_with_its_home_page() -> None:
    scope = Scope(province("https://danang.gov.vn/"))
    scope.move_portal("https://portal.danang.gov.vn/home")
    assert scope.is_portal("https://portal.danang.gov.vn/x")
    assert scope.reach("https://portal.danang.gov.vn/x") is Reach.OPEN
    assert scope.reach("https://danang.gov.vn/x") is Reach.OPEN


def test_origin_and_endpoint() -> None:
    assert origin("https://a.vn:8443/x?y") == "https://a.vn:8443"
    assert endpoint("https://a.vn/x") == ("a.vn", 443)
    assert endpoint("http://[::1]:81/") == ("::1", 81)
