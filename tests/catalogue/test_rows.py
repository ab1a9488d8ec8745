"""A row becomes the fields that it states; the rest is remarked or refused."""

import json
from typing import Any

import pytest

from portal.catalogue.body import Fee, Guide
from portal.catalogue.codes import Handling, Kind, LifeEvent, Served, Way
from portal.catalogue.importing.cells import UnusableRow
from portal.catalogue.importing.columns import Mapping
from portal.catalogue.importing.listing import Listing, read_list
from portal.catalogue.importing.merging import merge
from portal.catalogue.importing.rows import Parsed
from tests.support.guides import COMPLETE, LIST, complete_guide, csv_bytes

ROW = {"事项名称": "名称", "事项类型": "1", "实施主体": "县局", "实施编码": "a-1", "行政区划代码": "990101"}


def listing(*rows: dict[str, Any], mapping: Mapping | None = None) -> Listing:
    return read_list(json.dumps([ROW | row for row in rows]).encode(), mapping)


def parse(mapping: Mapping | None = None, /, **cells: str) -> Parsed:
    found = listing(cells, mapping=mapping)
    return found.parse(found.rows[0])


def said(parsed: Parsed) -> list[str]:
    return [f"{remark.column}: {remark.message}" for remark in parsed.remarks]


def test_a_row_of_names_states_nothing_else() -> None:
    found = read_list(csv_bytes())
    parsed = found.parse(found.rows[1])
    assert parsed.fields == {
        "name": "出生登记",
        "code": "990101A002-1-00",
        "kind": Kind.CONFIRMATION,
        "main_item": "户口登记",
    }
    assert (parsed.unit.division, parsed.unit.name) == ("990101000000", "县公安局")
    assert not parsed.remarks and [found.parse(row).fields["name"] for row in found.rows] == [
        r[2] for r in LIST
    ]


def test_identity() -> None:
    parsed = parse(实施编码=" ａ-1 ", 实施主体编码="91350100m000100y43、x", 行政区划代码="990101")
    assert parsed.code == "A-1"
    assert parsed.unit.codes == ("91350100M000100Y43", "X") and parsed.unit.division == "990101000000"


def test_a_missing_code_is_made_of_unit_and_name() -> None:
    first, again, other = parse(实施编码=""), parse(实施编码=" "), parse(实施编码="", 实施主体="别的局")
    assert first.code == again.code != other.code and first.code[0] == "L" and len(first.code) == 13
    assert said(first) == ["实施编码: The code is missing; an own code was made of unit and name."]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"事项名称": ""}, "no name"),
        ({"事项名称": "长" * 201}, "longer than 200"),
        ({"实施主体": "无"}, "names no unit"),
        ({"事项类型": "神秘"}, "“神秘” is not known"),
        ({"实施编码": "a/b"}, "characters"),
        ({"实施编码": "../etc"}, "characters"),
    ],
)
def test_unusable_rows(cells: dict[str, str], says: str) -> None:
    with pytest.raises(UnusableRow, match=says):
        parse(**cells)


def test_a_mapping_names_a_partners_codes() -> None:
    assert parse(Mapping(codes={"kind": {"X": "party"}}), 事项类型="X").fields["kind"] is Kind.PARTY


def test_what_is_not_understood_is_left_out_with_a_word() -> None:
    parsed = parse(承诺办结时限="尽快", 服务对象="自然人、神仙", 行政区划代码="区号")
    assert "promised" not in parsed.fields and parsed.fields["served"] == (Served.PERSON,)
    assert sorted(said(parsed)) == [
        "承诺办结时限: “尽快” was not understood and is left out.",
        "服务对象: “神仙” was not understood and is left out.",
        "行政区划代码: “区号” was not understood and is left out.",
    ]


def test_a_limit_without_unit_is_remarked() -> None:
    assert said(parse(法定办结时限="20")) == [
        "法定办结时限: The time limit has no unit; it was read as working days."
    ]
    assert said(parse(法定办结时限="20", 法定办结时限单位="工作日")) == []


def test_a_formula_stays_text_and_is_remarked() -> None:
    parsed = parse(事项名称="=HYPERLINK(1)")
    assert parsed.fields["name"] == "=HYPERLINK(1)" and "formula" in said(parsed)[0]


