"""Where the log-in leads: into the back office, and nowhere else."""

import pytest

from portal.web.staff import inside


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/admin",
        "//evil.example/admin",
        "/\\evil.example",
        "\\\\evil.example",
        "/admin\\@evil.example",
        "javascript:alert(1)",
        "admin",
        "/administrator",
        "/admin/../logout",
        "/admin\r\nSet-Cookie: a=b",
        "http:///admin",
        "/services",
        "",
        "/admin?" + "a" * 3000,
        "/admin?q=身",
        "//[",
    ],
)
def test_the_way_back_stays_inside(address: str) -> None:
    assert inside(address) == "/admin"


@pytest.mark.parametrize(
    "address", ["/admin", "/admin/", "/admin?a=b", "/admin/guides?page=2", "/admin/guides/7?reason=a%20b"]
)
def test_a_page_of_the_back_office_is_a_way_back(address: str) -> None:
    assert inside(address) == address
