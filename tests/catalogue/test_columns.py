"""Column names of the standard, their synonyms, and a partner's own mapping."""

import json
import re
from pathlib import Path

import pytest

from portal.catalogue.errors import UnreadableFile
from portal.catalogue.importing.columns import COLUMNS, Mapping, load_mapping, normal, resolve
from tests.support.guides import COLUMNS as COUNTY

DOCS = Path(__file__).parents[2] / "docs" / "import.md"


def test_no_name_means_two_fields() -> None:
    names = [normal(name) for field, names in COLUMNS.items() for name in (field, *names)]
    assert len(names) == len(set(names))


def test_the_columns_of_a_county_list_are_known() -> None:
    found = resolve(COUNTY, Mapping())
    assert found.ignored == ()
    assert set(found.names) == {"unit", "main_item", "name", "code", "kind", "unit_code", "division"}


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("事项名称", "name"),
        (" *事项 名称(必填) ", "name"),
        ("事项名称（必填）", "name"),
        ("法定办结时限（工作日）", "statutory"),
        ("法定办结时限（单位）", "statutory_unit"),
        ("kind", "kind"),
        ("备注", ""),
    ],
)
def test_spellings(written: str, field: str) -> None:
    assert Mapping().field(written) == field


def test_a_unit_in_brackets() -> None:
    columns = ("事项名称", "事项类型", "部门", "法定办结时限（个工作日）", "承诺办结时限(天)")
    found = resolve(columns, Mapping())
    assert (found.unit("statutory"), found.unit("promised"), found.unit("name")) == ("工作日", "天", "")


def test_a_mapping_wins_and_can_leave_out() -> None:
    mapping = load_mapping(json.dumps({"columns": {"办事名": "name", "事项名称": ""}}).encode())
    found = resolve(("办事名", "事项名称", "事项类型", "部门"), mapping)
    assert found.names["name"] == "办事名" and found.ignored == ("事项名称",)


def test_of_two_columns_with_one_meaning_the_first_counts() -> None:
    found = resolve(("部门", "事项名称", "事项类型", "实施主体"), Mapping())
    assert found.names["unit"] == "部门" and found.ignored == ("实施主体",)


def test_missing_columns_are_named_with_those_found() -> None:
    with pytest.raises(UnreadableFile, match=r"事项类型、实施主体.*事项名称、备注"):
        resolve(("事项名称", "备注"), Mapping())


@pytest.mark.parametrize(
    "mapping",
    [b"[]", b"{", b'{"columns": 1}', b'{"more": {}}', b'{"columns": {"x": "nmae"}}', b'{"codes": {"x": {}}}'],
)
def test_a_faulty_mapping_is_refused(mapping: bytes) -> None:
    with pytest.raises(UnreadableFile, match="mapping"):
        load_mapping(mapping)


def test_every_column_is_documented_and_nothing_else() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \|([^|]*)\|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    documented = {field: (first, *filter(None, others.strip().split("、"))) for field, first, others in rows}
    assert documented == COLUMNS
