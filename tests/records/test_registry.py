"""Registry files: what ships is sound, and a wrong file is refused whole, line by line."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.province import App, Province, Registry
from records.registry import RegistryError, load_registry, overlaps, registry_to_toml, shipped

GOOD = """\
version = "test"
valid_from = 2022-01-01

[[province]]
code = "48"
slug = "da-nang"
name = "Đà Nẵng"
portal = "https://www.danang.example:8443/vi"
extra_hosts = ["pakn.danang.example", "127.0.0.1:8080"]
merged_from = [["2022-63", "quang-nam"]]
confidence = "seen"
[province.hints]
reception_schedule = "https://www.danang.example/lich"
[[province.app]]
name = "Góp ý"
android = "vn.gov.danang_1.GopY"
ios = "1234567890"
[[province.app]]
name = "Danang Smart City"

[[province]]
code = "01"
slug = "ha-noi"
name = "Hà Nội"
portal = "http://hanoi.example"
"""


def load(tmp_path: Path, text: str | bytes) -> Registry:
    path = tmp_path / "r.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_registry(path)


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    """The problems, without the file's name."""
    with pytest.raises(RegistryError) as raised:
        load(tmp_path, text)
    lines = str(raised.value).split("\n")
    assert all(line.startswith(f"{tmp_path / 'r.toml'}:") for line in lines)
    return [line.removeprefix(f"{tmp_path / 'r.toml'}:") for line in lines]


