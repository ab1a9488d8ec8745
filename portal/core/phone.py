"""Phone numbers in any usual writing."""

import re
from typing import Annotated

from pydantic import AfterValidator

from portal.core.i18n import _
from portal.core.text import fold
from portal.core.ui import Unfit

_MOBILE = re.compile(r"(?:(?:\+|00)86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:(?:\+|00)86)?(0?)([1-9]\d{1,2})([2-9]\d{6,7})(?:(?:转|x|ext|#)(\d{1,6}))?", re.I)
_ABROAD = re.compile(r"(?:\+|00)(?!86)(\d{7,15})")
_SPACING = re.compile(r"[\s()\-‐-―−.·（）]+")


def normal_phone(text: str) -> str:
    """``138 0013-8000`` → ``13800138000``, ``(0990)5550110转8`` → ``0990-5550110转8``; empty for no phone.

    A mobile has 11 digits; a landline needs its area code; a number from abroad begins with ``+``.
    """
    bare = _SPACING.sub("", fold(text))
    if mobile := _MOBILE.fullmatch(bare):
        return mobile[1]
    if abroad := _ABROAD.fullmatch(bare):
        return f"+{abroad[1]}"
    landline = _LANDLINE.fullmatch(bare)
    if landline is None or not (landline[1] or bare.startswith(("+86", "0086"))):
        return ""
    _zero, area, number, extension = landline.groups()
    if area[0] in "12" and len(area) > 2:  # 010 and 02x are the area codes of two digits after the zero
        area, number = area[:2], area[2:] + number
    return f"0{area}-{number}" + (f"转{extension}" if extension else "")


def _judged(text: str) -> str:
    phone = normal_phone(text)
    if text and not phone:
        raise Unfit(_("Write a mobile number of 11 digits, or a landline with its area code."))
    return phone


Phone = Annotated[str, AfterValidator(_judged)]
"""A phone number, empty or as ``normal_phone`` writes it."""
