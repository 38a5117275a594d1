"""A tiny model with the shipped vocabulary, and two statements to train it on."""

import json
from pathlib import Path

from tests.shipped import MODEL

STATEMENTS = {
    "01-shop.en": (
        "Privacy of the shop\n\nAccount\n\nYou can delete your account in the settings. "
        "We keep invoices for ten years.\n\nCookies\n\nWe use two cookies. They end with the session.\n",
        [
            (
                "How do I delete my account?",
                "Account",
                "You can delete your account in the settings.",
            ),
            ("how long are invoices kept", "Account", "We keep invoices for ten years."),
            ("Do you set cookies?", "Cookies", "We use two cookies."),
            ("Which bank do you use?", "", ""),
        ],
    ),
    "02-club.en": (
        "Privacy of the club\n\nMembers\n\nWe store your name and your address. "
        "The treasurer sees your payments.\n\nPhotos\n\nWe publish photos only with your consent.\n",
        [
            ("Who sees what I pay?", "Members", "The treasurer sees your payments."),
            (
                "do you publish pictures of me",
                "Photos",
                "We publish photos only with your consent.",
            ),
            ("What do you store about me?", "Members", "We store your name and your address."),
            ("Do you have a lawyer?", "", ""),
        ],
    ),
}


def write_questions(folder: Path) -> Path:
    """A folder as data/questions/ is."""
    folder.mkdir(parents=True)
    for name, (text, questions) in STATEMENTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
        lines = [
            {
                "question": question,
                "lang": "en",
                "kind": "answerable" if quote else "unanswerable",
                "style": "formal",
                "gold": [{"section": section, "quote": quote}] if quote else [],
                "note": "",
            }
            for question, section, quote in questions
        ]
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", "utf-8")
    return folder


def write_model(folder: Path) -> Path:
    """A sentence-transformers model of two layers and 24 dimensions, weights by chance."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(7)
    source = folder / "transformer"
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(MODEL / "tokenizer.json"),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )
    tokenizer.save_pretrained(source)
    BertModel(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=24,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=48,
            max_position_embeddings=256,
            pad_token_id=0,
        ),
        add_pooling_layer=False,
    ).save_pretrained(source)
    transformer = Transformer(str(source))
    model = SentenceTransformer(modules=[transformer, Pooling(24), Normalize()], device="cpu")
    model.save(str(folder / "model"))
    return folder / "model"
