"""Masking of what names a person, and finding it again in a text that is to be shown.

Masks are a proposal for a person to look through; ``leaks`` is the rule that stops a text. Both read digits
in any usual writing: full width, Chinese numerals, with spaces or dashes inside. Sources: the personal
information law (个人信息保护法 §6, §28) and the practice of published letters (张*, 138****3210).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

_NUMERAL = "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE = str.maketrans(_NUMERAL, "001234567891123456789")
COMPOUNDS = (
    *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文"),
    *("司徒", "夏侯", "端木", "南宫", "轩辕", "百里", "呼延", "东郭"),
)
_SEPARATOR = r"[ \t\-‐-―−.·•_]{0,3}"
_DATE = re.compile(r"(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_NUMBER = re.compile(rf"\+?\d(?:{_SEPARATOR}\d){{6,}}(?:{_SEPARATOR}[Xx](?![A-Za-z]))?")
# Tried at the beginning of a run only: at each of its letters, five thousand of them take a second.
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_CHAT = re.compile(r"(?<=微信|扣扣|Q号)(?:号码?)?[是为:\s]*([A-Za-z][\w-]{4,19})", re.ASCII)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][\s·.\-]?[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]"
)
_COUNT = r"(?:\d+|[一二三四五六七八九十百]+)"
_DOOR = re.compile(
    rf"(?<=[村区路街道巷弄镇乡苑园庄屯湾坪寨坝])(?:第?{_COUNT}\s*-?\s*(?:村民小组|小组|组|队|社|号楼|号院|号|栋|幢|座|单元|楼|室|户)\s*)+"
    rf"(?:{_COUNT}(?![\d年月日]))?"
)
_SELF = re.compile(r"(?:我叫|名叫|姓名[:是为]?|联系人[:是为]?)\s*([\u4e00-\u9fff]{2,3})")


def squeeze(text: str) -> str:
    """The form in which names are compared: letters and digits only, in one width and case."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def mask_name(name: str) -> str:
    """``张三丰`` → ``张**``; a compound surname stays whole."""
    name = "".join(name.split())
    kept = 2 if name.startswith(COMPOUNDS) and len(name) > 2 else 1
    return name[:kept] + "*" * min(max(len(name) - kept, 1), 3) if name else ""


def mask_phone(phone: str) -> str:
    """``13800013210`` → ``138****3210``; of other numbers nothing but the length in stars stays."""
    digits = re.sub(r"\D", "", _flat(phone))
    digits = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * min(len(digits), 8)


def mask_text(text: str, names: Iterable[str] = ()) -> str:
    """The text with phones, numbers of identity cards and bank cards, addresses of mail and chat, plates,
    house numbers, and the ``names`` given, masked.

    Any run of seven digits or more counts as a number of somebody; a date does not.
    """
    for find, mask in _masks(names):
        flat = _flat(text)
        for found in reversed(list(find(flat))):
            start, end = found.span(found.lastindex or 0)
            text = text[:start] + mask(text[start:end]) + text[end:]
    return text


def identifiers(text: str) -> tuple[str, ...]:
    """What ``mask_text`` would mask in a text whose names nobody knows."""
    flat = _flat(text)
    return tuple(
        text[slice(*found.span(found.lastindex or 0))] for find, _mask in _masks(()) for found in find(flat)
    )


def leaks(text: str, secrets: Iterable[str]) -> list[str]:
    """Those of the secrets that stand in the text, however written. One shorter than two letters is none."""
    # What a mask has parted does not belong together.
    plain = "*".join(map(_comparable, text.split("*")))
    return [secret for secret in secrets if any(form in plain for form in _forms(secret))]


def address_parts(address: str) -> tuple[str, ...]:
    """What of an address gives its owner away: the whole, and its end from the village or the street on."""
    whole = address.strip()
    ends = (re.split("(?<=[县区市镇乡])|(?<=街道)", whole)[-1], re.split("[村路街巷]|社区|小区", whole)[-1])
    return tuple(dict.fromkeys(part for part in (whole, *ends) if len(_comparable(part)) >= 4))


Find = Callable[[str], Iterable[re.Match[str]]]


def _masks(names: Iterable[str]) -> list[tuple[Find, Callable[[str], str]]]:
    known = [_spaced(name) for name in sorted(names, key=len, reverse=True) if len(squeeze(name)) >= 2]
    return [
        *((pattern.finditer, mask_name) for pattern in known),
        (_SELF.finditer, mask_name),
        (_MAIL.finditer, _stars),
        (_CHAT.finditer, _stars),
        (_PLATE.finditer, lambda plate: f"{plate[:2]}*****"),
        (_DOOR.finditer, lambda _door: "**"),
        (_numbers, mask_phone),
    ]


def _numbers(flat: str) -> Iterable[re.Match[str]]:
    dates = _DATE.sub(lambda found: "年" * len(found[0]), flat)
    return _NUMBER.finditer(dates)


def _stars(_found: str) -> str:
    return "****"


def _spaced(name: str) -> re.Pattern[str]:
    """The name, also where somebody put spaces into it."""
    return re.compile(r"\s*".join(map(re.escape, _flat("".join(name.split())))), re.IGNORECASE)


def _flat(text: str) -> str:
    """The same length, with digits and letters in half width and Chinese numerals in long runs as digits."""
    half = "".join(wide if len(wide := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)
    return _NUMERALS.sub(lambda found: found[0].translate(_CHINESE), half)


_NUMERALS = re.compile(rf"[{_NUMERAL}\d](?:{_SEPARATOR}[{_NUMERAL}\d]){{6,}}")


def _comparable(text: str) -> str:
    return _TENS.sub(_tens, squeeze(text)).translate(_CHINESE)


_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")


def _tens(found: re.Match[str]) -> str:
    """``二十三`` → ``二三``, ``十`` → ``一〇``: the digits of a number below a hundred."""
    return (found[1] or "一") + (found[2] or "〇")


def _forms(secret: str) -> list[str]:
    plain = _comparable(secret)
    if not plain.isdigit():
        return [plain] if len(plain) >= 2 else []
    bare = re.sub(r"^(?:00)?86(?=\d{11}$)", "", plain)
    # Neighbours know a landline without its area code.
    local = bare[-7:] if bare.startswith("0") and len(bare) >= 10 else bare
    return [local] if len(local) >= 5 else []
