"""One parent that does nothing but keep its children at work.

The parent opens what children share and forks; from then on it only waits. It holds no connection and runs no
thread, so that a child that is started again begins as clean as the first.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from time import monotonic
from typing import NoReturn

log = logging.getLogger(__name__)

PAUSE = 2.0  # seconds between two starts of a child that does not stay
PATIENCE = 45.0  # seconds that children get to finish: longer than a server takes

Work = Callable[[], None]


class Order(StrEnum):
    """What the parent was told."""

    STOP = "stop"
    RENEW = "renew"


class Children:
    """A child for each work."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works = works
        self._at_work: dict[int, int] = {}  # process → place of its work
        self._due = [0.0] * len(works)

    def keep(self, started: Callable[[], None]) -> Order:
        """Start another child where one ends, until there is an order; ``started`` is called once all work.

        SIGTERM and SIGINT mean ``STOP``. SIGHUP means ``RENEW``, unless it says that the terminal is gone.
        """
        hangup = Order.STOP if os.isatty(0) else Order.RENEW
        orders = {signal.SIGTERM: Order.STOP, signal.SIGINT: Order.STOP, signal.SIGHUP: hangup}
        awaited = {*orders, signal.SIGCHLD}
        signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
        self._start(awaited)
        started()
        while True:
            got = signal.sigtimedwait(awaited, PAUSE / 4)
            if got and got.si_signo in orders:
                return orders[signal.Signals(got.si_signo)]
            for place, status in self._ended():
                log.warning("process %d of the server ended with %d", place, status)
            self._start(awaited)

    def stop(self) -> None:
        """Let all children finish, and end those that do not."""
        dismiss(self._at_work)
        until = monotonic() + PATIENCE
        while self._at_work and monotonic() < until:
            signal.sigtimedwait({signal.SIGCHLD}, PAUSE / 4)
            list(self._ended())
        dismiss(self._at_work, signal.SIGKILL)

    @property
    def ids(self) -> list[int]:
        """The processes of the children."""
        return list(self._at_work)

    def doing(self, place: int) -> list[int]:
        """The process that does this of the works, if one does."""
        return [process for process, own in self._at_work.items() if own == place]

    def _start(self, blocked: Iterable[int]) -> None:
        for place, work in enumerate(self.works):
            if place not in self._at_work.values() and monotonic() >= self._due[place]:
                self._due[place] = monotonic() + PAUSE
                self._at_work[_fork(work, blocked)] = place

    def _ended(self) -> Iterable[tuple[int, int]]:
        """Place and exit code of each child that has ended; others' children are taken note of silently."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                place = self._at_work.pop(ended[0], None)
                if place is not None:
                    yield place, os.waitstatus_to_exitcode(ended[1])


def dismiss(processes: Iterable[int], number: signal.Signals = signal.SIGTERM) -> None:
    """Send a signal to those that are still there."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def _fork(work: Work, blocked: Iterable[int]) -> int:
    sys.stdout.flush()
    return os.fork() or _be_child(work, blocked)


def _be_child(work: Work, blocked: Iterable[int]) -> NoReturn:
    code = 1
    try:
        # Ctrl-C and a terminal that goes away reach the whole group; the parent tells the children.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        work()
        code = 0
    except BaseException:
        log.exception("a process of the server could not go on")
    finally:
        sys.stdout.flush()
        os._exit(code)  # whatever the parent had planned to do at its own end is not the child's
