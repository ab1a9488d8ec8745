"""Local words as a table: the columns of the files that are shipped, and whether a word is in use."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from portal.core.i18n import Message, Refusal, _
from portal.core.sheets import csv_bytes
from portal.core.text import clean
from portal.core.work import Actor, Store
from portal.lexicon.entries import LABELS, Checked, checked
from portal.lexicon.errors import BadEntry, UnreadableSheet
from portal.lexicon.queries import Row
from portal.lexicon.verbs import take
from search_index.lexicon import Kind

COLUMNS = ("kind", "word", "means", "source", "active")
OFF = "no"
BATCH = 500

Table = dict[str, tuple[Checked, bool]]


@dataclass
class Report:
    """What became of the rows. ``errors``: pairs of line in the file and why its row was left out."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[tuple[int, Message]] = field(default_factory=list)


def written(rows: Iterable[Row]) -> bytes:
    """The table as CSV."""
    lines = ((*_cells(row.said), "" if row.active else OFF) for row in rows)
    return csv_bytes([COLUMNS, *lines])


def read(store: Store, data: bytes, actor: Actor) -> Report:
    """Take over the rows of a CSV file (UTF-8 or GB 18030); a row that cannot be used loses no other.

    Of several rows with one word the last counts. Raises ``UnreadableSheet``.
    """
    report = Report()
    table = _table(_rows(data), report)
    words = list(table)
    for start in range(0, len(words), BATCH):
        batch = {word: table[word] for word in words[start : start + BATCH]}
        created, changed = store.write_as(actor, take, batch)
        report.created += created
        report.changed += changed
        report.unchanged += len(batch) - created - changed
    return report


def _table(rows: Iterable[tuple[int, dict[str, str]]], report: Report) -> Table:
    table: Table = {}
    for line, row in rows:
        try:
            said = checked(_kind(row["kind"]), row["word"], row.get("means", ""), row.get("source", ""))
        except Refusal as refusal:
            report.errors.append((line, refusal.message))
        else:
            table[said.word] = said, row.get("active", "") != OFF
    return table


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line on which it ends."""
    reader = csv.DictReader(io.StringIO(_text(data), newline=""), restval="")
    if not {"kind", "word"} <= set(reader.fieldnames or ()):
        raise UnreadableSheet(_("The first line must name the columns: ${names}.", names=",".join(COLUMNS)))
    try:
        for row in reader:
            yield reader.line_num, {name: _typed(row[name]) for name in COLUMNS if name in row}
    except csv.Error as error:
        line = reader.line_num
        raise UnreadableSheet(_("Line ${n} cannot be read: ${why}", n=line, why=str(error))) from None


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return clean(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnreadableSheet(_("The file is no text in UTF-8 or GB 18030."))


def _kind(word: str) -> Kind:
    if word not in set(LABELS):
        known = ", ".join(LABELS)
        raise BadEntry(_("There is no kind “${word}”; there are: ${known}", word=word, known=known), "kind")
    return Kind(word)


def _cells(said: Checked) -> tuple[str, str, str, str]:
    return said.kind.value, said.word, said.means, said.source


def _typed(cell: str) -> str:
    """The cell without the apostrophe by which ``csv_bytes`` keeps it from being a formula."""
    return cell.strip().removeprefix("'")
