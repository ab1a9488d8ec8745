from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_index.document import Doc
from search_index.engine import Engine
from search_index.lexicon import Lexicon, shipped
from tests.search_index.places import KINDS, engine_at, new_place
from tests.support.databases import Databases

# Common names of matters, in the shape of a county's list.
NAMES = [
    "居民身份证办理（包括临时）",
    "居民身份证挂失申报、丢失招领",
    "居民身份证跨省异地办理",
    "临时身份证明",
    "被拐儿童身份证明",
    "开具税收居民身份证明",
    "户口登记",
    "户口迁移审批",
    "生育登记",
    "生育津贴支付",
    "最低生活保障",
    "家庭经济困难儿童提供最低生活保障",
    "特困人员救助供养",
    "临时救助",
    "医疗救助对象手工（零星）报销",
    "残疾人证新办",
    "残疾人证注销",
    "残疾人证挂失补办",
    "烟草专卖零售许可证新办",
    "烟草专卖零售许可证延续",
    "烟草专卖零售许可证注销",
    "社会保障卡申领",
    "社会保障卡挂失",
    "城乡居民基本养老保险待遇申领",
    "城乡居民基本养老保险注销登记",
    "个体工商户设立登记",
    "个体工商户注销登记",
    "对公民法律援助申请的审批",
    "林木采伐许可证核发（县级权限）",
    "80周岁以上老年人高龄津贴发放",
    "申领《省老年人优待证》",
    "食品(含保健食品)经营许可核发",
    "中国内地公民婚姻登记",
    "补领结婚证",
]


def guide(number: int, title: str, **fields: object) -> Doc:
    values = {"address": f"/services/{number}", "complete": False, "kind": "guide", **fields}
    return Doc(id=f"guide:{number}", title=title, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return shipped()


Open = Callable[[], Engine]


@pytest.fixture(scope="session", params=KINDS)
def engine(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    databases: Databases,
    lexicon: Lexicon,
) -> Iterator[Engine]:
    """The names above, for tests that only read."""
    with new_place(request.param, tmp_path_factory.mktemp("read"), databases) as place:
        built = engine_at(place, lexicon)
        built.rebuild([guide(number, name, code=f"5110{number:08}") for number, name in enumerate(NAMES)])
        yield built


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, databases: Databases) -> Iterator[str]:
    """A place of the test's own, on each kind of store, without an index."""
    with new_place(request.param, tmp_path, databases) as made:
        yield made


@pytest.fixture
def reopen(place: str, lexicon: Lexicon) -> Open:
    """Open one and the same index again and again, as other processes would."""
    return lambda: engine_at(place, lexicon)


@pytest.fixture
def fresh(reopen: Open) -> Engine:
    """An empty index to write to."""
    built = reopen()
    built.rebuild([])
    return built
