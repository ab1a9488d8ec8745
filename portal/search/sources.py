"""The table of what is found."""

from portal.search import guides, units
from portal.search.source import Source

SOURCES: dict[str, Source] = {source.kind: source for source in (guides.SOURCE, units.SOURCE)}
