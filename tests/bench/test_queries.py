"""The questions that recall is measured with ask for what is there."""

import csv
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
QUERIES = ROOT / "bench" / "queries"
COUNTY = ROOT.parent / "shared" / "data" / "county-service-list.csv"
LISTS = QUERIES / "lists"
SETS = sorted(QUERIES.glob("*.csv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names(list_: str) -> set[str]:
    if list_ == "demo":
        guides = (ROOT / "portal" / "demo" / "data" / "guides").glob("*.json")
        return {json.loads(path.read_text(encoding="utf-8"))["name"] for path in guides}
    if list_ == "county":
        return {row["事项名称"] for row in rows(COUNTY)}
    return {row["name"] for row in rows(LISTS / f"{list_}.csv")}


PAIRS = sorted({(path, row["list"]) for path in SETS for row in rows(path)})


@pytest.mark.parametrize(("path", "list_"), PAIRS, ids=[f"{path.stem}-{list_}" for path, list_ in PAIRS])
def test_what_a_question_expects_is_in_its_list(path: Path, list_: str) -> None:
    if list_ == "county" and not COUNTY.exists():
        pytest.skip("the county's list is not part of the project")
    expected = {name for row in rows(path) if row["list"] == list_ for name in row["expected"].split("|")}
    assert expected - names(list_) == set()


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_no_question_is_asked_twice(path: Path) -> None:
    asked = [(row["list"], row["query"]) for row in rows(path)]
    assert len(asked) == len(set(asked)) >= 150


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.csv")), ids=lambda path: path.stem)
def test_a_list_names_each_matter_once(path: Path) -> None:
    listed = [row["name"] for row in rows(path)]
    assert len(listed) == len(set(listed)) >= 100
