"""A ticket leads its holder to one thing, for one purpose, for a while."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.core.tickets import issue, redeem
from tests.support.portal import NOON

KEY = b"a key of tests"
HOUR = timedelta(hours=1)


@given(st.integers(1, 2**31 - 1))
def test_a_ticket_leads_to_its_thing(number: int) -> None:
    assert redeem(KEY, "file", issue(KEY, "file", number, NOON, HOUR), NOON) == number


def test_a_ticket_is_for_its_purpose_its_portal_and_its_time() -> None:
    ticket = issue(KEY, "file", 7, NOON, HOUR)
    assert redeem(KEY, "receipt", ticket, NOON) is None
    assert redeem(b"another key", "file", ticket, NOON) is None
    assert redeem(KEY, "file", ticket, NOON + HOUR - timedelta(seconds=1)) == 7
    assert redeem(KEY, "file", ticket, NOON + HOUR) is None


@given(st.integers(0, 70), st.characters(exclude_categories=["Cs"]))
def test_a_changed_ticket_leads_nowhere(at: int, char: str) -> None:
    ticket = issue(KEY, "file", 7, NOON, HOUR)
    changed = ticket[:at] + char + ticket[at + 1 :]
    assert redeem(KEY, "file", changed, NOON) == (7 if changed == ticket else None)


@given(st.text(max_size=200))
def test_noise_leads_nowhere(noise: str) -> None:
    assert redeem(KEY, "file", noise, NOON) is None


def test_tickets_do_not_tell_what_came_between() -> None:
    veiled = [int(issue(KEY, "file", number, NOON, HOUR).split(".")[2], 16) for number in range(1, 50)]
    assert len(set(veiled)) == 49
    assert max(veiled) > 2**60
