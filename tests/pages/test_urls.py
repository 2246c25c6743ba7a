"""Addresses by the WHATWG standard, and what makes two of them the same page."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pages.urls import authority, belongs, canonical, host, join, normalise, registrable

SUITE = Path(__file__).parents[3] / "shared" / "data" / "suites" / "urltestdata.json"
WEIRD = st.text(alphabet=st.sampled_from("ab./:?#&=%@[]\\ ;ậ\t-_~0129"), max_size=40)
ADDRESSES = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["a.vn", "WWW.A.vn", "1.2.3.4"]),
    st.sampled_from(["", ":80", ":8443"]),
    WEIRD,
)


@given(ADDRESSES)
def test_normalising_twice_changes_nothing(url: str) -> None:
    once = normalise(url)
    if once is not None:
        assert normalise(once) == once
        assert "#" not in once


@given(ADDRESSES, ADDRESSES)
def test_joining_an_absolute_address_is_that_address(base: str, url: str) -> None:
    there = normalise(url)
    if there is not None and "&" not in there:
        assert join(base, there) == there


@given(ADDRESSES)
@example("http://a.vn/x;jsessionid=1?PHPSESSID=2&sid=abcdefgh12345678ij")
def test_canonical_is_stable(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@given(WEIRD, st.text(max_size=60))
def test_nothing_that_stands_in_an_href_raises(base: str, href: str) -> None:
    found = join(base, href)
    assert found is None or found.startswith(("http://", "https://"))


@pytest.mark.skipif(not SUITE.is_file(), reason="the suite of web-platform-tests is not on this machine")
def test_agrees_with_web_platform_tests() -> None:
    cases = [case for case in json.loads(SUITE.read_text("utf-8")) if isinstance(case, dict)]
    checked = 0
    for case in cases:
        base = case["base"] if case["base"] not in (None, "about:blank") else None
        # Our own unescaping of entity references is no part of the standard; broken punycode labels, which ada lets
        # pass, resolve nowhere.
        foreign = base is not None and not base.startswith(("http:", "https:"))
        if foreign or "&" in case["input"] or "xn--" in case["input"].lower():
            continue
        found = join(base, case["input"]) if base is not None else normalise(case["input"])
        href = case.get("href", "")
        wanted = None if case.get("failure") or not href.startswith(("http:", "https:")) else href.partition("#")[0]
        assert found == wanted, case["input"]
        checked += 1
    assert checked > 300


@pytest.mark.parametrize(
    "href",
    [
        "javascript:void(0)",
        "mailto:a@b.vn",
        "tel:1022",
        "zalo://x",
        "ftp://a.vn/",
        "data:text/html,x",
        "http://",
        "http://[::1",
    ],
)
def test_what_is_no_web_address_leads_nowhere(href: str) -> None:
    assert join("http://a.vn/", href) is None


def test_entities_left_by_an_editor_are_undone_and_plain_ampersands_kept() -> None:
    assert join("http://a.vn/", "/x?a=1&amp;b=2") == "http://a.vn/x?a=1&b=2"
    assert join("http://a.vn/", "/x?a=1&copy=2") == "http://a.vn/x?a=1&copy=2"
    assert join("http://a.vn/", "&#47;x") == "http://a.vn/x"


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://a.vn/x;jsessionid=AB12?b=1&a=2", "http://a.vn/x?b=1&a=2"),
        ("http://a.vn/x?PHPSESSID=9f&id=4", "http://a.vn/x?id=4"),
        ("http://a.vn/x?id=4&ASPSESSIONIDQQ=Z", "http://a.vn/x?id=4"),
        ("http://a.vn/(S(abc123))/Default.aspx", "http://a.vn/Default.aspx"),
        ("http://a.vn/x?sid=4f0c2b7e9a1d4f0c2b7e", "http://a.vn/x"),
        ("http://a.vn/x?sid=12", "http://a.vn/x?sid=12"),
        ("http://a.vn/x?s=phan-anh", "http://a.vn/x?s=phan-anh"),
    ],
)
def test_session_ids_are_no_part_of_a_page(url: str, same: str) -> None:
    assert canonical(url) == same


def test_authority_keeps_an_unusual_port_only() -> None:
    assert authority("https://A.vn:443/x") == "a.vn"
    assert authority("https://a.vn:8443/x") == "a.vn:8443"
    assert host("https://a.vn:8443/x") == "a.vn"
    assert authority("nothing") == ""


def test_sub_domains_belong_and_look_alikes_do_not() -> None:
    assert registrable("www.mau.gov.vn") == "mau.gov.vn"
    assert belongs("https://1022.mau.gov.vn/x", "www.mau.gov.vn")
    assert not belongs("https://giamau.gov.vn/", "mau.gov.vn")
    assert not belongs("https://mau.gov.vn.evil.example/", "mau.gov.vn")
    assert registrable("127.0.0.1:8001") == "127.0.0.1:8001"
    assert not belongs("http://127.0.0.1:8002/", "127.0.0.1:8001")
    assert not belongs("http://localhost:8002/", "localhost:8001")


@given(ADDRESSES)
def test_host_agrees_with_the_standard_library_on_plain_addresses(url: str) -> None:
    there = normalise(url)
    if there is not None:
        assert host(there) == (urlsplit(there).hostname or "")
