"""Editions: who may do what in which state, and what the public sees meanwhile."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from portal.catalogue.body import Guide
from portal.catalogue.codes import Kind
from portal.catalogue.projection import KIND
from portal.catalogue.queries import guide_page, withdrawn
from portal.core import outbox
from portal.core.i18n import Refusal
from portal.core.work import Actor, Store, Writing
from portal.core.workflow import WrongState
from portal.publishing import verbs
from portal.publishing.errors import DraftOpen, NoSuchDocument, SecondPersonNeeded
from portal.publishing.models import WORKFLOW, Edition, State
from tests.support.portal import Centre, MovableClock

pytestmark = pytest.mark.data

CODE = "990101-1"


def guide(centre: Centre, name: str = "居民身份证办理") -> Guide:
    return Guide(name=name, code=CODE, kind=Kind.CONFIRMATION, unit_id=centre.police)


def drafted(store: Store, actor: Actor, body: Guide) -> int:
    def put(work: Writing) -> int:
        document = verbs.open_document(work, KIND, body.code, body.unit_id)
        return verbs.draft(work, document, body).document_id

    return store.write_as(actor, put)


def shown(store: Store) -> str | None:
    with store.reading() as work:
        page = guide_page(work, CODE)
        return page.guide.name if page else None


def test_a_draft_is_not_public_and_its_author_cannot_publish_it(
    store: Store, centre: Centre, author: Actor, approver: Actor
) -> None:
    document = drafted(store, author, guide(centre))
    assert shown(store) is None
    with pytest.raises(WrongState, match="a draft"):
        store.write_as(approver, verbs.approve, document)
    store.write_as(author, verbs.submit, document)
    with pytest.raises(SecondPersonNeeded):
        store.write_as(author, verbs.approve, document)
    with pytest.raises(SecondPersonNeeded):
        store.write(verbs.approve, document)
    assert shown(store) is None
    store.write_as(approver, verbs.approve, document)
    assert shown(store) == "居民身份证办理"


def test_visitors_see_the_old_edition_while_the_next_is_written(
    store: Store, centre: Centre, author: Actor, publish: Callable[..., int]
) -> None:
    publish(guide(centre))
    drafted(store, author, guide(centre, "新名称"))
    assert shown(store) == "居民身份证办理"


def test_somebody_elses_open_edition_is_left_alone(
    store: Store, centre: Centre, author: Actor, approver: Actor
) -> None:
    document = drafted(store, author, guide(centre))
    drafted(store, author, guide(centre, "同一人再写"))
    with pytest.raises(DraftOpen, match="Edition 1"):
        drafted(store, approver, guide(centre, "别人"))
    store.write_as(author, verbs.submit, document)
    with pytest.raises(DraftOpen):
        drafted(store, author, guide(centre, "交出去以后"))
    store.write_as(approver, verbs.send_back, document, "缺依据")
    drafted(store, author, guide(centre, "改好"))


def test_a_scheduled_edition_begins_by_itself_and_announces_itself_then(
    store: Store, centre: Centre, clock: MovableClock, publish: Callable[..., int]
) -> None:
    publish(guide(centre))
    store.write(lambda work: outbox.settle(work.session, outbox.pending(work.session, work.now)))
    publish(guide(centre, "下周起"), live_from=clock.now + timedelta(days=7))
    assert shown(store) == "居民身份证办理"
    with store.reading() as work:
        assert outbox.pending(work.session, work.now) == []
    clock.pass_time(days=7, seconds=-1)
    assert shown(store) == "居民身份证办理"
    clock.pass_time(seconds=1)
    assert shown(store) == "下周起"
    with store.reading() as work:
        assert [change.kind for change in outbox.pending(work.session, work.now)] == [KIND]


def test_a_scheduled_edition_that_is_withdrawn_leaves_the_present_one(
    store: Store, centre: Centre, clock: MovableClock, author: Actor, publish: Callable[..., int]
) -> None:
    publish(guide(centre))
    document = publish(guide(centre, "下周起"), live_from=clock.now + timedelta(days=7))
    store.write_as(author, verbs.withdraw, document, "写早了")
    clock.pass_time(days=8)
    assert shown(store) == "居民身份证办理"


def test_publication_is_never_dated_back(
    store: Store, centre: Centre, clock: MovableClock, publish: Callable[..., int]
) -> None:
    publish(guide(centre), live_from=clock.now - timedelta(days=30))
    with store.reading() as work:
        page = guide_page(work, CODE)
    assert page is not None
    assert page.live_from == clock.now


def test_a_withdrawn_guide_says_why(
    store: Store, centre: Centre, author: Actor, publish: Callable[..., int]
) -> None:
    document = publish(guide(centre))
    store.write_as(author, verbs.withdraw, document, "事项已取消")
    assert shown(store) is None
    with store.reading() as work:
        assert withdrawn(work, CODE) == "事项已取消"
    with pytest.raises(NoSuchDocument):
        store.write_as(author, verbs.withdraw, document, "再撤一次")


def test_an_unknown_policy_publishes_nothing(store: Store, centre: Centre, author: Actor) -> None:
    def put(work: Writing) -> None:
        document = verbs.open_document(work, KIND, CODE, centre.police)
        verbs.approve_by_policy(work, document, verbs.draft(work, document, guide(centre)), "whim")

    with pytest.raises(ValueError, match="whim"):
        store.write_as(author, put)
    assert shown(store) is None


def test_every_wrong_state_of_every_verb_is_refused() -> None:
    for verb, transition in WORKFLOW.transitions.items():
        for state in State:
            if state in transition.sources:
                assert WORKFLOW.go(state, verb) is transition.target
            else:
                with pytest.raises(WrongState):
                    WORKFLOW.go(state, verb)


class Desk(RuleBasedStateMachine):
    """Two people who do anything in any order; the test below gives it its store, clock and people."""

    store: ClassVar[Store]
    clock: ClassVar[MovableClock]
    body: ClassVar[Guide]
    author: ClassVar[Actor]
    approver: ClassVar[Actor]

    def attempt(self, actor: Actor, verb: Callable[..., object], *args: object) -> None:
        self.clock.pass_time(seconds=1)
        with suppress(Refusal):
            self.store.write_as(actor, verb, self.document, *args)

    @property
    def document(self) -> int:
        body = self.body
        return self.store.write(lambda work: verbs.open_document(work, KIND, CODE, body.unit_id).id)

    @rule()
    def write(self) -> None:
        body = self.body.model_copy(update={"name": f"名称{self.clock.now:%H%M%S}"})
        with suppress(Refusal):
            drafted(self.store, self.author, body)

    @rule()
    def submit(self) -> None:
        self.attempt(self.author, verbs.submit)

    @rule(later=st.integers(0, 8))
    def approve(self, later: int) -> None:
        self.attempt(self.approver, verbs.approve, self.clock.now + timedelta(seconds=later))

    @rule()
    def withdraw(self) -> None:
        self.attempt(self.approver, verbs.withdraw, "撤回")

    @rule()
    def send_back(self) -> None:
        self.attempt(self.approver, verbs.send_back, "退回")

    @invariant()
    def one_edition_at_most(self) -> None:
        with self.store.reading() as work:
            for later in (0, 2, 4, 6, 60):
                moment = work.now + timedelta(seconds=later)
                live = work.session.scalars(select(Edition).where(Edition.live(moment))).all()
                assert len(live) <= 1
                assert all(edition.approver_id == self.approver.id for edition in live)
                assert all(edition.live(moment) for edition in live)


def test_any_sequence_of_verbs_keeps_one_public_edition_at_most(
    store: Store, centre: Centre, clock: MovableClock, author: Actor, approver: Actor
) -> None:
    people = {"author": author, "approver": approver}
    machine = type("Here", (Desk,), {"store": store, "clock": clock, "body": guide(centre), **people})
    bounds = hypothesis_settings(max_examples=10, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(machine, settings=bounds)
