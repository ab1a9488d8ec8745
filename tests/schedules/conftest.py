"""A place with people on posts, for schedules."""

from dataclasses import dataclass
from datetime import date

import pytest

from portal.accounts.models import Role
from portal.accounts.permissions import Staff
from portal.core.work import Store, Writing
from portal.directory import edit
from portal.directory.models import OrgKind, OrgLevel, Rank
from tests.support.portal import Centre
from tests.support.staff import add_staff

SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Place:
    """Ids: a town's government above its hall, a village below, the hall's enquiry post with A and B."""

    town: int
    hall: int
    village: int
    post: int
    a: int
    b: int


def furnish(work: Writing, centre: Centre) -> Place:
    def org(slug: str, name: str, kind: OrgKind, parent: int, level: OrgLevel) -> int:
        number = edit.put_org(work, slug, kind=kind, level=level, parent_id=parent)
        edit.state_org(work, number, SINCE, name=name, phone="0990-5553000")
        return number

    town = org("liuhe", "柳河镇人民政府", OrgKind.GOVERNMENT, centre.county, OrgLevel.TOWN)
    hall = org("liuhe-hall", "柳河镇便民服务中心", OrgKind.HALL, town, OrgLevel.TOWN)
    village = org("dongtang", "东塘村便民服务点", OrgKind.POINT, town, OrgLevel.VILLAGE)
    post = edit.put_post(work, "liuhe-enquiry", hall, title="问询岗")
    a = edit.put_person(work, "tang", name="唐一春", phone="0990-5553001")
    b = edit.put_person(work, "luo", name="罗小满", phone="0990-5553002")
    edit.appoint(work, post, a, Rank.A, SINCE)
    edit.appoint(work, post, b, Rank.B, SINCE)
    return Place(town, hall, village, post, a, b)


@pytest.fixture
def place(store: Store, centre: Centre) -> Place:
    return store.write(furnish, centre)


@pytest.fixture
def editor(store: Store, centre: Centre) -> Staff:
    """Somebody who may edit for the whole county."""
    return add_staff(store, "editor", Role.EDITOR, "county")
