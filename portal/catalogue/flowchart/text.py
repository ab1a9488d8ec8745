"""How wide a text is, and where its lines break, before any font is at hand.

The widths are upper bounds for the usual sans-serif fonts in bold, so what fits here fits on the screen.
"""

import re
import unicodedata

from portal.core.text import clean

NARROW = frozenset("iljItfr.,:;'!|()[]{}/\\ -")
BROAD = frozenset("mwMW@%&—…")
NO_LINE_BEGINS_WITH = frozenset("，。、；：？！）》」』”’…—·,.;:?!)]}%")
NO_LINE_ENDS_WITH = frozenset("（《「『“‘([{")

_KNOWN = re.compile(r"[\x20-\x7e\u4e00-\u9fff\u3000-\u303f\uff01-\uff60“”‘’·—…]*")
_PIECES = re.compile(r"[!-~]+|.", re.DOTALL)


def width(text: str) -> float:
    """An upper bound in em."""
    return sum(map(_char_width, text))


def is_measured(text: str) -> bool:
    """Chinese and ASCII only: signs of other scripts may be wider than any bound."""
    return _KNOWN.fullmatch(text) is not None


def wrap(text: str, most: float) -> list[str]:
    """Lines of at most ``most`` em (at least one sign each), as few as possible and then equally long."""
    text = " ".join(clean(text).split())
    lines = _fill(text, most)
    if len(lines) < 2:
        return lines
    least = width(text) / len(lines)
    tries = (least + step * (most - least) / 8 for step in range(8))
    return next((even for each in tries if len(even := _fill(text, each)) == len(lines)), lines)


def _fill(text: str, most: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, most):
        if not line or width(line + piece.rstrip()) <= most:
            line += piece
            continue
        kept, carried = _break(line, piece)
        lines.append(kept.strip())
        line = carried + piece.lstrip() if carried else piece.lstrip()
    return [*lines, line.strip()] if line.strip() else lines


def _break(line: str, piece: str) -> tuple[str, str]:
    """What stays on the line and what is carried over with ``piece``, so that no line begins with a comma."""
    if len(line) > 1 and (piece[0] in NO_LINE_BEGINS_WITH or line[-1] in NO_LINE_ENDS_WITH):
        return line[:-1], line[-1]
    return line, ""


def _pieces(text: str, most: float) -> list[str]:
    """What is kept together: a word of ASCII, unless it is longer than a line; else single signs."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        found.extend(piece if width(piece) > most else [piece])
    return found


def _char_width(char: str) -> float:
    if char in BROAD:
        return 1.0
    if char in NARROW:
        return 0.42
    if " " <= char <= "~":
        return 0.74 if char.isupper() else 0.63
    return 0.0 if unicodedata.combining(char) else 1.0
