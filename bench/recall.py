"""How often the search finds what residents mean, over lists of matters and their questions.

    python -m bench.recall [--set FILE] [--failures]

A set is a CSV file: list, query, expected (names joined by "|", any of which serves the person), kind. A
question counts @1 where the first hit is one of them, @10 where one is among the first ten.
"""

import argparse
import csv
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from search_index.document import Doc
from search_index.engine import Engine, Query
from search_index.lexicon import Lexicon
from search_index.whoosh_engine import WhooshEngine

HERE = Path(__file__).parent
COUNTY = HERE.parents[1] / "shared" / "data" / "county-service-list.csv"
LISTS = HERE / "queries" / "lists"
DEMO = HERE.parent / "portal" / "demo" / "data" / "guides"
SEEN = HERE / "queries" / "seen.csv"
TOP = 10


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", type=Path, default=SEEN, metavar="FILE")
    parser.add_argument("--failures", action="store_true", help="show every question without a first hit")
    args = parser.parse_args()
    lists = {"county": county(), "demo": demo()}
    lists |= {path.stem: named(path, "name") for path in LISTS.glob("*.csv")}
    asked = defaultdict(list)
    with args.set.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            asked[row["list"]].append(row)
    print(f"{args.set.name:<12} {'questions':>9} {'@1':>6} {'@10':>6} {'ms p50':>7} {'p95':>6}")
    places, taken = [], []
    for name, rows in asked.items():
        with tempfile.TemporaryDirectory() as folder:
            engine = WhooshEngine(Path(folder) / "index", Lexicon.load())
            engine.rebuild(lists[name])
            found = [ask(engine, row, show=args.failures) for row in rows]
        line(name, [place for place, _ in found], [seconds for _, seconds in found])
        places += [place for place, _ in found]
        taken += [seconds for _, seconds in found]
    line("all", places, taken)
    return 0


def ask(engine: Engine, row: dict[str, str], *, show: bool) -> tuple[int, float]:
    """Ask one question: the place of the first expected name, 0 for none in the first ten; seconds."""
    expected = row["expected"].split("|")
    start = time.perf_counter()
    results = engine.search(Query(row["query"], per_page=TOP))
    seconds = time.perf_counter() - start
    titles = ["".join(text for text, _marked in hit.title) for hit in results.hits]
    place = next((place for place, title in enumerate(titles, start=1) if title in expected), 0)
    if show and place != 1:
        first = titles[0] if titles else "nothing"
        print(f"  {place:>2} {row['query']} [{results.step}: {first}] wanted {row['expected']}")
    return place, seconds


def line(name: str, places: list[int], taken: list[float]) -> None:
    """Print the figures of one list."""
    first, ten = sum(place == 1 for place in places), sum(place > 0 for place in places)
    quick = sorted(taken)
    middle, slow = quick[len(quick) // 2], quick[len(quick) * 95 // 100]
    print(
        f"{name:<12} {len(places):>9} {first / len(places):>6.3f} {ten / len(places):>6.3f}"
        f" {middle * 1000:>7.2f} {slow * 1000:>6.2f}"
    )


def named(path: Path, column: str) -> list[Doc]:
    """Names alone, as a county imports them at first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = [row[column] for row in csv.DictReader(file)]
    return [
        Doc(f"guide:{number}", "guide", name, address=str(number), complete=False)
        for number, name in enumerate(names)
    ]


def county() -> list[Doc]:
    """A real county's list of names; none where the file is not there."""
    return named(COUNTY, "事项名称") if COUNTY.exists() else []


def demo() -> list[Doc]:
    """The demonstration centre's guides, with what their pages say."""
    return [_guide(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(DEMO.glob("*.json"))]


def _guide(name: str, guide: dict[str, list[dict[str, str]]]) -> Doc:
    return Doc(
        f"guide:{name}",
        "guide",
        str(guide["name"]),
        code=str(guide["code"]),
        address=f"/services/{guide['code']}",
        aliases=tuple(map(str, guide.get("also_called", ()))),
        body="\n".join(_said(guide)),
    )


def _said(guide: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    yield from map(str, guide.get("conditions", ()))
    for part in ("materials", "cases", "results"):
        yield from (each["name"] for each in guide.get(part, ()))
    for faq in guide.get("faq", ()):
        yield from (faq["question"], faq["answer"])


if __name__ == "__main__":
    raise SystemExit(main())
