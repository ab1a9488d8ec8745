"""The table of addresses: a contract that links, tests and other tools rely on (docs/addresses.md)."""

from typing import NamedTuple

from pyramid.config import Configurator


class Route(NamedTuple):
    """``pattern`` in Pyramid's syntax; ``methods`` that are answered, everything else gets 405.

    ``files``: its form may bring files; everywhere else those get 415. ``private``: nothing may keep what it
    shows. ``cached``: its page is the same for everybody, so it is made once (``web.cache``).
    """

    name: str
    pattern: str
    methods: tuple[str, ...]
    purpose: str
    files: bool = False
    private: bool = False
    cached: bool = False


READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
POST = ("POST",)

ROUTES = (
    Route(
        "home",
        "/",
        READ,
        "home: search box, life events, markets and duty, notices, mailbox, how to reach us",
        cached=True,
    ),
    Route("catalogue", "/services", READ, "catalogue of guides with filters", cached=True),
    Route(
        "guide",
        "/services/{code}",
        READ,
        "a guide; ?case= chooses a case, ?edition=N shows a past edition",
        cached=True,
    ),
    Route(
        "notice_slip", "/services/{code}/notice", READ, "the one-time notice 一次性告知单 of what is missing"
    ),
    Route(
        "flowchart",
        "/services/{code}/flowchart.svg",
        READ,
        "the flowchart of a guide alone, to print",
        cached=True,
    ),
    Route("orgs", "/orgs", READ, "the units as a tree", cached=True),
    Route("org", "/orgs/{slug}", READ, "a unit's own page", cached=True),
    Route("boards", "/boards", READ, "the boards: time limits, fees, staff, powers", cached=True),
    Route("board_csv", "/boards/{board}.csv", READ, "a board as CSV, ?org=", cached=True),
    Route(
        "board", "/boards/{board}", READ, "a board, with ?org= and &page=, or &all=1 to print", cached=True
    ),
    Route("schedule", "/schedule", READ, "today's duty, market days; ?org= &month=", cached=True),
    Route(
        "calendar",
        "/schedule.ics",
        READ,
        "market days of the next 12 months as a calendar, ?org=",
        cached=True,
    ),
    Route("notices", "/notices", READ, "notices, the newest first, with &column= &org= &page=", cached=True),
    Route(
        "notice", "/notices/{id}", READ, "a notice; 410 with the reason where it was withdrawn", cached=True
    ),
    Route("feed", "/notices.atom", READ, "the newest notices as an Atom feed", cached=True),
    Route("column", "/columns/{slug}", READ, "the notices of a column, with &org= &page=", cached=True),
    Route("search", "/search", READ, "results for ?q=, with &kind= &org= &category= &page="),
    Route("suggest", "/search/suggest", READ, "suggestions for ?q= as JSON"),
    Route("api_search", "/api/v1/search", READ, "results for ?q= and &limit= as JSON"),
    Route("mailbox", "/mailbox", READ, "the mailboxes: what each is for, how long it takes"),
    Route("letter_new", "/mailbox/{channel}/new", FORM, "write a letter", files=True, private=True),
    Route("receipt", "/mailbox/receipt/{ticket}", READ, "the receipt of a letter", private=True),
    Route("track", "/mailbox/track", FORM, "follow one's letter by number and query code", private=True),
    Route("letter_file", "/mailbox/files/{ticket}", READ, "a file of one's own letter", private=True),
    Route("letters", "/mailbox/letters", READ, "published answers"),
    Route("letter", "/mailbox/letters/{number}", READ, "a published letter with its answer"),
    Route("media", "/media/{digest}", READ, "a file that everybody may see"),
    Route("view", "/view", POST, "elder mode on and off, and back to the page"),
    Route("sitemap", "/sitemap.xml", READ, "site map", cached=True),
    Route("robots", "/robots.txt", READ, "rules for robots"),
    Route("healthz", "/healthz", READ, "the process answers"),
    Route("readyz", "/readyz", READ, "the database can be used; and the search index?"),
    Route(
        "kiosk", "/kiosk/{org}", READ, "touch screen of a unit: its first page; ?text= sets the text's size"
    ),
    Route("kiosk_search", "/kiosk/{org}/search", READ, "search on keys of the screen"),
    Route("kiosk_catalogue", "/kiosk/{org}/services", READ, "guides by life event or ?by=org"),
    Route("kiosk_guide", "/kiosk/{org}/services/{code}", READ, "a guide, one part at a time"),
    Route("kiosk_boards", "/kiosk/{org}/boards", READ, "the boards"),
    Route("kiosk_board", "/kiosk/{org}/boards/{board}", READ, "one board, of all units or of ?org="),
    Route("kiosk_duty", "/kiosk/{org}/duty", READ, "who is on duty today, and the windows"),
    Route("kiosk_market", "/kiosk/{org}/market-days", READ, "the next market days"),
    Route("kiosk_letter", "/kiosk/{org}/letter", FORM, "one's own letter, by scanner or by touch"),
    Route("kiosk_help", "/kiosk/{org}/help", READ, "who helps here today"),
    Route("login", "/login", FORM, "staff log in"),
    Route("logout", "/logout", POST, "staff log out"),
    Route("admin", "/admin", READ, "what waits for me"),
    Route("admin_guides", "/admin/guides", READ, "guides with what the checks found"),
    Route(
        "admin_guide", "/admin/guides/{id}", FORM, "one guide: findings, editions, submit, publish, withdraw"
    ),
    Route("admin_letters", "/admin/letters", READ, "the inbox: letters that one may see"),
    Route("admin_letters_csv", "/admin/letters.csv", READ, "the same list for a spreadsheet"),
    Route("admin_letter", "/admin/letters/{id}", FORM, "one letter: history and steps"),
    Route("admin_letter_preview", "/admin/letters/{id}/preview", READ, "the public page as proposed"),
    Route("admin_letter_file", "/admin/letters/{id}/files/{position}", READ, "a file of a letter"),
    Route("admin_people", "/admin/people", READ, "who holds a post, who is away"),
    Route("admin_person", "/admin/people/{id}", FORM, "mark somebody away"),
    Route("admin_back", "/admin/people/{id}/back", POST, "mark somebody back"),
    Route("admin_card", "/admin/people/{id}/card", FORM, "phone and portrait", files=True),
    Route("admin_schedule", "/admin/schedule", READ, "rules of markets, exceptions, duties"),
    Route("admin_entry", "/admin/schedule/{kind}/{id}", FORM, "one of them, or new"),
    Route("admin_entry_gone", "/admin/schedule/{kind}/{id}/remove", POST, "take one of them away"),
    Route("admin_notices", "/admin/notices", READ, "notices whatever their state"),
    Route("admin_notice_new", "/admin/notices/new", FORM, "write a notice", files=True),
    Route("admin_notice", "/admin/notices/{id}", FORM, "one notice: editions, submit, publish, withdraw"),
    Route("admin_notice_edit", "/admin/notices/{id}/edit", FORM, "change a notice", files=True),
    Route(
        "admin_notice_preview", "/admin/notices/{id}/preview", READ, "the real page of an edition, ?edition=N"
    ),
    Route("admin_notice_file", "/admin/notices/{id}/files/{file}", READ, "a file of an edition, ?edition=N"),
    Route("admin_search", "/admin/search", READ, "what the search was asked in vain, ?days="),
    Route("admin_search_aside", "/admin/search/aside", POST, "leave a question out of that list"),
    Route("admin_search_try", "/admin/search/try", READ, "what the search makes of ?q="),
    Route("admin_words", "/admin/search/words", READ, "words of the search, local ones first"),
    Route("admin_word_new", "/admin/search/words/new", FORM, "teach the search a word"),
    Route("admin_word_off", "/admin/search/words/off", POST, "take a shipped word out"),
    Route("admin_word", "/admin/search/words/{id}", FORM, "change a local word"),
    Route("admin_word_switch", "/admin/search/words/{id}/switch", POST, "take it out, or put it back"),
    Route("admin_preview", "/admin/guides/{id}/preview", READ, "the real page of an edition, ?edition=N"),
)


def includeme(config: Configurator) -> None:
    config.registry["file_routes"] = {route.name for route in ROUTES if route.files}
    config.registry["cached_routes"] = {route.name for route in ROUTES if route.cached}
    for route in ROUTES:
        config.add_route(route.name, route.pattern)
