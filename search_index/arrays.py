"""Named numpy arrays as one run of bytes, read back without a copy.

Layout, little endian: magic (8 bytes), CRC-32 of all that follows (4), length of the table (4), the table as
JSON [[name, dtype, offset, count], …], then the arrays, each at a multiple of 64. It holds numbers only:
damaged bytes are IndexUnavailable, and forged ones run no code.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from mmap import mmap
from struct import Struct
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search_index.engine import IndexUnavailable

Array = NDArray[Any]

_MAGIC = b"sunarr01"  # give it another number where arrays of before, which answer in an upgrade, mislead
_HEAD = Struct("<8sII")
_CHECKED = 12  # from this byte on
_ALIGNED = 64


def pack(arrays: Mapping[str, Array]) -> bytearray:
    """Return arrays of one dimension as bytes for `unpack`."""
    table: list[tuple[str, str, int, int]] = []
    end = 0
    for name, array in arrays.items():
        table.append((name, array.dtype.newbyteorder("<").str, end, len(array)))
        end += -(-array.nbytes // _ALIGNED) * _ALIGNED
    said = json.dumps(table).encode()
    said += b" " * (-(len(said) + _HEAD.size) % _ALIGNED)
    start = _HEAD.size + len(said)
    whole = bytearray(start + end)
    whole[_HEAD.size : start] = said
    for (_, dtype, offset, count), array in zip(table, arrays.values(), strict=True):
        np.frombuffer(whole, dtype, count, start + offset)[:] = array
    _HEAD.pack_into(whole, 0, _MAGIC, 0, len(said))
    _HEAD.pack_into(whole, 0, _MAGIC, zlib.crc32(memoryview(whole)[_CHECKED:]), len(said))
    return whole


def unpack(buffer: bytes | mmap | memoryview) -> dict[str, Array]:
    """Return read-only views of what `pack` made; the buffer must outlive them."""
    view = memoryview(buffer).toreadonly()
    if len(view) < _HEAD.size:
        raise IndexUnavailable("the arrays end too early")
    magic, checksum, said = _HEAD.unpack_from(view)
    body = view[_HEAD.size :]
    if magic != _MAGIC:
        raise IndexUnavailable("these are no arrays of this version")
    if zlib.crc32(view[_CHECKED:]) != checksum:
        raise IndexUnavailable("the arrays are not as they were written")
    return {
        name: np.frombuffer(body, dtype, count, said + offset)
        for name, dtype, offset, count in json.loads(bytes(body[:said]))
    }


def hashed(text: str) -> int:
    """Return 64 bits that stand for a text, on every machine; two texts that share them are not to be met."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def hashes(texts: Iterable[str]) -> Array:
    """Return the 64 bits of each text (uint64)."""
    return np.fromiter(map(hashed, texts), np.uint64)


class Strings(NamedTuple):
    """Texts one after another in UTF-8 (uint8), and where each ends (uint64)."""

    content: Array
    ends: Array

    @classmethod
    def of(cls, texts: Iterable[str]) -> Strings:
        """Join texts."""
        encoded = [text.encode("utf-8", "replace") for text in texts]
        ends = np.cumsum(np.fromiter(map(len, encoded), np.uint64, len(encoded)), dtype=np.uint64)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), ends)

    def all(self) -> list[str]:
        """Return all texts."""
        return [self.at(number) for number in range(len(self.ends))]

    def at(self, number: int) -> str:
        """Return one text."""
        start = int(self.ends[number - 1]) if number else 0
        return self.content[start : int(self.ends[number])].tobytes().decode()


_NUMBER = 30  # bits of a number within its segment, between those of the row (26) and those of the weight (8)
_WEIGHT = 8


class Postings(NamedTuple):
    """Which numbers have which hash: hashes ascending (uint64), where each one's numbers end, the numbers.

    The numbers of one hash ascend and stand once; each has a weight of one byte.
    """

    hashes: Array
    ends: Array
    numbers: Array
    weights: Array

    @classmethod
    def of(cls, keys: Array, numbers: Array) -> Postings:
        """Sort pairs (hash, number) in which none stands twice; each weighs 1."""
        distinct, rows = np.unique(keys, return_inverse=True)
        return cls.packed(distinct, packed(rows, numbers, np.ones(1, np.uint8)))

    @classmethod
    def packed(cls, hashes: Array, triples: Array) -> Postings:
        """Sort `packed` triples in place; their rows number `hashes`, which ascend."""
        triples.sort()
        ends = np.searchsorted(
            triples, np.arange(1, len(hashes) + 1, dtype=np.uint64) << np.uint64(_NUMBER + _WEIGHT)
        )
        numbers = (triples >> np.uint64(_WEIGHT)).astype(np.uint32) & np.uint32((1 << _NUMBER) - 1)
        return cls(hashes, ends.astype(np.uint64), numbers, triples.astype(np.uint8))

    def span(self, key: int) -> slice:
        """Return where the numbers of a hash stand."""
        place = int(np.searchsorted(self.hashes, np.uint64(key)))
        if place == len(self.hashes) or int(self.hashes[place]) != key:
            return slice(0, 0)
        return slice(int(self.ends[place - 1]) if place else 0, int(self.ends[place]))

    def having(self, key: int) -> Array:
        """Return the numbers of a hash."""
        return self.numbers[self.span(key)]

    def triples(self) -> tuple[Array, Array, Array]:
        """Return (row, number, weight) for each number, in this order (int64, int64, uint8)."""
        counts = np.diff(self.ends, prepend=np.uint64(0)).astype(np.int64)
        return np.repeat(np.arange(len(self.hashes)), counts), self.numbers.astype(np.int64), self.weights

    def by_number(self, size: int) -> list[list[int]]:
        """Return the hashes that each number below `size` has."""
        rows, numbers, _ = self.triples()
        found: list[list[int]] = [[] for _ in range(size)]
        for number, key in zip(numbers.tolist(), self.hashes[rows].tolist(), strict=True):
            found[number].append(key)
        return found


def packed(rows: Array, numbers: Array, weights: Array) -> Array:
    """Return triples (row, number, weight) as integers that sort like them."""
    high = rows.astype(np.uint64) << np.uint64(_NUMBER + _WEIGHT)
    return high | (numbers.astype(np.uint64) << np.uint64(_WEIGHT)) | weights.astype(np.uint64)


def unpacked(triples: Array) -> tuple[Array, Array, Array]:
    """Return (rows, numbers, weights) of `packed` triples (int64, int64, uint8)."""
    rows = (triples >> np.uint64(_NUMBER + _WEIGHT)).astype(np.int64)
    numbers = (triples >> np.uint64(_WEIGHT)).astype(np.int64) & ((1 << _NUMBER) - 1)
    return rows, numbers, triples.astype(np.uint8)
