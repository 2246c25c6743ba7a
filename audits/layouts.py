"""What pages were like at a telephone's width, as the visit measured it (crawler/layout.py makes it)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from audits.site import Seen, Site
from records.capture import Kind

# axe-core's own grades: minor, moderate, serious, critical.
_GRAVE = frozenset({"serious", "critical"})


@dataclass(frozen=True, slots=True)
class Layout:
    """One page's measurement. `why_not`: why it carries no verdict, '' where it does.

    `viewport` is the page's declaration (None: it has none), `overflow` in CSS px, `broken` axe-core's rules that are
    broken with serious or critical impact, in the order of the first place each.
    """

    seen: Seen
    page: str
    role: str
    viewport: str | None
    overflow: int
    axe: str
    broken: tuple[str, ...]
    missing: int
    why_not: str


def layouts(site: Site) -> dict[str, Layout]:
    """The measurements by role: `home`, `citizen_section`."""
    found: dict[str, Layout] = {}
    for seen in site.seen:
        if seen.kind is Kind.MEASUREMENT and (layout := _layout(seen)) is not None:
            found[layout.role] = layout
    return found


def why_not_measured(site: Site) -> str:
    """Why there is no measurement at all: a reason's code."""
    if site.home_why_not:
        return site.home_why_not
    if not site.log.complete:
        return "not_in_archive"
    if site.log.error == "time_exhausted":
        return "budget_exhausted"
    return "needs_browser" if not site.log.browser else "not_measured"


def _layout(seen: Seen) -> Layout | None:
    try:
        facts = json.loads(seen.body)
        if facts.get("measure") != "layout":
            return None
        violations = [v for v in facts.get("violations", []) if v.get("impact") in _GRAVE]
        missing = len(facts.get("missing", []))
        return Layout(
            seen=seen,
            page=str(facts["page"]),
            role=str(facts["role"]),
            viewport=facts.get("viewport"),
            overflow=int(facts.get("overflow", 0)),
            axe=str(facts["axe"]),
            broken=tuple(dict.fromkeys(str(v["rule"]) for v in violations)),
            missing=missing,
            why_not="render_failed" if facts.get("error") else "layout_incomplete" if missing else "",
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
