"""The layers: who may import whom, who may know which library, and what a look-up does not load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Each package may import those left of it (docs/ARCHITECTURE.md section 2); the last three do not know one another,
# but for the command that exports the page's feedback.
LAYERS = ("policy", "benefits", "language", "retrieval", "answering")
ENDS = {"web": set(LAYERS), "cli": {*LAYERS, "web"}, "eval": set(LAYERS)}
BASE = {"errors", "models", "settings"}
ALLOWED = {name: set(LAYERS[:place]) for place, name in enumerate(LAYERS)} | ENDS

# Library -> the only places that may import it.
KNOWERS = {
    "chromadb": {"retrieval"},
    "sentence_transformers": {"retrieval"},
    "onnxruntime": {"retrieval"},
    "onnx": {"retrieval"},
    "torch": {"retrieval"},
    "transformers": {"retrieval"},
    "tokenizers": {"retrieval"},
    "langchain_chroma": {"retrieval"},
    "bm25s": {"retrieval"},
    "langchain_openai": {"answering"},
    "langchain_core.language_models": {"answering"},
    "langchain_core.messages": {"answering"},
    "langchain_core.tools": {"answering"},
    "openai": {"answering"},
    "gradio": {"web", "app"},
    "sqlalchemy": {"web"},
}
PLAIN = ("torch", "chromadb", "gradio", "langchain", "langchain_core", "onnxruntime", "numpy", "sklearn", "pydantic")
SOURCES = sorted([*ROOT.glob("assistant/**/*.py"), *ROOT.glob("eval/**/*.py"), ROOT / "app.py"])


def place_of(path: Path) -> str:
    """The layer of a file: the package under assistant/, "eval" or "app"; "" for the modules beside the packages."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] != "assistant":
        return parts[0]
    return parts[1] if len(parts) > 2 else ""


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, wherever in it, dotted; of ``from a import b`` also ``a.b``."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: imports are absolute"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def is_part_of(module: str, library: str) -> bool:
    return module == library or module.startswith(f"{library}.")


def test_the_tree_is_read() -> None:
    found = {place_of(path) for path in SOURCES}
    assert found == {*ALLOWED, "app", ""}
    assert len(SOURCES) > 60


@pytest.mark.parametrize("layer", ALLOWED)
def test_a_package_imports_only_from_those_below_it(layer: str) -> None:
    wrong = []
    for path in (path for path in SOURCES if place_of(path) == layer):
        for module in imports(path):
            parts = module.split(".")
            if parts[0] == "eval" and layer != "eval":
                wrong.append((path.name, module))
            packages = {*ALLOWED} - {"eval"}
            if parts[0] == "assistant" and len(parts) > 1 and parts[1] in packages and parts[1] != layer:
                wrong += [(path.name, module)] if parts[1] not in ALLOWED[layer] else []
    assert wrong == []


def test_rules_and_questions_do_not_know_each_other() -> None:
    language = {module for path in SOURCES if place_of(path) == "language" for module in imports(path)}
    assert not [module for module in language if is_part_of(module, "assistant.benefits")]


def test_the_modules_beside_the_packages_import_none_of_them() -> None:
    paths = [path for path in SOURCES if place_of(path) == "" and path.stem != "__main__"]
    assert {path.stem for path in paths} == {"__init__", *BASE}
    known = {module.split(".")[1] for path in paths for module in imports(path) if is_part_of(module, "assistant")}
    assert known <= BASE


@pytest.mark.parametrize("library", KNOWERS)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    holders = {place_of(path) for path in SOURCES if any(is_part_of(module, library) for module in imports(path))}
    assert holders - {"eval"} <= KNOWERS[library]


def test_the_environment_is_read_in_one_place() -> None:
    readers = []
    for path in SOURCES:
        names = {f"{getattr(n.value, 'id', '')}.{n.attr}" for n in nodes(path) if isinstance(n, ast.Attribute)}
        if names & {"os.environ", "os.getenv", "os.environb"} and place_of(path) != "eval":
            readers.append(path.relative_to(ROOT).as_posix())
    assert readers == ["assistant/settings.py"]


def loaded(code: str) -> set[str]:
    """The top-level modules that a new process holds after this code."""
    program = f"{code}\nimport sys\nprint('\\n', ' '.join({{name.split('.')[0] for name in sys.modules}}))"
    environment = dict(os.environ) | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    held = loaded("import assistant")
    assert "assistant" in held
    assert not held & {*PLAIN, "yaml"}


@pytest.mark.parametrize(
    "arguments",
    [["clause", "11"], ["clause", "附则", "--json"], ["calc", "promotion-technician", "高级技师=20"], ["benefits"]],
)
def test_a_look_up_loads_nothing_heavy(arguments: list[str]) -> None:
    held = loaded(f"from assistant.cli import main\nassert main({arguments!r}) == 0")
    light = {"pydantic"} if arguments[0] != "clause" else set()
    assert "assistant" in held
    assert not held & (set(PLAIN) - light)


@pytest.mark.parametrize("package", [name for name in (*LAYERS, "web", "cli") if name != "answering"])
def test_importing_a_package_loads_no_model_and_no_screen(package: str) -> None:
    if package == "retrieval":
        heavy = {"torch", "chromadb", "gradio", "sentence_transformers", "onnxruntime"}
    else:
        heavy = set(PLAIN) - {"pydantic"}
    assert not loaded(f"import assistant.{package}") & heavy
