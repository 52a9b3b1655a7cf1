"""Writes odd-tokenizers.json: small tokenizer folders whose files disagree or are old, with the ids of AutoTokenizer.

Run from the folder of the module: python src/test/python/make_odd_tokenizers.py (made with transformers 5.18.0, tokenizers 0.23).
"""
import copy, json, pathlib, shutil, tempfile, warnings

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer
from transformers.utils import logging

logging.set_verbosity_error()
warnings.filterwarnings("ignore")
OUT = pathlib.Path("src/test/resources/org/snmf/models/odd-tokenizers.json")
CORPUS = ["the days of the week are monday and tuesday", "on monday they went to the church", "the week the month the year"] * 9
TEXTS = ["the days of the week", "on monday", "  two  days<|end|> the week</s>  on", "the<|im|> week <s>the"]
GPT2 = {"model_type": "gpt2", "vocab_size": 99, "n_positions": 64, "n_embd": 8, "n_layer": 1, "n_head": 1}
LLAMA = {"model_type": "llama"}
GEMMA = {"model_type": "gemma2"}


def byte_level(*specials):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=64, special_tokens=list(specials), show_progress=False))
    return json.loads(t.to_str())


def digits():
    """Merges digits and composed letters, so that a class with another pattern or normalizer gives other ids."""
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    corpus = ["12 1212 12's days", "the \u00e9t\u00e9 e\u0301t e\u0301t\u00e9", "it's 12 \n\n the days"] * 9
    t.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=64, special_tokens=["<|endoftext|>", "<|padding|>"], show_progress=False))
    return json.loads(t.to_str())


def pieces():
    t = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(vocab_size=72, special_tokens=["<unk>", "<s>", "</s>"], show_progress=False))
    return json.loads(t.to_str())


def template(json_, *parts):
    ids = {a["content"]: a["id"] for a in json_["added_tokens"]}
    part = lambda p: {"Sequence": {"id": "A", "type_id": 0}} if p == "A" else {"SpecialToken": {"id": p, "type_id": 0}}
    json_["post_processor"] = {
        "type": "TemplateProcessing", "single": [part(p) for p in parts],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {p: {"id": p, "ids": [ids[p]], "tokens": [p]} for p in parts if p != "A"}}
    return json_


DIGITS = digits()
PLAIN, TWO, PIECES = byte_level("<|end|>"), byte_level("<s>", "</s>", "<lang>"), pieces()
FAST = {"tokenizer_class": "PreTrainedTokenizerFast"}
END = {"bos_token": "<|end|>", "eos_token": "<|end|>"}
S = {"bos_token": "<s>", "eos_token": "</s>"}
IM = dict(content="<|im|>", special=True, lstrip=False, rstrip=False, normalized=False, single_word=False)


def folder(tokenizer, settings=None, config=GPT2, **others):
    files = {"config.json": config}
    if tokenizer is not None:
        files["tokenizer.json"] = tokenizer
    if settings is not None:
        files["tokenizer_config.json"] = settings
    return {**files, **{k.replace("__", "."): v for k, v in others.items()}}


def pair(settings):
    return folder(None, settings, vocab__json=PLAIN["model"]["vocab"],
                  merges__txt="#version: 0.2\n" + "\n".join(" ".join(m) for m in PLAIN["model"]["merges"]) + "\n")


def changed(tokenizer, **values):
    tokenizer = copy.deepcopy(tokenizer)
    tokenizer.update(values)
    return tokenizer


def of(*parts):
    return template(copy.deepcopy(TWO), *parts)


def spm(*parts):
    return template(copy.deepcopy(PIECES), *parts)


