"""Office telephone numbers and e-mail addresses as printed, with what tells them from other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

# '0294.3850.777', '(0290) 3 66 2222', '+84 236 3822 127', '0212 385 0000'
_LONG = re.compile(r"(?<![\w./-])\(?(?:\+?84|0)\)?(?:[ .\-–]{0,2}\(?\d\)?){8,11}(?![\d/])")
# '1900 6118', '1800.1091', '19006118'
_SERVICE = re.compile(r"(?<![\w./-])1[89]00(?:[ .-]?\d){4,6}(?![\d/])")
# '1022', '0204.1022', '(0236) 1022': the short number of the provinces' switchboards
_SHORT = re.compile(r"(?<![\w./-])(?:\(?02\d{1,3}\)?[ .\-–]{0,2})?\(?1022\)?(?![\w/]|\.\d)")
EMAIL = re.compile(r"[\w.+-]{1,64}\s?(?:@|\[at\]|\(at\))\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE)
_DIGITS = re.compile(r"\d")


def numbers_in(text: str) -> Iterator[re.Match[str]]:
    """The telephone numbers of `text` in order, long ones, 1800/1900 and 1022."""
    found = [m for pattern in (_LONG, _SERVICE, _SHORT) for m in pattern.finditer(text) if _fits(m[0])]
    behind = 0
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if match.start() >= behind:
            behind = match.end()
            yield match


def _fits(number: str) -> bool:
    digits = "".join(_DIGITS.findall(number))
    if "1022" in digits and len(digits) <= 8:
        return True
    if digits.startswith(("18", "19")):
        return 8 <= len(digits) <= 10
    return 10 <= len(digits) <= 12  # '0277.1900.1022': an area code before a service number


def digits_of(number: str) -> str:
    """Only the digits of a printed number."""
    return "".join(_DIGITS.findall(number))
