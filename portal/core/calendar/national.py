"""The national working days that come with the program: `national.csv`, read when first asked for."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

Marks: TypeAlias = Mapping[date, tuple[bool, str]]
"""Days that are not what their weekday says: whether they are worked, and why (a holiday, a reason)."""

TABLE = Path(__file__).with_name("national.csv")


@cache
def national() -> Mapping[int, Marks]:
    """The notices of the State Council by the year they are for; the sources are named in the table.

    A make-up working day carries the name of the holiday it makes up for. The notice of one year may hold
    days of the December before.
    """
    notices: dict[int, dict[date, tuple[bool, str]]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
            off = (first + timedelta(days=n) for n in range((last - first).days + 1))
            marks = notices.setdefault(int(row["notice"]), {})
            marks.update((day, (False, row["name"])) for day in off)
            marks.update((date.fromisoformat(day), (True, row["name"])) for day in row["makeup"].split())
    return MappingProxyType({year: MappingProxyType(marks) for year, marks in notices.items()})
