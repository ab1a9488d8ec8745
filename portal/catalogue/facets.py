"""Narrowing the catalogue: from what an address asks for to a filter, and the values left to choose."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.catalogue.census import WORDS
from portal.catalogue.codes import label
from portal.catalogue.lists import Filter, counts
from portal.core.i18n import Message, _
from portal.core.work import Reading
from portal.directory import queries as directory

TITLES: dict[str, Message] = {
    "life_event": _("What is it about?"),
    "org": _("Which unit?"),
    "served": _("Who applies?"),
    "way": _("How can it be done?"),
    "kind": _("Kind of matter"),
    "level": _("Level"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet, and how many guides it would leave."""

    value: str
    label: Message | str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with the values that lead somewhere. ``chosen``: the value in use, ``None`` without one."""

    name: str
    title: Message
    values: tuple[Value, ...]
    chosen: Value | None


def narrow(work: Reading, query: Mapping[str, str]) -> tuple[Filter, tuple[Message, ...]]:
    """The filter that ``query`` asks for, and the titles of the facets whose value nobody knows."""
    known = {name: query[name] for name, words in WORDS.items() if query.get(name) in set(words)}
    org = directory.org_by_slug(work, query["org"]) if query.get("org") else None
    wanted = Filter(org=org, **known)
    used = {name for name in TITLES if getattr(wanted, name)}
    return wanted, tuple(title for name, title in TITLES.items() if query.get(name) and name not in used)


def facets(work: Reading, wanted: Filter) -> list[Facet]:
    """Every facet under the other filters in use, the most frequent unit first, words in their own order."""
    found = counts(work, wanted)
    return [
        _units(work, wanted, found["org"]) if name == "org" else _words(wanted, name, found[name])
        for name in TITLES
    ]


def life_events(work: Reading) -> tuple[Value, ...]:
    """What guides are about, in the order of life."""
    return _words(Filter(), "life_event", counts(work, Filter())["life_event"]).values


def _words(wanted: Filter, name: str, found: Mapping[str, int]) -> Facet:
    chosen = getattr(wanted, name)
    values = [
        Value(word.value, label(word), found.get(word, 0))
        for word in WORDS[name]
        if found.get(word) or word == chosen
    ]
    return _facet(name, values, chosen)


def _units(work: Reading, wanted: Filter, found: Mapping[int, int]) -> Facet:
    units = directory.orgs(work, found)
    values = [Value(unit.slug, unit.name, found[unit.id]) for unit in units.values()]
    values.sort(key=lambda value: (-value.count, str(value.label)))
    chosen = wanted.org
    if chosen is not None and chosen.id not in units:
        within = sum(found[unit.id] for unit in units.values() if unit.path.startswith(chosen.path))
        values.insert(0, Value(chosen.slug, chosen.name, within))
    return _facet("org", values, chosen.slug if chosen else "")


def _facet(name: str, values: list[Value], chosen: str) -> Facet:
    return Facet(
        name, TITLES[name], tuple(values), next((each for each in values if each.value == chosen), None)
    )
