"""Host groups: provinces whose hosts overlap are visited one after the other."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from crawler.scope import Reach, Scope
from records.province import Province
from schedules.groups import host_groups, named_hosts

BASE = Province("01", "a", "A", "A", "r", "https://a.gov.vn")


def province(slug: str, portal: str, **more: object) -> Province:
    return replace(BASE, slug=slug, portal=portal, **more)  # type: ignore[arg-type]


def test_provinces_of_different_hosts_are_groups_of_their_own() -> None:
    groups = host_groups([province("a", "https://www.a.gov.vn/"), province("b", "https://b.gov.vn")])
    assert groups == {"a": "a.gov.vn", "b": "b.gov.vn"}


def test_each_named_host_can_tie_provinces_together_over_others() -> None:
    groups = host_groups(
        [
            province("a", "https://a.gov.vn", service_portal="https://dvc.shared.vn"),
            province("b", "https://b.gov.vn", feedback_portal="https://dvc.shared.vn", extra_hosts=("www.1022.vn",)),
            province("c", "https://c.gov.vn", extra_hosts=("1022.vn",)),
            province("d", "https://d.gov.vn"),
        ]
    )
    assert groups["a"] == groups["b"] == groups["c"] == "1022.vn"
    assert groups["d"] == "d.gov.vn"


def test_a_sub_domain_belongs_to_the_group_of_its_domain() -> None:
    groups = host_groups([province("commune", "https://xa.dist.a.gov.vn"), province("a", "https://a.gov.vn")])
    assert groups["commune"] == groups["a"]


def test_ports_of_one_address_are_different_hosts_but_a_name_without_port_covers_them() -> None:
    apart = host_groups([province("a", "http://127.0.0.1:8001"), province("b", "http://127.0.0.1:8002")])
    assert apart["a"] != apart["b"]
    together = host_groups([province("a", "http://a.vn"), province("b", "http://a.vn:8080")])
    assert together["a"] == together["b"]


def test_a_portal_that_was_redirected_to_another_provinces_joins_its_group() -> None:
    both = [province("old", "https://old.gov.vn"), province("new", "https://new.gov.vn")]
    assert host_groups(both)["old"] != host_groups(both)["new"]
    groups = host_groups(both, {"old": ["old.gov.vn", "www.new.gov.vn"], "gone": ["x.vn"]})
    assert groups["old"] == groups["new"] == "new.gov.vn"
    libraries = {"old": ["cdn.example.com"], "new": ["cdn.example.com"]}  # nobody's: it ties nobody
    assert host_groups(both, libraries)["old"] != host_groups(both, libraries)["new"]


hosts = st.sampled_from(["a.vn", "b.vn", "x.a.vn", "y.x.a.vn", "c.vn:81", "c.vn", "www.b.vn", "127.0.0.1:80", "d.vn"])


@given(st.lists(st.tuples(hosts, st.none() | hosts, st.lists(hosts, max_size=2)), min_size=1, max_size=6))
def test_hosts_that_the_crawler_would_visit_from_two_provinces_are_of_one_group(
    named: list[tuple[str, str | None, list[str]]],
) -> None:
    provinces = [
        province(f"p{n}", f"http://{portal}/", service_portal=service and f"http://{service}/", extra_hosts=tuple(more))
        for n, (portal, service, more) in enumerate(named)
    ]
    groups = host_groups(provinces)
    for one in provinces:
        for other in provinces:
            if any(Scope(one).reach(f"http://{host}/") is not Reach.OUT for host in named_hosts(other)):
                assert groups[one.slug] == groups[other.slug], (named_hosts(one), named_hosts(other))
