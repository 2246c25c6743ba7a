"""Who receives citizens (người tiếp): the posts and bodies that a text names, and which of them receives."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urlsplit

from pages.page import Page, Region
from pages.text import fold, plain
from pages.wording import Wording


class Receiver(StrEnum):
    """Who receives (người tiếp). Which of them count is the check's business (it changed in July 2026)."""

    CHAIR = "chair"  # Chủ tịch UBND tỉnh/thành phố
    DEPUTY = "deputy"  # Phó Chủ tịch UBND tỉnh
    LEADERS = "leaders"  # 'lãnh đạo UBND tỉnh', several of them, or the province's own schedule that names nobody
    OFFICE = "office"  # Ban/Trụ sở Tiếp công dân tỉnh as the receiver
    PARTY = "party"  # Bí thư, Thường trực Tỉnh ủy
    COUNCIL = "council"  # HĐND, đại biểu, Đoàn ĐBQH
    DEPARTMENT = "department"  # giám đốc sở, ban, ngành
    DISTRICT = "district"  # huyện, thị xã, thành phố thuộc tỉnh
    COMMUNE = "commune"
    OTHER = "other"


# Whose reception counts for a province (checks.md).
PROVINCIAL = frozenset({Receiver.CHAIR, Receiver.DEPUTY, Receiver.LEADERS, Receiver.OFFICE})


_WORDS = tomllib.loads(Path(__file__).with_name("receivers.toml").read_text(encoding="utf-8"))


def _any(*names: str) -> str:
    return "(?:" + "|".join(e for name in names for e in _WORDS[name]) + ")"


_LEVEL = (
    rf"(?P<province>{_any('province')})|(?P<city>{_any('city')})"
    rf"|(?P<district>{_any('district')})|(?P<commune>{_any('commune')})"
)
# 'Chủ tịch UBND tỉnh', 'PCT thường trực', 'Phó Chủ tịch HĐND huyện', 'CT Đỗ Minh Tuấn'.
_POST = Wording(
    r"(?:(?P<deputy>(?:phó chủ tịch|p\.? ?chủ tịch|pct(?:tt)?)(?: thường trực)?)|(?P<chair>chủ tịch|ct))"
    rf"(?: (?:thường trực )?(?:(?P<committee>{_any('committee')})|(?P<council>{_any('council')})"
    rf"|(?P<other>{_any('other_body')})))?"
    rf"(?:(?: |, | - )(?:{_LEVEL}))?(?! nước| quốc hội| hồ chí minh(?! tiếp| chủ| sẽ))"
)
# 'Thường trực HĐND tỉnh', 'lãnh đạo UBND tỉnh', 'Đoàn ĐBQH', 'UBND huyện'.
_BODY = Wording(
    r"(?P<lead>(?:tập thể )?(?:thường trực|lãnh đạo)(?: của)? )?"
    r"(?:(?:trưởng |phó trưởng )?(?:đoàn |tổ )?(?:đại biểu )?)?"
    rf"(?:(?P<committee>{_any('committee')})|(?P<council>{_any('council')}))(?:(?: |, )(?:{_LEVEL}))?"
)
_OFFICE = Wording(rf"{_any('office')}(?: (?:trung ương|{_LEVEL}))?")
_FIXED: tuple[tuple[Receiver, Wording], ...] = (
    (Receiver.PARTY, Wording.of(_WORDS["party"])),
    (Receiver.DISTRICT, Wording.of(_WORDS["district_party"])),
    (Receiver.COMMUNE, Wording.of(_WORDS["commune_party"])),
    (Receiver.LEADERS, Wording.of(_WORDS["leaders"])),
    (Receiver.DEPARTMENT, Wording.of(_WORDS["department"])),
    (Receiver.OTHER, Wording.of(_WORDS["other"])),
)
_MEMBERSHIP = Wording.of(_WORDS["membership"])
_PARTICIPANTS = Wording.of(_WORDS["participants"])
_ENDS_PARTICIPANTS = Wording.of(_WORDS["ends_participants"])
_PLACES = Wording(rf"{_any('places')}:?(?=\s*$)")
_ANNOUNCES = Wording(rf"^\s*,?\s*{_any('announces')}")
_NOT_BEHIND = "".join(f"(?<!{word})" for word in _WORDS["names_of_the_act"])
# The act of receiving ('tiếp công dân', 'tiếp dân'), not a name that holds the words.
ACT = Wording(rf"{_NOT_BEHIND}(?:tiếp (?:công )?dân|tcd)(?! (?:số|tộc|vận|sự)(?!\w))")
_CENTRAL = Wording.of(_WORDS["central_cities"])
_NOT_CENTRAL = Wording.of(_WORDS["not_central"])
_A_PROVINCE = Wording("tỉnh")
_PROVINCES: list[str] = _WORDS["provinces"]
_A_NAME = re.compile(rf"(?:{'|'.join(plain(name) for name in _PROVINCES)})(?!\w)")
_NAMED = Wording("|".join(_PROVINCES))
_OWNED_BY = Wording(
    r"(?:tiếp (?:công )?dân|tcd)(?! (?:tỉnh|thành phố))[^.;:|()]{0,40}? của",
    r"^lịch (?:công tác|làm việc|họp|tuần|hoạt động)[^.;:|()]{0,40}? của",
)
_OWN_LEADERS = Wording(rf"^{_any('own_leaders')}")
_ELSEWHERE = Wording.of(_WORDS["elsewhere"])
_CONDITION = Wording("trường hợp", "nếu", "khi (?:có|cần|vắng|bận)", "ủy quyền", "ủy nhiệm")


