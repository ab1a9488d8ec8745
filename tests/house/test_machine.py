"""A machine that lacks something is told so in one sentence; CI is not let off."""

import shutil
from pathlib import Path

import pytest

from tests.support import machine

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.mark.browser
def test_page(): pass

@pytest.mark.proxy
def test_node(): pass

def test_rule(): pass
"""


@pytest.fixture
def bare(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A pytest run with this project's plugin, on a machine where no program is found."""
    pytester.makepyfile(TESTS)
    pytester.makeconftest('pytest_plugins = ["tests.support.machine"]')
    pytester.makeini("[pytest]\nmarkers =\n    browser\n    proxy")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(machine, "AXE", Path("/nowhere"))
    monkeypatch.delenv("CI", raising=False)
    return pytester


def test_browser_tests_are_left_out_and_the_packages_named(bare: pytest.Pytester) -> None:
    result = bare.runpytest_inprocess()
    result.assert_outcomes(passed=1, deselected=2)
    for packages in ("chromium default-jre-headless npm", "nginx openssl"):
        result.stdout.fnmatch_lines([f"*apt-get install {packages}"])


def test_ci_fails(bare: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    result = bare.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*apt-get install chromium default-jre-headless npm"])


def test_checkers_not_yet_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine, "AXE", Path("/nowhere"))
    assert machine.complaints()["browser"].endswith("which `make test` installs.")


def test_a_whole_machine_has_nothing_to_complain_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    for name in ("AXE", "VNU"):
        monkeypatch.setattr(machine, name, tmp_path)
    assert machine.complaints() == {}
