"""Settings: what is unknown or malformed stops the start with one sentence."""

import stat
import threading
from pathlib import Path

import pytest

from portal.core.settings import Settings, SettingsError, load_settings


def ini(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "test.ini"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[app:main]\nprot = 80\n", "Unknown setting `prot`"),
        ("[app:main]\nport = eighty\n", "Setting `port` is wrong"),
        ("[app:main]\nport = 70000\n", "Setting `port` is wrong"),
        ("[app:main]\ndatabase_url = mysql://x\n", "Setting `database_url` is wrong"),
        ("[app:main]\ndatabase_url = postgresql://u:x@h:port/x\n", "Setting `database_url` is wrong"),
        ("[app:main]\npublic_url = https://x/\n", "Setting `public_url` is wrong"),
        ("[app:main]\nlocale = fr\n", "Setting `locale` is wrong"),
        ("[app:main]\nsecret = short\n", "`secret`"),
        ("[app:main]\nsearch_engine = postgresql\n", "`database_url` names no PostgreSQL"),
        ("[other]\n", "has no section"),
        ("port = 1\n", "cannot be read"),
    ],
)
def test_a_slip_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence) as caught:
        load_settings(ini(tmp_path, text), {})
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no settings file"):
        load_settings(tmp_path / "none.ini", {})


def test_environment_wins_over_file_and_options_over_both(tmp_path: Path) -> None:
    path = ini(tmp_path, "[app:main]\nport = 1\nthreads = 3\nsite_name = 县门户\n")
    settings = load_settings(
        path, {"PORTAL_PORT": "2", "PORTAL_THREADS": "5", "HOME": "/"}, port=4, listen=None
    )
    assert (settings.port, settings.threads, settings.site_name) == (4, 5, "县门户")
    assert settings.site_url == "http://localhost:4"


@pytest.mark.parametrize(
    ("environ", "in_database"),
    [
        ({}, False),
        ({"PORTAL_DATABASE_URL": "postgresql://hall/portal"}, True),
        ({"PORTAL_DATABASE_URL": "postgresql://hall/portal", "PORTAL_SEARCH_ENGINE": "whoosh"}, False),
    ],
)
def test_the_index_is_kept_where_all_nodes_read_it(environ: dict[str, str], in_database: bool) -> None:
    assert load_settings(None, environ).index_in_database is in_database


def test_an_unknown_variable_of_ours_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="Unknown setting `prot`"):
        load_settings(None, {"PORTAL_PROT": "1"})


def test_the_folder_is_beside_its_file(tmp_path: Path) -> None:
    assert load_settings(ini(tmp_path, "[app:main]\nvar_dir = data\n"), {}).var_dir == tmp_path / "data"


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    keys: list[bytes] = []
    start = threading.Barrier(4)

    def read() -> None:
        settings = Settings(var_dir=tmp_path / "var")
        start.wait()
        keys.append(settings.key)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 32
    assert stat.S_IMODE((tmp_path / "var" / "secret").stat().st_mode) == 0o600


def test_a_damaged_secret_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x", encoding="ascii")
    with pytest.raises(SettingsError, match="damaged"):
        _ = Settings(var_dir=tmp_path).key


@pytest.mark.parametrize("url", ["mysql://u:lantern@h/x", "postgresql://u:lantern@h:port/x"])
def test_a_wrong_address_of_a_database_is_not_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(environ={"PORTAL_DATABASE_URL": url})
    assert "lantern" not in str(refused.value)
