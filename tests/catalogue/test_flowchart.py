"""Every chart that is drawn can be read: nothing overlaps, nothing is cut, every arrow arrives."""

from itertools import combinations
from time import process_time
from typing import Any
from xml.etree import ElementTree

import pytest

from portal.catalogue.body import Guide
from portal.catalogue.cases import apply
from portal.catalogue.flowchart.draw import PAGE_HEIGHT, Caption, describe, draw, draw_alone
from portal.catalogue.flowchart.flow import END, START, Flow, flow
from portal.catalogue.flowchart.graph import MOST_ARROWS, MOST_STEPS, Graph, Kind, graph
from portal.catalogue.flowchart.layering import back_edges, rows
from portal.catalogue.flowchart.layout import Layout, lay_out
from portal.catalogue.flowchart.shapes import LINE, STYLES, Shape
from portal.catalogue.flowchart.svg import FONTS, GROUND, INK, INK_SOFT, MUTED, PAPER, SUN, SUN_SOFT, TEXT
from portal.catalogue.flowchart.text import width
from portal.web.assets import STATIC
from tests.demo.test_content import GUIDES
from tests.support.charts import crossings, guide_of, lot, overlap, say, segments, shared, through

LOTS = range(200)
CAPTION = Caption("名称", "单位", "第 1 版")
SVG = "{http://www.w3.org/2000/svg}"


def laid_out(found: Flow, shape: Shape) -> tuple[Graph, Layout]:
    drawn = graph(found, say, STYLES[shape])
    return drawn, lay_out(drawn, STYLES[shape])


def check(found: Flow, shape: Shape) -> None:
    """The layout keeps every promise."""
    drawn, layout = laid_out(found, shape)
    style = STYLES[shape]
    assert [(a, b) for a, b in combinations(layout.boxes, 2) if overlap(a, b)] == []
    assert [(n, box) for n, piece in segments(layout) for box in layout.boxes if through(piece, box)] == []
    assert shared(layout) == []
    assert set(layout.lines) == set(drawn.edges)
    for (source, target), points in layout.lines.items():
        assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in points)
        assert points[0][1] == layout.boxes[source].down.right
        assert points[-1][1] == layout.boxes[target].down.left
        assert layout.boxes[source].across.left < points[0][0] < layout.boxes[source].across.right
        assert layout.boxes[target].across.left < points[-1][0] < layout.boxes[target].across.right
    for box in layout.boxes:
        size = style.fact_size if box.node.kind is Kind.CONDITION else style.name_size
        assert all(width(line) * size <= box.across.length - 8 for line in box.words.name)
        assert all(width(line) * style.fact_size <= box.across.length - 8 for line in box.words.facts)
        used = len(box.words.name) * size + len(box.words.facts) * style.fact_size
        assert used * LINE <= box.down.length + 0.1
        assert "".join(box.words.name).replace(" ", "") == "".join(box.node.name.split())
        assert 0 <= box.across.left <= box.across.right <= layout.width == style.width
        assert 0 <= box.down.left <= box.down.right <= layout.height
    for box in layout.boxes:
        if layout.lanes:
            lane = layout.lanes[box.node.lane]
            assert lane.across.left <= box.across.left <= box.across.right <= lane.across.right
            assert box.down.left >= lane.height
    for lane in layout.lanes:
        assert all(width(line) * style.fact_size <= lane.across.length for line in lane.title)


def naive_crossings(found: Flow) -> int:
    """Of the simplest chart: the steps in a row, and every arrow an arc above it."""
    place = {START: -1, END: len(found.steps)} | {step.id: n for n, step in enumerate(found.steps)}
    arcs = [sorted((place[arrow.source], place[arrow.target])) for arrow in found.arrows]
    return sum(
        one[0] < other[0] < one[1] < other[1] or other[0] < one[0] < other[1] < one[1]
        for one, other in combinations(arcs, 2)
    )


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("seed", LOTS)
def test_any_flow_is_drawn_whole(seed: int, shape: Shape) -> None:
    check(flow(lot(seed), None), shape)


