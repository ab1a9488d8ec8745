"""Telephones as people type them into a search."""

import re


def numbers(phones: str) -> list[str]:
    """The numbers of a text such as ``0980-5550110、5550111 转 8``, each whole and without its area code."""
    found = re.findall(r"[0-9][0-9 -]{4,}[0-9]", phones)
    return list(dict.fromkeys(written for number in found for written in (number, number.split("-")[-1])))
