"""Other language versions that a home page offers: English, Chinese, Khmer and the ethnic minorities' languages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pages.memory import remembered
from pages.page import Page, Region
from pages.text import tidy

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_LABELS: dict[str, str] = {
    label.casefold(): language for language, entry in _WORDS["language"].items() for label in entry["labels"]
}
_CODES: dict[str, str] = {code: language for language, entry in _WORDS["language"].items() for code in entry["codes"]}
_SITE_WORDS = re.compile(_WORDS["around"], re.IGNORECASE)
_PARAMETERS = frozenset(_WORDS["parameters"])
_VIETNAMESE = frozenset(label.casefold() for label in _WORDS["vietnamese"])
_ASIDE = re.compile(r"\([^()]{0,20}\)")  # 'English (UK)', 'Tiếng Việt (Việt Nam)'
_TRIM = " |[]()•·-–:."


@dataclass(frozen=True, slots=True)
class Version:
    """`url` is '' where scripts or a form switch the language."""

    language: str
    url: str
    quote: str
    locator: str


@remembered
def versions_of(page: Page) -> list[Version]:
    """The other languages offered on `page`, by label, flag, `hreflang`, address or a drop-down list."""
    found: dict[tuple[str, str], Version] = {}
    for link in page.links:
        language = _named(link.label) or (_by_address(link.url) if _is_flag(link.label) else "")
        if language:
            found.setdefault((language, link.url), Version(language, link.url, link.label, link.selector))
    for name, content in page.meta:
        language = (
            _CODES.get(name.casefold().removeprefix("hreflang:").split("-")[0], "")
            if name.startswith("hreflang:")
            else ""
        )
        if language and content.rstrip("/") != page.url.rstrip("/"):
            found.setdefault((language, content), Version(language, content, "", f"link[hreflang={name[9:]}]"))
    for form in page.forms:
        for field in form.fields:
            options = [option.casefold().strip(_TRIM) for option in field.options]
            if any(option in _VIETNAMESE for option in options):
                for option in field.options:
                    if language := _named(option):
                        found.setdefault((language, ""), Version(language, "", option, form.locator))
    for block in page.blocks:
        if block.kind == "label" and block.region in (Region.HEADER, Region.NAV) and (language := _named(block.text)):
            found.setdefault((language, ""), Version(language, "", block.text, block.locator))
    return list(found.values())


def _named(label: str) -> str:
    """The language whose version a label offers: the whole label is its name."""
    words = _ASIDE.sub("", tidy(label).casefold()).strip(_TRIM)
    return _LABELS.get(words) or _LABELS.get(_SITE_WORDS.sub(" ", words).strip(_TRIM), "")


def _is_flag(label: str) -> bool:
    """A flag's alt text or nothing: the address must tell."""
    return len(label.split()) <= 1 or any(word in label.casefold() for word in ("flag", "language", "ngôn ngữ", "cờ "))


def _by_address(url: str) -> str:
    """The language that an address names: en.tinh.gov.vn, /en/, ?lang=en."""
    parts = urlsplit(url)
    head = (parts.hostname or "").split(".")[0]
    first = parts.path.strip("/").split("/")[0].casefold().split("-")[0] if parts.path.strip("/") else ""
    for code in (
        head,
        first,
        *(v.casefold().split("-")[0] for k, v in parse_qsl(parts.query[:500]) if k.casefold() in _PARAMETERS),
    ):
        if code in _CODES:
            return _CODES[code]
    return ""
