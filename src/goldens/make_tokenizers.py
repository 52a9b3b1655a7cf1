"""Trains small tokenizers on the sentences in notebooks/data and writes what Hugging Face makes of texts."""

import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

# Words, digits and line breaks are parted as in the tokenizer of Llama 3.
LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

TEXTS = [
    "",
    " ",
    "   ",
    "\n\n\n",
    "Hello, world!",
    " A leading space",
    "  two of them",
    "trailing spaces   ",
    "a  b   c    d",
    "The bakery on the corner is closed on Monday.",
    "line one\nline two\r\nline three\n",
    "\t\tdef f(x):\n\t\t    return x  # tab, then spaces\n",
    "it's we're I'LL don't 'tis",
    "1 12 123 1234 12345,67",
    "UPPER lower MiXeD",
    "naïve café, Straße, Ærø",
    "e\u0301 decomposed",
    "Привет, мир",
    "日本語の文章です。",
    "👍🏽 👨‍👩‍👧 astral 𝒳",
    "\u00a0no-break\u2003wide",
    "▁a metaspace of its own",
    "before<s>inside</s>after",
    "before<|endoftext|>after",
    "before<|begin_of_text|>after",
    "x" * 70,
]


def sentences(data):
    for file in sorted(data.glob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8")).values():
            yield from (one for one in group if isinstance(one, str))


def byte_level(text, size, special):
    """As GPT-2's: bytes as printable characters, merges within words that carry their space before them."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    train(tokenizer, text, size, [special], last=True)
    return tokenizer


def split(text, size):
    """As Llama 3's: byte level after a split of its own, whole entries before merges, a token that begins a text."""
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LLAMA3), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    train(tokenizer, text, size, ["<|begin_of_text|>", "<|end_of_text|>"], last=True)
    begin = tokenizer.token_to_id("<|begin_of_text|>")
    tokenizer.post_processor = processors.Sequence(
        [
            processors.ByteLevel(trim_offsets=False),
            processors.TemplateProcessing(
                single="<|begin_of_text|> $A", special_tokens=[("<|begin_of_text|>", begin)]
            ),
        ]
    )
    return tokenizer


def metaspace(text, size):
    """As Llama 2's: spaces as ▁, one put before the text, bytes for characters that have no entry."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    # Merges are learned within words; the tokenizer itself, like the one it follows, does not part the text.
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    train(tokenizer, text, size, ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)], last=False)
    tokenizer = without(tokenizer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )
    return tokenizer


def space_after(text, size):
    """Spaces as ▁ at the end of a word's token, which a few models have."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.pre_tokenizer = pre_tokenizers.Split("▁", behavior="merged_with_previous")
    train(tokenizer, text, size, ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)], last=False)
    return without(tokenizer)


def train(tokenizer, text, size, special, last):
    """Special tokens come after everything else (last), as GPT-2 and Llama 3 have them, or before it."""
    tokenizer.train_from_iterator(
        text,
        trainers.BpeTrainer(
            vocab_size=size - (len(special) if last else 0),
            special_tokens=[] if last else special,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet() if last else [],
            show_progress=False,
        ),
    )
    if last:
        tokenizer.add_special_tokens([AddedToken(one, special=True, normalized=False) for one in special])
    if tokenizer.get_vocab_size() != size:
        raise SystemExit(f"the text gives {tokenizer.get_vocab_size()} entries, not {size}")


def without(tokenizer):
    """Without the division into words, and with the entries for bytes no longer special."""
    file = json.loads(tokenizer.to_str())
    file["pre_tokenizer"] = None
    file["added_tokens"] = [one for one in file["added_tokens"] if not one["content"].startswith("<0x")]
    return Tokenizer.from_str(json.dumps(file))


def save(folder, tokenizer, bos=None, config=True):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")
    if config:
        settings = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512}
        if bos:
            settings["bos_token"] = bos
        (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=1), encoding="utf-8")


def golden(folder):
    """What Hugging Face gives with and without special tokens, and what it decodes the latter to."""
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    rows = []
    for text in TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False)
        rows.append(
            {
                "text": text,
                "ids": ids,
                "ids_with_special": tokenizer.encode(text),
                "decoded": tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False),
            }
        )
    lines = ",\n".join(json.dumps(row) for row in rows)
    (folder / "golden.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def make(out, data):
    text = list(sentences(data))
    for name, tokenizer, bos in (
        ("byte-level", byte_level(text, 700, "<|endoftext|>"), "<|endoftext|>"),
        ("split", split(text, 700), "<|begin_of_text|>"),
        ("metaspace", metaspace(text, 700), "<s>"),
        ("space-after", space_after(text, 700), None),
    ):
        save(out / "tokenizers" / name, tokenizer, bos)
        golden(out / "tokenizers" / name)
    return {"bytes": byte_level(text, 257, "<|endoftext|>"), "metaspace": metaspace(text, 384)}
