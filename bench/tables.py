"""Figures as Markdown: printed, and put between the markers of a document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

DOCUMENT = Path(__file__).parents[1] / "docs" / "performance.md"


@dataclass
class Table:
    """A caption, the names of the columns, and rows of cells."""

    caption: str
    header: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.header, ["---", *["---:"] * (len(self.header) - 1)], *self.rows]
        return f"{self.caption}\n\n" + "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in lines)


def cell(value: object) -> str:
    """A number with about three digits that count; what was not measured is a dash."""
    if not isinstance(value, float):
        return "–" if value is None else str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def percentiles(times: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and p99 of at least two values."""
    cuts = quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[94], cuts[98]


def triple(times: Sequence[float]) -> str:
    """p50 / p95 / p99, as a cell."""
    return " / ".join(map(cell, percentiles(times)))


def publish(name: str, parts: Iterable[object], document: Path | None) -> None:
    """Print the parts; with a document, put them between its markers ``<!-- bench:name -->`` as well.

    Raises ``SystemExit`` where the document has no such markers.
    """
    text = "\n\n".join(map(str, parts))
    print(text, flush=True)
    if document is None:
        return
    start, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    old = document.read_text(encoding="utf-8")
    new, places = re.subn(
        f"{re.escape(start)}.*?{re.escape(end)}", lambda _: f"{start}\n\n{text}\n\n{end}", old, flags=re.S
    )
    if not places:
        raise SystemExit(f"{document} has no block {start}")
    document.write_text(new, encoding="utf-8")
