"""Pages of the site that answer a word by themselves: 投诉, 查进度, 今天谁值班."""

from collections.abc import Iterator
from typing import NamedTuple

from portal.core.work import Reading
from portal.search.source import Ids, Source, text
from search_index.document import Doc

KIND = "page"
SITE = 0
"""The id of what all pages are about."""


class Page(NamedTuple):
    """A page by its title, the words that mean it, and what is done there; in the words of visitors."""

    address: str
    title: str
    words: tuple[str, ...]
    about: str


PAGES: dict[str, Page] = {
    "mailbox": Page(
        "/mailbox",
        "信箱：提问、建议、求助、投诉",
        (
            *("投诉", "举报", "信箱", "意见箱", "建议", "反映问题", "提意见", "写信", "咨询", "留言", "告状"),
            *("部长信箱", "我要投诉", "我要举报", "我要咨询", "领导信箱", "意见建议", "信访", "差评"),
        ),
        "给便民中心和部门写信，可以不留名字；给组织部长写信。多久答复，怎么查。",
    ),
    "track": Page(
        "/mailbox/track",
        "查我的信",
        ("查进度", "查信", "我的信", "查询码", "信件查询", "回复了没有", "投诉进度", "办理进度", "进度查询"),
        "用编号和查询码看信办到哪一步、怎么答复的。",
    ),
    "letters": Page(
        "/mailbox/letters",
        "来信和答复",
        ("来信选登", "公开答复", "答复公开", "别人问过的", "信件公开", "回音壁"),
        "征得写信人同意后公开的来信和答复。",
    ),
    "schedule": Page(
        "/schedule",
        "赶场和值班",
        ("赶场", "赶集", "赶圩", "赶街", "逢场", "值班", "值班表", "今天谁值班", "赶场日", "赶集日", "坐班"),
        "各乡镇哪天赶场，今天谁值班、谁坐班。",
    ),
    "services": Page(
        "/services",
        "全部办事指南",
        ("办事指南", "办事", "事项清单", "服务清单", "能办什么", "办事大厅"),
        "按人生大事、对象、部门找要办的事。",
    ),
    "orgs": Page(
        "/orgs",
        "部门和网点",
        ("部门", "网点", "单位", "机构", "部门电话", "电话", "电话簿", "通讯录", "乡镇", "村"),
        "每个部门、乡镇、村的地址、电话、上班时间和管什么。",
    ),
    "notices": Page(
        "/notices",
        "通知公告",
        ("通知", "公告", "公示", "新闻", "通知公告", "最新消息"),
        "最近有什么变动，要公示什么。",
    ),
    "boards": Page(
        "/boards",
        "公开栏",
        ("公开栏", "公示栏", "政务公开", "信息公开", "村务公开"),
        "办理时限、收费、工作人员、权力和职责，都在这里公开。",
    ),
}


def documents(work: Reading, ids: Ids | None) -> Iterator[Doc]:
    for name, page in PAGES.items() if ids is None or SITE in ids else ():
        yield Doc(
            id=SOURCE.doc_id(SITE, name),
            kind=KIND,
            title=page.title,
            address=page.address,
            aliases=page.words,
            body=text(page.about, "、".join(page.words)),
        )


def _shown(work: Reading, ids: Ids) -> dict[int, None]:
    return dict.fromkeys(ids)


SOURCE = Source(KIND, documents, _shown, parts=tuple(PAGES))
