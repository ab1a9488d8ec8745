"""Longer texts of a cell → the rows of a guide: legal bases, steps, materials, fees, questions."""

import re
from typing import Any

from portal.catalogue.body import Basis, Faq, Fee, Material, Result, Step
from portal.catalogue.importing.values import amount, lines

_BASIS = re.compile(
    r"《(?P<title>[^《》]*(?:〈[^〉]*〉[^《》]*)?)》(?:[(（][^()（）]*[)）])?\s*(?P<article>第[^\s,，。:：;；]{1,20}?条)?"
)
_STEP = re.compile(r"(?P<name>[^:：]{1,40})[:：]\s*(?P<detail>.+)", re.DOTALL)
_QUESTION = re.compile(r"问[:：]\s*(?P<question>.+?)\s*答[:：]\s*(?P<answer>.+?)\s*(?=问[:：]|$)", re.DOTALL)

_COPIES = re.compile(r"\s*[(（](?P<said>(?:(?:原件|复印件)\s*\d{1,2}\s*份?[、，,和及;；\s]*)+)[)）]$")
_COUNT = re.compile(r"(原件|复印件)\s*(\d{1,2})")

NOTHING_NEEDED = frozenset({"无", "无需材料", "无需提供材料", "不需要材料", "无需提交材料"})


def bases(text: str) -> tuple[Basis, ...]:
    """One basis a line; title and article are told by 《》 and 第…条."""
    return tuple(_basis(line) for line in lines(text))


def _basis(line: str) -> Basis:
    found = _BASIS.search(line)
    if found is None:
        return Basis(title=line)
    whole = line == found[0]
    return Basis(title=found["title"], article=found["article"] or "", text="" if whole else line)


def steps(text: str) -> tuple[Step, ...]:
    """Steps on lines of their own or with arrows between them; what follows a colon is the detail."""
    found = [line for part in re.split(r"\s*(?:→|[-—]+>|⇒)\s*", text) for line in lines(part)]
    return tuple(_step(f"step-{number}", line) for number, line in enumerate(found, 1))


def _step(step_id: str, line: str) -> Step:
    found = _STEP.fullmatch(line)
    return Step(id=step_id, **found.groupdict()) if found else Step(id=step_id, name=line)


def materials(text: str) -> tuple[Material, ...]:
    """One material a line; 原件1份、复印件2份 in brackets behind its name become numbers."""
    return tuple(_material(f"material-{number}", line) for number, line in enumerate(lines(text), 1))


def _material(material_id: str, line: str) -> Material:
    found = _COPIES.search(line)
    if found is None:
        return Material(id=material_id, name=line)
    names = {"原件": "originals", "复印件": "copies"}
    counts: dict[str, Any] = {names[what]: int(count) for what, count in _COUNT.findall(found["said"])}
    return Material(id=material_id, name=line[: found.start()], **counts)


def results(text: str) -> tuple[Result, ...]:
    return tuple(Result(name=line) for line in lines(text))


def questions(text: str) -> tuple[Faq, ...] | None:
    """Pairs of 问： and 答：; ``None`` where there is none."""
    found = _QUESTION.finditer(text)
    return tuple(Faq(id=f"faq-{number}", **pair.groupdict()) for number, pair in enumerate(found, 1)) or None


def fee(name: str, standard: str, basis: str) -> tuple[Fee, ...]:
    """The one fee of a row; the amount is filled in where the standard is a plain amount."""
    yuan, unit = amount(standard)
    stated: dict[str, Any] = {"standard": standard, "basis": basis, "amount": yuan, "unit": unit}
    return (Fee(id="fee-1", name=name, **{key: value for key, value in stated.items() if value}),)
