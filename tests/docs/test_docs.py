"""The documents say what the code does: nothing is left out, and nothing is promised that is not there."""

import inspect
import re
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

from portal import cli
from portal.accounts import models as accounts
from portal.accounts import permissions
from portal.cases import channels as case_channels
from portal.cases import inbox as case_inbox
from portal.cases import letter as case_letter
from portal.cases import models as case_models
from portal.cases import steps as case_steps
from portal.cases import workflow as case_workflow
from portal.catalogue import body, checks, codes
from portal.catalogue import models as cards
from portal.catalogue.facets import TITLES
from portal.core.db import Base
from portal.core.settings import PREFIX, Settings
from portal.demo.content import PASSWORD, read_centre
from portal.directory import models as directory
from portal.lexicon import models as lexicon
from portal.media import models as media
from portal.notices import body as notice_body
from portal.notices import columns as notice_columns
from portal.notices import models as notice_models
from portal.publishing import models as publishing
from portal.publishing.body import Part
from portal.schedules import models as schedules
from portal.web.routes import ROUTES
from tests.support import docs

NOTICES = (notice_body, notice_columns, notice_models)
CASES = (case_channels, case_inbox, case_letter, case_models, case_steps, case_workflow)
ROOMS = (
    accounts,
    *CASES,
    *NOTICES,
    schedules,
    body,
    cards,
    checks,
    codes,
    directory,
    lexicon,
    media,
    permissions,
    publishing,
)
CALLS = [
    (docs.name(page), call) for page in docs.PAGES for call in docs.portal_calls(page.read_text("utf-8"))
]
ADDRESSES = docs.table("addresses.md", "Public pages", "Kiosk", "For programs", "Back office")


def test_settings() -> None:
    real = [docs.setting_row(name, field) for name, field in Settings.model_fields.items()]
    assert docs.table("settings.md", "Settings") == real
    assert f"`{PREFIX}`" in docs.text_of("settings.md")


def test_commands_and_their_arguments() -> None:
    text = docs.text_of("commands.md")
    headings = [words for _marks, words, _body in docs.sections(text) if words.startswith("portal ")]
    real = dict(docs.parsers(cli.parser()))
    assert headings == list(real)
    before = [docs.code(row[0])[0] for row in docs.table("commands.md", "Before the command")]
    assert before == list(docs.arguments(cli.parser()))
    for command, parser in real.items():
        table = {docs.code(row[0])[0]: row[1] for row in docs.table("commands.md", command)}
        arguments = docs.arguments(parser)
        assert list(table) == list(arguments), command
        for name, choices in arguments.items():
            assert name in choices or set(choices) <= set(docs.code(table[name])), (command, name)


def test_exit_codes() -> None:
    said = [row[0] for row in docs.table("commands.md", "Exit codes")]
    assert said == re.findall(r"\b(\d) \w", cli.__doc__ or "")


@pytest.mark.parametrize(("page", "call"), CALLS)
def test_every_example_is_understood(page: str, call: list[str]) -> None:
    cli.parser().parse_args(call)


def test_addresses() -> None:
    real = {(f"`{route.pattern}`", ", ".join(route.methods)) for route in ROUTES}
    assert {(row[0], row[1]) for row in ADDRESSES} == real
    assert len(ADDRESSES) == len(ROUTES)


def test_parameters_of_addresses() -> None:
    source = _source("portal/views") + _source("portal/web")
    read = set(re.findall(r"\bGET\.get(?:all)?\(\"(\w+)\"", source)) | set(TITLES)
    said = {name for row in ADDRESSES for name in docs.code(row[3])}
    explained = [docs.code(row[0])[0] for row in docs.table("addresses.md", "Parameters")]
    assert said == read
    assert explained == sorted(read)


