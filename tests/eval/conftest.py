"""The workbench, opened once; and the marker ``slow`` for tests that run only when asked for, by ``-m slow``."""

from __future__ import annotations

import pytest

from assistant.settings import Settings
from eval.workbench import Workbench


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: every variation instead of a sample; run with -m slow")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("markexpr"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    items[:] = [item for item in items if item not in slow]
    config.hook.pytest_deselected(items=slow)


@pytest.fixture(scope="session")
def bench() -> Workbench:
    """The product over the real corpus, with the model and the index that tests/conftest.py keeps."""
    return Workbench(Settings.from_environment())
