"""Invented guides in any number, always the same ones: kinds of matters × regions.

Two worlds: in ``shared`` the same 554 matters are offered in every region, so that many documents share a
title; in ``distinct`` every title names its region. Bodies are drawn from the sentences of the demo centre's
guides.
"""

import csv
import json
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from portal.catalogue.codes import Kind
from search_index.document import Doc

ROOT = Path(__file__).parents[1]
MATTERS = 554
VILLAGES = 15  # a town
SENTENCES = 18  # a guide, about 500 characters
_ACTIONS = ("首次办理", "信息变更", "到期延续", "遗失补办", "注销", "进度查询", "业务预约")
_OBJECTS = (
    "渔家乐经营备案", "农机手操作证", "茶叶加工小作坊登记", "乡村客栈许可",
    "水库垂钓点备案", "果树苗木生产许可", "村级集体经济组织登记证", "电影放映点备案",
    "民间艺人证", "沼气工程使用登记", "灌溉用水户登记", "家政服务人员信用证",
    "蜂产品质量检测", "农产品直播带货备案", "幼儿托育点备案", "老年食堂补助",
    "社区矫正外出许可", "集市摊位登记", "物流网点备案", "校外托管点登记",
    "再生资源回收点备案", "消防维保机构备案", "油茶种植补贴", "稻渔综合种养补贴",
    "蚕桑产业奖补", "水稻制种备案", "公益性岗位保险", "见义勇为认定",
    "残疾人创业扶持", "返乡创业园入驻",
)  # fmt: skip
_FIRST = "白青黄龙凤石双三柳桃李松竹梅云清高大新永安和太平广福金银玉红"
_SECOND = "河溪桥坪坝岭滩湾井庙"


class World(StrEnum):
    """Whether documents share titles."""

    SHARED = "shared"
    DISTINCT = "distinct"


def documents(world: World, count: int) -> Iterator[Doc]:
    """The first ``count`` guides of a world."""
    return (document(world, number) for number in range(count))


def document(world: World, number: int, mark: str = "") -> Doc:
    """Guide ``number``; a mark, a word of its own, makes a later edition of it."""
    region, matter = divmod(number, MATTERS)
    town, village = divmod(region, VILLAGES)
    name, place = matters()[matter], region_name(region)
    chance = Random(f"{world}:{number}:{mark}")
    kinds = [kind.value for kind in Kind]
    return Doc(
        id=f"guide:{number}",
        kind="guide",
        title=f"{place if world is World.DISTINCT else ''}{name}{mark}",
        code=f"51{number:010}",
        address=f"/services/51{number:010}",
        org=f"1/{town + 2}/{town * VILLAGES + village + 10_000}",
        category=kinds[matter % len(kinds)],
        body="\n".join([name, place, *chance.choices(sentences(), k=SENTENCES)]),
        complete=chance.random() < 0.9,
        matter=f"M{matter}" if world is World.SHARED else "",
    )


def region_name(region: int) -> str:
    """A town and a village of it."""
    town, village = divmod(region, VILLAGES)
    second, first = divmod(town, len(_FIRST))
    return f"{_FIRST[first]}{_SECOND[second % len(_SECOND)]}镇{_FIRST[village]}{_SECOND[-1 - village % 7]}村"


@cache
def matters() -> list[str]:
    """554 names: those of the foreign list, then invented ones."""
    with (ROOT / "bench" / "queries" / "lists" / "foreign.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    names += [f"{thing}{action}" for thing, action in product(_OBJECTS, _ACTIONS)]
    return names[:MATTERS]


@cache
def sentences() -> list[str]:
    """What the demo centre's guides say of conditions, materials and questions."""
    found: list[str] = []
    for path in sorted((ROOT / "portal" / "demo" / "data" / "guides").glob("*.json")):
        guide = json.loads(path.read_text(encoding="utf-8"))
        found += guide.get("conditions", [])
        found += [f"{each['name']}，{each.get('source', '')}" for each in guide.get("materials", [])]
        found += [f"{each['question']}{each['answer']}" for each in guide.get("faq", [])]
    return found
