"""A complete guide for tests, with nothing for the check list to find, and lists to import."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from portal.catalogue.body import Guide
from portal.catalogue.checks import Contacts

CONTACTS = Contacts("0990-5551000", "0990-5551001", windows=1)

_STEPS = (
    ("accept", "受理", 1),
    ("review", "审核", 2),
    ("decide", "审批", 1),
    ("close", "办结", 1),
    ("hand", "送达", 0),
)
COMPLETE: dict[str, Any] = {
    "name": "小饭馆开办许可",
    "code": "990101-T-1",
    "kind": "permit",
    "basis": [{"title": "食品安全法", "article": "第三十五条"}],
    "unit_id": 1,
    "statutory": {"days": 20},
    "promised": {"days": 5},
    "handling": "promised",
    "conditions": ["有固定的经营场所", "经营者持有居民身份证"],
    "steps": [{"id": slug, "name": name, "days": days} for slug, name, days in _STEPS],
    "served": ["person"],
    "visits": 1,
    "visits_reason": "现场核对原件",
    "ways": ["within_limit", "by_proxy"],
    "results": [{"name": "经营许可证"}],
    "free": False,
    "fees": [
        {"id": "fee", "name": "工本费", "amount": "10", "standard": "每证10元", "basis": "省价格目录第3项"}
    ],
    "materials": [
        {"id": "card", "name": "居民身份证", "originals": 1},
        {"id": "form", "name": "开办申请表", "blank_form": "空白表", "filled_sample": "样表"},
    ],
    "faq": [{"id": "q", "question": "要多久？", "answer": "五个工作日。"}],
}


def complete_guide(**changes: Any) -> Guide:
    """The guide with some fields changed."""
    return Guide.model_validate(COMPLETE | changes)


COLUMNS = ("实施主体", "主项名称", "事项名称", "实施编码", "事项类型", "部门编码", "行政区划代码")
# In the shape of a county's list: names, codes and kinds only.
LIST = (
    (
        "县公安局",
        "未分类",
        "居民身份证办理（包括临时）",
        "990101A001-1-00",
        "7",
        "11990101000000001A",
        "990101000000",
    ),
    ("县公安局", "户口登记", "出生登记", "990101A002-1-00", "07", "11990101000000001A", "990101000000"),
    ("县民政局", "未分类", "最低生活保障审核确认", "990101B001-1-00", "5", "8-0", "990101000000"),
    ("县卫健局", "未分类", "生育登记", "990101C001-1-00", "20", "", "990101000000"),
)


def csv_bytes(rows: Iterable[Iterable[str]] = LIST, columns: Iterable[str] = COLUMNS) -> bytes:
    """A list as CSV in UTF-8."""
    file = io.StringIO()
    csv.writer(file).writerows([list(columns), *map(list, rows)])
    return file.getvalue().encode()


def changed(row: int, changes: Mapping[str, str]) -> list[tuple[str, ...]]:
    """``LIST`` with some cells of one row changed."""
    rows = [list(cells) for cells in LIST]
    for column, value in changes.items():
        rows[row][COLUMNS.index(column)] = value
    return [tuple(cells) for cells in rows]