def test_full_rows() -> None:
    parsed = parse(
        办件类型="即办件",
        办理形式="窗口办理,网上办理",
        是否支持物流快递="是",
        主题="户籍办理",
        到办事现场次数="1",
        办理地点="一楼3号",
        办理时间="工作日",
        咨询电话="0990-5551234",
        是否收费="是",
        收费标准="20元/证",
        收费依据="省价费〔2003〕1号",
        申请材料="1.身份证\n2.照片",
    )
    fields = parsed.fields
    assert fields["handling"] is Handling.INSTANT and fields["life_events"] == (LifeEvent.HOUSEHOLD,)
    assert fields["ways"] == (Way.ON_THE_SPOT, Way.ONLINE, Way.BY_POST)
    assert (fields["place_note"], parsed.phone) == ("一楼3号；工作日", "0990-5551234")
    fee: Fee = fields["fees"][0]
    assert (fields["free"], fee.name, str(fee.amount), fee.unit) == (False, "名称", "20", "元/证")
    assert [material.name for material in fields["materials"]] == ["身份证", "照片"]
    assert merge(None, fields, 1).complete


def test_nothing_to_pay_and_nothing_to_bring() -> None:
    assert parse(是否收费="否").fields.items() >= {"free": True, "fees": ()}.items()
    assert parse(收费标准="免费").fields["free"] is True
    assert parse(申请材料="无").fields.items() >= {"no_materials": True, "materials": ()}.items()
    assert "materials" not in parse(申请材料="").fields


def test_rounded_numbers_of_a_spreadsheet() -> None:
    found = listing({"基本编码": "1e20"})
    row = found.rows[0]
    rounded = Listing(
        found.columns, found.mapping, (row.__class__(2, row.cells, damaged=frozenset({"基本编码"})),)
    )
    parsed = rounded.parse(rounded.rows[0])
    assert "basic_code" not in parsed.fields and "rounded" in said(parsed)[0]
    lost = row.__class__(2, row.cells, damaged=frozenset({"实施编码"}))
    with pytest.raises(UnusableRow, match="rounded"):
        rounded.parse(lost)


def test_a_whole_guide_as_json() -> None:
    body = {k: v for k, v in COMPLETE.items() if k != "unit_id"}
    body |= {"unit": {"name": "县局", "division": "990101000000"}, "code": "x-1", "window_ids": [3], "odd": 1}
    found = read_list(json.dumps([body, body | {"kind": "no kind"}, body | {"unit": {}}]).encode())
    parsed = found.parse(found.rows[0])
    assert merge(None, parsed.fields, 1) == complete_guide(code="X-1")
    assert [remark.column for remark in parsed.remarks] == ["window_ids", "odd"]
    for row in found.rows[1:]:
        with pytest.raises(UnusableRow, match="does not fit"):
            found.parse(row)


def test_a_flat_object_among_whole_guides_fails_by_itself() -> None:
    whole = {"name": "名称", "code": "A1", "kind": "permit", "unit": {"name": "县局"}}
    found = read_list(json.dumps([whole, {"name": "无单位"}]).encode())
    assert found.parse(found.rows[0]).fields["name"] == "名称"
    with pytest.raises(UnusableRow):
        found.parse(found.rows[1])


def test_merging_keeps_what_the_row_does_not_state() -> None:
    here = complete_guide(cases=[], area="全县")
    row = parse(事项名称="新名称", 申请材料="照片\n居民身份证")
    merged = merge(here, row.fields, 7)
    assert (merged.name, merged.unit_id, merged.area, merged.fees) == ("新名称", 7, "全县", here.fees)
    photo, card = merged.materials
    assert card == here.materials[0], "the same material keeps its id and its numbers"
    assert photo.id not in {material.id for material in here.materials}


def test_merging_twice_is_merging_once() -> None:
    fields = parse(
        申请材料="照片\n照片\n证", 办理流程="受理→办结", 收费标准="20元", 常见问题="问：a 答：b"
    ).fields
    once: Guide = merge(None, fields, 1)
    assert merge(once, fields, 1) == once


def test_merging_refuses_what_does_not_hold_together() -> None:
    here = complete_guide(
        steps=[{"id": "a", "name": "受理", "next": [{"to": "b"}]}, {"id": "b", "name": "办结"}]
    )
    with pytest.raises(UnusableRow, match="unknown step"):
        merge(here, parse(办理流程="受理").fields, 1)