@dataclass(frozen=True, slots=True)
class Place:
    """What short names mean on a page.

    'thành phố' without a name is the province itself where `city` is True (a centrally-run city's portal). A 'Chủ tịch'
    without a body is `chair`'s: a People's Council's schedule means its own chairman, a district's its own.
    """

    city: bool
    chair: Receiver | None = None
    own: str = ""  # the portal's host and the names in its head and foot, folded and plain


def place_of(page: Page, owner: str = "") -> Place:
    """What short names mean on `page`, on the portal of the province `owner` (its name, '' where it is not known)."""
    name = plain(owner)
    known = _NAMED(owner)  # a registry may call a province as it likes; a name of none of them tells nothing
    own = f"{_own_names(page)} {name}" if known else _own_names(page)
    # 'TP. Huế' is a city of its own since 2025; which it is on this page, the page tells.
    city = _CENTRAL(owner) if known and "hue" not in name.split() else _in_a_city(page)
    return Place(city=city, own=own)


def _own_names(page: Page) -> str:
    """The words that say which province's portal this is: its host where that names one, else its head and foot."""
    host = plain(urlsplit(page.url).hostname or "").replace("-", "")
    if set(host.split(".")) & set(_WORDS["central_city_hosts"]) or any(_squeezed(name) in host for name in _PROVINCES):
        return host
    segments = re.split(r" [|–-] ", page.title)
    words = [segments[-1]] if len(segments) > 1 else []
    words += [b.text for b in page.blocks[:2000] if b.region in (Region.HEADER, Region.FOOTER)]
    names = plain(" ".join(words))[:20_000]
    return names if re.search(r"\b(?:tinh|thanh pho|tp)\b", names) else ""


def _squeezed(name: str) -> str:
    return plain(name).replace(" ", "")


def _is_foreign(rest: str, place: Place) -> bool:
    """Whether the words behind 'UBND tỉnh' name another province than the portal's own."""
    named = _A_NAME.match(plain(rest[:24]).lstrip(" ."))
    if named is None or not place.own:
        return False
    if named[0] == "ho chi minh" and any(host in place.own for host in ("hochiminh", "hcm")):
        return False
    return named[0] not in place.own and named[0].replace(" ", "") not in place.own


