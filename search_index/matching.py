"""Which documents of a segment match a tree of words, and how well."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

import numpy as np

from search_index.arrays import Array, Postings, hashed
from search_index.query import AllOf, AnyOf, Node, Term

_FEW = 16  # a list so many times shorter than the other is looked up in it by bisection


class Matched(NamedTuple):
    """Numbers, ascending (int64), the relevance of each (float32, above 0), and how much it can be."""

    numbers: Array
    scores: Array
    most: float = 0.0


Weigh = Callable[[int], float]  # hash of a word → how much it tells at most

NOTHING = Matched(np.empty(0, np.int64), np.empty(0, np.float32))


def match(node: Node, postings: Postings, size: int, weigh: Weigh) -> Matched:
    """Match a tree against postings of numbers below `size`."""
    match node:
        case Term(word):
            key = hashed(word)
            span = postings.span(key)
            most = weigh(key)
            scores = postings.weights[span].astype(np.float32) * np.float32(most / 255)
            return Matched(postings.numbers[span].astype(np.int64), scores, most)
        case AllOf(nodes):
            found = sorted((match(each, postings, size, weigh) for each in nodes), key=_length)
            return reduce(lambda few, many: _both(few, many, size), found) if found else NOTHING
        case AnyOf(nodes):
            found = [match(each, postings, size, weigh) for each in nodes]
            return _any([each for each in found if len(each.numbers)], size)


def _length(found: Matched) -> int:
    return len(found.numbers)


def _both(few: Matched, many: Matched, size: int) -> Matched:
    if len(few.numbers) * _FEW < len(many.numbers):
        places = np.searchsorted(many.numbers, few.numbers)
        places[places == len(many.numbers)] = 0
        others = np.where(many.numbers[places] == few.numbers, many.scores[places], 0)
    else:
        scores = np.zeros(size, np.float32)
        scores[many.numbers] = many.scores
        others = scores[few.numbers]
    both = others > 0
    return Matched(few.numbers[both], few.scores[both] + others[both], few.most + many.most)


def _any(found: list[Matched], size: int) -> Matched:
    """Match at least one: they are words for the same, so a rare one tells no more than a common one."""
    if len(found) < 2:
        return found[0] if found else NOTHING
    most = min(each.most for each in found)
    scores = np.zeros(size, np.float32)
    for numbers, own, limit in found:
        scores[numbers] = np.maximum(scores[numbers], own * np.float32(most / limit))
    kept = np.flatnonzero(scores)
    return Matched(kept, scores[kept], most)
