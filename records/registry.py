"""Read, check and write registry files (TOML); the ones that ship lie in `registries/`.

A wrong file is refused whole. `RegistryError` says every problem on a line of its own:
`FILE:LINE: KEY: what was expected`, KEY being `province[3].portal` for the third [[province]].
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from records.province import App, Province, Registry

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?")


class RegistryError(Exception):
    """A registry that cannot be used; `str()` is one line a problem."""


def shipped() -> dict[str, Path]:
    """The registries that come with portal-audit, by version."""
    return {path.stem: path for path in sorted((Path(__file__).parent / "registries").glob("*.toml"))}


def load_registry(path: str | Path) -> Registry:
    """The registry of a TOML file; RegistryError with every problem where there is one, nothing half-loaded."""
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RegistryError(f"{path}:{line}: not UTF-8, expected a TOML file in UTF-8") from error
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise RegistryError(f"{path}:{_syntax_line(error, text)}: not TOML: {_syntax_message(error)}") from error
    except RecursionError as error:
        raise RegistryError(f"{path}:1: not TOML: nested too deeply") from error
    problems: list[tuple[int, str]] = []
    parsed = None
    where = Lines(text)
    try:
        parsed = _File.model_validate(data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            location = _without_union_tags(fault["loc"])
            problems.append((where.line(location), f"{_key(location)}: {_expected(fault, data, location)}"))
    problems += [(where.line(location), f"{_key(location)}: {text}") for location, text in _cross_problems(data)]
    if problems or parsed is None:
        raise RegistryError("\n".join(f"{path}:{line}: {problem}" for line, problem in sorted(set(problems))))
    return parsed.to_registry(hashlib.sha256(raw).hexdigest())


def overlaps(registries: Iterable[Registry]) -> list[str]:
    """Pairs of registries whose periods overlap, a line each: which one a day belongs to would be open."""
    found, before = [], list[Registry]()
    for registry in registries:
        for other in before:
            starts = max(registry.valid_from, other.valid_from)
            ends = min(registry.valid_to or date.max, other.valid_to or date.max)
            if starts <= ends:
                until = "without end" if ends == date.max else f"to {ends}"
                found.append(f"{other.version} and {registry.version}: both valid from {starts} {until}")
        before.append(registry)
    return found


def registry_to_toml(registry: Registry) -> str:
    """The registry as a TOML file that loads to the same."""
    lines = [f"version = {_toml(registry.version)}", f"valid_from = {registry.valid_from}"]
    if registry.valid_to is not None:
        lines.append(f"valid_to = {registry.valid_to}")
    for province in registry.provinces:
        lines += ["", "[[province]]"]
        for key in _PLAIN_KEYS:
            value = getattr(province, key)
            if value or key in ("code", "slug", "name", "portal", "confidence"):
                lines.append(f"{key} = {_toml(value)}")
        if province.hints:
            lines.append("[province.hints]")
            lines += [f"{_toml_key(topic)} = {_toml(url)}" for topic, url in province.hints.items()]
        for app in province.apps:
            lines.append("[[province.app]]")
            lines += [f"{key} = {_toml(getattr(app, key))}" for key in ("name", "android", "ios") if getattr(app, key)]
    return "\n".join(lines) + "\n"


_PLAIN_KEYS = (
    "code", "slug", "name", "name_en", "region", "portal", "service_portal", "feedback_portal", "extra_hosts",
    "merged_from", "confidence", "source",
)  # fmt: skip


def _toml(value: Any) -> str:
    if isinstance(value, str):
        # A TOML basic string is a JSON string, but for DEL, which JSON lets stand.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return "[" + ", ".join(_toml(part) for part in value) + "]"


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


# The schema


def _kebab(text: str) -> str:
    if not _KEBAB.fullmatch(text):
        raise ValueError("lower-case words of a-z and 0-9 joined by '-', like \"da-nang\"")
    return text


def _url(text: str) -> str:
    expected = 'a full http or https address, like "https://www.danang.gov.vn"'
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ValueError(expected) from error
    unfit = parts.scheme not in ("http", "https") or parts.username is not None or port == 0
    if unfit or any(c.isspace() or not c.isprintable() for c in text) or not _is_host(parts.hostname or ""):
        raise ValueError(expected)
    return text


def _authority(text: str) -> str:
    host, colon, port = text.rpartition(":") if ":" in text else (text, "", "")
    port_is_fine = not colon or (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536)
    if not _is_host(host) or not port_is_fine:
        raise ValueError('a host name in lower case, with a port where it has one, like "pakn.danang.gov.vn"')
    return text


def _is_host(host: str) -> bool:
    """A host name or an IPv4 address; a name in Vietnamese letters as it is written in the address bar."""
    try:
        labels = host.encode("idna").decode("ascii").split(".") if not host.isascii() else host.split(".")
    except UnicodeError:
        return False
    return len(host) <= 253 and host == host.lower() and all(_LABEL.fullmatch(label) for label in labels)


def _some_text(text: str) -> str:
    if not text.strip():
        raise ValueError("some text")
    return text


def _pair(value: Any) -> Any:
    """TOML has lists only; a pair is one of two texts."""
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)):
        raise ValueError('[version, slug], like ["2022-63", "quang-nam"]')
    return tuple(value)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


Text = Annotated[str, AfterValidator(_some_text)]
Slug = Annotated[str, AfterValidator(_kebab)]
Url = Annotated[str, AfterValidator(_url)]
Authority = Annotated[str, AfterValidator(_authority)]
Predecessor = Annotated[tuple[Text, Slug], BeforeValidator(_pair)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _App(_Table):
    name: Text
    android: Annotated[str, Field(pattern=r"^[A-Za-z]\w*(\.[A-Za-z]\w*)+$")] | None = None
    ios: Annotated[str, Field(pattern=r"^[0-9]{5,12}$")] | None = None


class _Province(_Table):
    code: Text
    slug: Slug
    name: Text
    name_en: str = ""
    region: Annotated[str, AfterValidator(lambda text: text and _kebab(text))] = ""
    portal: Url
    service_portal: Url | None = None
    feedback_portal: Url | None = None
    extra_hosts: Annotated[tuple[Authority, ...], BeforeValidator(_tuple)] = ()
    merged_from: Annotated[tuple[Predecessor, ...], BeforeValidator(_tuple)] = ()
    confidence: Literal["seen", "known", "guess"] = "guess"
    source: str = ""
    hints: dict[str, Url] = Field(default_factory=dict)
    app: Annotated[tuple[_App, ...], BeforeValidator(_tuple)] = ()

    def to_province(self) -> Province:
        given = {name: getattr(self, name) for name in type(self).model_fields if name != "app"}
        return Province(**given, apps=tuple(App(app.name, app.android, app.ios) for app in self.app))


class _File(_Table):
    version: Text
    valid_from: date
    valid_to: date | None = None
    province: Annotated[tuple[_Province, ...], BeforeValidator(_tuple), Field(min_length=1)]

    def to_registry(self, sha256: str) -> Registry:
        provinces = tuple(province.to_province() for province in self.province)
        return Registry(self.version, self.valid_from, self.valid_to, provinces, sha256)


Location = tuple[str | int, ...]


def _cross_problems(data: Mapping[str, Any]) -> list[tuple[Location, str]]:
    """What no single key shows; said beside the single keys' problems, so that one reading mends all."""
    problems: list[tuple[Location, str]] = []
    starts, ends = data.get("valid_from"), data.get("valid_to")
    if type(starts) is date and type(ends) is date and ends < starts:
        problems.append((("valid_to",), f"a day not before valid_from, {starts}"))
    provinces = data.get("province")
    first: dict[str, int] = {}
    for index, province in enumerate(provinces if isinstance(provinces, list) else []):
        slug = province.get("slug") if isinstance(province, dict) else None
        if isinstance(slug, str):
            if slug in first:
                of = _key(("province", first[slug]))
                problems.append((("province", index, "slug"), f'a slug of its own, "{slug}" is that of {of} already'))
            first.setdefault(slug, index)
    return problems


