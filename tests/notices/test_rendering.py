"""The text of a notice as HTML: what editors write, and what somebody might try."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from portal.notices.body import TEXT
from portal.notices.links import linkable
from portal.notices.rendering import html

PIECES = st.text(alphabet="#>*-_|:[]()!`~<&;a1. \n\\/\t中\u2028", max_size=400)
ALLOWED = {
    *("p", "br", "hr", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td", "div"),
}
ATTRIBUTES = {"href", "rel", "start", "scope", "class", "role", "tabindex", "aria-label"}


def rendered(text: str) -> Any:
    return BeautifulSoup(html(text, "表${n}"), "html.parser")


def test_headings_begin_below_the_title_and_leave_none_out() -> None:
    page = rendered("#### 一\n\n# 二\n\n###### 三\n\n## 四\n\n#\n")
    assert [(h.name, h.text) for h in page.select("h2, h3, h4, h5, h6, h1")] == [
        ("h2", "一"),
        ("h2", "二"),
        ("h3", "三"),
        ("h3", "四"),
    ]


def test_tables_scroll_and_have_names_and_headers() -> None:
    page = rendered("|姓名||\n|-|-|\n|张三|1|\n\n中\n\n|a|b|\n|-|-|\n|1|2|")
    assert [box["aria-label"] for box in page.select("div.table-scroll[role=region][tabindex]")] == [
        "表1",
        "表2",
    ]
    assert [cell["scope"] for cell in page.select("th")] == ["col"] * 3


def test_lines_and_lists_are_kept() -> None:
    page = rendered(
        "第一行\n第二行\n\n    缩进也是正文\n\n- 甲\n    - 乙\n\n3. 三\n4. 四\n\n> 引用\n\n***\n完 `x`"
    )
    assert len(page.select("p br")) == 1
    assert page.select_one("ul ul li").text == "乙"
    assert page.select_one("ol")["start"] == "3"
    assert page.select("blockquote") and page.select("hr")
    assert not page.select("pre, code")
    assert page.get_text().endswith("完 x")


def test_links_are_made_of_what_may_be_linked() -> None:
    bare = "https://www.gov.cn/a_b?x=1"
    page = rendered(f"[指南](/services/A1) 见 {bare}。 ![图](https://x.cn/a.png) [ ](tel:12345)")
    assert [(a["href"], a.text) for a in page.select("a")] == [
        ("/services/A1", "指南"),
        (bare, bare),
        ("https://x.cn/a.png", "图"),
        ("tel:12345", "tel:12345"),
    ]
    assert {tuple(a["rel"]) for a in page.select("a")} == {("noopener",)}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//evil.example)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](/a"onclick="alert(1))',
        "&#106;avascript:x",
        "<style>*{display:none}</style><iframe src=/></iframe>",
        "| <b onmouseover=x> |\n|-|\n| `<i>` |",
        "\x02klzzwxh:0001\x03",
    ],
)
def test_what_somebody_might_try_stays_text(text: str) -> None:
    for element in rendered(text).find_all(True):
        assert element.name in ALLOWED
        assert set(element.attrs) <= ATTRIBUTES
        assert element.name != "a"


@given(PIECES)
def test_anything_is_rendered(text: str) -> None:
    assert {element.name for element in rendered(text).find_all(True)} <= ALLOWED


FLOODS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "pictures": lambda n: "![" * (n // 2),
    "stars": lambda n: "*a*" * (n // 3),
    "backquotes": lambda n: "``a`" * (n // 4),
    "quotes": lambda n: ">" * n,
    "numbers": lambda n: "1. " * (n // 3),
    "rules": lambda n: "***\n" * (n // 4),
    "underlines": lambda n: "a\n=\n" * (n // 4),
    "pipes": lambda n: "|`" * (n // 4) + "\n-|-\n" + "|`" * (n // 8),
    "nested": lambda n: "".join("\t" * depth + "- a\n" for depth in range(300))[:n],
    "tags": lambda n: "<a " * (n // 3),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_rendered(name: str) -> None:
    assert html(FLOODS[name](TEXT), "表${n}")


BAD_ADDRESSES = (
    *("", "x", "#x", "//x.cn", "////x.cn", "/\\x.cn", "ftp://x.cn", "mailto:a@b.cn", "javascript:1"),
    *("http://", "http://[", "http://[::1]/", "http://a b/", "https://a@x.cn/", "https:x"),
    *("http://x.cn:99999/", "/" + "a" * 500),
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" /services/a?b=中#d ", "/services/a?b=%E4%B8%AD#d"),
        ("https://例子.中国:8080/", "https://xn--fsqu00a.xn--fiqs8s:8080/"),
        ("https://x.cn/%zz", "https://x.cn/%25zz"),
        ("tel:0990-5551000", "tel:0990-5551000"),
        *(
            (bad, "")
            for bad in ("", "x", "#x", "//x.cn", "////x.cn", "/\\x.cn", "ftp://x.cn", "mailto:a@b.cn")
        ),
        *((bad, "") for bad in ("http://", "http://[", "http://[::1]/", "http://a b/", "https://a@x.cn/")),
        *((bad, "") for bad in ("http://x.cn:99999/", "https:x", "javascript:1", "/" + "a" * 500)),
    ],
)
def test_addresses(written: str, read: str) -> None:
    assert linkable(written) == read