def _in_a_city(page: Page) -> bool:
    """Whether `page` is of a centrally-run city: by its host, its name, and whether it speaks of a 'tỉnh' at all."""
    labels = (urlsplit(page.url).hostname or "").split(".")
    names = " ".join((page.title, page.heading, *(b.text for b in page.blocks[:400] if b.region is not Region.ASIDE)))
    if _NOT_CENTRAL(names) or "thuathienhue" in labels:
        return False
    if set(labels) & set(_WORDS["central_city_hosts"]):
        return True
    if Wording(rf"(?:thành phố|tp\.?) {_any('central_cities')}")(names):
        # A province's page may cite an address in Hà Nội; its own UBND is 'UBND tỉnh' all the same.
        return not Wording("ubnd tỉnh", "ủy ban nhân dân tỉnh", "chủ tịch tỉnh")(names)
    return not _A_PROVINCE(names)


@dataclass(frozen=True, slots=True)
class Role:
    """A post or body at `start`:`end` of the folded text. `bare`: a committee as a body, no person ('UBND tỉnh')."""

    receiver: Receiver
    start: int
    end: int
    bare: bool = False
    member: bool = False


def _level(match: re.Match[str], text: str, place: Place) -> str:
    groups = match.groupdict()
    if groups.get("province"):
        return "province"
    if groups.get("district"):
        return "district"
    if groups.get("commune"):
        return "commune"
    if groups.get("city"):
        rest = text[match.end() :].lstrip(" .")
        if _CENTRAL.search(rest[:20]) and _central_first(rest):
            return "province" if place.city or not _starts_with(rest, ("huế", "hue")) else "district"
        # 'UBND thành phố Long Xuyên' is a district; on a centrally-run city's page a person's name follows 'UBND TP'.
        if place.city:
            return "district" if _starts_with(rest, tuple(_WORDS["cities_in_cities"])) else "province"
        return "district"
    return ""


def _central_first(rest: str) -> bool:
    words = plain(rest[:24])
    return any(words.startswith(plain(city)) for city in _WORDS["central_cities"])


def _starts_with(rest: str, names: tuple[str, ...]) -> bool:
    return fold(rest[:24]).startswith(names)


def _of_level(level: str, provincial: Receiver) -> Receiver:
    return {"district": Receiver.DISTRICT, "commune": Receiver.COMMUNE}.get(level, provincial)


def _of_province(receiver: Receiver, text: str, match: re.Match[str], place: Place) -> Receiver:
    """`receiver`, or somebody else where the name of another province follows."""
    if match.groupdict().get("province") or match.groupdict().get("city"):
        return Receiver.OTHER if _is_foreign(text[match.end() :], place) else receiver
    return receiver


_AND = re.compile(r"[\s,;]*(?:và|hoặc)?\s*(?:các|đồng chí)?\s*")


def _shares(post: re.Match[str], following: re.Match[str], text: str) -> bool:
    """Whether a post names no body and stands in a row with one that does."""
    own = post.groupdict()
    if any(own[name] for name in own if name not in ("chair", "deputy")):
        return False
    return _AND.fullmatch(fold(text)[post.end() : following.start()]) is not None


