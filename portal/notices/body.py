"""The notice 公告: what stands in a column, with files and links beside its text."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from portal.core.i18n import _
from portal.core.ui import Ui, Unfit, Widget
from portal.notices.columns import COLUMNS, ColumnSlug
from portal.notices.links import linkable
from portal.publishing.body import Body, Part

TITLE = 120
TEXT = 50_000
FILES = 10
LINKS = 20


def _address(text: str) -> str:
    if not (found := linkable(text)):
        raise Unfit(_("Write an address of this site (/services) or of another (https://example.gov.cn)."))
    return found


class Attachment(Part):
    """A file 附件 by its id in ``media``. ``caption``: what it is; of a picture, what there is to see."""

    media_id: Annotated[int, Ui(_("File"), widget=Widget.HIDDEN)]
    caption: Annotated[
        str, Ui(_("What the file is called")), StringConstraints(min_length=1, max_length=TITLE)
    ]


class Link(Part):
    """``address``: inside the site, or http(s)."""

    label: Annotated[str, Ui(_("Words of the link")), StringConstraints(min_length=1, max_length=TITLE)]
    address: Annotated[
        str, Ui(_("Address")), StringConstraints(min_length=1, max_length=500), AfterValidator(_address)
    ]


class Notice(Body):
    """``text`` is Markdown (``rendering``); ``valid_until`` is the last day on which it holds; ``source``
    empty: the unit itself."""

    title: Annotated[str, Ui(_("Title")), StringConstraints(min_length=2, max_length=TITLE)]
    column: Annotated[
        ColumnSlug,
        Ui(
            _("Column"),
            widget=Widget.SELECT,
            options={slug: column.label for slug, column in COLUMNS.items()},
        ),
    ]
    org_id: Annotated[int, Ui(_("Unit that publishes it"), widget=Widget.SELECT)]
    summary: Annotated[
        str,
        Ui(_("In one or two sentences"), hint=_("Stands in lists."), widget=Widget.TEXT, rows=2),
        StringConstraints(max_length=300),
    ] = ""
    text: Annotated[
        str,
        Ui(
            _("Text"),
            hint=_("An empty line begins a paragraph. ## heading, **bold**, - list, [words](address)."),
            widget=Widget.MARKDOWN,
            rows=16,
        ),
        StringConstraints(min_length=1, max_length=TEXT),
    ]
    attachments: Annotated[
        tuple[Attachment, ...], Ui(_("Files of the notice"), grows=False), Field(max_length=FILES)
    ] = ()
    links: Annotated[tuple[Link, ...], Ui(_("Links")), Field(max_length=LINKS)] = ()
    valid_until: Annotated[
        date | None,
        Ui(_("Holds until"), hint=_("The last day, such as 2026-11-22. Empty: until further notice.")),
    ] = None
    source: Annotated[
        str,
        Ui(_("Source"), hint=_("Who issued it. Empty: the unit itself.")),
        StringConstraints(max_length=100),
    ] = ""
    keywords: Annotated[
        str, Ui(_("Keywords"), hint=_("With commas between them.")), StringConstraints(max_length=200)
    ] = ""

    def refs(self) -> frozenset[tuple[str, int]]:
        files = {("media", attachment.media_id) for attachment in self.attachments}
        return frozenset({("org", self.org_id), *files})