# Saying what is wrong, and where


def _without_union_tags(location: Location) -> Location:
    """Pydantic's location as a path of keys and indices of the file."""
    return tuple(part for part in location if isinstance(part, int) or not part.startswith("function-"))


def _key(location: Location) -> str:
    """`province[3].portal`: counted from one, as a person counts."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"


_TYPES = {
    "string_type": "text in quotes",
    "date_type": "a date without quotes, like 2025-06-30",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table",
    "model_type": "a table",
}


def _expected(fault: Mapping[str, Any], data: Any, location: Location) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    got = _short(fault.get("input"))
    if kind == "missing":
        return (
            "is missing" if location[:1] != ("province",) or len(location) > 1 else "expected at least one [[province]]"
        )
    if kind == "extra_forbidden":
        model = _App if "app" in location[:-1] else _Province if "province" in location[:-1] else _File
        return f"unknown key, expected one of {', '.join(model.model_fields)}"
    if kind == "too_short":
        return "expected at least one [[province]]"
    if kind == "value_error":
        return f"expected {context['error']}, got {got}"
    if kind == "literal_error":
        return f"expected {context['expected']}, got {got}"
    if kind == "string_pattern_mismatch":
        of = 'a package name, like "com.example.app"' if location[-1] == "android" else "the digits of an App Store id"
        return f"expected {of}, got {got}"
    if kind in ("date_type", "date_from_datetime_inexact") or kind.startswith("date"):
        return f"expected {_TYPES['date_type']}, got {got}"
    return f"expected {_TYPES.get(kind, fault['msg'])}, got {got}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _syntax_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else text.rstrip().count("\n") + 1


def _syntax_message(error: tomllib.TOMLDecodeError) -> str:
    return re.sub(r" \(at (line \d+, column \d+|end of document)\)$", "", str(error))


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*(?:=|\.)""")


class Lines:
    """The line that each key of a TOML file stands in, found without a parser that keeps positions.

    Registries and plans are flat; a key in an inline table or a list of many lines is shown by the line that begins it.
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Location, int] = {}
        table: Location = ()
        counts: dict[Location, int] = {}
        # Not splitlines: TOML counts "\n" alone, and a source note may hold U+2028.
        for number, line in enumerate(text.split("\n"), start=1):
            header = _HEADER.match(line)
            if header and not line.lstrip().startswith("#"):
                names = [part.strip().strip("\"'") for part in header[2].split(".")]
                table = ()
                for depth, name in enumerate(names, start=1):
                    table = (*table, name)
                    if depth == len(names) and header[1] == "[[":
                        counts[table] = counts.get(table, -1) + 1
                    if table in counts:
                        table = (*table, counts[table])
                self._lines.setdefault(table, number)
                continue
            key = _ASSIGNMENT.match(line)
            if key:
                self._lines.setdefault((*table, key[1].strip("\"'")), number)

    def line(self, location: Location) -> int:
        """The line of that key, or of the nearest table around it; 1 where there is none."""
        for length in range(len(location), 0, -1):
            if location[:length] in self._lines:
                return self._lines[location[:length]]
        return 1
