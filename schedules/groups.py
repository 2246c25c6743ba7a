"""Provinces whose hosts overlap form one group, of which one is visited at a time: no host has two visitors at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pages.urls import authority, registrable
from records.province import Province


def host_groups(provinces: Sequence[Province], seen: Mapping[str, Iterable[str]] | None = None) -> dict[str, str]:
    """By slug the name of the province's group: the first of its hosts in the alphabet.

    Two provinces overlap where they name the same host, or one names a sub-domain of the other's: the crawler goes
    there from both (`crawler.scope`). `seen` gives by slug the hosts of an earlier visit: a portal that was redirected
    to another province's belongs to that one's group. A host that no province names joins nobody, for it may be a
    library's that serves everyone.
    """
    named = {province.slug: named_hosts(province) for province in provinces}
    group = {slug: slug for slug in named}

    def root(slug: str) -> str:
        while group[slug] != slug:
            group[slug] = slug = group[group[slug]]
        return slug

    owner: dict[str, str] = {}
    for slug, hosts in named.items():
        for host in hosts:
            group[root(slug)] = root(owner.setdefault(host, slug))
    for slug, hosts in named.items():
        for host in (*hosts, *(registrable(one) for one in (seen or {}).get(slug, ()))):
            for above in _above(host):
                if above in owner:
                    group[root(slug)] = root(owner[above])
    first: dict[str, str] = {}
    for slug, hosts in named.items():
        first[root(slug)] = min((*hosts, *([first[root(slug)]] if root(slug) in first else [])))
    return {slug: first[root(slug)] for slug in named}


def named_hosts(province: Province) -> list[str]:
    """The hosts that the registry names for a province, as `crawler.scope` knows them; its portal's first."""
    addresses = (province.portal, province.service_portal, province.feedback_portal, *province.extra_hosts)
    hosts = [authority(one) if "//" in one else one for one in addresses if one]
    return list(dict.fromkeys(registrable(host) for host in hosts))


def _above(host: str) -> Iterable[str]:
    """The host, the same without its port, and all domains that they lie in."""
    names = [host]
    bare = host.rsplit(":", 1)[0]
    if bare != host and not host.endswith("]"):
        names.append(bare)
    for name in tuple(names):
        # An address has no domain above it, and no registry names a whole 'vn': those lookups find nothing.
        while "." in name:
            name = name.partition(".")[2]
            names.append(name)
    return names
