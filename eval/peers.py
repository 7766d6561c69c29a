"""What the product is measured against, on the same questions with the same scorers.

textbook  LangChain as tutorials show it: fixed-size chunks, dense top-3, the reply is the best chunk
bm25      the product's lexical index alone; the reply is the best clause
dense     the product's embeddings alone; the reply is the best clause

None has a language model, as the product needs none; each is given the whole conversation as one text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.models import Answer, Citation, Policy, Status
from assistant.policy import Library
from eval.dataset import Question
from eval.grading import Solver

__all__ = ["CHUNK", "OVERLAP", "conversation", "extractive", "textbook_chain"]

CHUNK, OVERLAP, TOP = 500, 50, 3


def conversation(question: Question) -> str:
    """What a peer is asked: all that the user said, as one text."""
    return " ".join(question.turns)


def textbook_chain(library: Library, embeddings: Any) -> Solver:
    """The chain of the tutorials over the default policy: split, embed, retrieve three, reply with the best."""
    from langchain_core.documents import Document
    from langchain_core.runnables import RunnableLambda
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    policy = library.default
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    chunks = splitter.create_documents([policy.text])
    store = InMemoryVectorStore.from_documents(chunks, embeddings)

    def best_chunk(documents: list[Document]) -> Answer:
        start = int(documents[0].metadata["start_index"])
        return _reply(policy, start, start + len(documents[0].page_content))

    chain = store.as_retriever(search_kwargs={"k": TOP}) | RunnableLambda(best_chunk)
    return lambda question: chain.invoke(conversation(question))


def extractive(library: Library, best_clause: Callable[[str], str]) -> Solver:
    """A solver whose reply is the whole clause that ``best_clause`` finds (its key) for a text."""
    policy = library.default

    def solve(question: Question) -> Answer:
        clause = policy.clause(best_clause(conversation(question)))
        return _reply(policy, clause.start, clause.end)

    return solve


def _reply(policy: Policy, start: int, end: int) -> Answer:
    """The policy's words from start to end as a reply, with one citation for each clause they lie in."""
    citations = []
    for clause in policy.clauses:
        first, last = max(start, clause.start), min(end, clause.end)
        if first < last:
            citations.append(Citation(policy.id, clause.key, clause.label, policy.text[first:last], first, last))
    return Answer("", Status.ANSWERED, policy.text[start:end], tuple(citations))
