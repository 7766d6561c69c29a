"""Passages of the policies, their embeddings in Chroma, and the retriever that finds clauses by them."""

from assistant.retrieval.embeddings import SentenceEmbeddings, load_embeddings, model_key
from assistant.retrieval.hybrid import ClauseRetriever, Mode, open_retriever
from assistant.retrieval.index import Index, open_index
from assistant.retrieval.passages import Kind, Passage, corpus_exemplars, exemplars
from assistant.retrieval.questions import QuestionVectors
from assistant.retrieval.shipped import shipped_vectors, write_shipped

__all__ = [
    "ClauseRetriever",
    "Index",
    "Kind",
    "Mode",
    "Passage",
    "QuestionVectors",
    "SentenceEmbeddings",
    "corpus_exemplars",
    "exemplars",
    "load_embeddings",
    "model_key",
    "open_index",
    "open_retriever",
    "shipped_vectors",
    "write_shipped",
]
