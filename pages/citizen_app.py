"""Whether an app in a store is a province's official citizen app (ứng dụng công dân, đô thị thông minh)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pages.store_listing import Listing
from pages.text import fold, plain, speaks_of, tidy
from records.province import Province

_VOCABULARY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "stores.toml").read_text(encoding="utf-8"))
_PLACES = _VOCABULARY["places"]
_DEVELOPERS = _VOCABULARY["developers"]
_USES = _VOCABULARY["uses"]
_AFFIXES = frozenset(_PLACES["affixes"])
# 'KonTumS' -> Kon Tum S, 'DongNai1022' -> Dong Nai 1022
_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zà-ỹ])(?=[A-ZĐ])")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_GLUED = 5  # 'hue' inside a longer word is chance ('thue' is tax)
_OURS = "ours"


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Place names as word sequences, each with its key ('' for a name that is no province's).

    `names` has them by their first word without diacritics, the longest first.
    """

    names: dict[str, list[tuple[tuple[str, ...], str]]]
    glued: tuple[tuple[str, str], ...]
    municipality: bool  # ours is a city of province's rank

    def places(self, text: str, *, glued: bool = False) -> list[str]:
        """The keys of the provinces that `text` names, in order, with repeats.

        A word with diacritics must match them and be capitalised ('hòa bình' is peace), one without may stand for
        any ('KonTumS'). `glued` also reads names inside one word ('camaug').
        """
        words = _words(text)
        found, at = [], 0
        while at < len(words):
            key, length = self._at(words, at)
            found.append(key)
            at += length
        if glued:
            found += [key for whole in _WORD.findall(text) if (key := self._inside(plain(whole)))]
        return [key for key in found if key]

    def town(self, text: str) -> bool:
        """Whether `text` names the town that bears our name: 'TP. Bắc Giang' is one of several in Bắc Giang."""
        if self.municipality:
            return False
        words = _words(text)
        folded = [fold(word) for word in words]
        for phrase in _PLACES["town_words"]:
            town = fold(phrase).split()
            for at in range(len(words) - len(town)):
                if folded[at : at + len(town)] == town and self._at(words, at + len(town))[0] == _OURS:
                    return True
        return False

    def _at(self, words: list[str], at: int) -> tuple[str, int]:
        """The key of the longest name that begins at `at`, and how many words it takes (1 where none does)."""
        for name, key in self.names.get(plain(words[at]), ()):
            if len(name) <= len(words) - at and all(
                _same(w, n, not key) for w, n in zip(words[at:], name, strict=False)
            ):
                return key, len(name)
        return "", 1

    def _inside(self, word: str) -> str:
        for name, key in self.glued:
            if name not in word:
                continue
            if word == name:
                return key
            before, inside, after = word.partition(name)
            if inside and len(name) >= _SHORTEST_GLUED and {before, after} <= _AFFIXES | {""}:
                return key
        return ""


def is_citizen_app(listing: Listing, province: Province, *, linked_by_portal: bool = False) -> tuple[bool, str]:
    """Whether an app is the province's official citizen app, with the reason's code.

    The province's name in name, description or developer AND an official developer (the province's government, its
    departments, or a known vendor acting for it) AND citizens as its users; no app for officials
    ('hồ sơ công việc'), tourism, newspaper, school, or of another province. A portal's own link to it is strong
    evidence, not proof: it stands for the official developer alone.

    Reasons: `government`, `vendor`, `linked_by_portal` for an app that is; `national_app`, `other_province`,
    `lower_level`, `province_not_named`, `for_officials`, `other_use`, `no_citizen_use`, `other_body`,
    `developer_not_official` for one that is not.
    """
    return _judged(listing, province.slug, province.name, province.name_en, linked_by_portal)


@lru_cache(maxsize=1024)  # the stores' answers repeat: a search, a details page, the vendor's other apps
def _judged(listing: Listing, slug: str, name_vi: str, name_en: str, linked_by_portal: bool) -> tuple[bool, str]:
    name = listing.name
    makers = [maker for maker in (listing.developer, listing.seller) if maker]
    if _any(name, _USES["national"]):
        return False, "national_app"
    gazetteer = _gazetteer(slug, name_vi, name_en)
    if reason := _wrong_place(listing, gazetteer):
        return False, reason
    if _any(name, _USES["officials"]) or (
        _any(listing.description, _USES["officials_only"]) and not _any(name, _USES["citizen_names"])
    ):
        return False, "for_officials"
    if _any(name, _USES["other_names"]) or _starts(name, _USES["other_name_starts"]):
        return False, "other_use"
    if not _any(name, _USES["citizen_names"]) and not _any(listing.description, _USES["citizen"]):
        return False, "no_citizen_use"
    if any(_any(maker, _DEVELOPERS["other_bodies"]) for maker in makers):
        return False, "other_body"
    if any(_any(maker, _DEVELOPERS["vendors"]) for maker in makers):
        return True, "vendor"
    if any(_government(maker, gazetteer) for maker in makers):
        return True, "government"
    if linked_by_portal:
        return True, "linked_by_portal"
    return False, "developer_not_official"


