"""The vocabulary of citizens' feedback: which words name a channel, a field of an item, a state."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pages.feedback_records import Stage
from pages.text import fold, plain

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "feedback.toml").read_text(encoding="utf-8"))
# A value's roles, as the labels in [labels] name them.
ROLES = tuple(role for role in WORDS["labels"] if role != "only_first")
_BLANKS = re.compile(r"[^\w]+")


class Names:
    """A list of phrases that a text may hold as whole words; diacritics count unless the text has none."""

    def __init__(self, phrases: list[str]) -> None:
        # Without diacritics short words turn into others ('tên' and 'ten' are one, 'hội' is no 'hỏi').
        self._marked = re.compile(rf"(?<!\w)(?:{_either(map(words_of, phrases))})(?!\w)")
        self._bare = re.compile(rf"(?<!\w)(?:{_either(map(plain, phrases))})(?!\w)")
        self._whole = {words_of(p) for p in phrases}
        self._whole_bare = {plain(p) for p in phrases}

    def inside(self, text: str) -> bool:
        """Whether one of the phrases stands in `text`."""
        return self.find(text) is not None

    def find(self, text: str) -> re.Match[str] | None:
        """The first of the phrases in `text`, which is matched as its bare words."""
        words = words_of(text)
        return (self._bare if words.isascii() else self._marked).search(words)

    def begins(self, text: str) -> bool:
        """Whether `text` begins with one of the phrases."""
        found = self.find(text)
        return found is not None and found.start() == 0

    def whole(self, text: str) -> bool:
        """Whether `text` is one of the phrases, punctuation aside."""
        words = words_of(text)
        return words in (self._whole_bare if words.isascii() else self._whole)


def _either(phrases: Any) -> str:
    return "|".join(re.escape(p) for p in sorted({p for p in phrases if p}, key=len, reverse=True))


@lru_cache(maxsize=65536)
def words_of(text: str) -> str:
    """The folded words of `text`, single blanks between them, no punctuation."""
    return _BLANKS.sub(" ", fold(text)).strip().replace("_", " ")


def names(section: str, key: str) -> Names:
    """The phrases of one list of feedback.toml."""
    return Names(WORDS[section][key])


# --- states

_STAGES: dict[str, Stage] = {
    words_of(phrase): Stage(stage) for stage, phrases in WORDS["stages"].items() for phrase in phrases
}
_STAGES_BARE = {plain(phrase): stage for phrase, stage in _STAGES.items()}
_TIME = re.compile(r"\(?\d[\d\s/:.,hg-]*\)?")
_LEAD = re.compile(r"^(?:lúc|ngày|vào|hồi)\s+|\s+(?:lúc|ngày|vào|hồi)$")


_TWO_LANGUAGES = re.compile(r"([^/()]+)[/(]([^/()]+)\)?")  # 'Đã trả lời / Answered', 'Đang xử lý (Processing)'


def stage_of(text: str) -> Stage | None:
    """The state that `text` is, whole ('Đã trả lời', 'Đang xử lý (12)', 'Đã xử lý ngày 12/03/2022')."""
    if len(text) > 80:
        return None
    words = words_of(_TIME.sub(" ", text))
    before = None
    known = _STAGES_BARE if words.isascii() else _STAGES
    while before != words and words not in known:  # 'Đã phản hồi' ends as 'Đã xử lý hồi' does
        before, words = words, _LEAD.sub("", words).strip()
    stage = known.get(words)
    if stage is None and (pair := _TWO_LANGUAGES.fullmatch(text)) and (first := stage_of(pair[1])) is not None:
        return first if stage_of(pair[2]) is first else None
    return stage


# A state inside a line that tells about an item: 'Đã xử lý 10:32 25/03/2022 Hạ tầng đô thị'. Written with a capital,
# and what follows is no running text; single words ('Mới', 'Hủy') are too common for that.
_INSIDE = re.compile(
    rf"(?<![^\W\d_])(?P<stage>{_either(p for p in _STAGES if ' ' in p)})(?=\s*(?:$|[\d|(:;,.#–•·-]|[^\W\d_]))"
)


def stage_inside(text: str) -> tuple[Stage, str] | None:
    """The state that a short line holds among other facts, and its words as printed."""
    folded = fold(text)
    if len(text) > 200 or len(folded) != len(text):
        return None
    for found in _INSIDE.finditer(folded):
        after = text[found.end() :].lstrip(" |-–•·:;,.(#")[:1]
        glued = text[found.end() : found.end() + 1]
        if text[found.start()].isupper() and not after.islower() and not glued.islower():
            return _STAGES[found["stage"]], text[found.start() : found.end()]
    return None


_BEGUN = re.compile(
    rf"(?P<stage>{_either(_STAGES)})(?=\W*(?:(?:ngày|lúc|vào|hồi)\W+)*\d|\s*[,;|(–—-])(?P<rest>.*)", re.DOTALL
)


def stage_begun(text: str) -> tuple[Stage, str] | None:
    """The state with which a short text begins, and what follows: 'Đã xử lý ngày 11/08/2024, Sở Xây dựng'."""
    folded = fold(text)
    if len(text) > 200 or len(folded) != len(text) or (found := _BEGUN.match(folded)) is None:
        return None
    return _STAGES[found["stage"]], text[found.start("rest") :]


# --- labels

_LABELS: dict[str, str] = {}
_LABELS_BARE: dict[str, str] = {}
for _role in ROLES:
    for _label in WORDS["labels"][_role]:
        _LABELS.setdefault(fold(_label), _role)
        _LABELS_BARE.setdefault(plain(_label), _role)
_FIRST = {fold(label) for label in WORDS["labels"]["only_first"]}
_FIRST_BARE = {plain(label) for label in _FIRST}
_DATED = frozenset({"asked", "answered", "due"})
# 'Câu hỏi 12:', 'Câu hỏi số 3.', 'Trả lời (15/03/2022):', 'Trả lời ngày 15/03/2022:'
_NUMBER = r"(?:\s{0,2}(?:số\s)?\d{1,4}(?=\s*[:.]))?"
_DATE_IN = r"(?:\s{0,2}(?:\(|ngày\s|lúc\s|-\s)?\s{0,2}\d[\d/:.\s-]{6,20}\d\)?)?"
_DAY_NEXT = r"(?=\s*[-–]?\s*(?:ngày\s|lúc\s|vào\s)?\s*\d)(?P<day>)"
_END = rf"{_NUMBER}(?P<inner>{_DATE_IN})\s*(?P<mark>[:：|]|$|\.(?=\s))|{_DAY_NEXT}"
_BEFORE = re.compile(r"(?:^|[-–—|•·;,.()\[\]!?:*#→»]\s*|\d\s*[.)]?\s*)$")


def _pattern(labels: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<label>{_either(labels)})(?!\w)(?:{_END})")


# 'Ông Nguyễn Văn A (huyện B) hỏi: ...'
_ASKER = re.compile(
    r"(?:ông|bà|anh|chị|bạn|em|công dân|độc giả|bạn đọc|hộ|người dân|nhiều)\b[^:.?!]{2,120}?\s"
    r"(?P<asks>hỏi|phản ánh|kiến nghị|đề nghị|có ý kiến|nêu câu hỏi)\s*:"
)
# 'Đăng bởi Nguyễn Văn A vào 20/03/2022'
_SENT_BY = re.compile(
    r"\W*(?:(?:được )?(?:đăng|gửi|hỏi|tạo) bởi|(?:posted|sent|asked|submitted) by)\s(?=[^:.?!]{2,120}$)"
)
_MARKED, _BARE = _pattern(_LABELS), _pattern(_LABELS_BARE)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text under one label: `role` ('' before the first label), the value, where both stand."""

    role: str
    value: str
    start: int  # of the label
    end: int  # of the value
    label: str = ""


