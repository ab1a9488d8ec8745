"""Tables say what was measured, and go between their markers of a document."""

from pathlib import Path

import pytest

from bench.tables import Table, cell, percentiles, publish, triple


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (0.04567, "0.0457"), (3.14159, "3.14"), (1234.5, "1,234"), (7, "7"), ("x", "x")],
)
def test_a_cell_shows_the_digits_that_count(value: object, said: str) -> None:
    assert cell(value) == said


def test_percentiles_are_those_of_the_values_in_between() -> None:
    assert percentiles(range(101)) == pytest.approx((50, 95, 99))
    assert triple([2.0, 2.0]) == "2 / 2 / 2"


def test_a_table_is_markdown() -> None:
    table = Table("Sizes", ["engine", "MB"], [["whoosh", 12.0]])
    assert str(table).splitlines() == ["Sizes", "", "| engine | MB |", "| --- | ---: |", "| whoosh | 12 |"]


def test_a_block_is_replaced_and_the_rest_stays(tmp_path: Path) -> None:
    document = tmp_path / "figures.md"
    document.write_text("before\n<!-- bench:a -->old<!-- /bench:a -->\nafter <!-- bench:b -->")
    for said in (r"new \1", "newer"):
        publish("a", ["first", said], document)
        assert document.read_text() == (
            f"before\n<!-- bench:a -->\n\nfirst\n\n{said}\n\n<!-- /bench:a -->\nafter <!-- bench:b -->"
        )


def test_figures_without_a_place_are_not_lost_in_silence(tmp_path: Path) -> None:
    document = tmp_path / "figures.md"
    document.write_text("nothing")
    with pytest.raises(SystemExit, match="bench:a"):
        publish("a", ["figures"], document)
