"""What the documents say, read from their Markdown; and what the code says, in the same words."""

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAGES = (*READMES, *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.M | re.S)


def name(page: Path) -> str:
    """The path of a document from the top."""
    return page.relative_to(ROOT).as_posix()


def text_of(file: str) -> str:
    """A document below ``docs/``."""
    return (ROOT / "docs" / file).read_text(encoding="utf-8")


def sections(text: str) -> list[tuple[str, str, str]]:
    """Each heading's marks (``##``), its words, and the text up to the next heading; code is no heading."""
    hidden = _FENCE.sub(lambda block: block[0].replace("\n#", "\n\0"), text)
    parts = re.split(r"^(#+) (.+)$", hidden, flags=re.M)[1:]
    return [
        (marks, words, body.replace("\0", "#"))
        for marks, words, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def section(text: str, heading: str) -> str:
    """The text below one heading."""
    return next(body for _marks, words, body in sections(text) if words == heading)


def rows(text: str) -> list[list[str]]:
    """The cells of every table row below the heads of the tables."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {n for n, line in enumerate(lines) if set(line) <= set("|- ")}
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for n, line in enumerate(lines)
        if n not in heads and n + 1 not in heads
    ]


def table(file: str, *headings: str) -> list[list[str]]:
    """The rows that stand below these headings of a document."""
    text = text_of(file)
    return [row for heading in headings for row in rows(section(text, heading))]


def code(cell: str) -> list[str]:
    """What stands in back quotes."""
    return re.findall(r"`([^`]+)`", cell)


def commands(text: str) -> list[str]:
    """The command lines of the shell blocks, without comments."""
    blocks = [block for language, block in _FENCE.findall(text) if language == "sh"]
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    bare = (shlex.join(shlex.split(line, comments=True)) for line in lines)
    return [line for line in bare if line]


def portal_calls(text: str) -> list[list[str]]:
    """The arguments of each ``portal`` command in the shell blocks."""
    found = re.findall(r"^(?:[A-Z_]+=\S+ )*(?:\S*/)?portal (.+)$", "\n".join(commands(text)), re.M)
    return [shlex.split(call) for call in found]


def links(text: str) -> list[str]:
    """Where the links and pictures lead."""
    return re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The names by which headings are linked to."""
    headings = (words.lower() for _marks, words, _body in sections(text))
    return {re.sub(r"[^\w\- ]", "", words).replace(" ", "-") for words in headings}


def setting_row(name: str, field: FieldInfo) -> list[str]:
    """A setting as docs/settings.md has it: name, values, default, meaning."""
    given = field.default if not isinstance(field.default, tuple) else " ".join(field.default)
    default = str(given).lower() if isinstance(given, bool) else str(given)
    return [f"`{name}`", _values(field), f"`{default}`" if default else "", field.description or ""]


def _values(field: FieldInfo) -> str:
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return ", ".join(f"`{word}`" if word else "empty" for word in get_args(kind))
    bounds = {type(each): each for each in field.metadata}
    if kind is int:
        low, high = bounds[annotated_types.Ge], bounds[annotated_types.Le]
        return f"{low.ge} to {high.le}"
    names = {bool: "`true`, `false`", Path: "folder", str: "text"}
    return names.get(kind, "words")


def parsers(top: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each command that can be run, by its whole name."""
    below = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for parser in action.choices.values():
            yield from parsers(parser)
    if not below:
        yield top.prog, top


def arguments(parser: argparse.ArgumentParser) -> dict[str, list[str]]:
    """What a command takes, each with the words that it may be."""
    return {
        _argument(action): [str(word) for word in action.choices or ()] if action.metavar is None else []
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)
    }


def _argument(action: argparse.Action) -> str:
    if action.option_strings:
        return action.option_strings[-1]
    return str(action.metavar or (action.choices and "|".join(action.choices)) or action.dest.upper())
