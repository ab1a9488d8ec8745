"""Which questions are nobody's business: what may name somebody is not counted at all."""

import rjieba

from portal.core.privacy import COMPOUNDS, identifiers
from search_index.analysis import fold, key

LONGEST = 40
"""Characters: whole stories are longer, and are their author's own."""

# The hundred most frequent surnames (公安部, 全国姓名报告), those of some 85 people in 100, without four that
# are words of many questions (曾, 钱, 万, 莫).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚"
    "沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵覃武戴严孔向常汤"
)
# Dictionaries take these for names: 石桥镇, 林权证, 许可, 孙子, 谢谢.
_THINGS = tuple("镇乡村县市区路街寺桥湾证卡费税表可子女谢牛")


def private(text: str) -> bool:
    """Whether a question may name somebody: by a number, an address, or what looks like a name.

    A name is a surname with one or two characters that are no word together with it. A rare word that looks
    like one is lost, too: that is the better mistake.
    """
    folded = fold(text)
    # A number is one however it is parted, a plate one in small letters too.
    numbered = any(map(identifiers, (text, key(text).upper())))
    return numbered or len(folded) > LONGEST or _names_somebody(folded)


def _names_somebody(folded: str) -> bool:
    cut = [(word, kind) for word, kind in rjieba.tag(folded, False) if word.strip()]
    return any(map(_is_name, cut, [*cut[1:], ("", "")]))


def _is_name(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether a word of a question, with the one behind it, begins a name; each with its part of speech."""
    (word, kind), (given, kind_of_given) = first, second
    compound = word.startswith(COMPOUNDS)
    if word[0] not in SURNAMES and not compound:
        return False
    if len(word) == 1 or word in COMPOUNDS:
        return len(given) == 1 or kind_of_given.startswith("nr")
    return len(word) <= 3 + compound and kind.startswith("nr") and not word.endswith(_THINGS)
