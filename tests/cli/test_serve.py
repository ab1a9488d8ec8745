"""``portal serve`` and ``portal follow``, where something is in their way."""

import socket
from pathlib import Path

import pytest

from portal.cli import follow, main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_port_in_use_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[-1].startswith(f"portal: Cannot listen at 127.0.0.1:{port}: ")


@pytest.mark.parametrize("outcome", [True, OSError("full")])
def test_what_does_not_help_is_done_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch, outcome: bool | Exception
) -> None:
    pauses: list[float] = []

    def mend(*_args: object) -> bool:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 9:
            raise KeyboardInterrupt

    monkeypatch.setattr("portal.search.follow.mend", mend)
    monkeypatch.setattr(follow, "step_aside", lambda _by: None)
    monkeypatch.setattr("time.sleep", sleep)
    assert main(["follow"]) == 130
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
