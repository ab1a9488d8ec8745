"""Words of the search: the list, teaching one, changing it, taking it out."""

from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.request import Request
from pyramid.response import Response

from portal.catalogue.projection import KIND as GUIDE
from portal.core.i18n import Refusal, _
from portal.core.text import fold, whole_number
from portal.core.work import Writing
from portal.forms.form import PortalForm
from portal.lexicon import queries, verbs
from portal.lexicon.entries import LABELS, Checked, EntryIn, split
from portal.lexicon.errors import BadEntry
from portal.lexicon.models import WORD
from portal.lexicon.queries import Row
from portal.views.admin.search import looked_up
from portal.views.admin.steps import choice
from portal.web.paging import pager, wanted_page, with_values
from portal.web.views import page, plain
from search_index.lexicon import Kind

HIGHEST_ID = 2**31 - 1
OFFERED = 8
DONE = {
    "put": _("Saved. The search uses it now."),
    "on": _("The word is back. The search uses it now."),
    "off": _("The word is taken out. The search does without it now."),
}


@page("admin_words", "admin/words")
def words(request: Request) -> dict[str, Any]:
    verbs.demand(request.work)
    text, kind = fold(request.GET.get("q", "")), choice(Kind, request.GET.get("kind", ""))
    only_local = request.GET.get("local") == "1"
    found = queries.words(request.work, text, kind, only_local=only_local, page=wanted_page(request))
    return {
        "text": text,
        "kind": kind,
        "only_local": only_local,
        "kinds": LABELS,
        "options": [(each.value, request.translate(label)) for each, label in LABELS.items()],
        "found": found,
        "pager": pager(request, found.page, found.pages),
        "done": DONE.get(request.GET.get("done", "")),
    }


@page("admin_word_new", "admin/word")
def new(request: Request) -> dict[str, Any] | Response:
    verbs.demand(request.work)
    word = fold(request.GET.get("word", ""))
    known = queries.of_word(request.work, word) if word else None
    if known and known.id:
        return HTTPSeeOther(f"/admin/search/words/{known.id}")
    said = known.said if known else Checked(Kind.ALIAS, word[:WORD], "")
    return _sheet(request, word, _form(request).show({**_filled(request, said), "miss": word}))


@page("admin_word_new", "admin/word", submit=True)
def teach(request: Request) -> dict[str, Any] | Response:
    verbs.demand(request.work)
    form = _form(request)
    outcome = form.receive()
    if outcome.value is None:
        return _sheet(request, request.form.get("word", ""), outcome.page)
    try:
        return HTTPSeeOther(request.write_once("word", _add, outcome.value))
    except Refusal as refusal:
        return _sheet(request, outcome.value.word, form.refuse(refusal, _field(refusal)))


@page("admin_word", "admin/word")
def word(request: Request) -> dict[str, Any]:
    row = _row(request)
    filled = {**_filled(request, row.said), "seen": str(row.revision)}
    return _sheet(request, row.said.word, _form(request).show(filled), row)


@page("admin_word", "admin/word", submit=True)
def change(request: Request) -> dict[str, Any] | Response:
    row = _row(request)
    form = _form(request)
    outcome = form.receive()
    if outcome.value is None:
        return _sheet(request, row.said.word, outcome.page, row)
    try:
        return HTTPSeeOther(request.write_once("word", _change, row.id, outcome.value))
    except Refusal as refusal:
        return _sheet(request, row.said.word, form.refuse(refusal, _field(refusal)), row)


@plain("admin_word_switch", submit=True)
def switch(request: Request) -> Response:
    row = _row(request)
    active = request.form.get("active") == "1"
    return HTTPSeeOther(request.write_once(f"switch {row.id}", _switch, row.id, active))


@plain("admin_word_off", submit=True)
def switch_off_shipped(request: Request) -> Response:
    verbs.demand(request.work)
    said = request.form.get("word", "")
    known = queries.of_word(request.work, said)
    if known is None:
        raise HTTPNotFound()
    return HTTPSeeOther(request.write_once(f"off {said}", _switch_off_shipped, known.said))


def _add(work: Writing, given: EntryIn) -> str:
    verbs.add(work, given)
    return _back("put", given.word)


def _change(work: Writing, entry_id: int, given: EntryIn) -> str:
    verbs.change(work, entry_id, given)
    return _back("put", given.word)


def _switch(work: Writing, entry_id: int, active: bool) -> str:
    verbs.switch(work, entry_id, active=active)
    return f"/admin/search/words?local=1&done={'on' if active else 'off'}"


def _switch_off_shipped(work: Writing, said: Checked) -> str:
    verbs.switch_off_shipped(work, said)
    return _back("off", said.word)


def _back(done: str, word: str) -> str:
    return f"/admin/search/words?done={done}&q={quote(word)}"


def _sheet(request: Request, word: str, form: Any, row: Row | None = None) -> dict[str, Any]:
    """The form, beside it the official names that fit what is looked for, to be chosen from."""
    wanted = fold(request.GET.get("find", "")) or word
    results = looked_up(request, wanted, OFFERED, GUIDE) if wanted else None
    names = ["".join(text for text, _marked in hit.title) for hit in results.hits] if results else []
    chosen = split(request.GET.get("means", "") or (row.said.means if row else ""))
    return {
        "row": row,
        "form": form,
        "word": word,
        "wanted": wanted,
        "chosen": "|".join(chosen),
        "names": [(name, with_values(request, means="|".join([*chosen, name]))) for name in names],
    }


def _filled(request: Request, said: Checked) -> dict[str, Any]:
    """What the form shows of an entry; meanings that were chosen beside it stand in the address."""
    means = "\n".join(split(request.GET.get("means", "") or said.means))
    return {"word": said.word, "kind": said.kind, "means": means, "source": said.source}


def _form(request: Request) -> PortalForm[EntryIn]:
    return PortalForm(request, EntryIn, "word", submit=_("Save"))


def _field(refusal: Refusal) -> str:
    return refusal.field if isinstance(refusal, BadEntry) else ""


def _row(request: Request) -> Row:
    verbs.demand(request.work)
    return queries.one(request.work, whole_number(request.matchdict["id"], 0, 1, HIGHEST_ID))
