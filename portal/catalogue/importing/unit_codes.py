"""Codes of units: the unified social credit code (GB 32100) and the organisation code (GB 11714)."""

import re

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def well_formed(code: str) -> bool:
    """18 characters of GB 32100, or 8 and a check digit of GB 11714 (with or without hyphen)."""
    plain = code.upper()
    if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", plain):
        return _organisation_check(plain[:8]) == plain[-1]
    return re.fullmatch(rf"[{_CREDIT}]{{18}}", plain) is not None and _credit_check(plain[:17]) == plain[17]


def _credit_check(body: str) -> str:
    total = sum(_CREDIT.index(c) * weight for c, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT[(31 - total % 31) % 31]


def _organisation_check(body: str) -> str:
    total = sum(
        _ORGANISATION.index(c) * weight for c, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]
