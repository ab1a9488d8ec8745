"""Market days: each place that has one, found by its name and by whatever the country calls a market."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from portal.core.work import Reading
from portal.directory import queries as directory
from portal.schedules.markets import ahead
from portal.schedules.models import MarketRule
from portal.schedules.rules import parse
from portal.search.places import places, spoken
from portal.search.source import Ids, Source, text
from search_index.document import Doc

KIND = "market"
WORDS = ("赶场", "赶集", "赶圩", "赶街", "逢场", "逢集", "逢圩", "场期", "集市", "赶场日", "赶集日")


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    county = places(work).county
    for org_id, rules in _rules(work, ids).items():
        org = directory.orgs(work, [org_id])[org_id]
        names = spoken(org, county)
        yield Doc(
            id=SOURCE.doc_id(org.id),
            kind=KIND,
            title=f"{names[0]}赶场日",
            address=f"/schedule?org={org.slug}",
            org=org.path.strip("/"),
            aliases=(*WORDS, *(f"{name}{word}" for name in names for word in WORDS)),
            body=text(
                *(said for rule in rules for said in (_words(rule), rule.place, rule.hours, rule.note)),
                org.name,
            ),
        )


def _rules(work: Reading, ids: Ids | None) -> dict[int, list[MarketRule]]:
    """The rules that hold today, by place."""
    wanted = select(MarketRule).where(
        MarketRule.valid_from <= work.today,
        or_(MarketRule.valid_until.is_(None), MarketRule.valid_until > work.today),
    )
    if ids is not None:
        wanted = wanted.where(MarketRule.org_id.in_(ids))
    found: dict[int, list[MarketRule]] = {}
    for rule in work.session.scalars(wanted.order_by(MarketRule.id)):
        found.setdefault(rule.org_id, []).append(rule)
    return found


def _words(rule: MarketRule) -> str:
    return f"{rule.text}（{parse(rule.text).words()}）"


SOURCE = Source(KIND, documents, ahead, {"org": lambda work, orgs: orgs})
