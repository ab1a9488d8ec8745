"""Words by which inspectors find faults in the text of a guide."""

import re
from collections.abc import Iterator

_THING = "(?:材料|资料|证件|证明|文件|手续|条件|情形)"

# 等 closes a list without saying what else; 同等, 平等, 中等, 一等, 甲等 … are other words.
CATCH_ALL = re.compile(
    rf"(?:其他|其它|有关|相关){_THING}"
    r"|(?:按照?|依照?|依据|根据)[^，。；、《0-9]{0,10}(?:规定|标准|要求|政策)(?:执行|办理|收取|确定|提供|提交)"
    r"|详见|具体见|具体以.{1,20}为准"
    rf"|(?<![同平高中初优相不均劣对一二三四五六七八九十特头上下甲乙丙丁])等(?={_THING}|原件|复印件|[。;；,，、)）]|$)"
)

# 无需本人到场 says the opposite.
IN_PERSON = re.compile(
    r"(?<!无需)(?<!无须)(?<!不需)(?<!不必)(?<!不用)(?<!不需要)"
    r"(?:(?:本人|双方)(?:共同|亲自)?|(?<!本人)(?<!双方)亲自)"
    r"(?:到场|到现场|前往|前来|到窗口)"
    r"|(?:不得|不可|不予)(?:代办|代理|委托)"
)

_DOCUMENTS = (
    "身份证|户口簿|户口本|结婚证|离婚证|出生医学证明|营业执照|残疾人证|居住证|驾驶证|行驶证|房产证|不动产权证书?"
    "|毕业证书?|学位证书?|资格证书?|退役证|退伍证|护照|通行证|死亡证明|健康证明?|社会保障卡|社保卡"
)
_NAMED = re.compile(
    r"(?<![未不无])(?:持有?|凭|提供|提交|出示|携带|具有|取得)(?:有?效?的?|本人|双方|合法|居民|原|及其?|和|、)*"
    rf"[《“]?(?P<document>{_DOCUMENTS})"
)
_SAME = {"户口本": "户口簿", "退伍证": "退役证", "社保卡": "社会保障卡"}

_FORM = re.compile(r"(?:(?<!代)表|申请书|承诺书)$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]|[《》“”]")


def documents_named(text: str) -> Iterator[str]:
    """The documents that the text says one must have."""
    for match in _NAMED.finditer(text):
        yield match["document"]


def mentions(document: str, names: str) -> bool:
    """``names`` contains the document, or the other word for it."""
    same = {other for pair in _SAME.items() if document in pair for other in pair} | {document}
    return any(word.removesuffix("书") in names for word in same)


def is_form(name: str) -> bool:
    """The material is a form to fill in: 申请表, 登记表, 申请书 …"""
    return bool(_FORM.search(_BRACKETS.sub("", name).strip()))
