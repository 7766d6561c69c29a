"""The index on a Chroma server, run here on a free loopback port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexStoreError
from assistant.policy import Library
from assistant.retrieval import Passage, open_index
from assistant.settings import Settings
from tests.fakes import PairEmbeddings

ASK = Passage("yantai-2024-8", "11", "ask", "考下技师证给多少钱", ref="promotion-technician")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = _free_port()
    folder = tmp_path_factory.mktemp("chroma")
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    process = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def on_server(fake: Settings, server: str) -> Settings:
    return replace(fake, chroma_url=server)


def test_is_built_once_and_searched(on_server: Settings, library: Library) -> None:
    embeddings, again = PairEmbeddings(), PairEmbeddings()
    built = open_index(on_server, library, [ASK], embeddings)
    index = open_index(on_server, library, [ASK], again)
    assert again.embedded == []
    assert np.allclose(index.vectors("clause"), built.vectors("clause"), atol=1e-6)
    assert index.search(embeddings.embed_query(ASK.text), 1, "ask")[0][0] == ASK


def test_a_change_replaces_the_collection_and_leaves_no_other(on_server: Settings, library: Library) -> None:
    import chromadb

    open_index(on_server, library, [ASK], PairEmbeddings())
    host, port = on_server.chroma_url.removeprefix("http://").split(":")
    client = chromadb.HttpClient(host, int(port))
    client.create_collection("policy-assistant-building-killed", metadata={"model": "pairs", "key": ""})
    client.create_collection("of-another-program")
    again = PairEmbeddings()
    open_index(on_server, library, [ASK, replace(ASK, text="技师证补贴")], again)
    assert again.embedded == ["技师证补贴"]
    names = [collection.name for collection in client.list_collections()]
    assert len([name for name in names if name.startswith("policy-assistant")]) == 1
    assert "of-another-program" in names


def test_a_server_that_does_not_answer_is_named(fake: Settings, library: Library) -> None:
    with pytest.raises(IndexStoreError, match="http://127"):
        open_index(replace(fake, chroma_url=f"http://127.0.0.1:{_free_port()}"), library, (), PairEmbeddings())
