"""How near two texts sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

_NEAR = 0.5  # what the ear confuses (zh/z, n/l, f/h, -ng/-n) costs half of a wrong syllable
_SHARE = 4  # one wrong syllable is allowed in more than so many


@dataclass(frozen=True, slots=True)
class Correction:
    """A part of a text that sounds like the query; `distance` in syllables, 0 for the same sound."""

    distance: float
    text: str


@lru_cache(maxsize=1 << 16)
def blur(sound: str) -> str:
    """Return a syllable as an ear hears it that does not tell zh from z, n from l, or -ng from -n."""
    sound = sound.replace("zh", "z").replace("ch", "c").replace("sh", "s")
    if sound.endswith("ng"):
        sound = sound[:-1]
    return {"l": "n", "h": "f"}.get(sound[:1], sound[:1]) + sound[1:]


@dataclass(frozen=True, slots=True)
class Sounding:
    """A text, its syllables (one for each character), and where a part of it may start and end."""

    text: str
    sounds: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]


def nearest_part(asked: Sequence[str], name: Sounding) -> tuple[float, int, int]:
    """Find the part of a name at the least edit distance to `asked`: (distance, start, end)."""
    never = float(len(asked))
    row = [(0.0 if start in name.starts else never, start) for start in range(len(name.sounds) + 1)]
    for count, syllable in enumerate(asked, start=1):
        above, row = row, [(float(count), 0)]
        for place, sound in enumerate(name.sounds, start=1):
            cost = 0.0 if sound == syllable else _NEAR if blur(sound) == blur(syllable) else 1.0
            replaced, dropped, added = above[place - 1], above[place], row[place - 1]
            row.append(
                min((replaced[0] + cost, replaced[1]), (dropped[0] + 1, dropped[1]), (added[0] + 1, added[1]))
            )
    end = min(name.ends, key=lambda place: row[place][0])
    return row[end][0], row[end][1], end


def shared_at_least(asked: Sequence[str]) -> int:
    """Return how many of the distinct blurred syllables a part must have to be a correction.

    One that is missing costs a syllable, and fewer than one in four may be wrong.
    """
    return len({blur(sound) for sound in asked}) - (len(asked) - 1) // _SHARE


def long_enough(asked: Sequence[str], near: Iterable[Sounding]) -> Iterator[Sounding]:
    """Yield the names a part of which may be a correction: what a short one lacks costs a syllable each."""
    least = len(asked) - (len(asked) - 1) // _SHARE
    return (name for name in near if len(name.sounds) >= least)


def corrections(asked: Sequence[str], near: Iterable[Sounding], limit: int = 3) -> list[Correction]:
    """Return the parts that sound nearest, the nearest first; names given earlier win a draw."""
    found: dict[str, float] = {}
    for name in long_enough(asked, near):
        distance, start, end = nearest_part(asked, name)
        if distance < len(asked) / _SHARE:
            part = name.text[start:end]
            found[part] = min(distance, found.get(part, distance))
    return [Correction(found[text], text) for text in nsmallest(limit, found, key=found.__getitem__)]
