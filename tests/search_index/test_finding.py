"""What is found, and in which order: the same for every engine."""

import pytest

from search_index.engine import MAX_QUERY, Engine, Query, Results, Step
from tests.search_index.conftest import NAMES, guide


def titles(results: Results) -> list[str]:
    return ["".join(text for text, _ in hit.title) for hit in results.hits]


def marked(results: Results) -> list[str]:
    return [text for text, mark in results.hits[0].title if mark]


@pytest.mark.parametrize("name", NAMES)
def test_each_name_finds_itself_first(engine: Engine, name: str) -> None:
    results = engine.search(Query(name))
    assert titles(results)[0] == name
    assert results.step is Step.EXACT
    assert not results.relaxed


@pytest.mark.parametrize(
    ("asked", "first", "step"),
    [
        ("居民身份證辦理", "居民身份证办理（包括临时）", Step.EXACT),
        ("居民身份证 办理", "居民身份证办理（包括临时）", Step.EXACT),
        ("５１１０００００００１０", "最低生活保障", Step.EXACT),
        ("sfz", "居民身份证办理（包括临时）", Step.ALIAS),
        ("SFZ", "居民身份证办理（包括临时）", Step.ALIAS),
        ("shenfenzheng", "居民身份证办理（包括临时）", Step.ALIAS),
        ("hkqy", "户口迁移审批", Step.ALIAS),
        ("hukou qianyi", "户口迁移审批", Step.ALIAS),
        ("cai'fa xuke", "林木采伐许可证核发（县级权限）", Step.ALIAS),
        ("准生证", "生育登记", Step.ALIAS),
        ("低保", "最低生活保障", Step.ALIAS),
        ("dibao", "最低生活保障", Step.ALIAS),
        ("五保户", "特困人员救助供养", Step.ALIAS),
        ("上户口", "户口登记", Step.ALIAS),
        ("老年证", "申领《省老年人优待证》", Step.ALIAS),
        ("残疾证", "残疾人证新办", Step.ALIAS),
        ("残疾证注销", "残疾人证注销", Step.ALIAS),
        ("我的残疾证丢了怎么办", "残疾人证挂失补办", Step.ALIAS),
        ("身份证掉了", "居民身份证挂失申报、丢失招领", Step.ALIAS),
        ("个体户不干了", "个体工商户注销登记", Step.ALIAS),
        ("个体户注销", "个体工商户注销登记", Step.ALIAS),
        ("烟草专卖", "烟草专卖零售许可证新办", Step.NAME_PART),
        ("份证挂", "居民身份证挂失申报、丢失招领", Step.NAME_PART),
        ("许可证 零售", "烟草专卖零售许可证新办", Step.TITLE),
        ("卖烟要什么手续", "烟草专卖零售许可证新办", Step.ALIAS),
        ("低保钱包", "最低生活保障", Step.ALIAS_ALONE),
        ("打官司没钱", "对公民法律援助申请的审批", Step.ALIAS),
        ("没钱看病", "医疗救助对象手工（零星）报销", Step.ALIAS),
        ("砍自家的树", "林木采伐许可证核发（县级权限）", Step.ALIAS),
        ("爸妈高龄", "80周岁以上老年人高龄津贴发放", Step.COMPONENTS),
        ("户口迁过来", "户口迁移审批", Step.ALIAS),
        ("最底生活保章", "最低生活保障", Step.SOUND),
        ("居名身份正", "居民身份证办理（包括临时）", Step.SOUND),
        ("高龄津贴骑马", "80周岁以上老年人高龄津贴发放", Step.SOME),
        ("台风刮倒屋顶没钱过冬", "临时救助", Step.ALIAS_ALONE),
    ],
)
def test_first_hit(engine: Engine, asked: str, first: str, step: Step) -> None:
    results = engine.search(Query(asked))
    assert (titles(results)[:1], results.step) == ([first], step)
    assert results.relaxed == (step in (Step.ALIAS_ALONE, Step.COMPONENTS, Step.SOUND, Step.SOME))


