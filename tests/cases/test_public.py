"""What leaves the circle of a letter: the published wording, and the extract that a unit gets."""

from collections.abc import Callable
from typing import Any

import pytest

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import codes, extract, publication, queries, verbs
from portal.cases.errors import Leaks, NoConsent, NoSuchCase, TextMissing, WrongUnit
from portal.cases.extract import Extract
from portal.cases.history import history
from portal.cases.models import Case
from portal.cases.publication import Wording
from portal.cases.steps import find, offers
from portal.core.i18n import Forbidden
from portal.core.work import Store, Writing
from portal.core.workflow import WrongState
from portal.media import verbs as media
from portal.media.intake import Prepared
from portal.media.models import MediaKind
from tests.support.letters import AUTHOR, MINISTER, name_delegates, seen_by, write_letter
from tests.support.portal import Centre
from tests.support.staff import add_staff

pytestmark = pytest.mark.data

Take = Callable[..., Any]

WORDING = Wording("窗口排队太久", "我叫钱**，希望周六也开门。", "周六上午已开放。")
LEAKING = (
    "钱多多",
    "钱 多 多",
    "１３８-0013-8000",
    "一三八零零一三八零零零",
    "石桥镇大湾村3组12号",
    "大湾村三组十二号",
    "3组12号",
    "110105 19491231 002X",
)


@pytest.fixture
def staff(store: Store, centre: Centre) -> dict[str, Staff]:
    """Handlers of the county, two leaders who publish, a publisher without letters, the minister's side."""
    made = {
        "county": add_staff(store, "county", Role.HANDLER, "county", name="县办蒋"),
        "police": add_staff(store, "police", Role.HANDLER, "police", name="公安韩"),
        "leader": add_staff(store, "leader", Role.ADMINISTRATOR, "county", name="领导郑"),
        "publisher": add_staff(store, "publisher", Role.PUBLISHER, "county", name="发布褚"),
    }
    return made | name_delegates(store)


@pytest.fixture
def take(store: Store, staff: dict[str, Staff]) -> Take:
    def act(who: str, verb: Callable[..., Any], case: Case, *args: Any, **more: Any) -> Any:
        return store.write_as(staff[who], verb, case.id, *args, **more, seen=seen_by(store, staff[who], case))

    return act


def public(store: Store) -> list[str]:
    with store.reading() as work:
        return [letter.title for letter in queries.published(work).rows]


def test_two_persons_publish_what_is_masked(store: Store, take: Take, staff: dict[str, Staff]) -> None:
    case = write_letter(store)
    with pytest.raises(WrongState, match="answered first"):
        take("county", publication.ask_publication, case, WORDING)
    take("county", verbs.answer, case, "周六上午已开放，钱多多同志可来。")
    with store.reading(staff["county"]) as work:
        proposal = publication.masked(work, find(work, case.id))
    assert proposal.text == "我叫钱**，电话138****8000，希望周六也开门。"
    assert proposal.answer == "周六上午已开放，钱**同志可来。"
    take("county", publication.ask_publication, case, proposal)
    assert public(store) == []
    with pytest.raises(Forbidden):
        take("county", publication.publish, case)
    with pytest.raises(NoSuchCase):
        seen_by(store, staff["publisher"], case)
    take("leader", publication.publish, case)
    with store.reading() as work:
        shown = queries.published_letter(work, case.number)
        assert shown is not None
        assert (shown.text, shown.unit) == (proposal.text, "云溪县便民服务中心")
    take("leader", publication.unpublish, case, "写信人要求撤下")
    with store.reading() as work:
        assert queries.published_letter(work, case.number) is None
    assert public(store) == []


def test_who_proposes_does_not_publish(store: Store, take: Take, staff: dict[str, Staff]) -> None:
    case = write_letter(store)
    take("leader", verbs.answer, case, "已开放")
    take("leader", publication.ask_publication, case, WORDING)
    with pytest.raises(Forbidden, match="another person"):
        take("leader", publication.publish, case)
    with store.reading(staff["leader"]) as work:
        refused = {offer.verb for offer in offers(work, find(work, case.id)) if offer.refusal}
    assert refused == {"publish", "refuse_publication"}


def test_a_wording_that_was_refused_comes_again(store: Store, take: Take) -> None:
    case = write_letter(store)
    take("county", verbs.answer, case, "已开放")
    take("county", publication.ask_publication, case, WORDING)
    with pytest.raises(TextMissing):
        take("leader", publication.refuse_publication, case, "")
    take("leader", publication.refuse_publication, case, "标题再短些")
    take("county", publication.ask_publication, case, WORDING._replace(title="排队"))
    take("leader", publication.publish, case)
    assert public(store) == ["排队"]


def test_nothing_is_published_without_consent(store: Store, take: Take) -> None:
    case = write_letter(store, consent=False)
    take("county", verbs.answer, case, "已开放")
    with pytest.raises(NoConsent):
        take("county", publication.ask_publication, case, WORDING)