def _wrong_place(listing: Listing, gazetteer: _Gazetteer) -> str:
    """Why the app is not this province's by the places it names, or ''."""
    name, developer = listing.name, f"{listing.developer} | {listing.seller}"
    by_name = set(gazetteer.places(name, glued=True))
    by_developer = set(gazetteer.places(developer, glued=True))
    if by_name - {_OURS}:
        return "other_province"
    # A vendor's branch is no government of its place: VNPT Hà Nội may build for Hà Nam.
    if by_developer - {_OURS} and not (by_name and _any(developer, _DEVELOPERS["vendors"])):
        return "other_province"
    if _lower_level(name) or _lower_level(developer) or gazetteer.town(name) or gazetteer.town(developer):
        return "lower_level"
    if _OURS in by_name | by_developer:
        return ""
    described = gazetteer.places(listing.description)
    packaged = set(gazetteer.places(listing.app_id.replace(".", " "), glued=True))
    if not described and not packaged:
        return "province_not_named"
    if packaged == {_OURS} and not set(described) - {_OURS}:
        return ""
    if described and described[0] == _OURS and 2 * described.count(_OURS) > len(described):
        return ""  # described as this province's; others are named in passing at most
    return "other_province"


def _government(developer: str, gazetteer: _Gazetteer) -> bool:
    if _any(developer, _DEVELOPERS["companies"]):
        return False
    if _any(developer, _DEVELOPERS["government"]):
        return True
    return _OURS in gazetteer.places(developer, glued=True) and _any(
        developer, _DEVELOPERS["government_beside_its_name"]
    )


def _lower_level(text: str) -> bool:
    folded = " ".join(_WORD.findall(fold(text)))
    for phrase in _PLACES["not_lower_levels"]:
        folded = folded.replace(phrase, " ")
    return any(f" {word} " in f" {folded} " for word in _PLACES["lower_levels"])


def _any(text: str, phrases: list[str]) -> bool:
    if any(speaks_of(text, phrase) for phrase in phrases):
        return True
    spread = _CAMEL.sub(" ", text)  # 'HaiPhongSmart', 'SmartQuangNam'
    return spread != text and any(speaks_of(spread, phrase) for phrase in phrases)


def _starts(name: str, words: list[str]) -> bool:
    first = fold(" ".join(_WORD.findall(name)[:1]))
    return any(first == fold(word) for word in words)


def _words(text: str) -> list[str]:
    """The words of `text` as printed, glued ones apart: 'CaMau-G' is Ca, Mau, G."""
    return [w for whole in _WORD.findall(tidy(text)[:20_000]) for w in _WORD.findall(_CAMEL.sub(" ", whole))]


def _same(word: str, name: str, any_case: bool) -> bool:
    """Whether a word as printed is a word of a place's name (`name` is folded)."""
    if word.isascii():
        return word.casefold() == plain(name)
    return fold(word) == name and (any_case or not word[0].islower())


@lru_cache(maxsize=256)
def _gazetteer(slug: str, name: str, name_en: str) -> _Gazetteer:
    own = {plain(name), plain(name_en)}
    by_key: dict[str, list[str]] = {_OURS: [name, name_en]}
    for key, names in _VOCABULARY["provinces"].items():
        ours = key == slug or any(plain(n) in own for n in names)
        by_key.setdefault(_OURS if ours else key, []).extend(names)
    entries = {tuple(fold(w) for w in _WORD.findall(n)): key for key, names in by_key.items() for n in names if n}
    if plain(name) == "hue":  # since 2025 the province is the city
        entries[tuple(_WORD.findall(fold("Thừa Thiên Huế")))] = _OURS
    nowhere = {tuple(_WORD.findall(fold(n))): "" for n in _PLACES["not_a_province"]}
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in sorted({**nowhere, **entries}.items(), key=lambda e: -len(e[0])):
        by_word.setdefault(plain(entry[0][0]), []).append(entry)
    glued = sorted({("".join(map(plain, n)), key) for n, key in entries.items()}, key=lambda e: -len(e[0]))
    cities = {plain(city) for city in _PLACES["municipalities"]}
    return _Gazetteer(by_word, tuple(glued), bool(cities & {plain(n) for n in by_key[_OURS]}))
