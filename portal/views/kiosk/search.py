"""Search on the screen's own keys: letters are initials or pinyin, and the answers come in Chinese."""

from dataclasses import dataclass
from typing import Any

from pyramid.request import Request

from portal.core.text import fold
from portal.search.facets import KINDS
from portal.search.find import find
from portal.search.visits import answer
from portal.web.kiosk import Place
from portal.web.search import asked, offered
from portal.web.views import page
from search_index.engine import MAX_QUERY, Hit, Query, Step

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SHOWN = 12
NOTHING: dict[str, Any] = {
    "rows": ROWS,
    "kinds": KINDS,
    "offers": (),
    "words": (),
    "answer": None,
    "by_name": False,
}


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
    values = {**NOTHING, "place": place, "typed": typed, "today": request.work.today}
    if not typed:
        return values
    values["answer"] = answer(request.work, typed, place.org)
    return {**values, **_found(request, place, typed, answered=values["answer"] is not None)}


def press(typed: str, key: str) -> str:
    """What stands in the field after a key: one of ``ROWS``, ``delete``, ``clear``, or none."""
    if key == "clear":
        return ""
    if key == "delete":
        return typed[:-1]
    known = len(key) == 1 and any(key in row for row in ROWS)
    return (typed + key if known else typed)[:MAX_QUERY]


def _found(request: Request, place: Place, typed: str, *, answered: bool) -> dict[str, Any]:
    """The pages that ``typed`` may mean, by name first; and other words to try.

    Beside an answer, what merely comes near is noise.
    """
    query = Query(text=typed, per_page=SHOWN, near=place.org.path.strip("/"))
    found = find(request.work, request.registry["index"], query)
    if answered and found.results.relaxed:
        return {}
    begun = [
        Offer(each.text, place.inside(each.address), each.kind) for each in offered(request, typed, SHOWN)
    ]
    hits = [_offer(place, hit, found.cards[hit.id]) for hit in found.results.hits]
    named = found.results.step is Step.EXACT
    # At last the hits once more: what names brought as well stands where it stood, and says what is known.
    order = (*hits, *begun, *hits) if named else (*begun, *hits)
    offers = {(offer.text, offer.address): offer for offer in order if offer.address}
    words = [*found.results.did_you_mean, *found.results.related]
    return {"offers": list(offers.values())[:SHOWN], "words": words, "by_name": found.by_name}


def _offer(place: Place, hit: Hit, card: Any) -> Offer:
    return Offer("".join(text for text, _marked in hit.title), place.inside(hit.address), hit.kind, card)
