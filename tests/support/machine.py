"""What the tests need of the machine, and what happens where it is missing.

A slow machine is no fault: Hypothesis sets no deadline, pytest's own time limit stays. Tests marked
``browser`` need Chromium, Java and npm; those marked ``proxy`` nginx and openssl.

Missing pieces are named in one sentence. A developer's run then leaves those tests out; in CI (``CI=true``)
it fails.
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

LEFT_OUT = pytest.StashKey[dict[str, str]]()


def chromium() -> str | None:
    """The path of an installed Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def nginx() -> str | None:
    """The path of an installed nginx, which is on the PATH of root only."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


def missing_packages() -> dict[str, list[str]]:
    """By mark, the Debian packages that its tests lack, sorted."""
    needed: dict[str, dict[str, object]] = {
        "browser": {
            "chromium": chromium(),
            "default-jre-headless": shutil.which("java"),
            "libatomic1": find_library("atomic"),  # Playwright's own program is linked with it
            "npm": shutil.which("npm") or (AXE.exists() and VNU.exists()),
        },
        "proxy": {"nginx": nginx(), "openssl": shutil.which("openssl")},
    }
    lacking = {
        mark: sorted(name for name, found in have.items() if not found) for mark, have in needed.items()
    }
    return {mark: names for mark, names in lacking.items() if names}


def complaints() -> dict[str, str]:
    """By mark of tests: one sentence that says what to install."""
    said = {
        mark: f"Tests marked {mark} need more of this machine: apt-get install {' '.join(packages)}"
        for mark, packages in missing_packages().items()
    }
    if "browser" not in said and not (AXE.exists() and VNU.exists()):
        said["browser"] = "Browser tests need axe-core and the HTML validator, which `make test` installs."
    return said


def pytest_configure(config: pytest.Config) -> None:
    if not (said := complaints()):
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError("\n".join(said.values()))
    config.stash[LEFT_OUT] = said


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    marks = config.stash.get(LEFT_OUT, {})
    out = [item for item in items if any(map(item.get_closest_marker, marks))]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for mark, said in config.stash.get(LEFT_OUT, {}).items():
        terminalreporter.section(f"tests marked {mark} left out")
        terminalreporter.line(said)
