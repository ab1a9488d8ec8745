"""``portal user``: the staff's accounts. Passwords come from the terminal or standard input, never argv."""

import argparse
import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

from portal.cli.common import store_of

if TYPE_CHECKING:
    from portal.core.work import Store

ROLES = ("viewer", "editor", "publisher", "handler", "administrator")


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("user", help="add, list and close the accounts of staff")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    new = verbs.add_parser("add", help="add an account with a role on a unit and all below it")
    grant = verbs.add_parser("grant", help="give an account one more role")
    password = verbs.add_parser("password", help="set a new password; its sessions end")
    close = verbs.add_parser("close", help="close an account; its sessions end")
    every = verbs.add_parser("list", help="list all accounts")
    for verb in (new, grant, password, close):
        verb.add_argument("login")
    new.add_argument("--name", required=True)
    for verb in (new, grant):
        verb.add_argument("--role", required=True, choices=ROLES)
        verb.add_argument("--org", required=True, metavar="SLUG", help="the unit, as in /orgs/SLUG")
    every.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    store = store_of(args)
    if args.verb == "list":
        return _list(store, as_json=args.json)
    print(_change(store, args))
    return 0


def _change(store: "Store", args: argparse.Namespace) -> str:
    from portal.accounts import users
    from portal.accounts.models import Role
    from portal.accounts.passwords import hash_password

    if args.verb == "close":
        store.write(users.deactivate, args.login)
        return f"{args.login} is closed."
    if args.verb == "grant":
        new = store.write(users.grant, args.login, Role(args.role), args.org)
        return f"{args.login} is {'now' if new else 'already'} {args.role} of {args.org}."
    hashed = hash_password(_password(), args.login)
    if args.verb == "password":
        store.write(users.set_password, args.login, hashed)
        return f"{args.login} has a new password."
    role = Role(args.role)
    store.write(users.add, args.login, name=args.name, password_hash=hashed, role=role, org_slug=args.org)
    return f"{args.login} may log in, as {args.role} of {args.org}."


def _password() -> str:
    from portal.accounts.errors import WeakPassword
    from portal.core.i18n import _

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass("Password: ")
    if getpass("Once more: ") != first:
        raise WeakPassword(_("The two passwords differ."))
    return first


def _list(store: "Store", *, as_json: bool) -> int:
    import json
    from dataclasses import asdict

    from portal.accounts import users

    with store.reading() as work:
        rows = users.all_users(work)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
        return 0
    for row in rows:
        grants = ", ".join(f"{role} of {org}" for role, org in row.grants)
        print(f"{row.login}\t{row.name}\t{'' if row.active else 'closed '}{grants}")
    return 0
