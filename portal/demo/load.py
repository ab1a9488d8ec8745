"""Loads the demo centre through the verbs that staff and importers use; a second run changes nothing.

What somebody has changed since stays: a newer dated row of the directory, and a guide whose latest edition
this loader did not write.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass

from sqlalchemy import select

from portal.accounts import users
from portal.accounts.passwords import hash_password
from portal.accounts.permissions import Staff
from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.core.i18n import Refusal, _
from portal.core.work import Reading, Store, Writing
from portal.demo.content import PASSWORD, Centre, read_centre, read_guides
from portal.demo.letters import load_letters
from portal.demo.notices import load_notices
from portal.demo.portraits import put_portraits
from portal.demo.schedules import load_schedules
from portal.directory import edit
from portal.directory.errors import WrongDates
from portal.directory.models import Org, Rank
from portal.publishing import review, verbs
from portal.publishing.models import OPEN, Document, Edition, State

EDITOR, PUBLISHER = "editor", "publisher"

Ids = dict[str, int]


class OtherCentre(Refusal):
    """The database belongs to a real centre: known passwords have no place in it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run changed: audited changes of the directory, accounts made, editions published, entries of
    the schedule, portraits, letters with their steps."""

    directory: int
    accounts: int
    guides: int
    schedules: int
    portraits: int
    notices: int
    letters: int

    @property
    def changed(self) -> bool:
        return any(astuple(self))


def load(store: Store) -> Summary:
    """Load the demo centre. Raises ``OtherCentre`` where the database holds organisations of another."""
    centre = read_centre()
    with store.reading() as work:
        _demand_demo(work, centre)
    orgs, windows, directory = store.write(_put_places, centre)
    directory += store.write(_put_people, centre, orgs, windows)
    accounts = _make_accounts(store, centre)
    with store.reading() as work:
        editor, publisher = users.staff(work, EDITOR), users.staff(work, PUBLISHER)
    guides = sum(_publish(store, guide, editor, publisher) for guide in read_guides(orgs, windows))
    return Summary(
        directory=directory,
        accounts=accounts,
        guides=guides,
        schedules=load_schedules(store, editor, orgs),
        portraits=put_portraits(store, editor, centre.people),
        notices=load_notices(store, editor, publisher, orgs),
        letters=load_letters(store, orgs),
    )


def is_empty(work: Reading) -> bool:
    """No organisation yet, so nothing else either."""
    return work.session.scalar(select(Org.id).limit(1)) is None


def holds_demo(work: Reading) -> bool:
    """The county is the demo's."""
    root = read_centre().orgs[0].slug
    return work.session.scalar(select(Org.id).where(Org.slug == root)) is not None


def _demand_demo(work: Reading, centre: Centre) -> None:
    if not (is_empty(work) or holds_demo(work)):
        raise OtherCentre(_("This database holds another centre; the demo goes into an empty one only."))


def _put_places(work: Writing, centre: Centre) -> tuple[Ids, Ids, int]:
    """Ids of organisations and of windows, by slug, and the number of changes."""
    orgs: Ids = {}
    for position, org in enumerate(centre.orgs):
        orgs[org.slug] = edit.put_org(
            work,
            org.slug,
            kind=org.kind,
            level=org.level,
            parent_id=orgs[org.parent] if org.parent else None,
            division=org.division,
            position=position,
        )
    windows: Ids = {}
    for position, window in enumerate(centre.windows):
        windows[window.slug] = edit.put_window(work, window.slug, orgs[window.org], position)
        with suppress(WrongDates):
            edit.state_window(work, windows[window.slug], centre.valid_from, **window.facts)
    for org in centre.orgs:
        facts = {**org.facts, "window_id": windows[org.window]}
        with suppress(WrongDates):
            edit.state_org(work, orgs[org.slug], centre.valid_from, **facts)
    return orgs, windows, len(work.events)


def _put_people(work: Writing, centre: Centre, orgs: Mapping[str, int], windows: Mapping[str, int]) -> int:
    people = {
        person.slug: edit.put_person(work, person.slug, name=person.name, phone=person.phone)
        for person in centre.people
    }
    for position, post in enumerate(centre.posts):
        post_id = edit.put_post(
            work,
            post.slug,
            orgs[post.org],
            windows[post.window] if post.window else None,
            title=post.title,
            duties=post.duties,
            promise=post.promise,
            position=position,
        )
        for rank, holder in ((Rank.A, post.a), (Rank.B, post.b)):
            with suppress(WrongDates):
                edit.appoint(work, post_id, people[holder], rank, centre.valid_from)
    return len(work.events)


def _make_accounts(store: Store, centre: Centre) -> int:
    with store.reading() as work:
        known = {user.login for user in users.all_users(work)}
    new = [account for account in centre.accounts if account.login not in known]
    for account in new:
        store.write(
            users.add,
            account.login,
            name=account.name,
            password_hash=hash_password(PASSWORD, account.login),
            role=account.role,
            org_slug=account.org,
        )
    return len(new)


def _publish(store: Store, guide: Guide, editor: Staff, publisher: Staff) -> bool:
    """One person writes, another publishes; False where there was nothing to do."""
    document_id = store.write_as(editor, _hand_in, guide)
    if document_id is None:
        return False
    store.write_as(publisher, review.take, KIND, document_id, "approve", seen=guide.digest())
    return True


def _hand_in(work: Writing, guide: Guide) -> int | None:
    """The id of the document whose edition now waits for a second person, if any does."""
    latest = work.session.execute(
        select(Edition.document_id, Edition.state, Edition.digest, Edition.source)
        .join(Document, Document.id == Edition.document_id)
        .where(Document.kind == KIND, Document.code == guide.code)
        .order_by(Edition.number.desc())
        .limit(1)
    ).one_or_none()
    if latest is not None:
        known = latest.digest == guide.digest()
        if known and latest.state is State.SUBMITTED:
            return int(latest.document_id)
        if known or latest.source != guide.source or latest.state in OPEN:
            return None
    document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
    verbs.draft(work, document, guide, guide.source)
    review.take(work, KIND, document.id, "submit", seen=guide.digest())
    return document.id