CASES = {
    "template alone": folder(of("<s>", "A"), FAST),
    "template, roles in special_tokens_map.json": folder(of("<s>", "A"), FAST, special_tokens_map__json=S),
    "template against add_bos_token": folder(of("<s>", "A"), {**FAST, **S, "add_bos_token": False}),
    "no template against add_bos_token": folder(TWO, {**FAST, **S, "add_bos_token": True}),
    "end token in template": folder(of("<s>", "A", "</s>"), {**FAST, **S}),
    "two specials before": folder(of("<lang>", "<s>", "A"), {**FAST, **S}),
    "added_tokens_decoder alone": folder(PLAIN, {**FAST, **END, "added_tokens_decoder": {"64": IM}}),
    "added_tokens_decoder strips": folder(PLAIN, {**FAST, **END, "added_tokens_decoder": {"64": dict(IM, lstrip=True)}}),
    "added_tokens.json": folder(PLAIN, {**FAST, **END}, added_tokens__json={"<|im|>": 64}),
    "added_tokens.json, special by its map": folder(PLAIN, {**FAST, **END}, added_tokens__json={"<|im|>": 64},
                                                    special_tokens_map__json={"additional_special_tokens": ["<|im|>"]}),
    "additional_special_tokens": folder(PLAIN, {**FAST, **END, "additional_special_tokens": ["<|im|>"]}),
    "a role of its own": folder(PLAIN, {**FAST, **END, "image_token": "<|im|>"}),
    "several new roles": folder(PLAIN, {**FAST, "pad_token": "<pad>", "foo_token": "<foo>", "sep_token": "<sep>", "bos_token": "<|im|>", "unk_token": None}),
    "two names for one list": folder(PLAIN, {**FAST, **END, "additional_special_tokens": ["<|im|>"], "extra_special_tokens": ["<x>"]}),
    "added_tokens.json under a normalizer": folder(PIECES, {**FAST, **S}, LLAMA, added_tokens__json={"<|im|>": 90},
                                                   special_tokens_map__json={"additional_special_tokens": ["<|im|>"]}),
    "pad token behind all": folder(PLAIN, {**FAST, **END, "pad_token": "<|im|>"}),
    "ids that leave a gap": folder(changed(PLAIN, added_tokens=PLAIN["added_tokens"] + [dict(IM, id=90)]), {**FAST, **END}),
    "flags of tokenizer_config.json": folder(PLAIN, {**FAST, **END, "added_tokens_decoder": {
        "0": dict(IM, content="<|end|>", lstrip=True, rstrip=True)}}),
    "GPT-2 class, prefix space": folder(PLAIN, {**END, "tokenizer_class": "GPT2Tokenizer", "add_prefix_space": True}),
    "fast class, prefix space is not read": folder(PLAIN, {**FAST, **END, "add_prefix_space": True}),
    "GPT-2 class drops a normalizer": folder(changed(PLAIN, normalizer={"type": "Lowercase"}),
                                             {**END, "tokenizer_class": "GPT2Tokenizer"}),
    "no settings, model_type gpt2": folder(PLAIN),
    "vocab.json and merges.txt": pair({**END, "tokenizer_class": "GPT2Tokenizer"}),
    "vocab.json and merges.txt, begin and end": pair({**END, "tokenizer_class": "GPT2Tokenizer", "add_bos_token": True, "add_eos_token": True}),
    "vocab.json and merges.txt, no settings": pair(None),
    "pieces": folder(spm("<s>", "A"), {**FAST, **S}, LLAMA),
    "Llama class against add_bos_token": folder(spm("<s>", "A"), {**S, "tokenizer_class": "LlamaTokenizer", "add_bos_token": False}, LLAMA),
    "Llama class, no template": folder(PIECES, {**S, "tokenizer_class": "LlamaTokenizerFast", "add_bos_token": True}, LLAMA),
    "Llama class, legacy": folder(spm("<s>", "A"), {**S, "tokenizer_class": "LlamaTokenizer", "legacy": True}, LLAMA),
    "Llama class, no prefix space": folder(spm("<s>", "A"), {**S, "tokenizer_class": "LlamaTokenizer", "add_prefix_space": False}, LLAMA),
    "Gemma class": folder(spm("<s>", "A"), {**S, "tokenizer_class": "GemmaTokenizer", "unk_token": "<unk>"}, GEMMA),
    "Gemma by model_type": folder(spm("<s>", "A"), {**S}, GEMMA),
    "Llama class in a Mistral": folder(spm("<s>", "A"), {**S, "tokenizer_class": "LlamaTokenizer"}, {"model_type": "mistral"}),
    **{f"{kind}, {name}": folder(DIGITS, settings, {"model_type": kind})
       for kind in ("qwen2", "qwen3", "gpt_neox", "gpt_neo", "olmo2", "phi3", "smollm3", "gemma3_text")
       for name, settings in (("no settings", None), ("fast class", FAST),
                              ("GPT-2 class", {"tokenizer_class": "GPT2Tokenizer"}))
       if (kind, name) != ("gemma3_text", "no settings")},
    "Qwen class": folder(DIGITS, {"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|endoftext|>"}, {"model_type": "qwen3"}),
    "Qwen class, prefix space": folder(DIGITS, {"tokenizer_class": "Qwen2TokenizerFast", "add_prefix_space": True}, {"model_type": "qwen2"}),
    "NeoX class": folder(DIGITS, {"tokenizer_class": "GPTNeoXTokenizer", "add_prefix_space": False}, {"model_type": "gpt_neox"}),
    "NeoX class against its template": folder(template(copy.deepcopy(DIGITS), "<|endoftext|>", "A"),
                                              {"tokenizer_class": "GPTNeoXTokenizer"}, {"model_type": "gpt_neox"}),
    "NeoX class, begin": folder(DIGITS, {"tokenizer_class": "GPTNeoXTokenizer", "add_bos_token": True}, {"model_type": "gpt_neox"}),
    "class in config.json": folder(PLAIN, {**END}, {**GPT2, "tokenizer_class": "PreTrainedTokenizerFast"}),
}


def run(files):
    texts_of = TEXTS + ["12's 1212 e\u0301t\u00e9 \n\n  the days"] if files.get("tokenizer.json", {}).get("model") == DIGITS["model"] else TEXTS
    where = pathlib.Path(tempfile.mkdtemp())
    try:
        for name, content in files.items():
            (where / name).write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))
        t = AutoTokenizer.from_pretrained(where)
        texts = [dict(text=x, ids=t(x)["input_ids"], decoded=t.decode(t(x)["input_ids"])) for x in texts_of]
        return dict(files=files, bos=t.bos_token_id, special=sorted(t.all_special_ids), size=len(t), texts=texts)
    finally:
        shutil.rmtree(where)


result = {name: run(files) for name, files in CASES.items()}
lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(case, ensure_ascii=False)}" for name, case in result.items())
OUT.write_text("{\n" + lines + "\n}\n")
