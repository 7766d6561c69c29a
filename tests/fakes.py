"""Stand-ins that need no model."""

from __future__ import annotations

import zlib

import numpy as np
from langchain_core.embeddings import Embeddings

__all__ = ["PairEmbeddings"]


class PairEmbeddings(Embeddings):
    """Vectors of length 1 that count a text's character pairs: texts with the same wording are near.

    embedded: every text that was embedded, in order.
    """

    def __init__(self, dimensions: int = 64) -> None:
        self.dimensions = dimensions
        self.embedded: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.embedded.append(text)
        vector = np.full(self.dimensions, 1e-3)
        for start in range(len(text) - 1):
            vector[zlib.crc32(text[start : start + 2].encode()) % self.dimensions] += 1
        return [float(value) for value in vector / np.linalg.norm(vector)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]
