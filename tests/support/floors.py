"""The floors of the house: who may import whom, who may touch which library, and how long things may be.

``findings(root)`` gives one sentence for each breach: file, line, what is wrong and the way out.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median, quantiles

FLOORS: tuple[tuple[str, ...], ...] = (
    ("portal.cli",),
    ("portal.app",),
    ("portal.views",),
    ("portal.forms",),
    ("portal.web",),
    ("portal.demo", "portal.migrations"),
    ("portal.models",),
    ("portal.search",),
    ("portal.statistics", "portal.evaluation"),
    ("portal.cases",),
    ("portal.catalogue", "portal.lexicon", "portal.notices", "portal.schedules"),
    ("portal.publishing",),
    ("portal.accounts", "portal.directory", "portal.media"),
    ("portal.core",),
    ("search_index",),
)
"""Top to bottom. An import goes down, or stays in its room."""

SIDEWAYS = {
    ("portal.accounts", "portal.directory"): "a role is granted on an organisation and all below it",
    ("portal.directory", "portal.media"): "a person's portrait is a file",
}
"""Imports between rooms of one floor, each with its reason."""

BESIDE = "beside it: hand the value in from above, or list the pair with its reason in SIDEWAYS"
ABOVE = "above it: move what both need down, or let the upper room register it or hand it in"

ROOMS = {room: height for height, floor in enumerate(reversed(FLOORS)) for room in floor}


@dataclass(frozen=True)
class Rule:
    """A name that only some files may use; ``never`` names files that may not, instead."""

    names: tuple[str, ...]
    only: tuple[str, ...]
    way_out: str
    never: tuple[str, ...] = ()

    def forbids(self, module: str, name: str) -> bool:
        if not any(_within(name, rule) for rule in self.names):
            return False
        if self.never:
            return any(_within(module, place) for place in self.never)
        return not any(_within(module, place) for place in self.only)


CLOCKS = (
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime"),
    *("sqlalchemy.func.now", "sqlalchemy.func.current_timestamp", "sqlalchemy.sql.func.now"),
)
WEB = ("portal.app", "portal.forms", "portal.views", "portal.web")

RULES = (
    Rule(("colander", "deform", "peppercorn"), ("portal.forms",), "let portal.forms make the form"),
    Rule(("pyramid", "pyramid_jinja2", "webob"), WEB, "take plain arguments; only the view knows HTTP"),
    Rule(
        ("sqlalchemy",),
        (),
        "put the query into queries.py of its room",
        never=("portal.views", "portal.forms"),
    ),
    Rule(
        ("sqlalchemy.text", "sqlalchemy.sql.text"),
        ("portal.core", "portal.migrations", "search_index"),
        "build the statement with SQLAlchemy, or put it into portal.core",
    ),
    Rule(CLOCKS, ("portal.core.clock",), "take the time as a parameter: work.now, or a Clock"),
)


class Module:
    """One Python file: its dotted name, and every full name it uses, with lines."""

    def __init__(self, root: Path, path: Path) -> None:
        self.file = path.relative_to(root).as_posix()
        parts = path.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)
        self.source = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.source, self.file)

    @property
    def length(self) -> int:
        return len(self.source.splitlines())

    @cached_property
    def imports(self) -> list[tuple[int, str, str]]:
        """Line, the full name imported, and the name it has in this file."""
        found = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name, alias.asname or alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                found += [(node.lineno, f"{base}.{a.name}", a.asname or a.name) for a in node.names]
        return found

    @cached_property
    def uses(self) -> set[tuple[int, str]]:
        """Line and full name of all that is imported, and of attributes reached through an import."""
        known = {local: full for _, full, local in self.imports}
        found = {(line, full) for line, full, _ in self.imports}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute) and (dotted := _dotted(node)):
                found |= {
                    (node.lineno, full + dotted.removeprefix(local))
                    for local, full in known.items()
                    if _within(dotted, local)
                }
        return found

    def functions(self) -> Iterator[tuple[str, int, int]]:
        """Name, line and length of each function."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        up = node.level - 1 if self.is_package else node.level
        parts = self.name.split(".")
        return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def modules(root: Path) -> list[Module]:
    """All Python files of the program below ``root``."""
    return [
        Module(root, path)
        for room in ("portal", "search_index")
        for path in sorted((root / room).rglob("*.py"))
    ]


def findings(root: Path) -> list[str]:
    """Every breach below ``root``, in the order of files and lines."""
    found: list[str] = []
    program = modules(root)
    for module in program:
        found += [*_upward(module), *_libraries(module), *_long(module)]
    return [*found, *_long_templates(root), *_on_the_whole(program)]


def _upward(module: Module) -> Iterator[str]:
    here = room_of(module.name)
    if here is None:
        if module.name != "portal":
            yield f"{module.file}:1: {module.name} is on no floor: add its room to FLOORS in tests/support"
        return
    for line, name, _ in module.imports:
        there = room_of(name)
        if there is None or there == here or (here, there) in SIDEWAYS or ROOMS[here] > ROOMS[there]:
            continue
        beside = ROOMS[here] == ROOMS[there]
        yield f"{module.file}:{line}: {here} imports {there}, which is {BESIDE if beside else ABOVE}"


def _libraries(module: Module) -> Iterator[str]:
    for line, name in sorted(module.uses):
        for rule in RULES:
            if rule.forbids(module.name, name):
                yield f"{module.file}:{line}: {name} may not be used here: {rule.way_out}"


def _long(module: Module) -> Iterator[str]:
    # A migration is written once, by what the tables were on its day; it is not split by meaning.
    if module.length > 300 and not _within(module.name, "portal.migrations.versions"):
        yield f"{module.file}:{module.length}: more than 300 lines: split it by meaning"
    if _within(module.name, "portal.views"):
        for name, line, length in module.functions():
            if length > 20:
                yield f"{module.file}:{line}: {name} has {length} lines, a view 20: move the rule down"


def _long_templates(root: Path) -> Iterator[str]:
    for path in sorted((root / "portal" / "templates").rglob("*.jinja2")):
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 120:
            yield f"{path.relative_to(root).as_posix()}:{length}: more than 120 lines: use macros, includes"


def _on_the_whole(program: list[Module]) -> Iterator[str]:
    written = [module for module in program if module.length]
    if written and (middle := median(module.length for module in written)) > 100:
        yield f"the median file has {middle:g} lines, more than 100: split the longest files by meaning"
    lengths = [length for module in written for _, _, length in module.functions()]
    if len(lengths) > 1 and (tenth := quantiles(lengths, n=10)[-1]) > 30:
        yield f"one function in ten has {tenth:g} lines or more, 30 allowed: split the longest functions"


def room_of(name: str) -> str | None:
    """The room of a module or of a name in it; ``None`` outside the house."""
    return next((room for room in ROOMS if _within(name, room)), None)


def _within(name: str, place: str) -> bool:
    return name == place or name.startswith(place + ".")


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := _dotted(node.value)):
        return f"{head}.{node.attr}"
    return ""
