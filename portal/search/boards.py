"""Boards: each of them, and each of them for a unit that has something on it.

They are one matter, so that a question gets the one that fits best: who asks for fees the board of fees, who
names a unit as well that unit's; a unit's name alone does not bring four of them.
"""

from collections.abc import Iterator

from sqlalchemy import select

from portal.catalogue import boards
from portal.catalogue.models import GuideCard
from portal.catalogue.projection import KIND as GUIDE
from portal.core.work import Reading
from portal.directory import queries as directory
from portal.directory.cards import OrgCard
from portal.directory.models import Post
from portal.publishing.models import Edition
from portal.search.places import places, spoken
from portal.search.source import Ids, Source, text
from search_index.document import Doc

KIND = "board"
ALL = 0
"""The id of the boards of everybody."""

BOARDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "time-limits": ("办理时限公开栏", ("办理时限", "承诺时限", "法定时限", "多少天办完", "办事要几天")),
    "fees": ("收费公开栏", ("收费", "收费标准", "收费公示", "费用", "多少钱", "工本费")),
    "staff": ("工作人员公开栏", ("工作人员", "人员公示", "去向牌", "岗位", "AB岗", "领导分工")),
    "powers": ("权力和职责公开栏", ("权责清单", "权力清单", "责任清单", "权力和职责", "职权", "政务公开")),
}
"""Title and further names of each board, by its address; its documents are in the words of visitors."""


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    county = places(work).county
    with_guides = set(boards.units(work))
    with_posts = set(work.session.scalars(select(Post.org_id).distinct()))
    for board in BOARDS:
        if ids is None or ALL in ids:
            yield _document(board)
        for org in directory.all_orgs(work):
            has = org.id in (with_posts if board == "staff" else with_guides)
            if has and (ids is None or org.id in ids):
                yield _document(board, org, spoken(org, county)[0])


def _document(board: str, org: OrgCard | None = None, name: str = "") -> Doc:
    title, words = BOARDS[board]
    said = tuple(f"{name}{word}" for word in words)
    return Doc(
        id=SOURCE.doc_id(org.id if org else ALL, board),
        kind=KIND,
        title=f"{name}{title}",
        address=f"/boards/{board}" + (f"?org={org.slug}" if org else ""),
        org=org.path.strip("/") if org else "",
        aliases=said,
        body=text(*said),
        complete=False,
        matter=KIND,
    )


def _shown(work: Reading, ids: Ids) -> dict[int, None]:
    """A board says so itself where nothing is listed on it."""
    return dict.fromkeys(ids)


def _of_guides(work: Reading, guides: Ids) -> Ids:
    owners = (
        select(GuideCard.org_id)
        .join(Edition, Edition.id == GuideCard.edition_id)
        .where(Edition.document_id.in_(guides))
    )
    return frozenset(work.session.scalars(owners.distinct()))


def _of_posts(work: Reading, posts: Ids) -> Ids:
    return frozenset(work.session.scalars(select(Post.org_id).where(Post.id.in_(posts)).distinct()))


SOURCE = Source(
    KIND,
    documents,
    _shown,
    {"org": lambda work, orgs: orgs, GUIDE: _of_guides, "post": _of_posts},
    parts=tuple(BOARDS),
)
