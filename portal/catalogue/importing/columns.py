"""Which column holds which field: the names of the national standard (GB/T 39554) and what lists call them.

A mapping file wins over these names. It is JSON::

    {"columns": {"their name": "our field", "a column to leave out": ""},
     "codes": {"kind": {"X": "permit"}}}
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from portal.catalogue.errors import UnreadableFile
from portal.catalogue.importing.encoding import decode
from portal.core.i18n import _
from portal.core.text import fold

# field: the standard's name first, then usual other names. The field's own name is understood too.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": (
        "事项名称",
        "名称",
        "服务事项名称",
        "政务服务事项名称",
        "业务办理项名称",
        "办理项名称",
        "子项名称",
        "权力名称",
        "职权名称",
        "项目名称",
    ),
    "code": (
        "实施编码",
        "实施清单编码",
        "事项编码",
        "业务办理项编码",
        "实施代码",
        "权力编码",
        "职权编码",
        "事项代码",
    ),
    "basic_code": ("基本编码", "目录编码", "基本目录编码"),
    "main_item": ("主项名称", "主项", "目录名称", "基本目录名称", "大项名称"),
    "also_called": ("俗称", "别名", "又称", "通俗名称"),
    "kind": ("事项类型", "类型", "权力类型", "职权类型", "事项类别", "权力类别", "职权类别", "事项性质"),
    "level": ("行使层级", "实施层级", "事项层级", "办理层级"),
    "unit": (
        "实施主体",
        "实施机构",
        "实施主体名称",
        "部门名称",
        "部门",
        "责任部门",
        "承办单位",
        "实施部门",
        "单位名称",
        "实施部门名称",
        "责任单位",
        "主管部门",
        "实施单位",
        "单位",
    ),
    "unit_code": (
        "实施主体编码",
        "部门编码",
        "实施机构编码",
        "实施主体代码",
        "统一社会信用代码",
        "组织机构代码",
        "部门统一社会信用代码",
        "实施主体统一社会信用代码",
    ),
    "division": ("行政区划代码", "区划代码", "行政区划编码", "区划编码", "行政区划", "区划"),
    "basis": ("设定依据", "法律依据", "实施依据", "办理依据"),
    "effective_from": ("生效日期", "实施日期", "计划生效日期"),
    "effective_until": ("失效日期", "计划取消日期", "有效期至"),
    "statutory": ("法定办结时限", "法定时限", "法定期限", "法定办理时限"),
    "statutory_unit": ("法定办结时限单位", "法定时限单位", "法定办结时限(单位)"),
    "promised": ("承诺办结时限", "承诺时限", "承诺期限", "承诺办理时限"),
    "promised_unit": ("承诺办结时限单位", "承诺时限单位", "承诺办结时限(单位)"),
    "handling": ("办件类型",),
    "conditions": ("受理条件", "申请条件", "办理条件"),
    "steps": ("办理流程", "办理程序", "办事流程", "办理环节"),
    "served": ("服务对象", "办理对象", "服务对象类型"),
    "visits": ("到办事现场次数", "到现场次数", "最多到现场次数", "跑动次数"),
    "visits_reason": ("必须现场办理原因说明", "必须到现场原因", "到现场原因", "到现场办理原因"),
    "ways": ("办理形式", "办理方式", "办理渠道"),
    "online": ("是否网办", "是否支持网上办理", "是否网上办理"),
    "by_post": ("是否支持物流快递", "是否支持快递", "是否支持邮寄"),
    "bookable": ("是否支持预约办理", "是否支持预约", "可否预约"),
    "online_depth": ("网上办理深度", "网办深度"),
    "area": ("通办范围",),
    "quantity_limit": ("数量限制",),
    "life_events": (
        "主题",
        "主题分类",
        "面向自然人事项主题分类",
        "面向自然人主题分类",
        "面向法人事项主题分类",
        "面向法人主题分类",
    ),
    "place": ("办理地点", "办公地点", "办理窗口", "窗口地址"),
    "hours": ("办理时间", "办公时间", "办事时间"),
    "enquiry_phone": ("咨询电话", "咨询方式", "联系电话"),
    "supervision_phone": ("监督电话", "监督投诉电话", "投诉电话", "监督投诉方式"),
    "results": ("审批结果名称", "办理结果", "结果名称", "审批结果"),
    "charged": ("是否收费",),
    "fee_name": ("收费项目名称", "收费项目"),
    "fee_standard": ("收费标准",),
    "fee_basis": ("收费依据",),
    "materials": ("申请材料", "申报材料", "申请材料名称", "所需材料", "材料清单", "需提交材料"),
    "faq": ("常见问题", "常见问题解答", "常见问答"),
}
REQUIRED = ("name", "kind", "unit")

_BRACKETS = re.compile(r"\([^()]*\)$")
_UNIT = re.compile(r"\((?:单位:?)?个?(工作日|自然日|日历日|日|天)\)$")
_BY_NAME = {fold(name): field for field, names in COLUMNS.items() for name in (field, *names)}


class Mapping(BaseModel):
    """A mapping file: the columns of one exchange partner, and the words of its codes by field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}

    def field(self, column: str) -> str:
        """The field that a column holds; empty where it is not known or left out on purpose."""
        name = normal(column)
        own = {normal(theirs): field for theirs, field in self.columns.items()}
        return own[name] if name in own else _BY_NAME.get(name) or _BY_NAME.get(_BRACKETS.sub("", name), "")


@dataclass(frozen=True, slots=True)
class Columns:
    """``names``: the column of each field in the file. ``ignored``: columns that hold no field, in order."""

    names: dict[str, str]
    ignored: tuple[str, ...]

    def unit(self, field: str) -> str:
        """The unit of time that stands in brackets after the column's name."""
        found = _UNIT.search(normal(self.names.get(field, "")))
        return found[1] if found else ""


def normal(column: str) -> str:
    """A column's name without spaces, marks of required fields and differences of width."""
    return re.sub(r"\s|^\*|\*$|\(必填\)|\(选填\)", "", fold(column))


def load_mapping(data: bytes) -> Mapping:
    """Read a mapping file. Raises ``UnreadableFile`` where it is no such thing or names an unknown field."""
    try:
        mapping = Mapping.model_validate_json(decode(data))
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"]))
        raise UnreadableFile(
            _("The mapping file is faulty at “${place}”: ${problem}", place=place, problem=problem["msg"])
        ) from error
    unknown = {*mapping.columns.values(), *mapping.codes} - {*COLUMNS, ""}
    if unknown:
        raise UnreadableFile(
            _("The mapping file names unknown fields: ${names}", names=", ".join(sorted(unknown)))
        )
    return mapping


def resolve(columns: Iterable[str], mapping: Mapping) -> Columns:
    """Give each field its column; of two with the same meaning the first counts.

    Raises ``UnreadableFile`` naming the required columns that are missing, and those found.
    """
    found: dict[str, str] = {}
    ignored = []
    for column in columns:
        field = mapping.field(column)
        if field and field not in found:
            found[field] = column
        else:
            ignored.append(column)
    missing = [COLUMNS[field][0] for field in REQUIRED if field not in found]
    if missing:
        raise UnreadableFile(
            _(
                "The file lacks required columns: ${missing}. It has: ${found}",
                missing="、".join(missing),
                found="、".join([*found.values(), *ignored])[:200],
            )
        )
    return Columns(found, tuple(ignored))
