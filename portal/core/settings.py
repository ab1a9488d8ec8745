"""Every setting of the portal in one typed, documented table.

Read from ``[app:main]`` of an ini file; each one can be overridden by ``PORTAL_<NAME>`` in the environment.
An unknown or malformed key stops the start with one sentence.
"""

import configparser
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "PORTAL_"
SECTION = "app:main"

Words = Annotated[tuple[str, ...], BeforeValidator(lambda v: tuple(v.split()) if isinstance(v, str) else v)]


class SettingsError(Exception):
    """The settings cannot be used; ``str()`` is the sentence for the operator."""


class Settings(BaseModel):
    """The settings; the field descriptions are the documentation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    var_dir: Path = Field(Path("var"), description="Folder for everything the program writes.")
    media_dir: Path = Field(
        Path("media"),
        validate_default=True,
        description="Folder for the files that people send; a relative one is in `var_dir`. Several nodes "
        "must share one.",
    )
    database_url: str = Field(
        "",
        pattern=r"^($|sqlite:///|postgresql(\+psycopg)?://)",
        description="Address of the database, sqlite or postgresql; empty: `portal.db` in `var_dir`.",
    )
    secret: str = Field(
        "",
        description="Key for signatures and the audit chain, at least 32 characters; empty: made once and "
        "kept in `var_dir/secret`. Several nodes must share one.",
    )
    public_url: str = Field(
        "",
        pattern=r"^($|https?://[^/\s]+$)",
        description="Address that visitors use, without a trailing slash; empty: `http://localhost:<port>`.",
    )
    hosts: Words = Field(
        ("localhost", "127.0.0.1", "[::1]"),
        description="Further host names that are answered, separated by spaces; others get 400.",
    )
    listen: str = Field("127.0.0.1", description="Address that the server binds to.")
    trusted_proxy: str = Field(
        "",
        max_length=60,
        description="Address of the proxy in front, whose X-Forwarded-For and X-Forwarded-Proto are "
        "believed; empty: none.",
    )
    port: int = Field(6543, ge=1, le=65535, description="Port that the server binds to.")
    processes: int = Field(1, ge=1, le=64, description="Serving processes; one for each core is enough.")
    stop_delay: int = Field(
        0,
        ge=0,
        le=120,
        description="Seconds for which a process that was told to stop still listens, while `/readyz` "
        "already answers 503; for a balancer that asks it.",
    )
    threads: int = Field(4, ge=1, le=64, description="Threads of one serving process.")
    connection_limit: int = Field(1000, ge=10, le=60000, description="Open connections before new ones wait.")
    channel_timeout: int = Field(
        20, ge=5, le=600, description="Seconds after which a silent connection is closed."
    )
    body_limit: int = Field(
        1024 * 1024,
        ge=1024,
        le=1 << 30,
        description="Largest form in bytes, without its files; a larger one gets 413.",
    )
    upload_limit: int = Field(
        63 * 1024 * 1024,
        ge=1024,
        le=1 << 30,
        description="Largest form in bytes with all its files; a larger one gets 413.",
    )
    file_limit: int = Field(
        10 * 1024 * 1024,
        ge=1024,
        le=1 << 30,
        description="Largest file in bytes; a larger one is left out, and the form says so.",
    )
    page_cache: int = Field(
        64 * 1024 * 1024,
        ge=0,
        le=1 << 34,
        description="Bytes of memory for kept pages in each process; 0: every page is made anew.",
    )
    site_name: str = Field(
        "阳光便民门户", min_length=1, max_length=60, description="Name of the site, in its title."
    )
    site_id_code: str = Field(
        "", max_length=20, description="Identification code of the government site (meta SiteIDCode)."
    )
    kiosk_services: Words = Field(
        (),
        description="Codes of the guides that a kiosk's first screen shows first, separated by spaces; "
        "at most 6 are shown.",
    )
    locale: Literal["zh_Hans", "en"] = Field("zh_Hans", description="Language of the pages.")
    demo: bool = Field(default=False, description="Load the demo centre into an empty database at the start.")
    session_minutes: int = Field(
        480, ge=5, le=7 * 24 * 60, description="Minutes after which a staff session ends, however busy."
    )
    session_idle_minutes: int = Field(
        60, ge=5, le=24 * 60, description="Minutes without a request after which a staff session ends."
    )
    login_attempts: int = Field(
        10,
        ge=3,
        le=1000,
        description="Failed log-ins for one account or address in 15 minutes before both wait.",
    )
    search_engine: Literal["", "whoosh", "postgresql"] = Field(
        "",
        description="Where the search index is kept: `whoosh` in `var_dir`, for one machine; `postgresql` in "
        "the database, for any number; empty: `postgresql` where the database is one.",
    )
    search_rate: int = Field(
        300, ge=10, le=100000, description="Searches that one address may start in a minute; more get 429."
    )
    letter_rate: int = Field(
        100,
        ge=5,
        le=100000,
        description="Times that one address may send a mailbox's form in an hour; more wait.",
    )
    form_hours: int = Field(
        12, ge=1, le=72, description="Hours for which a form may be submitted after it was shown."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged."
    )

    @field_validator("media_dir")
    @classmethod
    def _in_var_dir(cls, path: Path, known: ValidationInfo) -> Path:
        return Path(known.data.get("var_dir", "")) / path

    @field_validator("database_url")
    @classmethod
    def _readable(cls, url: str) -> str:
        try:
            make_url(url or "sqlite://")
        except (ArgumentError, ValueError):
            raise ValueError("this is no address of a database") from None
        return url

    @property
    def database(self) -> str:
        """The database address in use."""
        if self.database_url.startswith("postgresql://"):
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return self.database_url or f"sqlite:///{self.var_dir / 'portal.db'}"

    @property
    def index_in_database(self) -> bool:
        """Whether the search index is kept in the database, and not in ``index_dir``."""
        wanted = self.search_engine or ("postgresql" if self.database.startswith("postgresql") else "whoosh")
        return wanted == "postgresql"

    @property
    def site_url(self) -> str:
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def site_domain(self) -> str:
        return urlsplit(self.site_url).hostname or ""

    @property
    def index_dir(self) -> Path:
        return self.var_dir / "index"

    @property
    def anchors(self) -> Path:
        """File outside the database that keeps past heads of the audit trail."""
        return self.var_dir / "audit-anchors"

    @cached_property
    def key(self) -> bytes:
        """The secret in use, made on first need."""
        return (self.secret or _kept_secret(self.var_dir / "secret")).encode()


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        place(path, secrets.token_urlsafe(48))
    kept = path.read_text(encoding="ascii").strip()
    if len(kept) < 32:
        raise SettingsError(f"The secret in {path} is damaged: restore it, or set `secret`.")
    return kept


def place(path: Path, text: str) -> None:
    """Put a private file there whole, unless another process was first: a link never overwrites."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(name, path)
    os.unlink(name)


