"""A province, its hosts and its apps, and the registry that lists them for a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class App:
    """A citizen app (ứng dụng công dân) by its store ids, each of which may be unknown."""

    name: str
    android: str | None = None  # Google Play package name
    ios: str | None = None  # App Store track id, digits


@dataclass(frozen=True, slots=True)
class Province:
    """A provincial government (tỉnh, thành phố trực thuộc trung ương) as one registry knows it.

    `code` is the General Statistics Office's; it is no key, since codes were reused in July 2025.
    `hints` maps a topic to the URL where an auditor knows that it stands.
    """

    code: str
    slug: str
    name: str
    name_en: str
    region: str
    portal: str
    service_portal: str | None = None
    feedback_portal: str | None = None
    extra_hosts: tuple[str, ...] = ()
    merged_from: tuple[tuple[str, str], ...] = ()
    confidence: str = "guess"
    source: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    apps: tuple[App, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """The provinces of one period; `sha256` is that of the file's bytes."""

    version: str
    valid_from: date
    valid_to: date | None
    provinces: tuple[Province, ...]
    sha256: str

    def province(self, slug: str) -> Province:
        """The province of that slug; KeyError where there is none."""
        for province in self.provinces:
            if province.slug == slug:
                return province
        raise KeyError(slug)
