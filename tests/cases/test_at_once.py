"""Many at once, and a process that is killed: no letter is lost, none is there twice, nobody is refused."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.cases import verbs
from portal.cases.errors import ChangedMeanwhile
from portal.cases.models import Case, CaseEvent
from portal.cases.workflow import CaseState
from portal.core import audit
from portal.core.onetime import ClaimedKey
from portal.core.settings import Settings
from portal.core.work import Store
from tests.support.letters import write_letter
from tests.support.portal import Centre
from tests.support.staff import add_staff

pytestmark = pytest.mark.data

ROOT = Path(__file__).parents[2]
AUTHORS, EACH = 20, 4
KILLS = 20
PAUSE = 0.02  # seconds in which a handler leaves the processor to others
LETTER = '{"channel": "suggestion-box", "anonymous": true, "kind": "help", "title": "停电", "text": "求助"}'
# Starts once what takes long, then a writer for each line that it is sent; a writer tells its own id first.
NURSERY = """
    import os, sys
    from portal.app import make_store
    from portal.cases.letter import OpenLetterIn
    from portal.cases.verbs import receive
    from portal.core import onetime
    from portal.core.settings import Settings

    settings = Settings.model_validate_json(sys.argv[1])
    letter = OpenLetterIn.model_validate_json(sys.argv[2])

    def write(turn):
        store = make_store(settings)
        print("pid", os.getpid(), flush=True)
        for number in range(10**6):
            key = f"{turn}-{number}"
            told = store.write(lambda work: onetime.once(work, key, lambda: receive(work, letter).number))
            print(key, told, flush=True)

    for turn in sys.stdin:
        if not (writer := os.fork()):
            write(turn.strip())
        os.waitpid(writer, 0)
        print("killed", turn.strip(), flush=True)
"""


def test_letters_come_in_while_staff_answer(store: Store, centre: Centre) -> None:
    handlers = [add_staff(store, f"h{n}", Role.HANDLER, "county", name=f"办理人{n}") for n in range(2)]
    written = threading.Event()

    def author() -> list[str]:
        return [write_letter(store).number for _ in range(EACH)]

    def handler(actor: Staff) -> int:
        answered = 0
        while not written.wait(PAUSE):
            answered += sum(answer(store, actor, *letter) for letter in waiting(store, actor))
        return answered

    with ThreadPoolExecutor(AUTHORS + len(handlers)) as pool:
        staff = [pool.submit(handler, actor) for actor in handlers]
        authors = [pool.submit(author) for _ in range(AUTHORS)]
        wait(authors)
        written.set()
        numbers = [number for one in authors for number in one.result()]
        answered = sum(one.result() for one in staff)
    assert len(set(numbers)) == AUTHORS * EACH
    with store.reading() as work:
        assert set(work.session.scalars(select(Case.number))) == set(numbers)
        said = dict(work.session.execute(select(CaseEvent.verb, func.count()).group_by(CaseEvent.verb)).all())
        assert said["receive"] == AUTHORS * EACH
        assert said.get("answer", 0) == answered
        assert audit.verify(work.session, store.settings.key).broken_at is None


def waiting(store: Store, actor: Staff) -> list[tuple[int, int]]:
    """A few letters that nobody has answered, with the version that the actor saw."""
    unread = select(Case.id, Case.version).where(Case.state == CaseState.RECEIVED).limit(3)
    with store.reading(actor) as work:
        return [(row.id, row.version) for row in work.session.execute(unread)]


def answer(store: Store, actor: Staff, case_id: int, seen: int) -> bool:
    """Whether the actor was the first."""
    with suppress(ChangedMeanwhile):
        store.write_as(actor, verbs.answer, case_id, f"{actor.name}的答复", seen=seen)
        return True
    return False


def test_several_who_answer_one_letter_at_the_same_moment(store: Store, centre: Centre) -> None:
    handlers = [add_staff(store, f"h{n}", Role.HANDLER, "county", name=f"办理人{n}") for n in range(6)]
    case = write_letter(store)
    with ThreadPoolExecutor(len(handlers)) as pool:
        tries = [pool.submit(answer, store, actor, case.id, case.version) for actor in handlers]
        won = [actor for actor, attempt in zip(handlers, tries, strict=True) if attempt.result()]
    (winner,) = won
    with store.reading() as work:
        found = work.session.get_one(Case, case.id)
        assert (found.version, found.answer) == (2, f"{winner.name}的答复")


def test_a_killed_process_has_stored_each_acknowledged_letter_once(
    store: Store, settings: Settings, centre: Centre
) -> None:
    acknowledged: dict[str, str] = {}
    command = [sys.executable, "-c", textwrap.dedent(NURSERY), settings.model_dump_json(), LETTER]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as nursery:
        assert nursery.stdin is not None and nursery.stdout is not None
        for turn in range(KILLS):
            nursery.stdin.write(f"{turn}\n")
            pid = int(nursery.stdout.readline().split()[1])
            for left in range(turn % 5, -1, -1):
                key, number = nursery.stdout.readline().split()
                acknowledged[key] = number
                if not left:
                    os.kill(pid, signal.SIGKILL)
            while (line := nursery.stdout.readline().split())[0] != "killed":
                acknowledged[line[0]] = line[1]
        nursery.stdin.close()
    with store.reading() as work:
        stored = list(work.session.scalars(select(Case.number)))
        claims = dict(work.session.execute(select(ClaimedKey.key, ClaimedKey.result)).all())
        received = work.session.scalar(select(func.count()).where(CaseEvent.verb == "receive"))
        assert audit.verify(work.session, settings.key).broken_at is None
    assert len(stored) == len(set(stored)) == received == len(claims)
    assert sorted(claims.values()) == sorted(stored)
    assert {key: claims.get(key) for key in acknowledged} == acknowledged
