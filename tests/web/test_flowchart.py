"""The flowchart in a guide's page, and alone."""

from xml.etree import ElementTree

import pytest
from webtest import TestApp

from tests.support.demo import IDENTITY_CARD, NAME_ONLY, WITHDRAWN
from tests.support.reading import text, texts

GUIDE = f"/services/{IDENTITY_CARD}"
CHART = f"{GUIDE}/flowchart.svg"
SVG = "{http://www.w3.org/2000/svg}"


def words(drawn: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def test_a_guide_shows_its_chart_in_both_shapes_and_as_a_list(visitor: TestApp) -> None:
    page = visitor.get(GUIDE)
    assert [chart["class"][1] for chart in page.html.select("svg.flow")] == ["flow--phone", "flow--wide"]
    ids = [element["id"] for element in page.html.select("[id]")]
    assert len(ids) == len(set(ids))
    steps = texts(page, ".steps h3")
    for chart in page.html.select("svg.flow"):
        shown = "".join(element.get_text() for element in chart.select("text"))
        assert all(f"{number}{name}" in shown.replace(" ", "") for number, name in enumerate(steps, 1))


def test_the_list_says_where_the_cases_part(visitor: TestApp) -> None:
    first = text(visitor.get(GUIDE), ".step")
    assert "其他情形： 转到“审核”" in first
    assert "申领临时居民身份证： 转到“制作和发放临时证”" in first


def test_a_case_has_its_own_chart(visitor: TestApp) -> None:
    page = visitor.get(f"{GUIDE}?case=renew.adult").click("单独打开流程图")
    assert page.request.query_string == "case=renew.adult"
    said = "".join(words(page.text))
    assert "制证" in said
    assert "到期或内容变更换领" in said
    assert "发放临时证" not in said
    assert "其他情形" not in said


def test_alone_it_names_guide_unit_and_edition(visitor: TestApp) -> None:
    page = visitor.get(CHART)
    assert page.content_type == "image/svg+xml"
    said = " ".join(words(page.text))
    for name in ("居民身份证办理（包括临时）", "公安局", "第 2 版，2026-02-25 12:00 发布", IDENTITY_CARD):
        assert name in said
    assert "第 1 版" in visitor.get(f"{CHART}?edition=1").text


@pytest.mark.parametrize(("shape", "size"), [("phone", "348"), ("wide", "700"), ("x", "700"), ("", "700")])
def test_shapes(visitor: TestApp, shape: str, size: str) -> None:
    assert ElementTree.fromstring(visitor.get(f"{CHART}?shape={shape}").text).get("width") == size


def test_a_guide_without_steps_has_no_chart(visitor: TestApp) -> None:
    assert not visitor.get(f"/services/{NAME_ONLY}").html.select("svg.flow")
    assert "没有流程图" in text(visitor.get(f"/services/{NAME_ONLY}/flowchart.svg", status=404))


def test_other_addresses(visitor: TestApp) -> None:
    visitor.get(f"/services/{WITHDRAWN}/flowchart.svg", status=410)
    visitor.get("/services/none/flowchart.svg", status=404)
    visitor.get(f"{CHART}?edition=9", status=404)
    answer = visitor.get(f"/services/{IDENTITY_CARD.lower()}/flowchart.svg?shape=phone", status=301)
    assert answer.location == f"http://localhost:6543{CHART}?shape=phone"
