"""The corpus is the law, and whoever breaks it on purpose is told where."""

from itertools import chain
from pathlib import Path

import pytest

from assistant.settings import DEFAULT_CORPUS
from eval.integrity import check_corpus
from eval.mutation import Mutation, clause_mutations, figure_mutations, mutated

MUTATIONS = list(chain(figure_mutations(DEFAULT_CORPUS), clause_mutations(DEFAULT_CORPUS)))
FAST = [mutation for mutation in MUTATIONS if "(law)" in mutation.name or "(character)" in mutation.name]
SLOW = [mutation for mutation in MUTATIONS if mutation not in FAST]


def test_the_corpus_is_sound() -> None:
    assert [str(finding) for finding in check_corpus(DEFAULT_CORPUS)] == []


@pytest.mark.parametrize("mutation", FAST, ids=lambda mutation: mutation.name)
def test_a_broken_figure_or_clause_is_found_and_named(mutation: Mutation, tmp_path: Path) -> None:
    _assert_named(mutation, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("mutation", SLOW, ids=lambda mutation: mutation.name)
def test_every_other_way_of_breaking_it_is_found_and_named(mutation: Mutation, tmp_path: Path) -> None:
    _assert_named(mutation, tmp_path)


def _assert_named(mutation: Mutation, folder: Path) -> None:
    findings = check_corpus(mutated(DEFAULT_CORPUS, folder / "corpus", mutation))
    assert any(mutation.place in str(finding) for finding in findings), [str(finding) for finding in findings]
