"""Places that questions name: towns and villages, from the titles of the index's own units."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from search_index.segment import Segment

UNITS = "org"  # the kind of documents about units

# A place ends with its rank; ranks above it (晴溪县, 某某市) do not belong to its name.
_PLACE = re.compile("([^县区市镇乡村]{2,6}?)(?:街道|社区|镇|乡|村)")


def named(segment: Segment) -> dict[str, str]:
    """Return the places in the titles of units, and the paths of the units: the highest of a name."""
    kinds, columns = segment.kinds.all(), segment.columns
    units = np.flatnonzero(columns.kind == kinds.index(UNITS)) if UNITS in kinds else np.empty(0, np.int64)
    orgs = segment.orgs.all()
    found = [
        (orgs[columns.org[unit]], name)
        for unit in units.tolist()
        for name in _names(segment.titles.key(int(columns.title[unit])))
    ]
    found.sort(key=lambda pair: pair[0].count("/"), reverse=True)
    return {name: path for path, name in found}


def _names(title: str) -> Iterator[str]:
    places = list(_PLACE.finditer(title))
    if places:
        yield places[-1].group()
        yield places[-1][1]  # as people say it: 白石低保
        yield title[places[0].start() : places[-1].end()]
