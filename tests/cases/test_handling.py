"""The steps of handlers: what each does, when it is refused, and that the history tells the truth."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import clocks, publication, queries, verbs
from portal.cases.errors import ChangedMeanwhile, NoSuchCase, TextMissing, TooLong, WrongUnit
from portal.cases.history import WORDS, history
from portal.cases.models import Case, CaseEvent
from portal.cases.steps import STEPS, find, offers
from portal.cases.workflow import PUBLICATION, WORKFLOW, CaseState, Publication
from portal.core.calendar import local
from portal.core.i18n import Forbidden, Refusal
from portal.core.work import Store
from portal.core.workflow import WrongState
from tests.support.letters import seen_by, write_letter
from tests.support.portal import Centre, MovableClock
from tests.support.staff import add_staff

pytestmark = pytest.mark.data

Take = Callable[..., Case]


@pytest.fixture
def staff(store: Store, centre: Centre) -> dict[str, Staff]:
    """A handler of the county, of the hall, of the police, and a leader of the county."""
    made = {
        name: add_staff(store, name, Role.HANDLER, org, name=f"{name}李")
        for name, org in (("county", "county"), ("hall", "hall"), ("police", "police"))
    }
    return made | {"leader": add_staff(store, "leader", Role.ADMINISTRATOR, "county", name="领导郑")}


@pytest.fixture
def take(store: Store, staff: dict[str, Staff]) -> Take:
    """``take(who, verb, case, …)``: a step with the case as it is now."""

    def act(who: str, verb: Callable[..., Any], case: Case, *args: Any) -> Any:
        return store.write_as(staff[who], verb, case.id, *args, seen=seen_by(store, staff[who], case))

    return act


def told(store: Store, case: Case) -> list[str]:
    with store.reading() as work:
        return [str(step.message) for step in queries.tracked(work, case.id).steps]


def test_from_receipt_to_closing(store: Store, take: Take, staff: dict[str, Staff], centre: Centre) -> None:
    case = write_letter(store)
    store.write_as(staff["hall"], verbs.read, case.id)
    store.write_as(staff["hall"], verbs.read, case.id)
    take("hall", verbs.assign, case, centre.police)
    store.write_as(staff["hall"], verbs.read, case.id)  # the hall keeps it in sight, but it is not theirs
    store.write_as(staff["police"], verbs.read, case.id)
    take("police", verbs.take, case)
    take("police", verbs.answer, case, "周六上午已开放窗口。")
    closed = take("police", verbs.close, case)
    assert (closed.state, closed.answer) == (CaseState.CLOSED, "周六上午已开放窗口。")
    assert closed.handler_id == closed.answerer_id == staff["police"].id
    with store.reading(staff["hall"]) as work:
        steps = [(str(event.label), event.actor, event.unit) for event in history(work, case.id)]
    assert [actor for _label, actor, _unit in steps] == ["", "hall李", "hall李", *["police李"] * 4]
    assert [unit for _label, _actor, unit in steps] == ["云溪县便民服务中心"] * 2 + ["云溪县公安局"] * 5
    assert told(store, case) == [
        "Your letter has arrived.",
        "Your letter was read.",
        "It was handed to 云溪县公安局.",
        "Your letter was read.",
        "Somebody is working on it.",
        "We have answered.",
        "The letter is closed.",
    ]


def test_it_goes_back_the_way_it_came(
    store: Store, take: Take, staff: dict[str, Staff], centre: Centre
) -> None:
    case = write_letter(store)
    with pytest.raises(WrongState, match="Nobody handed it"):
        take("hall", verbs.hand_back, case, "不归我们管")
    take("hall", verbs.assign, case, centre.police)
    take("police", verbs.assign, case, centre.civil)
    assert take("county", verbs.hand_back, case, "不归民政").org_id == centre.police
    with pytest.raises(TextMissing):
        take("police", verbs.hand_back, case, "  ")
    assert take("police", verbs.hand_back, case, "不归公安").org_id == centre.hall
    with store.reading(staff["hall"]) as work:
        assert [event.note for event in history(work, case.id)][-2:] == ["不归民政", "不归公安"]
    assert not any("不归" in sentence for sentence in told(store, case))


def test_units_that_cannot_get_it(store: Store, take: Take, centre: Centre) -> None:
    case = write_letter(store, about_org_id=centre.police)
    for unit in (centre.hall, centre.police, 10**6):
        with pytest.raises(WrongUnit):
            take("county", verbs.assign, case, unit)
    assert take("county", verbs.assign, case, centre.civil).org_id == centre.civil


def test_a_step_of_somebody_elses_unit(
    store: Store, staff: dict[str, Staff], take: Take, centre: Centre
) -> None:
    case = write_letter(store)
    with pytest.raises(NoSuchCase):
        seen_by(store, staff["police"], case)
    with pytest.raises(NoSuchCase):
        store.write_as(staff["police"], verbs.take, case.id, seen=case.version)
    take("hall", verbs.assign, case, centre.police)
    with pytest.raises(Forbidden, match="police李"):
        take("hall", verbs.answer, case, "抢先答复")
    for nobody in (None, staff["hall"]):
        with pytest.raises(NoSuchCase):
            store.write_as(nobody, verbs.take, 10**6, seen=1)


def test_only_a_leader_gives_more_time_within_the_rule(
    store: Store, take: Take, staff: dict[str, Staff], clock: MovableClock
) -> None:
    case = write_letter(store, kind="complaint")
    take("hall", verbs.take, case)
    with pytest.raises(Forbidden):
        take("hall", verbs.extend, case, 10, "要等鉴定")
    for days in (0, -1, 31):
        with pytest.raises(TooLong, match="30"):
            take("leader", verbs.extend, case, days, "要等鉴定")
    with pytest.raises(TextMissing):
        take("leader", verbs.extend, case, 10, " ")
    assert take("leader", verbs.extend, case, 20, "要等鉴定").due == date(2026, 5, 21)
    assert take("leader", verbs.extend, case, 10, "还要等").due == date(2026, 6, 1)  # 05-31 is a Sunday
    with pytest.raises(WrongState, match="all the time"):
        take("leader", verbs.extend, case, 1, "再等")
    assert told(store, case)[-1] == "It takes longer than we promised: 还要等"


def test_two_who_act_at_once(store: Store, staff: dict[str, Staff], take: Take) -> None:
    case = write_letter(store)
    seen = seen_by(store, staff["hall"], case)
    store.write_as(staff["county"], verbs.answer, case.id, "已处理", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        store.write_as(staff["hall"], verbs.answer, case.id, "另一个答复", seen=seen)
    with pytest.raises(WrongState):
        take("hall", verbs.answer, case, "另一个答复")


def test_a_calendar_that_arrives_moves_what_was_provisional(
    store: Store, centre: Centre, clock: MovableClock
) -> None:
    clock.pass_time(days=301)  # 2026-12-28
    case = write_letter(store)
    assert (case.due, case.provisional) == (date(2027, 1, 5), True)
    settled = local.CalendarDay(day=date(2027, 1, 4), working=False, reason="元旦调休")
    store.write(lambda work: work.session.add(settled))
    assert store.write(clocks.recompute) == 1
    assert store.write(clocks.recompute) == 0
    with store.reading() as work:
        assert work.session.get_one(Case, case.id).due == date(2027, 1, 6)


def test_offers_say_who_can(store: Store, take: Take, staff: dict[str, Staff], centre: Centre) -> None:
    case = write_letter(store)

    def offered(who: str) -> dict[str, bool]:
        with store.reading(staff[who]) as work:
            return {offer.verb: offer.refusal is None for offer in offers(work, find(work, case.id))}

    assert offered("hall") == {"take": True, "answer": True, "assign": True, "exclude": True}
    take("hall", verbs.assign, case, centre.police)
    assert not any(offered("hall").values())
    take("police", verbs.take, case)
    assert offered("police")["extend"] is False
    assert offered("leader")["extend"] is True


def test_every_step_has_its_words() -> None:
    assert set(STEPS) | {"receive", "read", "report"} == set(WORDS)
    assert set(WORKFLOW.transitions) | set(PUBLICATION.transitions) <= set(WORDS)


class Desk(RuleBasedStateMachine):
    """Several people who do anything in any order; the test below gives it store, people and units."""

    store: ClassVar[Store]
    staff: ClassVar[dict[str, Staff]]
    units: ClassVar[list[int]]
    clock: ClassVar[MovableClock]

    def __init__(self) -> None:
        super().__init__()
        self.case = write_letter(self.store).id
        self.told: list[tuple[int, str]] = []

    def attempt(self, who: str, verb: Callable[..., object], *args: object) -> None:
        actor = self.staff[who]
        self.clock.pass_time(seconds=1)
        with suppress(Refusal):
            with self.store.reading(actor) as work:
                seen = find(work, self.case).version
            self.store.write_as(actor, verb, self.case, *args, seen=seen)

    @rule(who=st.sampled_from(["county", "hall", "police", "leader"]))
    def take(self, who: str) -> None:
        self.attempt(who, verbs.take)

    @rule(who=st.sampled_from(["county", "hall", "police"]), unit=st.integers(0, 2))
    def assign(self, who: str, unit: int) -> None:
        self.attempt(who, verbs.assign, self.units[unit])

    @rule(who=st.sampled_from(["county", "hall", "police"]))
    def hand_back(self, who: str) -> None:
        self.attempt(who, verbs.hand_back, "退回")

    @rule(who=st.sampled_from(["county", "hall", "police"]), text=st.sampled_from(["", "答复一", "答复二"]))
    def answer(self, who: str, text: str) -> None:
        self.attempt(who, verbs.answer, text)

    @rule(who=st.sampled_from(["leader", "police"]), days=st.integers(0, 11))
    def extend(self, who: str, days: int) -> None:
        self.attempt(who, verbs.extend, days, "原因")

    @rule(who=st.sampled_from(["county", "leader"]))
    def close(self, who: str) -> None:
        self.attempt(who, verbs.close)

    @rule(who=st.sampled_from(["county", "leader"]))
    def propose(self, who: str) -> None:
        self.attempt(who, publication.ask_publication, publication.Wording("标题", "来信", "答复"))

    @rule(who=st.sampled_from(["county", "leader"]))
    def publish(self, who: str) -> None:
        self.attempt(who, publication.publish)

    @rule()
    def unpublish(self) -> None:
        self.attempt("leader", publication.unpublish, "撤下")

    @invariant()
    def the_history_leads_to_the_state(self) -> None:
        with self.store.reading() as work:
            case = work.session.get_one(Case, self.case)
            events = work.session.scalars(
                select(CaseEvent).where(CaseEvent.case_id == self.case).order_by(CaseEvent.id)
            ).all()
        told = [(event.id, event.verb) for event in events]
        assert told[: len(self.told)] == self.told, "the history is append-only"
        self.told = told
        last = events[-1]
        assert (last.state, last.publication, last.org_id) == (case.state, case.publication, case.org_id)
        assert case.version == len(events)
        said = [event.verb for event in events]
        assert said.count("answer") == bool(case.answer) <= 1
        assert (case.state in {CaseState.ANSWERED, CaseState.CLOSED}) == bool(case.answer)
        assert case.publication is Publication.NONE or case.answer
        assert case.extended <= 10


def test_any_sequence_of_steps_keeps_history_and_state_together(
    store: Store, centre: Centre, staff: dict[str, Staff], clock: MovableClock
) -> None:
    units = [centre.hall, centre.police, centre.civil]
    given = {"store": store, "staff": staff, "units": units, "clock": clock}
    bounds = hypothesis_settings(max_examples=12, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(type("Here", (Desk,), given), settings=bounds)
