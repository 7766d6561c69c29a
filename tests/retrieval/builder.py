"""Builds indexes in children that a test may kill: for each line "ROOT WORD" on stdin, forks one that builds.

The library is the real one; the passage WORD makes one index differ from another. Prints the child's
process id, then "done" or "killed".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assistant.policy import load_library
from assistant.retrieval import Passage, open_index
from assistant.settings import DEFAULT_CORPUS, Settings
from tests.fakes import PairEmbeddings


def settings_of(root: Path) -> Settings:
    return Settings(store=root, embedding_model="pairs")


def extra(word: str) -> list[Passage]:
    return [Passage("", "", "ask", f"{word}{number}") for number in range(500)]


def main() -> None:
    import chromadb  # noqa: F401

    library = load_library(DEFAULT_CORPUS)
    for line in sys.stdin:
        root, word = line.split()
        child = os.fork()
        if child == 0:
            open_index(settings_of(Path(root)), library, extra(word), PairEmbeddings())
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print("done" if status == 0 else "killed", flush=True)


if __name__ == "__main__":
    main()
