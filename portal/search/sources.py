"""The table of what is found."""

from portal.search import boards, guides, letters, markets, notices, pages, people, units
from portal.search.source import Source

SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        guides.SOURCE,
        units.SOURCE,
        people.SOURCE,
        markets.SOURCE,
        notices.SOURCE,
        letters.SOURCE,
        boards.SOURCE,
        pages.SOURCE,
    )
}
