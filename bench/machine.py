"""The machine on which is measured, and what a process takes of it."""

import os
import platform
import sqlite3
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))


def facts(*packages: str) -> str:
    """One line: cores, memory, Python, SQLite, and the versions of ``packages``."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{os.cpu_count()} cores ({_model()})",
        f"{memory:.0f} GiB of memory",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in packages),
    ]
    return ", ".join(parts) + "."


def _model() -> str:
    found = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return found[0].partition(": ")[2] if found else platform.machine()


def pin(core: int, pid: int = 0) -> None:
    """Keep a process, and what it starts afterwards, on one core; a machine with fewer has only the last."""
    os.sched_setaffinity(pid, {CORES[min(core, len(CORES) - 1)]})


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, of its threads and of all its children, dead or alive."""
    return sum(_cpu(each) for each in family(pid))


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def family(pid: int) -> list[int]:
    """A process and all that it started, directly or not."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    parents = {each: _stat(each) for each in pids}
    found = [pid]
    for each in found:
        found += [child for child, fields in parents.items() if fields and int(fields[1]) == each]
    return found


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may contain anything; none where the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def wait_until_idle(pid: int, share: float = 0.05, patience: float = 60.0) -> None:
    """Until a process and its children take less than a share of a core, or patience ends."""
    until = time.monotonic() + patience
    before = cpu_seconds(pid)
    while time.monotonic() < until:
        time.sleep(1)
        now = cpu_seconds(pid)
        if now - before < share:
            return
        before = now


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident megabytes of a process, and those of it that it shares with nobody."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines}
    return sizes["Rss:"], sizes["Private_Clean:"] + sizes["Private_Dirty:"]


def size_mb(files: Iterable[Path]) -> float:
    """Megabytes of files."""
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20
