"""A list goes in: every row is accounted for, nothing here is lost, and a second run changes nothing."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.accounts import users
from portal.accounts.models import Grant, Role
from portal.accounts.operator import operator
from portal.catalogue import queries
from portal.catalogue.body import Guide
from portal.catalogue.checks import Rule
from portal.catalogue.importing.listing import Listing, read_list
from portal.catalogue.importing.report import Report
from portal.catalogue.importing.run import import_guides
from portal.catalogue.projection import KIND
from portal.core.audit import AuditRow
from portal.core.work import Actor, Store, Writing
from portal.directory.models import Org, OrgCode, OrgFacts
from portal.publishing import verbs
from portal.publishing.models import Edition, State
from tests.support.guides import COMPLETE, LIST, changed, csv_bytes
from tests.support.portal import Centre, add_user

pytestmark = pytest.mark.data


def take(store: Store, data: bytes, *, publish: bool = True, actor: Actor | None = None) -> Report:
    by = actor or store.write(operator)
    report = import_guides(store, read_list(data), actor=by, publish=publish, source="list.csv")
    assert sum(report.outcomes.values()) == report.total
    return report


def live(store: Store, code: str) -> Guide:
    with store.reading() as work:
        page = queries.guide_page(work, code)
        assert page is not None
        return page.guide


def count(store: Store, model: Any) -> int:
    with store.reading() as work:
        return work.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_list_goes_in_and_is_published(store: Store) -> None:
    report = take(store, csv_bytes())
    assert (report.total, report.created, report.failed) == (4, 4, 0)
    assert live(store, LIST[1][3]).name == "出生登记"
    assert not live(store, LIST[1][3]).complete
    assert report.findings == {Rule.NOT_LISTED: 4}
    with store.reading() as work:
        names = set(work.session.scalars(select(OrgFacts.name)))
        codes = set(work.session.scalars(select(OrgCode.code)))
        policies = set(work.session.scalars(select(Edition.policy)))
        acts = set(work.session.scalars(select(AuditRow.verb).where(AuditRow.actor_id.is_not(None))))
    assert names == {"县公安局", "县民政局", "县卫健局"} and codes == {"11990101000000001A", "8-0"}
    assert policies == {"import"} and acts >= {"publish", "import"}


def test_a_second_run_changes_nothing(store: Store) -> None:
    take(store, csv_bytes())
    before = [count(store, model) for model in (Edition, Org, OrgCode, OrgFacts, AuditRow)]
    report = take(store, csv_bytes())
    assert (report.unchanged, report.created, report.new_editions) == (4, 0, 0)
    assert [count(store, model) for model in (Edition, Org, OrgCode, OrgFacts, AuditRow)] == before


def test_a_changed_row_makes_a_new_edition(store: Store) -> None:
    take(store, csv_bytes())
    report = take(store, csv_bytes(changed(1, {"事项名称": "出生登记（新生儿落户）"})))
    assert (report.new_editions, report.unchanged) == (1, 3)
    assert live(store, LIST[1][3]).name == "出生登记（新生儿落户）"
    assert count(store, Edition) == 5


def test_a_bad_row_loses_no_other(store: Store) -> None:
    rows = [*changed(1, {"事项名称": ""})[:3], *changed(3, {"事项类型": "神秘"})[3:], LIST[1]]
    report = take(store, csv_bytes(rows))
    assert (report.created, report.failed) == (3, 2)
    assert [(error.row, str(error.message)) for error in report.errors] == [
        (3, "The row has no name."),
        (5, "The kind “神秘” is not known; a mapping file can name it."),
    ]


def test_rows_with_the_same_code(store: Store) -> None:
    report = take(store, csv_bytes([*LIST, LIST[0], *changed(1, {"事项名称": "别的"})[1:2]]))
    assert (report.created, report.duplicates, report.failed) == (4, 1, 1)
    assert "Row 3 has the same code" in str(report.errors[0].message)
    assert ("row repeats row 2" in str(report.warnings[-1].message)) and report.warnings[-1].row == 6


def test_a_malformed_unit_code_is_one_warning(store: Store) -> None:
    report = take(store, csv_bytes([LIST[2], *changed(2, {"实施编码": "X-2"})[2:3]]))
    assert [str(warning.message) for warning in report.warnings] == [
        "“8-0” is no well-formed unit code; it was kept as it is."
    ]


def test_drafts_are_published_by_a_second_run(store: Store) -> None:
    assert take(store, csv_bytes(), publish=False).created == 4
    with store.reading() as work:
        assert queries.guide_page(work, LIST[0][3]) is None
    assert take(store, csv_bytes(), publish=False).unchanged == 4
    assert take(store, csv_bytes()).new_editions == 4
    assert live(store, LIST[0][3]).name == LIST[0][2]
    assert count(store, Edition) == 4


def test_names_alone_never_empty_a_guide_that_is_complete_here(
    store: Store, publish: Callable[..., int]
) -> None:
    take(store, csv_bytes())
    here = dict(live(store, LIST[0][3]))
    stated = {name: here[name] for name in ("name", "code", "kind", "unit_id", "main_item")}
    full = Guide.model_validate(COMPLETE | stated)
    publish(full)
    assert take(store, csv_bytes()).unchanged == 4
    assert take(store, csv_bytes(changed(0, {"事项名称": "新名称"}))).new_editions == 1
    assert live(store, full.code) == full.model_copy(update={"name": "新名称"})


def test_an_editors_open_draft_is_left_alone(store: Store, author: Actor) -> None:
    take(store, csv_bytes())
    here = live(store, LIST[0][3])

    def edit(work: Writing) -> None:
        document = verbs.open_document(work, KIND, here.code, here.unit_id)
        verbs.draft(work, document, here.model_copy(update={"area": "全县"}))

    store.write_as(author, edit)
    assert take(store, csv_bytes()).unchanged == 4, "what brings nothing new is in nobody's way"
    report = take(store, csv_bytes(changed(0, {"事项名称": "新名称"})))
    assert (report.failed, report.unchanged) == (1, 3)
    assert "draft is open" in str(report.errors[0].message)


def test_publishing_over_somebody_elses_draft_is_not_passed_off_as_done(store: Store, author: Actor) -> None:
    take(store, csv_bytes(), publish=False, actor=author)
    assert take(store, csv_bytes(), publish=False).unchanged == 4
    report = take(store, csv_bytes())
    assert (report.failed, report.unchanged) == (4, 0)
    assert "draft is open" in str(report.errors[0].message)


def test_what_was_withdrawn_here_stays_withdrawn(store: Store, author: Actor) -> None:
    take(store, csv_bytes())
    with store.reading() as work:
        page = queries.guide_page(work, LIST[0][3])
    assert page
    store.write_as(author, verbs.withdraw, page.document_id, "停办")
    report = take(store, csv_bytes())
    assert (report.failed, report.unchanged) == (1, 3) and "withdrawn" in str(report.errors[0].message)


def test_units_of_the_centres_division_are_its_own(store: Store, centre: Centre) -> None:
    columns = ("事项名称", "事项类型", "部门名称", "咨询电话")
    rows = [("甲", "1", "云溪县公安局", "0990-5550000"), ("乙", "1", "县气象局", "0990-5551111")]
    report = take(store, csv_bytes(rows, columns))
    with store.reading() as work:
        phones = dict(iter(work.session.execute(select(OrgFacts.name, OrgFacts.phone))))
        parent = work.session.scalar(select(Org.parent_id).join(OrgFacts).where(OrgFacts.name == "县气象局"))
        police = work.session.scalar(select(func.count()).where(OrgFacts.name == "云溪县公安局"))
    assert police == 1 and parent == centre.county
    assert phones["县气象局"] == "0990-5551111" and phones["云溪县公安局"] == "0990-5551000"
    assert [str(warning.message) for warning in report.warnings] == [
        "The unit has another phone number here; it was kept."
    ]
    assert "own codes" in str(report.notices[0])


def test_an_account_imports_only_for_its_own_units(store: Store, centre: Centre) -> None:
    def grants(work: Writing) -> None:
        work.session.add(Grant(user_id=add_user(work, "li").id, role=Role.PUBLISHER, org_id=centre.police))

    store.write(grants)
    with store.reading() as work:
        li = users.staff(work, "li")
    rows = [("甲", "1", "云溪县公安局"), ("乙", "1", "云溪县民政局"), ("丙", "1", "别的局")]
    report = take(store, csv_bytes(rows, ("事项名称", "事项类型", "部门名称")), actor=li)
    assert (report.created, report.failed) == (1, 2)
    assert count(store, Org) == 5, "the unit that the account may not act for was not created"
    columns = ("事项名称", "事项类型", "部门名称", "实施编码")
    same = [("丁", "1", "云溪县民政局", "A1"), ("丁", "1", "云溪县公安局", "A1")]
    report = take(store, csv_bytes(same, columns), actor=li)
    assert (report.created, report.failed) == (1, 1), "a row that failed takes no other's place"


def test_two_imports_at_once(store: Store) -> None:
    rows = [(*row[:2], f"{row[2]}{n}", f"{row[3]}-{n}", *row[4:]) for n in range(5) for row in LIST]
    by = store.write(operator)
    reports: list[Report] = []
    listings: list[Listing] = [read_list(csv_bytes(rows)), read_list(csv_bytes(rows))]

    def work(listing: Listing) -> None:
        reports.append(import_guides(store, listing, actor=by, publish=True))

    threads = [threading.Thread(target=work, args=(listing,)) for listing in listings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(report.created for report in reports) == 20
    assert [report.failed for report in reports] == [0, 0]
    assert count(store, Edition) == 20 and count(store, Org) == 3


def test_progress_and_the_mark_of_where_it_came_from(store: Store) -> None:
    done: list[int] = []
    by = store.write(operator)
    import_guides(
        store, read_list(csv_bytes()), actor=by, publish=True, source="list.csv", progress=done.append
    )
    with store.reading() as work:
        assert set(work.session.scalars(select(Edition.source))) == {"list.csv"}
        assert set(work.session.scalars(select(Edition.state))) == {State.APPROVED}
    assert done == [1, 2, 3, 4]


def test_whatever_the_encoding_the_guides_are_the_same(store: Store) -> None:
    take(store, csv_bytes())
    wide = [(*row[:3], row[3].translate({ord("0"): "０", ord("A"): "Ａ"}), *row[4:]) for row in LIST]
    text = csv_bytes(wide).decode()
    for encoding in ("gbk", "utf-8-sig", "utf-16"):
        assert take(store, text.encode(encoding)).unchanged == 4
