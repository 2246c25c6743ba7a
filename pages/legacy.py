"""Text typed in the old Vietnamese font encodings TCVN3 (.VnTime) and VNI (VNI-Times), made Unicode.

Documents from before about 2010, and templates copied from them, still carry such fonts: every letter is stored as
some Latin-1 character, so 'tiÕp c«ng d©n' is 'tiếp công dân'. Tables after TCVN 5712:1993 (VN3) and the VNI manual.
"""

from __future__ import annotations

import re
import unicodedata

_TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for base in "aeouy":
        table.update({base + mark: base + tone for mark, tone in _VNI_TONES.items()})
    for base in "aeo":
        table.update({base + mark: base + "\u0302" + tone for mark, tone in _VNI_HAT.items()})
    table.update({"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()})
    table.update({"ô" + mark: "ơ" + tone for mark, tone in _VNI_TONES.items()})
    table.update({"ö" + mark: "ư" + tone for mark, tone in _VNI_TONES.items()})
    table.update({key.upper(): value.upper() for key, value in list(table.items())})
    # 'Aù': a capital at the start of a word, its mark typed small.
    table.update(
        {key[0].upper() + key[1]: value[0].upper() + value[1:] for key, value in list(table.items()) if len(key) == 2}
    )
    return {key: unicodedata.normalize("NFC", value) for key, value in table.items()}


_VNI = _vni_table()
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# Letters that real Unicode Vietnamese is full of, and neither encoding ever yields before it is converted.
_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_TCVN3_SIGNS = re.compile(r"[A-Za-z](?:[µ¸¶·¹¨»¾¼½©®ª«¬\u00ad×÷])|[®¨©ª«¬§][A-Za-z]")
_VNI_SIGNS = re.compile(r"[aeouyAEOUY][ùøûõïÙØÛÕÏåäëüåÅÄË]|[ñÑ][a-zA-Z]|[öô][ùøûõï]")
_WORD = re.compile(r"[^\W\d_]+")


def convert(text: str, font: str = "") -> str:
    """`text` in Unicode, where `font` (or, without one, the text itself) shows that it is TCVN3 or VNI."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        converted = text.translate(_TCVN3)
        return converted.upper() if name.endswith("h") else converted  # .VnTimeH draws capitals
    if name.startswith("vni"):
        return _from_vni(text)
    if font or text.isascii() or _UNICODE.search(text):
        return text
    words = max(1, len(_WORD.findall(text)))
    if len(_TCVN3_SIGNS.findall(text)) >= max(3, 0.2 * words):
        return text.translate(_TCVN3)
    if len(_VNI_SIGNS.findall(text)) >= max(3, 0.2 * words):
        return _from_vni(text)
    return text


def _from_vni(text: str) -> str:
    return _VNI_PAIRS.sub(lambda found: _VNI[found[0]], text)
