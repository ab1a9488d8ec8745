"""What the program says, what the catalogue of a language has for it, and where the two differ."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import PoFileParser
from jinja2 import Environment, TemplateSyntaxError

LOCALE = Path("portal") / "locale"
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title")
"""Attributes whose value a person hears or reads."""


class _Counting(Catalog):
    """A catalogue that notes how often each sentence was given; Babel's own keeps the last, silently."""

    def __init__(self) -> None:
        super().__init__()
        self.given: Counter[str] = Counter()

    def __setitem__(self, key: Any, message: Any) -> None:
        self.given[str(key)] += bool(key)
        super().__setitem__(key, message)


def sentences(root: Path) -> dict[str, str]:
    """Every sentence that is marked for translation below ``root``, with the file that has it first."""
    with (root / LOCALE / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, str] = {}
    reading: list[str] = []
    extracted = extract_from_dir(
        root,
        methods,
        options,
        keywords={"_": None},
        callback=lambda name, method, options: reading.append(name),
    )
    try:
        for file_name, _, sentence, _, _ in extracted:
            found.setdefault(str(sentence), file_name)
    except TemplateSyntaxError as error:
        error.add_note(f"in {reading[-1]}")  # Babel does not tell
        raise
    return found


def findings(root: Path, language: str = "zh_Hans") -> list[str]:
    """One line for each sentence that the catalogue lacks, has twice, has too many or has wrong."""
    path = root / LOCALE / language / "LC_MESSAGES" / "portal.po"
    catalogue = _Counting()
    with path.open("rb") as file:
        PoFileParser(catalogue, abort_invalid=True).parse(file)
    said = sentences(root)
    has = {str(message.id): message for message in catalogue if message.id}
    lacking = [f"{said[one]}: not translated: {one!r}" for one in sorted(said.keys() - has.keys())]
    unused = [
        f"{path.name}:{has[one].lineno}: nobody says {one!r}" for one in sorted(has.keys() - said.keys())
    ]
    doubled = [
        f"{path.name}: given {times} times: {one!r}" for one, times in catalogue.given.items() if times > 1
    ]
    return [*lacking, *unused, *doubled, *_wrong(has, path.name)]


def _wrong(has: dict[str, Any], name: str) -> Iterator[str]:
    for one, message in has.items():
        if not message.string or message.fuzzy:
            yield f"{name}:{message.lineno}: no translation yet: {one!r}"
        elif _placeholders(one) != _placeholders(message.string):
            yield f"{name}:{message.lineno}: other placeholders than {one!r}"


def _placeholders(sentence: str) -> set[str]:
    return set(re.findall(r"\$\{(\w*)\}", sentence))


class _Text(HTMLParser):
    """Collects the words that stand in a template itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in {"script", "style"}
        given = dict(attrs)
        for name in SPOKEN:
            # A meta element is read by machines; only its description is for people.
            if name != "content" or (given.get("name") or "").lower() == "description":
                self.handle_data(given.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        # A macro that makes attributes has them outside a tag.
        words = re.sub(r'[\w-]+="[^"]*"', "", data).strip()
        if not self._silent and re.search(r"[^\W\d_]", words):
            self.found.append(words)


def bare_words(root: Path) -> list[str]:
    """Words in HTML templates that bypass translation: ``file: words``."""
    found: list[str] = []
    lexer = Environment(autoescape=True)
    for path in sorted((root / "portal" / "templates").rglob("*.jinja2")):
        source = path.read_text(encoding="utf-8")
        if source.startswith("<?xml"):
            continue
        parser = _Text()
        tokens = lexer.lex(source)
        # An expression may stand for anything, so a blank takes its place.
        parser.feed(
            "".join({"data": value, "variable_begin": " "}.get(kind, "") for _, kind, value in tokens)
        )
        parser.close()
        found += [f"{path.relative_to(root).as_posix()}: {words}" for words in parser.found]
    return found
