"""``portal init``: an empty centre, with the government and the hall that it speaks for."""

import argparse
from typing import Any

from portal.cli.common import follow_changes, store_of

# option → (column of the hall's facts, help)
HALL = {
    "--hall": ("name", "name of the hall; default: the government's name with 便民服务中心"),
    "--address": ("address", "address of the hall"),
    "--hours": ("hours", "opening hours of the hall"),
    "--phone": ("phone", "phone for enquiries, with area code"),
    "--supervision-phone": ("supervision_phone", "phone for complaints, with area code"),
}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "init", help="make an empty centre: database, key, search index, first units"
    )
    parser.add_argument("--name", help="name of the county, town or village, such as 晴溪县")
    parser.add_argument("--division", default="", metavar="CODE", help="its division code, 12 digits")
    for option, (column, text) in HALL.items():
        parser.add_argument(option, dest=f"hall_{column}", help=text)
    parser.add_argument(
        "--adopt", action="store_true", help="this node's secret and folder of files are right from now on"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from portal.core.i18n import Refusal, _
    from portal.directory.founding import found

    facts = {column: getattr(args, f"hall_{column}") for column, _text in HALL.values()}
    given = {column: value for column, value in facts.items() if value is not None}
    if (given or args.division) and not args.name:
        raise Refusal(_("Name the county, town or village too: --name."))
    if args.division and not (
        len(args.division) == 12 and args.division.isascii() and args.division.isdigit()
    ):
        raise Refusal(_("A division code has 12 digits."))
    store = store_of(args, adopt=args.adopt)
    if args.name:
        hall = {"name": f"{args.name}便民服务中心", **given}
        changed = store.write(found, args.name, args.division, hall)
        print(
            f"{args.name} and {hall['name']} {'are in the directory' if changed else 'were there already'}."
        )
    follow_changes(store)
    print(f"The centre is ready in {store.settings.var_dir}. Next: portal user add, portal import guides.")
    return 0
