"""Cleaning of what comes from outside, once, before any room sees it."""

import re
import unicodedata

# Control characters but tab and line breaks, lone surrogates, and the invisible characters that hide in
# copied text: zero-width space and joiners, direction marks, byte order mark, soft hyphen.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
)
_DIGITS = re.compile(r"[0-9]{1,18}")


def clean(text: str) -> str:
    """Drop what no person types on purpose; line breaks become ``\\n``."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fold(text: str) -> str:
    """One line in one width: full-width letters and digits become half-width, runs of spaces one space."""
    return " ".join(unicodedata.normalize("NFKC", clean(text)).split())


def whole_number(text: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds; ``default`` for anything else, however long."""
    text = fold(text)
    if not _DIGITS.fullmatch(text):
        return default
    return number if low <= (number := int(text)) <= high else default
