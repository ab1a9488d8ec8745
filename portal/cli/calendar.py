"""``portal calendar``: this place's own working days and days off."""

import argparse
from datetime import date
from typing import Any

from portal.cli.common import store_of


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("calendar", help="show a day, or let it be worked or off here")
    parser.add_argument("day", metavar="YYYY-MM-DD")
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--work", metavar="REASON", help="this day is worked here")
    change.add_argument("--off", metavar="REASON", help="this day is off here")
    change.add_argument("--national", action="store_true", help="follow the national calendar again")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.core.calendar import local
    from portal.core.i18n import Refusal, _

    try:
        day = date.fromisoformat(args.day)
    except ValueError:
        raise Refusal(_("${day} is no day: write it as 2026-02-17.", day=args.day)) from None
    store = store_of(args)
    if args.work or args.off:
        store.write(local.set_day, day, bool(args.work), args.work or args.off)
    elif args.national:
        store.write(local.unset_day, day)
    with store.reading() as work:
        known = local.local_calendar(work).day(day)
    state = "worked" if known.working else "off"
    print(f"{day} {state}{' (provisional)' if known.provisional else ''} {known.name or ''}".rstrip())
    return 0
