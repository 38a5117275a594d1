"""One of the others, in a process and a virtual environment of its own: answers what it is told on stdin.

PEERS/bin/python benchmarks/peers.py haystack|llamaindex|floor JOB.json

Imports nothing of ours. The job holds the texts to search (a statement's sentences under their headings)
and the model's folder; `benchmarks.answers` talks to it as `benchmarks.answers_worker` says.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")

from talk import serve

TOP = 3
CANDIDATES = 40


def haystack(texts: list[str], model: str) -> Callable[[str], object]:
    """BM25 and embeddings, fused by reciprocal rank."""
    from haystack import Document, Pipeline
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    documents = SentenceTransformersDocumentEmbedder(
        model=model, progress_bar=False, normalize_embeddings=True
    )
    documents.warm_up()
    store.write_documents(documents.run([Document(content=text) for text in texts])["documents"])
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(
        model=model, progress_bar=False, normalize_embeddings=True
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=CANDIDATES))
    pipeline.add_component("meaning", InMemoryEmbeddingRetriever(store, top_k=CANDIDATES))
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TOP)
    pipeline.add_component("joiner", joiner)
    pipeline.connect("embedder.embedding", "meaning.query_embedding")
    pipeline.connect("words", "joiner")
    pipeline.connect("meaning", "joiner")
    if hasattr(pipeline, "warm_up"):
        pipeline.warm_up()

    def ask(question: str) -> object:
        return pipeline.run({"embedder": {"text": question}, "words": {"query": question}})

    return ask


def llamaindex(texts: list[str], model: str) -> Callable[[str], object]:
    """A vector index over FAISS, as its documentation shows it."""
    import faiss
    from llama_index.core import StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.faiss import FaissVectorStore

    embedding = HuggingFaceEmbedding(model_name=model, device="cpu")
    dimension = len(embedding.get_text_embedding("one"))
    vectors = FaissVectorStore(faiss_index=faiss.IndexFlatIP(dimension))
    index = VectorStoreIndex(
        [TextNode(text=text) for text in texts],
        storage_context=StorageContext.from_defaults(vector_store=vectors),
        embed_model=embedding,
    )
    return index.as_retriever(similarity_top_k=TOP).retrieve


def floor(texts: list[str], model: str) -> Callable[[str], object]:
    """sentence-transformers and FAISS, and nothing else."""
    import faiss
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(model, device="cpu")
    vectors = encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def ask(question: str) -> object:
        vector = encoder.encode([question], normalize_embeddings=True, show_progress_bar=False)
        return index.search(vector, TOP)

    return ask


WAYS = {"haystack": haystack, "llamaindex": llamaindex, "floor": floor}


def main() -> None:
    """See the module's text."""
    job = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    serve(WAYS[sys.argv[1]](job["texts"], job["model"]))


if __name__ == "__main__":
    main()
