"""Search on the screen's own keys: letters are initials or pinyin, and the answers come in Chinese."""

from dataclasses import dataclass
from typing import Any

from pyramid.request import Request

from portal.core.text import fold
from portal.search.facets import KINDS
from portal.search.find import find
from portal.web.kiosk import Place
from portal.web.search import asked
from portal.web.views import page
from search_index.engine import MAX_QUERY, IndexUnavailable, Query, Step

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """A page to go to: its name, its address in the kiosk, what kind of thing it is and, of a result of the
    search, what its room says of it."""

    text: str
    address: str
    kind: str
    card: Any = None


@page("kiosk_search", "kiosk/search")
def search(request: Request) -> dict[str, Any]:
    place, query = request.kiosk, asked(request, per_page=SHOWN)
    typed = press(fold(query.text), request.GET.get("key", ""))
    values = {
        "place": place,
        "typed": typed,
        "rows": ROWS,
        "offers": [],
        "words": [],
        "kinds": KINDS,
        "today": request.work.today,
        "broken": False,
    }
    if not typed:
        return values
    try:
        offers, words = _answers(request, place, typed)
    except IndexUnavailable:
        request.response.status_int = 503
        return {**values, "broken": True}
    return {**values, "offers": offers, "words": words}


def press(typed: str, key: str) -> str:
    """What stands in the field after a key: one of ``ROWS``, ``delete``, ``clear``, or none."""
    if key == "clear":
        return ""
    if key == "delete":
        return typed[:-1]
    known = len(key) == 1 and any(key in row for row in ROWS)
    return (typed + key if known else typed)[:MAX_QUERY]


def _answers(request: Request, place: Place, typed: str) -> tuple[list[Offer], list[str]]:
    """The pages that ``typed`` may mean, by name first; and other words to try."""
    index = request.registry["index"]
    found = find(request.work, index, Query(text=typed, per_page=SHOWN))
    begun = [Offer(each.text, place.inside(each.address), each.kind) for each in index.suggest(typed, SHOWN)]
    hits = [
        Offer(
            "".join(text for text, _marked in hit.title),
            place.inside(hit.address),
            hit.kind,
            found.cards[hit.id],
        )
        for hit in found.results.hits
    ]
    named = found.results.step is Step.EXACT
    # At last the hits once more: what names brought as well stands where it stood, and says what is known.
    order = (*hits, *begun, *hits) if named else (*begun, *hits)
    offers = {(offer.text, offer.address): offer for offer in order if offer.address}
    return list(offers.values())[:SHOWN], [*found.results.did_you_mean, *found.results.related]