def _found(text: str, place: Place) -> list[Role]:
    """Every post and body with overlaps, the longer of two that start alike first."""
    found: list[Role] = []
    posts = list(_POST.finditer(text))
    for m, following in zip_longest(posts, posts[1:]):
        # 'Chủ tịch, các Phó Chủ tịch UBND huyện': the body stands with the last of them.
        body = following if following is not None and _shares(m, following, text) else m
        if body["council"]:
            provincial = Receiver.COUNCIL
        elif body["other"]:
            provincial = Receiver.OTHER
        else:
            provincial = Receiver.DEPUTY if m["deputy"] else Receiver.CHAIR
        level = _level(body, text, place)
        short = not level and not m["council"] and not m["other"] and place.chair is not None
        if short and (not m["committee"] or place.chair in (Receiver.DISTRICT, Receiver.COMMUNE)):
            provincial = place.chair or provincial
        found.append(Role(_of_province(_of_level(level, provincial), text, m, place), m.start(), m.end()))
    for m in _BODY.finditer(text):
        provincial = Receiver.COUNCIL if m["council"] else Receiver.LEADERS
        bare = bool(m["committee"]) and not m["lead"]
        who = _of_province(_of_level(_level(m, text, place), provincial), text, m, place)
        found.append(Role(who, m.start(), m.end(), bare=bare))
    for m in _OFFICE.finditer(text):
        who = Receiver.OTHER if "trung" in m[0] else _of_level(_level(m, text, place), Receiver.OFFICE)
        found.append(Role(_of_province(who, text, m, place), m.start(), m.end()))
    for receiver, phrase in _FIXED:
        for m in phrase.finditer(text):
            act = ACT.search(text, m.start())  # 'Lãnh đạo Sở Tư pháp tiếp công dân': the name ends before the act
            found.append(Role(receiver, m.start(), min(m.end(), act.start()) if act else m.end()))
    found += [Role(Receiver.PARTY, m.start(), m.end(), member=True) for m in _MEMBERSHIP.finditer(text)]
    return sorted(found, key=lambda r: (r.start, -r.end, not r.member))


def roles(text: str, place: Place) -> list[Role]:
    """The posts and bodies that `text` names, in order, without overlap; places and memberships left out."""
    folded = fold(text)
    kept: list[Role] = []
    for role in _found(text, place):
        if kept and role.start < kept[-1].end:
            continue
        kept.append(role)
    answer: list[Role] = []
    for i, role in enumerate(kept):
        following = kept[i + 1] if i + 1 < len(kept) else None
        if role.member and following and following.start - role.end <= 4:
            continue  # 'Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh'
        if _PLACES.search(folded[max(0, role.start - 40) : role.start]) or _in_a_number(folded, role):
            continue
        if role.bare and answer and answer[-1].receiver is Receiver.COUNCIL and role.start - answer[-1].end <= 4:
            role = Role(role.receiver, role.start, role.end)  # 'Thường trực HĐND, UBND tỉnh'
        answer.append(role)
    return answer


def _in_a_number(folded: str, role: Role) -> bool:
    """Whether a body is part of a document's number: '45/TB-UBND', '12/UBND-NC'."""
    before, after = folded[max(0, role.start - 1) : role.start], folded[role.end : role.end + 2]
    return role.bare and (before in ("/", "-") or bool(re.match(r"-\w", after)))


def _without_participants(found: list[Role], folded: str) -> list[Role]:
    """Drop whom a list of guests names: from 'phối hợp với', 'tham dự' ... to the act of receiving or the end."""
    spans: list[tuple[int, int]] = []
    for m in _PARTICIPANTS.finditer(folded):
        end = _ENDS_PARTICIPANTS.search(folded, m.end())
        spans.append((m.start(), end.start() if end else len(folded)))
    return [r for r in found if not any(start <= r.start < end for start, end in spans)]


def receivers_of(sentence: str, place: Place) -> frozenset[Receiver]:
    """Who receives, by one sentence, title or label; empty where it names nobody who does.

    'lịch tiếp công dân của X' and 'do X chủ trì' name X; 'X (hoặc Y) tiếp công dân' names those before the act; a list
    item without a verb ('ngày 07/01/2021 Chủ tịch UBND tỉnh') names all it holds. Who announces, guests and places do
    not receive; whom a condition names ('trường hợp bận thì ủy quyền cho ...') stands in for the one named before.
    """
    folded = fold(sentence)
    condition = _CONDITION.search(folded)
    everyone = roles(sentence, place)
    found = _without_participants(everyone, folded)
    found = [r for r in found if not _ANNOUNCES.search(folded[r.end : r.end + 60])]
    if condition and any(r.start < condition.start() for r in found):
        found = [r for r in found if r.start < condition.start()]
    act = ACT.search(folded)
    if act is None:
        return frozenset(r.receiver for r in found if not r.bare) or frozenset(r.receiver for r in found)
    owned = _owned(folded, act.end(), found)
    if owned:
        return owned
    before = [r for r in found if r.end <= act.start() and not r.bare]
    if before:
        return frozenset(r.receiver for r in before)
    bodies = [r for r in found if r.end <= act.start()]
    if bodies:
        return frozenset(r.receiver for r in bodies)
    return frozenset(r.receiver for r in found if r.start >= act.start() and not r.bare)


