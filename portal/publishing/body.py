"""What every document body is: a frozen model with one canonical text.

The same content gives the same text and the same SHA-256, so an import that brings nothing new makes no new
edition.
"""

import hashlib
import json
from typing import Self

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A frozen piece of a body; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Body(Part):
    """A whole body. ``refs()`` names the directory rows that it points to."""

    schema_number: int = 1

    def canonical(self) -> str:
        """JSON with sorted keys and every default written out."""
        return json.dumps(
            self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    def digest(self) -> str:
        """SHA-256 of the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def refs(self) -> frozenset[tuple[str, int]]:
        """Pairs of (kind of directory row: ``org`` or ``window``, id)."""
        return frozenset()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a stored body. Raises ``pydantic.ValidationError`` where it does not fit the model."""
        return cls.model_validate_json(text)