@pytest.mark.parametrize("field", ["title", "text", "answer"])
def test_a_wording_that_tells_the_author_is_refused(store: Store, centre: Centre, field: str) -> None:
    leader = add_staff(store, "leader", Role.ADMINISTRATOR, "county")
    case = write_letter(store, text="身份证11010519491231002X，请回电。")
    store.write_as(leader, verbs.answer, case.id, "已开放", seen=1)
    for leak in LEAKING:
        wording = WORDING._replace(**{field: f"前{leak}后"})
        with pytest.raises(Leaks) as refused:
            store.write_as(leader, publication.ask_publication, case.id, wording, seen=2)
        assert refused.value.field == field
    with pytest.raises(TextMissing):
        store.write_as(leader, publication.ask_publication, case.id, WORDING._replace(title=" "), seen=2)


def test_the_halls_own_phone_is_no_secret(store: Store, take: Take) -> None:
    case = write_letter(store, text="打了0990-5551000没人接，请打我13800138000")
    take("county", verbs.answer, case, "请再打0990-5551000。")
    with pytest.raises(Leaks, match="13800138000"):
        take(
            "county", publication.ask_publication, case, Wording("电话", "打13800138000", "请打0990-5551000")
        )
    take("county", publication.ask_publication, case, Wording("电话", "没人接", "请再打0990-5551000。"))


def files(store: Store, number: int) -> list[int]:
    def add(work: Writing) -> list[int]:
        return [media.add(work, Prepared(MediaKind.PDF, f"钱多多{n}.pdf", b"%d" % n)) for n in range(number)]

    return store.write(add)


def test_an_extract_asks_a_unit_and_its_answer_comes_back(
    store: Store, take: Take, staff: dict[str, Staff], centre: Centre
) -> None:
    letter = write_letter(store, MINISTER, files(store, 3), kind="complaint", title="修路款去哪了")
    with store.reading(staff["delegate"]) as work:
        asked = extract.masked(work, find(work, letter.id))
    assert asked == Extract("修路款去哪了", "我叫钱**，电话138****8000，希望周六也开门。")
    child = take("delegate", extract.send, letter, centre.police, asked, files=[3, 2, 99])
    assert child.number != letter.number
    assert (child.author_name, child.author_phone, child.author_address) == ("", "", "")
    assert child.due <= letter.due
    with store.reading(staff["police"]) as work:
        assert [file.name for file in queries.files_of(work, child.id)] == ["1", "2"]
        row = " ".join(str(value) for value in vars(find(work, child.id)).values())
        with pytest.raises(NoSuchCase):
            find(work, letter.id)
    for secret in (*AUTHOR.values(), letter.number, codes.query_code(store.settings, letter.id)):
        assert secret not in row
    take("police", verbs.answer, child, "款项已公示，见村务公开栏。")
    with store.reading(staff["minister"]) as work:
        (answered,) = extract.referred(work, find(work, letter.id))
        assert (answered.unit, answered.answer) == ("云溪县公安局", "款项已公示，见村务公开栏。")
        assert [event.actor for event in history(work, letter.id)][-2:] == ["受托周", "公安韩"]
    take("minister", verbs.answer, letter, "已核实：款项已公示。")
    with store.reading() as work:
        told = queries.tracked(work, letter.id)
    assert told.answer == "已核实：款项已公示。"
    assert told.unit == ""
    assert not any("公安" in str(step.message) for step in told.steps)


def test_an_extract_that_tells_the_author_is_refused(
    store: Store, take: Take, staff: dict[str, Staff], centre: Centre
) -> None:
    letter = write_letter(store, MINISTER, text="身份证11010519491231002X")
    code = codes.query_code(store.settings, letter.id)
    for leak in (*LEAKING, letter.number, letter.number.replace("-", ""), code, f"{code[:5]} {code[5:]}"):
        with pytest.raises(Leaks):
            take("minister", extract.send, letter, centre.police, Extract("核实", leak))
    with pytest.raises(WrongUnit):
        take("minister", extract.send, letter, 10**6, Extract("核实", "请核实"))
    with store.reading(staff["police"]) as work, pytest.raises(NoSuchCase):
        find(work, letter.id + 1)


def test_ordinary_and_entrusted_letters_go_their_own_ways(
    store: Store, take: Take, staff: dict[str, Staff], centre: Centre
) -> None:
    ordinary, entrusted = write_letter(store), write_letter(store, MINISTER)
    with pytest.raises(WrongState):
        take("county", extract.send, ordinary, centre.police, Extract("核实", "请核实"))
    with pytest.raises(WrongState):
        take("minister", verbs.assign, entrusted, centre.police)


def test_the_minister_and_a_delegate_publish(store: Store, take: Take) -> None:
    case = write_letter(store, MINISTER)
    take("delegate", verbs.answer, case, "已开放")
    take("delegate", publication.ask_publication, case, WORDING)
    with pytest.raises(Forbidden):
        take("delegate", publication.publish, case)
    take("minister", publication.publish, case)
    with pytest.raises(Forbidden):
        take("delegate", publication.unpublish, case, "撤下")
    assert public(store) == [WORDING.title]


def test_pages_of_what_is_public(store: Store, take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    for number in range(3):
        case = write_letter(store)
        take("county", verbs.answer, case, "已开放")
        take("county", publication.ask_publication, case, WORDING._replace(title=f"第{number}封"))
        take("leader", publication.publish, case)
    assert public(store) == ["第2封", "第1封"]
    with store.reading() as work:
        last = queries.published(work, 99)
        assert ([letter.title for letter in last.rows], last.page, last.pages) == (["第0封"], 2, 2)
        assert queries.published(work, channel=MINISTER).total == 0
        assert queries.published_letter(work, "") is None
