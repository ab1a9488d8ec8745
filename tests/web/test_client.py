"""Who can choose another address for each request is still one visitor to the counters."""

import pytest
from webtest import TestApp

from portal.views.public.tracking import TRIES
from portal.web.client import client
from tests.support.portal import Centre


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_whom_a_counter_counts(address: str, counted: str) -> None:
    assert client(address) == counted


def test_another_address_of_the_same_connection_gives_no_more_tries(app: TestApp, centre: Centre) -> None:
    def guess(address: str) -> int:
        asked = {"number": "20260302-000000", "code": "0123456789"}
        way = {"REMOTE_ADDR": address}
        return app.post("/mailbox/track", asked, extra_environ=way, expect_errors=True).status_int

    assert {guess(f"2001:db8:1:2::{one:x}") for one in range(TRIES)} == {422}
    assert guess("2001:db8:1:2:ffff::1") == 429
    assert guess("2001:db8:1:3::1") == 422