def _begins_anew(text: str, found: re.Match[str]) -> bool:
    """Whether a label with a colon is capitalised amid a text: 'Đèn đường hỏng Đáp: Đã sửa', what lines kept apart."""
    if found["mark"] not in (":", "："):
        return False
    label, before = text[found.start() : found.end()], text[: found.start()]
    return label[0].isupper() and before[-1:].isspace() and (not label.isupper() or not before.isupper())


_COUNT_BEFORE = re.compile(r"\d\s?$")


@lru_cache(maxsize=16384)
def labelled_parts(text: str) -> tuple[Part, ...]:
    """`text` taken apart at its labels: 'Người gửi: A - Ngày gửi: 12/03/2022' has two parts."""
    folded = fold(text)
    if len(folded) != len(text):  # letters that fold to more or fewer: positions would not hold
        folded = text.lower() if len(text.lower()) == len(text) else text
    if asker := _ASKER.match(folded):
        start = asker.start("asks")
        return (
            Part("sender", text[: start - 1], 0, start, ""),
            Part("question", text[asker.end() :].strip(), start, len(text), text[start : asker.end()]),
        )
    if by := _SENT_BY.match(folded):
        return (Part("sender", text[by.end() :].strip(), 0, len(text), text[: by.end()]),)
    bare = folded.isascii()
    labels, first = (_LABELS_BARE, _FIRST_BARE) if bare else (_LABELS, _FIRST)
    cuts: list[tuple[int, int, str, str]] = []
    body = False
    for found in (_BARE if bare else _MARKED).finditer(folded[:6000]):
        label = found["label"]
        role = labels[label]
        if found["day"] is not None and role not in _DATED:
            continue
        if label == "ngày" and _COUNT_BEFORE.search(folded[: found.start("label")]):
            continue  # 'quá hẹn 20 ngày. (06/01/2022)'
        at_start = _BEFORE.search(folded[max(0, found.start() - 6) : found.start()]) is not None
        if found["mark"] in ("|", "", ".") and not at_start:  # a cell of its own, the whole text, 'Câu hỏi số 3.'
            continue
        at_start = at_start or _begins_anew(text, found)
        if label in first and not at_start:
            continue
        dated = role in _DATED and bool((found["inner"] or "").strip())  # '... - hỏi ngày 28/12/2022' at the end
        if found["mark"] == "" and found.start() > 2 and not dated:
            continue
        if body and (role in ("question", "title", "other", "date") or not at_start):
            continue  # running text of a question or answer holds such words
        body = body or (role in ("question", "answer") and len(folded) - found.end() > 60)
        start = found.end() - len(found["inner"] or "") - 1 if (found["inner"] or "").strip() else found.end()
        cuts.append(
            (found.start(), max(start, found.start("label") + len(label)), role, text[found.start() : found.end()])
        )
    parts = []
    if not cuts or cuts[0][0] > 0:
        until = cuts[0][0] if cuts else len(text)
        parts.append(Part("", text[:until].strip(" -–|•,;"), 0, until))
    for n, (start, value, role, label) in enumerate(cuts):
        until = cuts[n + 1][0] if n + 1 < len(cuts) else len(text)
        parts.append(Part(role, text[value:until].strip(" -–|•:,;"), start, until, label))
    return tuple(part for part in parts if part.role or part.value)