def test_core_matters_come_before_those_that_contain_them(engine: Engine) -> None:
    assert titles(engine.search(Query("低保"))) == ["最低生活保障", "家庭经济困难儿童提供最低生活保障"]
    found = titles(engine.search(Query("烟草证")))
    assert found[0] == "烟草专卖零售许可证新办"
    assert set(found[1:]) == {"烟草专卖零售许可证延续", "烟草专卖零售许可证注销"}


def test_whole_words_come_before_parts_of_words(engine: Engine) -> None:
    found = titles(engine.search(Query("sfz")))
    assert found.index("居民身份证跨省异地办理") < found.index("临时身份证明")


def test_corrections_are_offered(engine: Engine) -> None:
    assert "居民身份证" in engine.search(Query("居名身份正")).did_you_mean
    assert engine.search(Query("居民身份证")).did_you_mean == []


def test_nothing_found_leads_on(engine: Engine) -> None:
    results = engine.search(Query("失业保险计算器"))
    assert results.relaxed
    assert "养老保险转移" not in results.related  # leads nowhere here
    assert "生育保险" in results.related
    assert all(engine.search(Query(word)).hits for word in results.related)
    nothing = engine.search(Query("xyzzy"))
    assert (nothing.total, list(nothing.hits), nothing.step, nothing.related) == (0, [], Step.NONE, [])


def test_a_common_word_alone_tells_nothing(fresh: Engine) -> None:
    names = [*(f"第{number}类企业登记" for number in range(20)), "企业年金备案"]
    fresh.rebuild([guide(number, name) for number, name in enumerate(names)])
    assert fresh.search(Query("火星移民登记")).total == 0
    assert titles(fresh.search(Query("火星移民备案"))) == ["企业年金备案"]


def test_an_alias_that_is_part_of_a_name_finds_it_after_what_it_means(engine: Engine) -> None:
    found = titles(engine.search(Query("身份证")))
    assert found[0] == "居民身份证办理（包括临时）"
    found = titles(engine.search(Query("孩子的身份证")))
    assert found[0] == "居民身份证办理（包括临时）"


def test_marks_show_why_a_hit_is_there(engine: Engine) -> None:
    assert marked(engine.search(Query("sfz"))) == ["居民身份证"]
    assert marked(engine.search(Query("低保"))) == ["最低生活保障"]
    assert marked(engine.search(Query("hkqy"))) == ["户口迁移"]


def test_a_long_question_is_cut_and_says_so(engine: Engine) -> None:
    results = engine.search(Query("低保" + "啊" * 10_000))
    assert results.truncated
    assert titles(results)[0] == "最低生活保障"
    assert not engine.search(Query("低" * MAX_QUERY)).truncated


def test_pages(engine: Engine) -> None:
    everything = titles(engine.search(Query("许可证", per_page=100)))
    pages = [engine.search(Query("许可证", page=page, per_page=3)) for page in (1, 2, 3)]
    assert [title for page in pages for title in titles(page)] == everything
    assert len(everything) == engine.search(Query("许可证", page=10**30)).total == 4
    assert titles(engine.search(Query("许可证", page=10**30))) == []
    assert titles(engine.search(Query("许可证", page=-5))) == everything
    scores = [hit.score for hit in engine.search(Query("许可证", page=2, per_page=2)).hits]
    assert scores == [1 / 3, 1 / 4]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("居民身", "居民身份证办理（包括临时）"),
        ("身份", "居民身份证办理（包括临时）"),
        ("jmsf", "居民身份证办理（包括临时）"),
        ("shenfenzh", "居民身份证办理（包括临时）"),
        ("zuidi", "最低生活保障"),
        ("低", "最低生活保障"),
        ("准生", "生育登记"),
        ("開具", "开具税收居民身份证明"),
    ],
)
def test_suggestions(engine: Engine, typed: str, offered: str) -> None:
    first = engine.suggest(typed, 5)[0]
    assert (first.text, first.address) == (offered, f"/services/{NAMES.index(offered)}")


def test_suggestions_are_few_and_different(engine: Engine) -> None:
    offered = [suggestion.text for suggestion in engine.suggest("s", 3)]
    assert len(offered) == len(set(offered)) == 3
    assert engine.suggest("", 3) == engine.suggest("，", 3) == engine.suggest("身", 0) == []
