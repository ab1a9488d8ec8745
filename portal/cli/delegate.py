"""``portal delegate``: who reads the minister's letters, from which day to which."""

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from portal.cli.common import store_of

if TYPE_CHECKING:
    from portal.core.work import Store

ROLES = ("minister", "delegate", "alternate")


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("delegate", help="name those who read the minister's letters")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    new = verbs.add_parser("add", help="name somebody, from a day up to and with another")
    end = verbs.add_parser("end", help="let it end earlier")
    every = verbs.add_parser("list", help="list everybody who was ever named")
    for verb in (new, end):
        verb.add_argument("login")
    new.add_argument("--as", required=True, choices=ROLES, dest="role")
    new.add_argument("--from", required=True, type=date.fromisoformat, dest="since", metavar="YYYY-MM-DD")
    for verb in (new, end):
        verb.add_argument("--until", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    every.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.cases import delegates
    from portal.cases.models import DelegateRole

    store = store_of(args)
    if args.verb == "list":
        return _list(store, as_json=args.json)
    if args.verb == "end":
        changed = store.write(delegates.revoke, args.login, until=args.until)
        print(f"{args.login} is {'' if changed else 'already '}named up to {args.until} only.")
        return 0
    role = DelegateRole(args.role)
    store.write(delegates.delegate, args.login, role, since=args.since, until=args.until)
    print(f"{args.login} is {role} from {args.since} to {args.until}.")
    return 0


def _list(store: "Store", *, as_json: bool) -> int:
    import json

    from portal.cases import delegates

    with store.reading() as work:
        people = delegates.named(work)
    if as_json:
        print(json.dumps([person._asdict() for person in people], ensure_ascii=False, default=str))
        return 0
    for person in people:
        span = f"{person.valid_from} to {person.valid_until}"
        print(f"{person.login}\t{person.name}\t{person.role}\t{span}{'' if person.current else ' (not now)'}")
    return 0
