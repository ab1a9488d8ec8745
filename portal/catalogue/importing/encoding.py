"""Which encoding a text file is in; where that cannot be told, the file is refused rather than garbled."""

import codecs
import re

from portal.catalogue.errors import UnreadableFile
from portal.core.i18n import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile("[\u3400-\u9fff]")
_FOREIGN = re.compile("[^\x00-\x7f]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> str:
    """The text of ``data``: UTF-8 or UTF-16 with or without a mark, else GB 18030 (which takes in GBK).

    Raises ``UnreadableFile`` where no reading gives Chinese text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            text = _try(data, name)
            break
    else:
        text = _unmarked(data)
    if text is None:
        raise UnreadableFile(
            _("The encoding of the file cannot be told for certain. Save it as “CSV UTF-8” and try again.")
        )
    return text


def _unmarked(data: bytes) -> str | None:
    if b"\x00" in data:
        # Commas, digits and line ends of UTF-16 have a zero byte on one side, always the same one.
        zeros = data[1::2].count(0), data[::2].count(0)
        text = _try(data, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be")
        return text if text and not _CONTROL.search(text) else None
    text = _try(data, "utf-8")
    if text is not None and (_HAN.search(text) or not _FOREIGN.search(text)):
        return text
    chinese = _try(data, "gb18030")
    return chinese if chinese is not None and _ordinary(chinese) else None


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _ordinary(text: str) -> bool:
    """Nearly every character that is not ASCII is in the first level of GB 2312, as in any Chinese list.

    Nearly any bytes can be read as GB 18030: Big5 or Japanese give rare characters then.
    """
    foreign = _FOREIGN.findall(text)
    ordinary = sum(_first_level(character) for character in foreign)
    return bool(foreign) and ordinary >= 0.9 * len(foreign) and not _CONTROL.search(text)


def _first_level(character: str) -> bool:
    lead = character.encode("gb18030")
    return len(lead) == 2 and lead[1] >= 0xA1 and (0xA1 <= lead[0] <= 0xA3 or 0xB0 <= lead[0] <= 0xD7)
