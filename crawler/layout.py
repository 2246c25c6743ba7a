"""What a page is like on a telephone, measured while it is open: its width, what axe-core finds, and a picture.

The audit reads the measurement from the archive; it can be repeated there, the page of that night cannot.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from records.capture import Capture, Kind, Outcome

# checks.md, accessibility.mobile: 360 CSS px, the width of the commonest telephones; the height plays no part.
WIDTH, HEIGHT = 360, 640
AXE_VERSION = "4.14.1"
_AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
_AXE_FILE = Path(__file__).parent / "vendor" / f"axe-core-{AXE_VERSION}" / "axe.min.js"
# A measurement is a few kilobytes; a page that makes more of it than this measured itself.
_MAX_BYTES = 256 * 1024

# `overflow`: how far a reader can push the page sideways; a root that hides what sticks out cannot be pushed.
WIDTH_SCRIPT = """() => {
  const root = document.documentElement, body = document.body;
  const declared = [...document.querySelectorAll('meta[name]')].filter(
    m => m.name.trim().toLowerCase() === 'viewport' && m.content.trim()).map(m => m.content)[0];
  const own = getComputedStyle(root).overflowX;
  const used = own === 'visible' && body ? getComputedStyle(body).overflowX : own;
  const wide = (document.scrollingElement || root).scrollWidth - root.clientWidth;
  return {
    viewport: declared === undefined ? null : String(declared).slice(0, 300),
    width: root.clientWidth,
    overflow: used === 'hidden' || used === 'clip' ? 0 : Math.max(0, Math.round(wide)),
  };
}"""
# Rule, impact and places only: what stands there is nobody's business here.
AXE_SCRIPT = """async () => {
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa']}, resultTypes: ['violations'], iframes: false,
  });
  return found.violations.slice(0, 100).map(rule => ({
    rule: rule.id, impact: rule.impact, nodes: rule.nodes.length,
    places: rule.nodes.slice(0, 3).map(node => String(node.target).slice(0, 200)),
  }));
}"""


class AxeChanged(Exception):
    """The vendored axe-core is not the one that was reviewed."""


@cache
def axe_source() -> str:
    """The vendored axe-core; AxeChanged where its SHA-256 is another than the pinned one."""
    raw = _AXE_FILE.read_bytes()
    if hashlib.sha256(raw).hexdigest() != _AXE_SHA256:
        raise AxeChanged(f"axe-core {AXE_VERSION} is not the pinned file")
    return raw.decode("utf-8")


def layout_url(url: str) -> str:
    """The address under which the measurement of the page at `url` is kept."""
    return f"{url}#layout"


def screenshot_url(url: str) -> str:
    """The address under which a page's picture is kept: browsertrix' form."""
    return f"urn:view:{url}"


def screenshot_capture(url: str, picture: bytes) -> Capture:
    """What a telephone shows of the page at `url` before anybody touches it, as a capture."""
    return Capture(
        url=screenshot_url(url),
        final_url=screenshot_url(url),
        fetched_at=datetime.now(UTC),
        kind=Kind.SCREENSHOT,
        outcome=Outcome.OK,
        headers=(("content-type", "image/jpeg"),),
        wire_body=picture,
        body=picture,
        topic="layout",
    )


def layout_capture(url: str, role: str, facts: dict[str, Any]) -> Capture:
    """The measurement as a capture; `role` is `home` or `citizen_section`, `facts` as `Renderer.measure` gives them."""
    told = {"measure": "layout", "page": url, "role": role, "axe": AXE_VERSION, **facts}
    raw = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    if len(raw) > _MAX_BYTES:
        raw = json.dumps({**told, "violations": [], "error": "too_large"}).encode()
    return Capture(
        url=layout_url(url),
        final_url=layout_url(url),
        fetched_at=datetime.now(UTC),
        kind=Kind.MEASUREMENT,
        outcome=Outcome.OK,
        headers=(("content-type", "application/json"),),
        wire_body=raw,
        body=raw,
        topic="layout",
    )
