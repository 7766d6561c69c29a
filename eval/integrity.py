"""Is the corpus still the law? Every check that needs no model, each finding naming the clause or the benefit.

1. the seal: each clause has the text that was sealed from the document as received;
2. policy.txt is source.txt, mended;
3. the benefit files stand in the text (their loader holds every figure against its quote);
4. the rules' cases, the questions' sums, and every row's figure read anew come out right;
5. what is said of each topic has no figure but those of its quote, and its quotes stand in the text;
6. the words that prove the questions' golds are in the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from assistant.benefits import load_benefits
from assistant.errors import CorpusError
from assistant.language import load_knowledge
from assistant.policy import Library, load_library
from assistant.policy.cleaning import clean, without_blanks
from eval.dataset import SPLITS, Question, load_split
from eval.figures import fold, money, numbers, percentages
from eval.suites import calculator

__all__ = ["SEAL", "Finding", "check_corpus", "seal_of"]

SEAL = Path(__file__).resolve().parent / "seal.json"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the corpus: which check found it, where (clause or benefit), and what."""

    check: str
    place: str
    problem: str

    def __str__(self) -> str:
        return f"[{self.check}] {self.place}: {self.problem}"


def check_corpus(corpus: Path, seal: Path = SEAL) -> list[Finding]:
    """Everything wrong with this corpus; empty where nothing is."""
    try:
        library = load_library(corpus)
    except CorpusError as error:
        return [Finding("policy", "corpus", str(error))]
    findings = [*_seal(library, seal), *_source(corpus, library), *_proofs(library)]
    try:
        catalogue = load_benefits(corpus, library)
    except CorpusError as error:
        return [*findings, Finding("benefits", "corpus", str(error))]
    questions = {question.id: question for question in _questions()}
    for suite, checks in calculator.run(catalogue, questions).items():
        findings += [Finding(suite, f"{item.clause} {item.name}", item.problem) for item in checks if item.problem]
    return [*findings, *_topics(corpus, library)]


def seal_of(library: Library) -> dict[str, dict[str, str]]:
    """The SHA-256 of each clause's text, by policy and label."""
    return {policy.id: {part.label: _digest(part.text) for part in policy.clauses} for policy in library.policies}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _seal(library: Library, path: Path) -> Iterator[Finding]:
    found = seal_of(library)
    for policy_id, sealed in json.loads(path.read_text(encoding="utf-8")).items():
        parts = found.get(policy_id, {})
        for label in sealed.keys() | parts.keys():
            if sealed.get(label) != parts.get(label):
                yield Finding("seal", f"{policy_id} {label}", "the clause's text is not the sealed text")


def _source(corpus: Path, library: Library) -> Iterator[Finding]:
    for policy in library.policies:
        received = corpus / "policies" / policy.id / "source.txt"
        if not received.is_file():
            continue
        source = clean(received.read_text(encoding="utf-8"))
        for part in policy.clauses:
            if without_blanks(part.text) not in without_blanks(source):
                yield Finding("source", f"{policy.id} {part.label}", "the clause's text is not that of source.txt")


def _topics(corpus: Path, library: Library) -> Iterator[Finding]:
    try:
        knowledge = load_knowledge(corpus, library)
    except CorpusError as error:
        yield Finding("topics", "corpus", str(error))
        return
    for topic in knowledge.topics:
        for fact in topic.facts:
            strange = (money(fact.say) | percentages(fact.say)) - numbers(fact.quote)
            if strange:
                figures = "、".join(f"{value:f}" for value in sorted(strange))
                yield Finding("topics", f"{topic.clause} {topic.id}", f"{figures} in {fact.say!r} is not in its quote")


def _questions() -> list[Question]:
    return [question for split in SPLITS for question in load_split(split)]


def _proofs(library: Library) -> Iterator[Finding]:
    text = fold(library.default.text)
    for question in _questions():
        for words in question.proof:
            if fold(words) not in text:
                place = "、".join(question.clauses) or "?"
                yield Finding("proof", f"{place} {question.id}", f"not in the policy: {words}")