@pytest.mark.parametrize(("shape", "bound"), [(Shape.PHONE, 1.0), (Shape.WIDE, 1.5)])
def test_few_lines_cross(shape: Shape, bound: float) -> None:
    """Fewer than in the simplest chart; lanes keep boxes in their column, which costs some."""
    flows = [flow(lot(seed), None) for seed in LOTS[::4]]
    ours = [crossings(laid_out(found, shape)[1]) for found in flows]
    assert sum(ours) < bound * sum(map(naive_crossings, flows))


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.code)
def test_every_case_of_the_demo_is_drawn_whole(guide: Guide, shape: Shape) -> None:
    for case in (None, *guide.cases):
        found = flow(guide, case)
        assert {step.id for step in found.steps} == {step.id for step in apply(guide, case).steps}
        assert bool(draw(found, say, shape, guide.name)) is (len(found.steps) > 1)
        if len(found.steps) > 1:
            check(found, shape)


TOWN: list[dict[str, Any]] = [
    {"id": "accept", "name": "受理", "role": "窗口", "days": 1},
    {
        "id": "check",
        "name": "审查",
        "role": "窗口",
        "days": 2,
        "next": [{"to": "visit", "when": "材料齐全"}, {"to": "accept", "when": "材料不齐"}],
    },
    {"id": "visit", "name": "踏勘", "role": "专家", "next": [{"to": "yes", "when": "合格"}, {"to": "no"}]},
    {"id": "yes", "name": "准予", "role": "领导", "next": [{"to": "hand"}]},
    {"id": "no", "name": "不予", "role": "领导"},
    {"id": "hand", "name": "送达", "role": "窗口"},
]  # fmt: skip


@pytest.mark.parametrize("shape", Shape)
def test_a_usual_flow_has_no_crossing(shape: Shape) -> None:
    found = flow(guide_of(TOWN), None)
    check(found, shape)
    assert crossings(laid_out(found, shape)[1]) == 0


def test_a_straight_flow_is_a_straight_line() -> None:
    found = flow(guide_of([{"id": f"s{n}", "name": "步骤"} for n in range(9)]), None)
    layout = laid_out(found, Shape.PHONE)[1]
    assert {x for points in layout.lines.values() for x, _y in points} == {layout.width / 2}


def test_roles_become_lanes_and_a_label_on_the_phone() -> None:
    found = flow(guide_of(TOWN), None)
    wide, phone = laid_out(found, Shape.WIDE)[1], laid_out(found, Shape.PHONE)[1]
    assert ["".join(lane.title) for lane in wide.lanes] == ["窗口", "专家", "领导"]
    assert wide.boxes[1].words.facts == ("1 days",)
    assert phone.lanes == ()
    assert phone.boxes[1].words.facts == ("窗口 · 1 days",)


def test_more_roles_than_fit_side_by_side_are_labels() -> None:
    found = flow(guide_of([{"id": f"s{n}", "name": "步骤", "role": f"岗位{n}"} for n in range(6)]), None)
    assert laid_out(found, Shape.WIDE)[1].lanes == ()
    check(found, Shape.WIDE)


def test_a_chart_fits_one_sheet() -> None:
    steps = [{"id": f"s{n}", "name": "很长的步骤名称" * 11, "days": 1} for n in range(MOST_STEPS)]
    whole = ElementTree.fromstring(draw_alone(flow(guide_of(steps), None), say, Shape.WIDE, CAPTION))
    assert float(whole.get("height", "")) <= PAGE_HEIGHT
    assert float(whole.get("width", "")) == 700


@pytest.mark.parametrize("count", [0, 1])
def test_there_is_nothing_to_draw(count: int) -> None:
    found = flow(guide_of([{"id": f"s{n}", "name": "受理"} for n in range(count)]), None)
    assert draw(found, say, Shape.WIDE, "x") == draw_alone(found, say, Shape.WIDE, CAPTION) == ""