def load_settings(
    ini: Path | None = None, environ: Mapping[str, str] | None = None, **given: Any
) -> Settings:
    """Read the settings; ``given`` (options) win over the environment, and that over the ini file.

    Raises ``SettingsError`` with one sentence.
    """
    values: dict[str, Any] = {}
    if ini is not None:
        values.update(_read_ini(ini))
    for name, value in (os.environ if environ is None else environ).items():
        if name.startswith(PREFIX):
            values[name.removeprefix(PREFIX).lower()] = value
    values.update({name: value for name, value in given.items() if value is not None})
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(next(_sentences(error))) from None
    if settings.secret and len(settings.secret) < 32:
        raise SettingsError("Setting `secret` is too short: use at least 32 random characters.")
    if settings.index_in_database and settings.database.startswith("sqlite"):
        raise SettingsError("Setting `search_engine` is postgresql, but `database_url` names no PostgreSQL.")
    return settings


def _read_ini(path: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        if not parser.read(path, encoding="utf-8"):
            raise SettingsError(f"There is no settings file {path}.")
        section = dict(parser[SECTION])
    except (configparser.Error, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {path} cannot be read: {error}".replace("\n", " ")) from None
    except KeyError:
        raise SettingsError(f"The settings file {path} has no section [{SECTION}].") from None
    if "var_dir" in section:
        section["var_dir"] = str(path.parent / section["var_dir"])
    return section


def _sentences(error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        name = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            yield f"Unknown setting `{name}`: see docs/settings.md for the ones there are."
        # An address of a database holds its password.
        got = "" if name == "database_url" else f" (got {item['input']!r})"
        yield f"Setting `{name}` is wrong: {item['msg']}{got}."
