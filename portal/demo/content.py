"""What stands in ``data/``: one invented county, and its guides with units and windows named by slug.

Division 99 and the area code 0980 are given to no place, so nobody real is rung up or confused with it.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from portal.accounts.models import Role
from portal.catalogue.body import Guide
from portal.directory.models import OrgKind, OrgLevel

DATA = Path(__file__).with_name("data")
PASSWORD = "sunny-creek-2026"  # noqa: S105 - printed and in the README on purpose
"""Of every demo account; known to everybody, so the accounts are made in a demo centre only."""


class Row(BaseModel):
    """A row of ``centre.json``; the remaining columns of the directory are its ``facts``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str


class OrgRow(Row):
    model_config = ConfigDict(extra="allow")

    parent: str | None = None
    kind: OrgKind
    level: OrgLevel
    division: str
    window: str

    @property
    def facts(self) -> dict[str, Any]:
        """Columns of ``OrgFacts``, without the window."""
        return dict(self.model_extra or {})


class WindowRow(Row):
    model_config = ConfigDict(extra="allow")

    org: str

    @property
    def facts(self) -> dict[str, Any]:
        """Columns of ``WindowFacts``."""
        return dict(self.model_extra or {})


class PersonRow(Row):
    name: str
    phone: str


class PostRow(Row):
    """``a`` and ``b``: slugs of the people who hold the post."""

    org: str
    window: str | None = None
    title: str
    duties: str
    promise: str
    a: str
    b: str


class AccountRow(BaseModel):
    """``does``: what the account is good for in a tour, in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    login: str
    name: str
    role: Role
    org: str
    does: str


class Centre(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: date
    orgs: tuple[OrgRow, ...]
    windows: tuple[WindowRow, ...]
    people: tuple[PersonRow, ...]
    posts: tuple[PostRow, ...]
    accounts: tuple[AccountRow, ...]


def read_centre() -> Centre:
    return Centre.model_validate_json((DATA / "centre.json").read_bytes())


def read_guides(orgs: Mapping[str, int], windows: Mapping[str, int]) -> list[Guide]:
    """Every guide, with slugs turned into the ids given. Raises ``KeyError`` for an unknown slug."""
    return [_guide(json.loads(path.read_bytes()), orgs, windows) for path in _guide_files()]


def _guide_files() -> list[Path]:
    return sorted((DATA / "guides").glob("*.json"))


def _guide(raw: dict[str, Any], orgs: Mapping[str, int], windows: Mapping[str, int]) -> Guide:
    raw["unit_id"] = orgs[raw.pop("unit")]
    raw["co_unit_ids"] = [orgs[slug] for slug in raw.pop("co_units", ())]
    for part in (raw, *raw.get("cases", ())):
        if "windows" in part:
            part["window_ids"] = [windows[slug] for slug in part.pop("windows")]
    return Guide.model_validate_json(json.dumps(raw))
