"""The house keeps its floors, and the reader of floors sees a breach of each kind."""

from pathlib import Path

import pytest

from tests.support.floors import SIDEWAYS, findings, modules, room_of

ROOT = Path(__file__).parents[2]


def test_the_house_keeps_its_floors() -> None:
    found = findings(ROOT)
    assert not found, "\n".join(found)


def test_every_sideways_import_listed_is_still_there() -> None:
    pairs = {
        (room_of(module.name), room_of(name)) for module in modules(ROOT) for _, name, _ in module.imports
    }
    assert set(SIDEWAYS) - pairs == set()


@pytest.mark.parametrize(
    ("file", "source", "said"),
    [
        ("portal/core/x.py", "import portal.catalogue.body", "1: portal.core imports portal.catalogue"),
        ("portal/core/x.py", "from portal.web import routes", "1: portal.core imports portal.web"),
        ("portal/core/x.py", "from portal import web", "1: portal.core imports portal.web"),
        ("portal/core/a/x.py", "from ...web import y", "1: portal.core imports portal.web"),
        ("portal/search/x.py", "import portal.web", "1: portal.search imports portal.web"),
        ("search_index/x.py", "def f():\n    import portal.core", "2: search_index imports portal.core"),
        ("portal/media/x.py", "import portal.accounts", "1: portal.media imports portal.accounts"),
        ("portal/attic/x.py", "", "1: portal.attic.x is on no floor"),
        ("portal/web/x.py", "import colander", "1: colander"),
        ("portal/core/x.py", "from pyramid.request import Request", "1: pyramid.request.Request"),
        ("portal/views/x.py", "from sqlalchemy import select", "1: sqlalchemy.select"),
        ("portal/catalogue/x.py", "from sqlalchemy import text", "1: sqlalchemy.text"),
        ("portal/catalogue/x.py", "import sqlalchemy as sa\nsa.text('')", "2: sqlalchemy.text"),
        ("portal/core/x.py", "import datetime\ndatetime.datetime.now()", "2: datetime.datetime.now"),
        ("portal/core/x.py", "from datetime import date as d\nf = d.today", "2: datetime.date.today"),
        ("portal/core/x.py", "from time import time", "1: time.time"),
        ("portal/core/x.py", "from sqlalchemy import func\nfunc.now()", "2: sqlalchemy.func.now"),
        ("portal/core/x.py", "\n" * 301, "301: more than 300 lines"),
        ("portal/views/x.py", "def page():\n" + "    1\n" * 20, "1: page has 21 lines, a view 20"),
        ("portal/templates/x.jinja2", "\n" * 121, "121: more than 120 lines"),
    ],
)  # fmt: skip
def test_a_breach_is_named(tmp_path: Path, file: str, source: str, said: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    assert findings(tmp_path)[0].startswith(f"{file}:{said}")


@pytest.mark.parametrize(
    ("file", "source"),
    [
        (
            "portal/views/x.py",
            "from portal.core import clock\nclock.today(0)\nfrom pyramid.view import view_config",
        ),
        ("portal/core/clock.py", "from datetime import datetime\ndatetime.now()"),
        ("portal/core/x.py", "from sqlalchemy import text\nimport search_index\nfrom time import monotonic"),
        (
            "portal/catalogue/x.py",
            "from sqlalchemy import Text, select\nfrom portal.catalogue.body import Guide",
        ),
        ("portal/accounts/x.py", "from portal.directory import models"),
        ("portal/forms/x.py", "import deform\nfrom . import y"),
        ("portal/views/x.py", "def page():\n" + "    1\n" * 19),
        ("portal/migrations/versions/x.py", "\n" * 301),
    ],
)
def test_what_is_allowed_is_not_named(tmp_path: Path, file: str, source: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(source, encoding="utf-8")
    assert [said for said in findings(tmp_path) if said.startswith(file)] == []


def test_long_files_and_functions_on_the_whole_are_named(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / "search_index" / f"x{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text("def f():\n" + "    1\n" * 100, encoding="utf-8")
    assert [said[:38] for said in findings(tmp_path)] == [
        "the median file has 101 lines, more th",
        "one function in ten has 101 lines or m",
    ]