def of_somebody_else(text: str, place: Place) -> bool:
    """Whether a title says that the schedule is another body's ('Lịch tiếp công dân của Đài Phát thanh')."""
    folded = fold(text)
    owned = _OWNED_BY.search(folded)
    behind = re.split(r"[|.;:(]| [–-] ", folded[owned.end() :].strip())[0].strip() if owned else ""
    if behind and not receivers_of(text, place) - {Receiver.OTHER} and not _OWN_LEADERS(behind):
        return True
    named = roles(text, place)
    if named and any(r.receiver is Receiver.OTHER and _is_foreign(folded[r.end :], place) for r in named):
        return True
    if named and all(r.receiver is Receiver.OTHER and not _AN_OFFICE(folded[r.start : r.end]) for r in named):
        return True  # 'Thủ tướng Chính phủ tiếp công dân'; 'Văn phòng UBND tỉnh: lịch tiếp công dân' is who posts it
    return bool(_CENTRAL_OFFICE(folded))


def whole_owner(title: str, place: Place) -> Receiver | None:
    """Whose every session of a schedule is, whatever posts stand beside the names in it; None where rows may differ."""
    if _DEPUTIES_OWN(title):
        return Receiver.COUNCIL
    return Receiver.OTHER if of_somebody_else(title, place) else None


def of_another_province(text: str, place: Place) -> bool:
    """Whether `text` speaks of another province's People's Committee ('của UBND tỉnh Nam Định')."""
    folded = fold(text)
    return any(_is_foreign(folded[m.end() :], place) for m in _A_COMMITTEE.finditer(folded))


_A_COMMITTEE = Wording(rf"{_any('committee')} {_any('province', 'city')}")


def names_elsewhere(cell: str) -> bool:
    """Whether a cell for who receives names a body that is not the province's government."""
    return not cell.isascii() and _ELSEWHERE(cell)  # 'truong ban' is a post


_DEPUTIES_OWN = Wording(
    r"tiếp (?:công )?dân(?: [^.;:|(),]{0,40})? (?:của )?(?:các |vị |tổ |đoàn )*(?:đại biểu|đbqh)"
    r"(?! và (?:chủ tịch|lãnh đạo|ubnd))",
    r"(?:đại biểu|đbqh)[^.;:|]{0,60} tiếp (?:công )?dân",
)
_AN_OFFICE = Wording("văn phòng", "vp")
_CENTRAL_OFFICE = Wording("(?:trụ sở|ban) tiếp (?:công )?dân (?:của )?trung ương", "thanh tra chính phủ")
_OF = Wording("của", "do", "(?:người )?chủ trì:?", "người tiếp:?")


def _owned(folded: str, act_end: int, found: list[Role]) -> frozenset[Receiver]:
    """Those whom 'của' or 'do' right before them names behind the act, and those coordinated with them."""
    owned: list[Role] = []
    for role in found:
        if role.start < act_end:
            continue
        if owned and re.fullmatch(r"[^.;:()]{0,40}", folded[owned[-1].end : role.start]):
            owned.append(role)
            continue
        between = folded[act_end : role.start]
        last = max((m.end() for m in _OF.finditer(between)), default=-1)
        if last >= 0 and len(between) - last <= 60 and not re.search(r"[.;()]", between[last:]):
            owned.append(role)
    return frozenset(r.receiver for r in owned)