# What stands in brackets beside an item's text: '[Đã trả lời]', '(Nguyễn Văn A - hỏi ngày 28/12/2022)'
_BRACKETS = re.compile(r"\[([^\[\]]{2,60})\]|\(([^()]{2,100})\)")


def pieces_of(text: str) -> list[tuple[str, bool]]:
    """`text` cut at brackets that tell a state or when it was asked; whether a piece is what such brackets hold."""
    if len(text) > 6000 or not ("[" in text or "(" in text):
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _BRACKETS.finditer(text):
        inside = (found[1] or found[2]).strip()
        square = found[1] is not None and stage_of(inside) is not None
        if not square and not _DATED & {part.role for part in labelled_parts(inside) if part.value}:
            continue
        if before := text[at : found.start()].strip():
            pieces.append((before, False))
        pieces.append((inside, True))
        at = found.end()
    if behind := text[at:].strip(" -–|•"):
        pieces.append((behind, False))
    return pieces


# 'Ngày, giờ trả lời', 'Thời gian tiếp nhận phản ánh'
_DATE_COLUMNS = tuple(
    (re.compile(rf"^(?:{start})\b.*\b(?:{ends})"), role)
    for start, ends, role in (
        ("ngày|thời gian|thời điểm", "hạn|hẹn", "due"),
        ("ngày|thời gian|thời điểm", "trả lời|xử lý|phản hồi|giải quyết|hoàn thành|kết quả", "answered"),
        ("ngày|thời gian|thời điểm", "hỏi|gửi|nhận|phản ánh|kiến nghị|góp ý", "asked"),
    )
)


def column_role(head: str) -> str:
    """What a column is by its head: a role of [labels], '' where unknown."""
    words = fold(head).strip(" :.*")
    if not words:
        return ""
    labels = _LABELS_BARE if words.isascii() else _LABELS
    if words.isascii():
        words = plain(words)
    if words in labels:
        return labels[words]
    for pattern, role in _DATE_COLUMNS:
        if pattern.search(words):
            return role
    best = ""
    for label in labels:
        if len(label) > max(len(best), 5) and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words):
            best = label
    return labels[best] if best else ""
