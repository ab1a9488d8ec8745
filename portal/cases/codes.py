"""Numbers of cases, and the query codes with which authors follow them.

A code is never stored: it is recomputed from the case's id and the portal's key.
"""

import hashlib
import hmac
import secrets
from datetime import date

from portal.core.settings import Settings
from portal.core.text import fold

CODE = 10
RANDOM = 6


def new_number(day: date) -> str:
    """``20261122-483920``: the day, and digits that do not tell how many letters there are."""
    return f"{day:%Y%m%d}-{secrets.randbelow(10**RANDOM):0{RANDOM}}"


def query_code(settings: Settings, case_id: int) -> str:
    """Ten digits that only the author and the portal know."""
    digest = hmac.new(settings.key, f"query code\n{case_id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:16]) % 10**CODE:0{CODE}}"


def fits(settings: Settings, case_id: int, code: str) -> bool:
    """Whether this is the case's code, in a time that does not tell how much of it is right."""
    return hmac.compare_digest(query_code(settings, case_id), plain_code(code))


def plain_code(text: str) -> str:
    """A code as it is compared, from any usual writing: ``１２３ 456-7890`` → ``1234567890``."""
    return "".join(char for char in fold(text) if char in "0123456789")[: 2 * CODE]


def plain_number(text: str) -> str:
    """A number as it is kept, from any usual writing; empty for what cannot be one."""
    digits = "".join(char for char in fold(text)[:60] if char in "0123456789")
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == 8 + RANDOM else ""