def ring(count: int, degree: int) -> list[dict[str, Any]]:
    """Each step leads to the ``degree`` steps after it, round and round."""
    return [
        {"id": f"s{n}", "name": "步骤", "next": [{"to": f"s{(n + k) % count}"} for k in range(1, degree + 1)]}
        for n in range(count)
    ]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize(
    "steps",
    [ring(500, 1), ring(MOST_STEPS + 1, 1), ring(40, 39), ring(9, 8), ring(20, 5)],
    ids=["long", "one too many", "complete", "small and complete", "many arrows"],
)
def test_what_nobody_could_read_is_left_to_the_list(steps: list[dict[str, Any]], shape: Shape) -> None:
    found = flow(guide_of(steps), None)
    begun = process_time()
    drawn = draw(found, say, shape, "x")
    assert process_time() - begun < 5  # bounded, not measured: a runaway would take minutes
    assert drawn == "" or (len(found.steps) <= MOST_STEPS and len(found.arrows) <= MOST_ARROWS)


def test_every_row_is_above_the_rows_that_follow_it() -> None:
    for seed in LOTS:
        drawn = graph(flow(lot(seed), None), say, STYLES[Shape.WIDE])
        row = rows(drawn, 2)
        back = back_edges(len(drawn.nodes), drawn.edges)
        assert all(row[source] < row[target] for source, target in set(drawn.edges) - back)


@pytest.mark.parametrize(
    ("edges", "back"),
    [
        ([(0, 1), (1, 2), (2, 1)], {(2, 1)}),
        ([(0, 1), (1, 1)], {(1, 1)}),
        ([(0, 1), (0, 2), (1, 3), (2, 3)], set()),
        ([(0, 1), (1, 2), (2, 3), (3, 1), (3, 0)], {(3, 1), (3, 0)}),
    ],
)
def test_loops_are_opened_where_they_lead_back(
    edges: list[tuple[int, int]], back: set[tuple[int, int]]
) -> None:
    assert back_edges(4, edges) == back


HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="x',
    "a\x00b\x0bc\ufffee",
    "]]>&amp;",
    "مرحبا " * 20,
    "﷽" * 9,
)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("shape", Shape)
def test_hostile_names_stay_text(name: str, shape: Shape) -> None:
    steps: list[dict[str, Any]] = [
        {"id": "a", "name": name, "role": name},
        {"id": "b", "name": name, "next": [{"to": "a", "when": name}]},
    ]
    guide = guide_of([]).model_copy(update={"steps": guide_of(steps).steps})
    found = flow(guide, None)
    check_xml(draw(found, say, shape, name))
    check_xml(draw_alone(found, say, shape, Caption(name, name, name)))


def check_xml(drawn: str) -> None:
    names = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(drawn).iter()}
    assert names <= {"svg", "title", "desc", "rect", "path", "polygon", "text", "g"}
    assert " style=" not in drawn
    assert "url(" not in drawn


def test_a_chart_alone_says_all_in_words() -> None:
    said = describe(flow(guide_of(TOWN), None), say).splitlines()
    assert said[1:4] == ["2. 审查 · 窗口 · 2 days", "材料齐全: go to “踏勘”", "材料不齐: go to “受理”"]
    assert said[-1] == "6. 送达 · 窗口 · on the spot"


def test_the_colours_and_fonts_are_the_tokens() -> None:
    tokens = dict(
        line.strip().removesuffix(";").split(" /*")[0].rstrip(";").split(": ", 1)
        for line in (STATIC / "css" / "0-tokens.css").read_text("utf-8").split("}")[0].splitlines()
        if line.strip().startswith("--")
    )
    names = ("ink", "ink-soft", "sun", "sun-soft", "text", "muted", "paper", "ground")
    assert [tokens[f"--{name}"] for name in names] == [
        INK,
        INK_SOFT,
        SUN,
        SUN_SOFT,
        TEXT,
        MUTED,
        PAPER,
        GROUND,
    ]
    assert tokens["--font"].replace('"', "").replace("system-ui, ", "") == FONTS