def test_a_registry_is_loaded(tmp_path: Path) -> None:
    registry = load(tmp_path, GOOD)
    assert registry.version == "test"
    assert (registry.valid_from, registry.valid_to) == (date(2022, 1, 1), None)
    assert registry.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert registry.province("da-nang") == Province(
        code="48",
        slug="da-nang",
        name="Đà Nẵng",
        name_en="",
        region="",
        portal="https://www.danang.example:8443/vi",
        extra_hosts=("pakn.danang.example", "127.0.0.1:8080"),
        merged_from=(("2022-63", "quang-nam"),),
        confidence="seen",
        hints={"reception_schedule": "https://www.danang.example/lich"},
        apps=(App("Góp ý", "vn.gov.danang_1.GopY", "1234567890"), App("Danang Smart City")),
    )
    assert registry.province("ha-noi").confidence == "guess"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert load(tmp_path, "\ufeff" + GOOD.replace("\n", "\r\n")).provinces == load(tmp_path, GOOD).provinces


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('version = "test"', "version = 1", "1: version: expected text in quotes, got 1"),
        ("2022-01-01", '"2022-01-01"', "2: valid_from: expected a date without quotes, like 2025-06-30, got"),
        ("2022-01-01", "2022-01-01T00:00:00", "2: valid_from: expected a date without quotes"),
        ("2022-01-01", "2022-01-01\nvalid_to = 2021-12-31", "3: valid_to: a day not before valid_from, 2022-01-01"),
        ("2022-01-01", "2022-01-01\nvalid_until = 2030-01-01", "3: valid_until: unknown key, expected one of version"),
        ('code = "48"', "code = 48", "5: province[1].code: expected text in quotes, got 48"),
        ('code = "48"\n', "", "4: province[1].code: is missing"),
        ('"da-nang"', '"Da Nang"', "6: province[1].slug: expected lower-case words of a-z and 0-9 joined by '-'"),
        ('"da-nang"', '"đà-nẵng"', "6: province[1].slug: expected lower-case words"),
        ('"da-nang"', '"da--nang"', "6: province[1].slug: expected lower-case words"),
        ('"Đà Nẵng"', '" "', '7: province[1].name: expected some text, got " "'),
        ('"http://hanoi.example"', '"hanoi.example"', "25: province[2].portal: expected a full http or https address"),
        ('"http://hanoi.example"', '"ftp://hanoi.example"', "25: province[2].portal: expected a full http or https"),
        ('"http://hanoi.example"', '"http://hanoi .example"', "25: province[2].portal: expected a full http or https"),
        ('"http://hanoi.example"', '"http://a@hanoi.example"', "25: province[2].portal: expected a full http or https"),
        ('"http://hanoi.example"', '"http://hanoi.example:x"', "25: province[2].portal: expected a full http or https"),
        ('"http://hanoi.example"', '"https://"', "25: province[2].portal: expected a full http or https"),
        ('"127.0.0.1:8080"', '"https://x.example"', "9: province[1].extra_hosts[2]: expected a host name in lower case"),
        ('"127.0.0.1:8080"', '"x.example:99999"', "9: province[1].extra_hosts[2]: expected a host name"),
        ('"127.0.0.1:8080"', '"X.example"', "9: province[1].extra_hosts[2]: expected a host name"),
        ('"127.0.0.1:8080"', '"x..example"', "9: province[1].extra_hosts[2]: expected a host name"),
        ('["2022-63", "quang-nam"]', '"quang-nam"', "10: province[1].merged_from[1]: expected [version, slug]"),
        ('["2022-63", "quang-nam"]', '["quang-nam"]', "10: province[1].merged_from[1]: expected [version, slug]"),
        ('["2022-63", "quang-nam"]', '["2022-63", "Q"]', "10: province[1].merged_from[1][2]: expected lower-case words"),
        ('"seen"', '"sure"', "11: province[1].confidence: expected 'seen', 'known' or 'guess', got \"sure\""),
        ('"https://www.danang.example/lich"', '"/lich"', "13: province[1].hints.reception_schedule: expected a full"),
        ('"vn.gov.danang_1.GopY"', '"GopY"', "16: province[1].app[1].android: expected a package name"),
        ('"1234567890"', "1234567890", "17: province[1].app[1].ios: expected text in quotes"),
        ('"1234567890"', '"id1234567890"', "17: province[1].app[1].ios: expected the digits of an App Store id"),
        ('name = "Danang Smart City"', 'title = "x"', "18: province[1].app[2].name: is missing"),
        ('name = "Danang Smart City"', 'name = "x"\nurl = "y"', "20: province[1].app[2].url: unknown key, expected one"),
        ('"ha-noi"', '"da-nang"', '23: province[2].slug: a slug of its own, "da-nang" is that of province[1] already'),
        ('name = "Hà Nội"', 'name = "Hà Nội"\nportl = "x"', "25: province[2].portl: unknown key, expected one of code"),
        ('name = "Hà Nội"', 'name = "Hà Nội', "24: not TOML: Illegal character '\\n'"),
        ('[[province]]\ncode = "01"', '[province]\ncode = "01"', "21: not TOML: "),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_its_line_and_what_was_expected(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert any(line.startswith(told) for line in found), found


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"da-nang"', '"Da Nang"').replace('"ha-noi"', '"Da Nang"').replace('code = "01"', "code = 1")
    assert [line.partition(": expected")[0].partition(": a slug")[0] for line in problems(tmp_path, text)] == [
        "6: province[1].slug",
        "22: province[2].code",
        "23: province[2].slug",
        "23: province[2].slug",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "",
            ["1: province: expected at least one [[province]]", "1: valid_from: is missing", "1: version: is missing"],
        ),
        ('version = "x"\nvalid_from = 2022-01-01\nprovince = []', ["3: province: expected at least one [[province]]"]),
        ('version = "x"\nvalid_from = 2022-01-01\n[province]\nx = 1', ["3: province: expected a list in [ ], got"]),
        ('version = "x"\nvalid_from = 2022-01-01\nprovince = ["x"]', ['3: province[1]: expected a table, got "x"']),
        (b'version = "x"\nname = "\xe1\xba"', ["2: not UTF-8, expected a TOML file in UTF-8"]),
        ('version = "x"\nvalid_from = ', ["2: not TOML: "]),
    ],
)
def test_files_that_are_no_registry_at_all(tmp_path: Path, text: str | bytes, told: list[str]) -> None:
    found = problems(tmp_path, text)
    assert len(found) == len(told), found
    assert all(line.startswith(start) for line, start in zip(found, told, strict=True)), found


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"none\.toml: cannot be read \(No such file or directory\)"):
        load_registry(tmp_path / "none.toml")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_raise_anything_else(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(RegistryError):
        load(tmp_path, raw)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
urls = slugs.map(lambda slug: f"https://{slug}.example/")


@given(
    st.builds(
        Registry,
        version=words,
        valid_from=st.dates(date(1990, 1, 1), date(2000, 1, 1)),
        valid_to=st.none() | st.dates(date(2000, 1, 1)),
        sha256=st.just(""),
        provinces=st.lists(
            st.builds(
                Province,
                code=words,
                slug=slugs,
                name=words,
                name_en=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
                region=st.just("") | slugs,
                portal=urls,
                service_portal=st.none() | urls,
                feedback_portal=st.none() | urls,
                extra_hosts=st.lists(slugs, max_size=2).map(tuple),
                merged_from=st.lists(st.tuples(words, slugs), max_size=2).map(tuple),
                confidence=st.sampled_from(["seen", "known", "guess"]),
                source=st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
                hints=st.dictionaries(words, urls, max_size=2),
                apps=st.lists(
                    st.builds(App, name=words, android=st.none() | st.just("vn.x"), ios=st.none() | st.just("12345")),
                    max_size=2,
                ).map(tuple),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda province: province.slug,
        ).map(tuple),
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_loads_to_the_same(tmp_path: Path, registry: Registry) -> None:
    assert replace(load(tmp_path, registry_to_toml(registry)), sha256="") == registry


def test_overlapping_periods_are_told() -> None:
    def registry(version: str, valid_from: date, valid_to: date | None) -> Registry:
        return Registry(version, valid_from, valid_to, (), "")

    old = registry("old", date(1997, 1, 1), date(2025, 6, 30))
    new = registry("new", date(2025, 7, 1), None)
    late = registry("late", date(2025, 6, 30), None)
    assert overlaps([old, new]) == []
    assert overlaps([old, late]) == ["old and late: both valid from 2025-06-30 to 2025-06-30"]
    assert overlaps([new, late]) == ["new and late: both valid from 2025-07-01 without end"]


def test_the_shipped_registries_are_sound() -> None:
    registries = {version: load_registry(path) for version, path in shipped().items()}
    old, new = registries["2022-63"], registries["2025-34"]
    assert [r.version for r in registries.values()] == list(registries)
    assert (len(old.provinces), len(new.provinces)) == (63, 34)
    assert overlaps(registries.values()) == []
    merged = [predecessor for province in new.provinces for predecessor in province.merged_from]
    assert sorted(merged) == sorted((old.version, province.slug) for province in old.provinces), "each of the 63 once"


def test_the_shipped_registry_claims_no_more_than_its_source() -> None:
    for province in load_registry(shipped()["2022-63"]).provinces:
        portal = province.source.split(";")[0]
        assert (province.confidence == "seen") == ("portal [page]" in portal), province.slug
        assert ("dvc [seen]" in province.source) or ("dvc [pattern]" in province.source), province.slug
        assert all(app.android is None and app.ios is None for app in province.apps), "no store id was found"
