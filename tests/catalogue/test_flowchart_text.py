"""Lines of Chinese and other text that fit their boxes."""

import pytest

from portal.catalogue.flowchart.text import is_measured, width, wrap


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("受理", 8, ["受理"]),
        ("", 8, []),
        ("   ", 8, []),
        ("家庭经济状况核对和入户调查", 12, ["家庭经济状况核", "对和入户调查"]),
        ("受理，审核", 2.5, ["受", "理，", "审核"]),
        ("审核（现场）", 3, ["审核", "（现", "场）"]),
        ("Apply online", 5, ["Apply", "online"]),
        ("Donaudampfschiff", 4, ["Donau", "dampf", "schiff"]),
        ("一\n二\t三", 9, ["一 二 三"]),
    ],
)
def test_lines_break_where_a_reader_expects_it(text: str, most: float, lines: list[str]) -> None:
    assert wrap(text, most) == lines


@pytest.mark.parametrize("most", [1, 3.3, 7.4, 20])
def test_no_line_is_wider_than_its_box_and_nothing_is_lost(most: float) -> None:
    text = "出具不予受理、不予许可决定书（Form 12/B，www.example.gov.cn/apply?a=1），说明理由" * 3
    lines = wrap(text, most)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= most or len(line) == 1 for line in lines)


def test_signs_of_unknown_width_are_known_to_be_such() -> None:
    assert is_measured("受理 Form 12（A）、“一次性”告知——到期")
    assert not is_measured("﷽")
    assert not is_measured("👨‍👩‍👧")
