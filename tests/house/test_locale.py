"""Every sentence of the portal is translated, once, with its placeholders; none bypasses translation."""

from pathlib import Path

import pytest

from tests.support.locale import LOCALE, bare_words, findings, sentences

ROOT = Path(__file__).parents[2]


def test_the_chinese_catalogue_says_what_the_portal_says() -> None:
    found = findings(ROOT)
    assert not found, "\n".join(found)


def test_no_template_has_words_of_its_own() -> None:
    found = bare_words(ROOT)
    assert not found, "\n".join(found)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house whose code says one sentence and whose template says another."""
    (tmp_path / LOCALE / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / LOCALE / "babel.cfg").write_text((ROOT / LOCALE / "babel.cfg").read_text(encoding="utf-8"))
    (tmp_path / "portal" / "templates").mkdir()
    (tmp_path / "portal" / "x.py").write_text("_('Row ${row} has no name.', row=3)", encoding="utf-8")
    (tmp_path / "portal" / "templates" / "x.jinja2").write_text("<p>{{ _('Fee') }}</p>", encoding="utf-8")
    return tmp_path


ROW = 'msgid "Row ${row} has no name."\nmsgstr "第 ${row} 行没有名称。"\n\n'
FEE = 'msgid "Fee"\nmsgstr "收费"\n\n'


def test_sentences_are_found_in_code_and_templates(house: Path) -> None:
    assert sentences(house) == {"Row ${row} has no name.": "portal/x.py", "Fee": "portal/templates/x.jinja2"}


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        (ROW + FEE, []),
        (ROW, ["portal/templates/x.jinja2: not translated: 'Fee'"]),
        (ROW + FEE + FEE, ["portal.po: given 2 times: 'Fee'"]),
        (ROW + FEE + FEE.replace("Fee", "Old"), ["portal.po:7: nobody says 'Old'"]),
        (ROW + FEE.replace("收费", ""), ["portal.po:4: no translation yet: 'Fee'"]),
        (ROW + "#, fuzzy\n" + FEE, ["portal.po:5: no translation yet: 'Fee'"]),
        (ROW + FEE.replace("收费", "${x}"), ["portal.po:4: other placeholders than 'Fee'"]),
    ],
)  # fmt: skip
def test_a_difference_is_named(house: Path, catalogue: str, said: list[str]) -> None:
    (house / LOCALE / "zh_Hans" / "LC_MESSAGES" / "portal.po").write_text(catalogue, encoding="utf-8")
    assert findings(house) == said


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>{{ _('Fee') }}: 12 · {{ x }}</p><p class='note'>{# a note #}", []),
        ("{% if x %}<p>收费</p>{% endif %}", ["收费"]),
        ("<a title='Home' href='/{{ x }}'>{{ y }} yuan</a>", ["Home", "yuan"]),
        ("<meta name='description' content='Words'><meta name='robots' content='noindex'>", ["Words"]),
        ('{% macro m() %} id="{{ x }}-hint"{% endmacro %}', []),
        ("<script>let a = 1</script><style>p { color: red }</style>", []),
    ],
)
def test_bare_words_are_named(house: Path, template: str, words: list[str]) -> None:
    (house / "portal" / "templates" / "y.jinja2").write_text(template, encoding="utf-8")
    (house / "portal" / "templates" / "feed.jinja2").write_text("<?xml ?><a>daily</a>", encoding="utf-8")
    assert bare_words(house) == [f"portal/templates/y.jinja2: {one}" for one in words]
