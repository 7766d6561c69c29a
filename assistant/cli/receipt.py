"""What ``index`` notes beside the index, so that the next start can tell without any library that it is current.

The note holds for the same corpus, program and index folder. Whether the folder is whole is checked when the
assistant opens it, which rebuilds a damaged one.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from assistant.settings import Settings

__all__ = ["noted_passages", "write_receipt"]

_PROGRAM = Path(__file__).resolve().parent.parent
_RECEIPT = "checked.json"


def noted_passages(settings: Settings) -> int | None:
    """How many passages the index has where it is noted as current, else None."""
    note, pointer = _read(settings.store / _RECEIPT), _read(settings.store / "current.json")
    folder = str(pointer.get("folder", ""))
    if not _is_local(settings) or not folder or note.get("folder") != folder:
        return None
    if not (settings.store / folder / "chroma.sqlite3").is_file() or note.get("fingerprint") != _fingerprint(settings):
        return None
    passages = note.get("passages")
    return passages if isinstance(passages, int) else None


def write_receipt(settings: Settings, passages: int) -> None:
    """Note that the index of these settings is current. An unwritable folder is no reason to fail."""
    if not _is_local(settings):
        return
    folder = _read(settings.store / "current.json").get("folder")
    note = {"folder": folder, "fingerprint": _fingerprint(settings), "passages": passages}
    try:
        fresh = settings.store / f".{_RECEIPT}"
        fresh.write_text(json.dumps(note), encoding="utf-8")
        fresh.replace(settings.store / _RECEIPT)
    except OSError:
        return


def _is_local(settings: Settings) -> bool:
    """Whether index and model lie where a look at files tells everything."""
    return not settings.chroma_url and not settings.embedding_model


def _fingerprint(settings: Settings) -> str:
    """A hash of every file of the corpus and of the program, which together make the passages."""
    digest = hashlib.sha256()
    for root, patterns in ((settings.corpus, ("*.yaml", "*.txt")), (_PROGRAM, ("*.py",))):
        for path in sorted(path for pattern in patterns for path in root.rglob(pattern)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root)}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
