"""From Markdown to the HTML of a page: a small part of Markdown, in bounded time, with nothing but plain text
elements in it.

Editors write paragraphs, headings, lists, quotes, tables, bold, italics, rules and links. Raw HTML is shown
as it was typed; pictures are attached, not linked; backquotes and indentation mean nothing. What Markdown
would take minutes for (fifty thousand brackets) is taken apart before it gets there.
"""

import re
from functools import lru_cache
from itertools import takewhile
from xml.etree import ElementTree

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from portal.notices.links import linkable

_BLOCK = 2000
"""Characters of a line, and of lines that follow each other: beyond, a new paragraph begins."""

_DEEPEST = 6
_INDENT = 4 * _DEEPEST
_RULE = re.compile(r" *(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})")
_TABLE_RULE = re.compile(r"[ |:]*-[-| :]*")
_MARKERS = re.compile(rf"( *(?:(?:>|[-*+] |[0-9]{{1,9}}\. ) *){{{_DEEPEST}}})(?=>|[-*+] |[0-9]+\. )")
_LINK = r"(?<!\\)!?\[([^\[\]\n]{0,200})\]\(([^()\s]{1,500})\)"
_BARE = r"(https?://[0-9A-Za-z\-._~:/?#@!$&'*+,;=%]{1,500})(?<![.,;:!?'*_])"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_REMEMBERED = 64

_UNUSED_INLINE = (
    *("backtick", "reference", "link", "image_link", "image_reference", "short_reference"),
    *("short_image_ref", "autolink", "automail", "html", "entity"),
)
_UNUSED_BLOCKS = ("code", "setextheader", "reference")
_TAGS = {
    *("p", "br", "hr", "strong", "em", "a", "ul", "ol", "li", "blockquote"),
    *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "div"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}, "div": {"aria-label"}}
_VALUES = {"div": {"class": {"table-scroll"}, "role": {"region"}, "tabindex": {"0"}}}


class _Bounded(Preprocessor):
    """Short blocks, shallow nesting, rules that stand alone."""

    def run(self, lines: list[str]) -> list[str]:
        plain = "\n".join(lines).replace("`", "").replace("\t", "    ")
        return [line for block in re.split(r"\n\s*\n", plain) for line in (*self._block(block), "")]

    def _block(self, block: str) -> list[str]:
        lines = [self._line(line[at : at + _BLOCK]) for line in block.split("\n") for at in _cuts(line)]
        found: list[str] = []
        if len(lines) > 1 and "|" in lines[1] and _TABLE_RULE.fullmatch(lines[1]):
            found = list(takewhile(lambda line: "|" in line, lines))
        size = 0
        for line in lines[len(found) :]:
            size += len(line)
            if size > _BLOCK or line == "---":
                found.append("")
                size = len(line)
            found += [line, ""] if line == "---" else [line]
        return found

    def _line(self, line: str) -> str:
        if _RULE.fullmatch(line):
            return "---"
        text = line.lstrip(" ")
        return _MARKERS.sub(r"\1\\", " " * min(len(line) - len(text), _INDENT) + text)


def _cuts(line: str) -> range:
    return range(0, max(len(line), 1), _BLOCK)


class _Links(InlineProcessor):
    """``[words](address)`` and bare addresses; what may not be linked stays as it was typed."""

    def handleMatch(  # type: ignore[override]  # noqa: N802  (the library's name, and its older arguments)
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        *words, address = m.groups()
        if not (target := linkable(address)):
            return None, None, None
        link = ElementTree.Element("a", href=target)
        link.text = AtomicString("".join(words).strip() or address)
        return link, m.start(0), m.end(0)


class _Outline(Treeprocessor):
    """Headings below the page's own, none left out; tables that scroll, each with a name."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.table = table

    def run(self, root: ElementTree.Element) -> None:
        level = 1
        for heading in root.iter():
            if heading.tag in _HEADINGS and _said(heading):
                level = min(_HEADINGS.index(heading.tag) + 2, level + 1, 6)
                heading.tag = f"h{level}"
            elif heading.tag in _HEADINGS:
                heading.tag = "p"
        for number, table in enumerate(list(root.iter("table")), start=1):
            self._name(table, number)

    def _name(self, table: ElementTree.Element, number: int) -> None:
        for cell in table.iter("th"):
            if _said(cell):
                cell.set("scope", "col")
            else:
                cell.tag = "td"
        inner, tail = ElementTree.Element("table"), table.tail
        inner[:] = list(table)
        table.clear()
        table.tag, table.tail = "div", tail
        name = self.table.replace("${n}", str(number))
        table.attrib.update({"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": name})
        table.append(inner)


def _said(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).strip()


@lru_cache(maxsize=_MOST_REMEMBERED)
def html(text: str, table: str) -> str:
    """The text as HTML, headings from ``h2`` down; ``table`` names a table: "Table ${n}"."""
    reader = Markdown(extensions=["tables", "sane_lists", "nl2br"], output_format="html")
    for name in _UNUSED_INLINE:
        reader.inlinePatterns.deregister(name)
    for name in _UNUSED_BLOCKS:
        reader.parser.blockprocessors.deregister(name)
    reader.preprocessors.deregister("html_block")
    reader.preprocessors.register(_Bounded(reader), "bounded", 20)
    reader.inlinePatterns.register(_Links(_LINK), "link", 190)
    reader.inlinePatterns.register(_Links(_BARE), "bare", 185)
    reader.treeprocessors.register(_Outline(table), "outline", 0)
    return nh3.clean(
        reader.convert(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        url_schemes={"http", "https", "tel"},
        link_rel="noopener",
    )
