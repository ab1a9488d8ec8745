"""Two nodes of two processes each behind nginx, on one PostgreSQL, with the demo centre."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import select

from portal.accounts.models import User
from portal.app import make_store
from portal.cases.models import Case
from portal.catalogue.body import Guide
from portal.catalogue.projection import KIND
from portal.core.settings import Settings
from portal.core.work import Actor, Store, Writing
from portal.directory.queries import org_by_slug
from portal.publishing import verbs
from tests.support.guides import complete_guide
from tests.support.load import Site
from tests.support.nodes import Node, free_port
from tests.support.portal import SECRET
from tests.support.proxy import Proxy, proxying

PATHS = ("/services", "/", f"/search?q={quote('身份证')}", "/orgs", "/services/990121-GA-01")
GUIDE = "990121-TEST-7"


@dataclass(frozen=True)
class County:
    """``one`` and ``other``: the nodes; ``front``: what residents reach; ``store``: the database of all."""

    one: Node
    other: Node
    front: Site
    proxy: Proxy
    store: Store

    @property
    def nodes(self) -> tuple[Node, Node]:
        return self.one, self.other


@contextmanager
def county(url: str, folder: Path) -> Iterator[County]:
    """On the empty database at ``url``; what the nodes write is below ``folder``."""
    port = free_port()
    given = {
        "database_url": url,
        "secret": SECRET,
        "media_dir": str(folder / "files"),
        "processes": "2",
        "public_url": f"https://localhost:{port}",
        "trusted_proxy": "127.0.0.1",
        "letter_rate": "100000",
        "search_rate": "100000",
        "demo": "true",
    }
    one, other = (Node(folder / name, **given) for name in ("one", "other"))
    with ExitStack() as stack:
        for node in (one, other):
            node.start()
            stack.callback(node.stop)
        proxy = stack.enter_context(proxying(folder / "proxy", port, [one.port, other.port]))
        store = make_store(Settings(var_dir=folder / "desk", database_url=url, secret=SECRET))
        stack.callback(store.engine.dispose)
        yield County(one, other, Site(port, proxy.trust), proxy, store)


def publisher(store: Store) -> Callable[[str], None]:
    """``publish(name)``: a new edition of the guide ``GUIDE``, by its author and a second person."""
    with store.reading() as work:
        ids = dict(work.session.execute(select(User.login, User.id)).all())
        unit = org_by_slug(work, "public-security")
    assert unit
    author, second = Actor(ids["editor"], ""), Actor(ids["publisher"], "")

    def publish(name: str) -> None:
        guide = complete_guide(unit_id=unit.id, code=GUIDE, name=name)
        store.write_as(second, verbs.approve, store.write_as(author, _submitted, guide))

    return publish


def stored(store: Store) -> Counter[str]:
    """How often each title is in the mailbox."""
    with store.reading() as work:
        return Counter(work.session.scalars(select(Case.title)))


def finds(node: Node, name: str) -> bool:
    """Whether a guide of this name is found at a node."""
    hits = json.loads(node.get(f"/api/v1/search?q={quote(name)}")[1])
    return any(hit["title"] == name for hit in hits)


def _submitted(work: Writing, guide: Guide) -> int:
    document = verbs.open_document(work, KIND, guide.code, guide.unit_id)
    verbs.draft(work, document, guide)
    verbs.submit(work, document.id)
    return document.id
