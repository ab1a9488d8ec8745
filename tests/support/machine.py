"""What the tests need of the machine, and what happens where it is missing.

A slow machine is no fault: Hypothesis sets no deadline, pytest's own time limit stays. The browser tests need
Chromium, Java and npm.

Missing pieces are named in one sentence. A developer's run then leaves the browser tests out; in CI
(``CI=true``) it fails.
"""

import os
import shutil
from ctypes.util import find_library
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

NODE_MODULES = Path(__file__).parents[1] / "browser" / "node_modules"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
VNU = NODE_MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"

LEFT_OUT = pytest.StashKey[str]()


def chromium() -> str | None:
    """The path of an installed Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def missing_packages() -> list[str]:
    """The Debian packages that the browser tests lack, sorted."""
    have = {
        "chromium": chromium(),
        "default-jre-headless": shutil.which("java"),
        "libatomic1": find_library("atomic"),  # Playwright's own program is linked with it
        "npm": shutil.which("npm") or (AXE.exists() and VNU.exists()),
    }
    return sorted(package for package, found in have.items() if not found)


def complaint() -> str:
    """One sentence that says what to install; empty where nothing is missing."""
    if packages := missing_packages():
        return f"Browser tests need more of this machine: apt-get install {' '.join(packages)}"
    if not (AXE.exists() and VNU.exists()):
        return "Browser tests need axe-core and the HTML validator, which `make test` installs."
    return ""


def pytest_configure(config: pytest.Config) -> None:
    if not (said := complaint()):
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError(said)
    config.stash[LEFT_OUT] = said


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if LEFT_OUT not in config.stash:
        return
    browser = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=browser)
    items[:] = [item for item in items if item not in browser]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if said := config.stash.get(LEFT_OUT, ""):
        terminalreporter.section("browser tests left out")
        terminalreporter.line(said)
