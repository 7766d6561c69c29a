"""Nothing here touches the user's own folders, the network or a language model.

The converted embedding model and the index of the real corpus are kept in .pytest_cache, so that only the
first run of the tests makes them.
"""

from __future__ import annotations

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    kept = config.rootpath / ".pytest_cache" / "policy-assistant"
    for name in [name for name in os.environ if name.startswith("POLICY_")]:
        del os.environ[name]
    os.environ["POLICY_CACHE"] = str(kept / "models")
    os.environ["POLICY_STORE"] = str(kept / "store")
    os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["POLICY_DATA"] = str(tmp_path_factory.mktemp("data"))
