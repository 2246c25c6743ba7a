"""The registry of the replica: the 63 portals at their loopback addresses, in the format that the auditor reads.

It knows as little as real registries do: nearly no store ids and feedback hosts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .facts import Portal
from .site import Site
from .stores import app_listing

# Feedback hosts that the registry knows beforehand; the others have to be found by links.
KNOWN_FEEDBACK = {"da-nang", "thua-thien-hue"}


def registry_toml(portals: Sequence[Portal], sites: dict[str, Site], origin: Callable[[str], str]) -> str:
    """The registry as TOML; `origin` gives the address of a portal by its slug."""
    lines = ['version = "replica-63"', "valid_from = 1997-01-01", "valid_to = 2025-06-30", ""]
    for portal in portals:
        base = origin(portal.slug)
        lines += [
            "[[province]]",
            f'code = "{portal.code}"',
            f'slug = "{portal.slug}"',
            f'name = "{portal.name}"',
            f'name_en = "{portal.name_en}"',
            f'region = "{portal.region}"',
            f'portal = "{base}"',
        ]
        if portal.slug in KNOWN_FEEDBACK:
            scheme, rest = base.split("://")
            lines.append(f'feedback_portal = "{scheme}://{portal.feedback.host}.{rest}"')
        lines += ['confidence = "seen"', 'source = "replica: made up"']
        if portal.reception.at == 0:
            lines += ["[province.hints]", f'reception_schedule = "{base}{sites[portal.slug].url("lich-tiep")}"']
        if portal.app.known_by == "registry":
            listing = app_listing(portal)
            lines += ["[[province.app]]", f'name = "{listing.name}"']
            if listing.in_play or portal.app.mode == "delisted":
                lines.append(f'android = "{listing.android}"')
            if listing.in_app_store or portal.app.mode == "delisted":
                lines.append(f'ios = "{listing.ios}"')
        lines.append("")
    return "\n".join(lines)
