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
    """Numbers, ascending (int64), and the relevance of each (float32)."""

    numbers: Array
    scores: Array


Weigh = Callable[[int], float]  # hash of a word → how much it tells

NOTHING = Matched(np.empty(0, np.int64), np.empty(0, np.float32))


def match(node: Node, postings: Postings, size: int, weigh: Weigh) -> Matched:
    """Match a tree against postings of numbers below `size`."""
    match node:
        case Term(word):
            key = hashed(word)
            span = postings.span(key)
            scores = postings.weights[span].astype(np.float32) * np.float32(weigh(key))
            return Matched(postings.numbers[span].astype(np.int64), scores)
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
        both = many.numbers[places] == few.numbers
        return Matched(few.numbers[both], few.scores[both] + many.scores[places[both]])
    place = np.full(size, -1)
    place[many.numbers] = np.arange(len(many.numbers))
    places = place[few.numbers]
    both = places >= 0
    return Matched(few.numbers[both], few.scores[both] + many.scores[places[both]])


def _any(found: list[Matched], size: int) -> Matched:
    if len(found) < 2:
        return found[0] if found else NOTHING
    numbers = np.concatenate([each.numbers for each in found])
    scores = np.bincount(numbers, np.concatenate([each.scores for each in found]), size)
    matched = np.zeros(size, bool)
    matched[numbers] = True
    kept = np.flatnonzero(matched)
    return Matched(kept, scores[kept].astype(np.float32))
