"""setup.cfg, the locks, docs/dependencies.md and the imports tell the same story."""

import re
import sys
from configparser import ConfigParser
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.support.floors import modules

ROOT = Path(__file__).parents[2]


def plain(name: str) -> str:
    """The name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def declared() -> tuple[set[str], set[str]]:
    """What setup.cfg names to run, and to test."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    options = (config["options"]["install_requires"], config["options.extras_require"]["test"])
    run, test = (
        {plain(re.split(r"[\s\[<>=;]", line)[0]) for line in option.split("\n") if line} for option in options
    )
    return run, test


def locked(file: str) -> list[str]:
    """The requirements of a lock file, each with its hashes on one line."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return [
        line for line in text.replace("\\\n", "").split("\n") if line and not line.lstrip().startswith("#")
    ]


def test_the_documented_packages_are_the_declared_ones() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    tables = [
        {plain(row) for row in re.findall(r"^\| ([\w.-]+) \|", part, re.M)} - {"package", "-"}
        for part in text.split("\n## ")[1:]
    ]
    assert tables == list(declared())


@pytest.mark.parametrize(("file", "tests"), [("requirements.lock", False), ("requirements-test.lock", True)])
def test_the_lock_holds_all_with_hashes_and_no_address(file: str, tests: bool) -> None:
    run, test = declared()
    lines = locked(file)
    assert (run | test if tests else run) <= {plain(line.split("==")[0]) for line in lines}
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []
    assert "/" not in "".join(lines)


def test_both_locks_hold_the_same_versions() -> None:
    assert set(locked("requirements.lock")) <= set(locked("requirements-test.lock"))


def test_what_is_imported_is_declared() -> None:
    distributions = packages_distributions()
    imported = {
        (module.file, name.partition(".")[0])
        for module in modules(ROOT)
        for _, name, _ in module.imports
        if name.partition(".")[0] not in sys.stdlib_module_names | {"portal", "search_index"}
    }
    strangers = {
        f"{file} imports {top}"
        for file, top in imported
        if declared()[0].isdisjoint(plain(one) for one in distributions.get(top, []))
    }
    assert strangers == set()
