"""What each package offers: ``__all__`` is what is written down here, and each name in it exists."""

from __future__ import annotations

import ast
import importlib
import inspect
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

PUBLIC = {
    "assistant.errors": """
        AssistantError CorpusError IndexStoreError InputError LanguageModelError ModelError QuantityError UnknownName
    """,
    "assistant.models": """
        Answer Bound Calculation CalculationLine CapEffect Citation Clause Department Derived Policy Sentence Status
        Step plain
    """,
    "assistant.settings": "DEFAULT_CORPUS Settings",
    "assistant.policy": "Library load_library load_policy",
    "assistant.benefits": """
        Amount AmountKind Benefit Cap Case Catalogue Duration Formula OtherFigure Request Row calculate chinese_amounts
        chinese_numeral choose_highest format_number format_yuan format_yuan_range load_benefits
        room_left
    """,
    "assistant.language": """
        Fact Gap Knowledge Overview Phrases Query Silence Subject Topic load_knowledge normalise
    """,
    "assistant.retrieval": """
        ClauseRetriever Index Kind Mode Passage QuestionVectors SentenceEmbeddings corpus_exemplars exemplars
        load_embeddings model_key open_index open_retriever shipped_vectors write_shipped
    """,
    "assistant.answering": "Assistant Verifier",
    "assistant.cli": "main",
}
FILES = sorted(path for path in ROOT.glob("assistant/**/*.py") if path.name != "__main__.py")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
    if path.read_text(encoding="utf-8").strip()
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def offered(path: Path) -> tuple[str, ...] | None:
    """The names in a file's ``__all__``; None where it has none."""
    for node in tree(path).body:
        if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["__all__"]:
            return tuple(ast.literal_eval(node.value))
    return None


def defined(path: Path) -> set[str]:
    """The names that a file binds at its top level."""
    names: set[str] = set()
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)}
    return names


@pytest.mark.parametrize("module", PUBLIC)
def test_a_package_offers_what_is_written_down(module: str) -> None:
    assert sorted(importlib.import_module(module).__all__) == sorted(PUBLIC[module].split())


@pytest.mark.parametrize("module", PUBLIC)
def test_what_a_package_offers_exists_and_says_what_it_is(module: str) -> None:
    package = importlib.import_module(module)
    assert package.__doc__
    for name in PUBLIC[module].split():
        thing = getattr(package, name)
        assert inspect.getdoc(thing) or not (inspect.isroutine(thing) or inspect.isclass(thing)), name


@pytest.mark.parametrize("module", [name for name, path in MODULES.items() if offered(path) is not None])
def test_every_name_in_all_is_bound_and_given_once(module: str) -> None:
    names = offered(MODULES[module]) or ()
    assert len(set(names)) == len(names)
    assert set(names) <= defined(MODULES[module])
    assert not [name for name in names if name.startswith("_")]


def test_what_one_module_takes_from_another_is_offered_there() -> None:
    takers = [*FILES, *ROOT.glob("eval/**/*.py"), ROOT / "app.py"]
    taken = {
        (path.relative_to(ROOT).as_posix(), node.module, alias.name)
        for path in takers
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for alias in node.names
        if f"{node.module}.{alias.name}" not in MODULES
    }
    assert len(taken) > 300
    assert sorted(item for item in taken if item[2] not in (offered(MODULES[item[1]]) or ())) == []


def test_every_module_says_what_it_is_and_what_it_offers() -> None:
    assert [name for name, path in MODULES.items() if not ast.get_docstring(tree(path))] == []
    packages = {name for name, path in MODULES.items() if path.name == "__init__.py"}
    assert [name for name, path in MODULES.items() if offered(path) is None and name not in packages] == []
