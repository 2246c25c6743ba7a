"""Cut what tells who asked: names after a form of address, telephone numbers, e-mails, addresses.

Senders' names in fields of their own are dropped before; this is for running text that is quoted.
"""

from __future__ import annotations

import re

CUT = " […] "
_UPPER = "A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ"
_NAME = rf"(?:[{_UPPER}][\w.]*(?:\s+[{_UPPER}][\w.]*){{0,5}})"
_PATTERNS = (
    re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}"),
    re.compile(r"(?<![\d/.])(?:\+?84|0)(?:[\s.-]?\d){8,10}(?![\d/])"),
    # ông Nguyễn Văn A, bà B, anh/chị ..., công dân Nguyễn Thị B; not 'ông Chủ tịch', which is no name
    re.compile(
        rf"(?<!\w)(?:[Ôô]ng|ÔNG|[Bb]à|BÀ|[Aa]nh|[Cc]hị|[Bb]ạn|[Ee]m|[Cc]háu|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ông dân|[Bb]ạn đọc|"
        rf"[Đđ]ộc giả|[Hh]ộ)(?:\s*\(?\s*(?:bà|ông)\)?)?\s*:?\s+(?P<cut>{_NAME})"
    ),
    re.compile(rf"(?:[Tt]ôi|[Ee]m|[Cc]háu)\s+(?:tên\s+)?là\s*:?\s+(?P<cut>{_NAME})"),
    re.compile(rf"(?:[Tt]ên(?:\s+tôi)?|[Hh]ọ\s+(?:và\s+)?tên)\s*(?:là|:)\s*(?P<cut>{_NAME})"),
    re.compile(
        r"(?:[Đđ]ịa chỉ|(?:[Tt]hường|[Tt]ạm|[Cc]ư)?\s?[Tt]rú(?:\s+tại|\s+ở)?|[Nn]gụ(?:\s+tại)?|[Hh]iện ở|[Nn]hà ở|"
        r"[Ss]inh sống tại)\s*:?\s+(?P<cut>[^.;:?!()|]{3,120})"
    ),
    re.compile(r"(?:số nhà|[Ss]ố\s+\d+\s+(?:đường|ngõ|ngách|phố)|(?:ngõ|ngách|hẻm|kiệt)\s+\d[\w/]*)[^.;:?!|,]{0,60}"),
    re.compile(r"(?:CMND|CCCD|CMT)\D{0,12}(?P<cut>\d{9,12})"),
)


def cut_personal(text: str) -> str:
    """`text` with names, numbers and addresses cut out; ` […] ` stands where something was."""
    spans = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            spans.append(found.span("cut") if "cut" in pattern.groupindex else found.span())
    if not spans:
        return text
    kept, at = [], 0
    for start, end in sorted(spans):
        if start > at:
            kept.append(text[at:start].strip())
        at = max(at, end)
    kept.append(text[at:].strip())
    return join_quote(kept)


def join_quote(parts: list[str]) -> str:
    """The parts of a quote in order, with what was left out marked; parts without a letter or digit are dropped."""
    return CUT.join(part for part in parts if any(c.isalnum() for c in part))
