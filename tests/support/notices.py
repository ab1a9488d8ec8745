"""Notices for tests, on the way that every edition takes: written, submitted, published by another person."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.core.work import Actor, Store, Writing
from portal.notices.body import Notice
from portal.notices.projection import KIND
from portal.publishing import verbs
from tests.support.portal import Centre

Announce = Callable[..., int]
TITLE = "国庆节窗口安排"


def notice(org_id: int, **fields: Any) -> Notice:
    """A notice of a unit, with some fields changed."""
    plain = {"title": TITLE, "column": "notices", "org_id": org_id, "text": "1日至8日**停办**。"}
    return Notice.model_validate(plain | fields)


def drafted(store: Store, actor: Actor, body: Notice, code: str = "n1") -> int:
    """The id of the document whose open edition now says ``body``."""

    def put(work: Writing) -> int:
        document = verbs.open_document(work, KIND, code, body.org_id)
        return verbs.draft(work, document, body).document_id

    return store.write_as(actor, put)


@pytest.fixture
def announce(store: Store, centre: Centre, author: Actor, approver: Actor) -> Announce:
    """``announce(code="n1", window=(live_from, live_until), **fields)``: a published notice; its id."""

    def through(code: str = "n1", *, window: tuple[Any, Any] = (None, None), **fields: Any) -> int:
        number = drafted(store, author, notice(fields.pop("org_id", centre.hall), **fields), code)
        store.write_as(author, verbs.submit, number)
        store.write_as(approver, verbs.approve, number, *window)
        return number

    return through