def test_classes_are_in_the_glossary() -> None:
    table = docs.table(
        "glossary.md",
        "Units and people",
        "Guides",
        "Market days and duty",
        "Publishing",
        "Notices",
        "Accounts",
        "Files",
        "Letters",
        "Search",
    )
    said = [name for row in table for name in docs.code(row[0])]
    assert sorted(said) == sorted(name for room in ROOMS for name in _classes(room))


def test_words_of_the_glossary_are_used() -> None:
    words = [name for row in docs.table("glossary.md", "Words of the house") for name in docs.code(row[0])]
    source = _source("portal") + _source("search_index")
    assert [word for word in words if not re.search(rf"\b{word}\b", source)] == []
    assert len(words) == len(set(words))


def test_code_words_are_in_the_glossary() -> None:
    table = docs.table("glossary.md", "Code words")
    said = {docs.code(row[0])[0]: dict(re.findall(r"`([\w-]+)`(?: (\d+))?", row[1])) for row in table}
    real = {
        name: {word.value: codes.CODES.get(kind, {}).get(word, "") for word in kind}
        for room in ROOMS
        for name, kind in _classes(room).items()
        if issubclass(kind, StrEnum)
    }
    assert said == real


@pytest.mark.parametrize("page", docs.PAGES, ids=docs.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in docs.links(page.read_text("utf-8")):
        if "://" in link:
            continue
        name, _hash, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        assert target.is_file(), link
        assert not anchor or anchor in docs.anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", docs.PAGES, ids=docs.name)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`((?:portal|search_index|tests|docs)/[\w./-]+)`", page.read_text("utf-8"))
    assert [name for name in named if not (docs.ROOT / name).exists()] == []


def test_every_document_is_linked_from_a_readme() -> None:
    linked = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in docs.PAGES
        if page.name.startswith("README")
        for link in docs.links(page.read_text("utf-8"))
    }
    assert [docs.name(page) for page in docs.PAGES if page not in linked] == []


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = (
        [
            (marks, docs.commands(text), docs.links(text), len(docs.rows(text)))
            for marks, _words, text in docs.sections(page.read_text("utf-8"))
        ]
        for page in docs.READMES
    )
    english[0][2].remove("README.zh.md")
    chinese[0][2].remove("README.md")
    assert english == chinese


@pytest.mark.parametrize("page", docs.READMES, ids=docs.name)
def test_log_ins_of_the_demo_are_in_the_readmes(page: Path) -> None:
    text, accounts = page.read_text("utf-8"), read_centre().accounts
    said = [docs.code(row[0])[0] for row in docs.rows(text) if docs.code(row[0])]
    assert said == [account.login for account in accounts]
    assert f"`{PASSWORD}`" in text
    assert "".join(f"  {account.login:<10} {account.does}\n" for account in accounts) in text


@pytest.mark.parametrize("page", docs.READMES, ids=docs.name)
def test_make_knows_what_the_readmes_ask_of_it(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):", (docs.ROOT / "Makefile").read_text("utf-8"), re.M))
    text = page.read_text("utf-8")
    asked = set(re.findall(r"^make (\w+)", "\n".join(docs.commands(text) + docs.code(text)), re.M))
    assert {"serve", "test"} <= asked <= targets


def test_pictures_are_small() -> None:
    pictures = sorted((docs.ROOT / "docs" / "images").glob("*.png"))
    assert [p.name for p in pictures if p.stat().st_size > 150 * 1024] == []
    shown = {Path(link).name for page in docs.READMES for link in docs.links(page.read_text("utf-8"))}
    assert {picture.name for picture in pictures} <= shown


def _classes(room: ModuleType) -> dict[str, type]:
    """What a room keeps or reads: tables, parts of a body, lists of words."""
    kinds = (Base, Part, StrEnum)
    return {
        name: found
        for name, found in inspect.getmembers(room, inspect.isclass)
        if found.__module__ == room.__name__ and issubclass(found, kinds)
    }


def _source(folder: str) -> str:
    return "".join(path.read_text("utf-8") for path in sorted((docs.ROOT / folder).rglob("*.py")))
