"""Writes odd-checkpoints.json: unusual but valid config.json files with the logits that transformers computes for them.

Weights are not stored: element i of tensor NAME is a hash of (crc32(NAME), i), which the tests compute too.
Run from the folder of the module: python src/test/python/make_odd_checkpoints.py (made with transformers 5.18.0, torch 2.13).
"""
import json, pathlib, shutil, tempfile, warnings, zlib

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.utils import logging

logging.set_verbosity_error()
logging.disable_progress_bar()
warnings.filterwarnings("ignore")
torch.set_num_threads(1)
IDS = [3, 17, 2, 5, 30, 11, 3, 29, 8, 19]
OUT = pathlib.Path("src/test/resources/org/snmf/models/odd-checkpoints.json")

GPT2 = dict(model_type="gpt2", architectures=["GPT2LMHeadModel"], vocab_size=32, n_positions=24, n_embd=16, n_layer=3, n_head=2)
LLAMA = dict(model_type="llama", architectures=["LlamaForCausalLM"], vocab_size=32, max_position_embeddings=24, hidden_size=16,
             num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, intermediate_size=20, rms_norm_eps=1e-6)
GEMMA = dict(LLAMA, model_type="gemma2", architectures=["Gemma2ForCausalLM"], head_dim=8, sliding_window=3, query_pre_attn_scalar=8,
             hidden_activation="gelu_pytorch_tanh")
LLAMA3 = dict(rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0)
YARN = dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=6, rope_theta=100.0)


def without(config, *keys):
    return {k: v for k, v in config.items() if k not in keys}


CASES = {
    "gpt2": GPT2,
    "gpt2-base-architecture": dict(GPT2, architectures=["GPT2Model"]),
    "gpt2-double-heads": dict(GPT2, architectures=["GPT2DoubleHeadsModel"]),
    "gpt2-inverse-layer-scale": dict(GPT2, scale_attn_by_inverse_layer_idx=True, reorder_and_upcast_attn=True),
    "gpt2-common-key-names": dict(without(GPT2, "n_embd", "n_head", "n_layer", "n_positions"), hidden_size=16,
                                  num_attention_heads=2, num_hidden_layers=3, max_position_embeddings=24),
    "gpt2-no-positions-key": without(GPT2, "n_positions"),
    "gpt2-head-differs": dict(GPT2, own_head=True),
    "gpt2-mish-in-three-layers": dict(GPT2, activation_function="mish"),
    **{f"gpt2-{name}": dict(GPT2, n_layer=1, activation_function=name) for name in
       ("gelu_python_tanh", "gelu_accurate", "gelu_10", "relu2", "relu6", "mish", "linear", "sigmoid", "hardswish", "leaky_relu", "quick_gelu")},
    "llama": LLAMA,
    "llama-classifier": dict(LLAMA, architectures=["LlamaForSequenceClassification"]),
    "llama-base-architecture": dict(LLAMA, architectures=["LlamaModel"]),
    "llama-window-of-mistral": dict(LLAMA, model_type="mistral", sliding_window=3),
    "mistral-null-window": dict(LLAMA, model_type="mistral", architectures=["MistralForCausalLM"], sliding_window=None),
    "llama-window-is-not-read": dict(LLAMA, sliding_window=3, layer_types=["sliding_attention", "full_attention"]),
    "llama-both-rope-blocks": dict(LLAMA, rope_scaling=dict(LLAMA3, rope_theta=50.0, original_max_position_embeddings=8),
                                   rope_parameters=dict(rope_type="default", rope_theta=50.0)),
    "llama-original-at-top": dict(LLAMA, rope_parameters=dict(LLAMA3, rope_theta=50.0, original_max_position_embeddings=24),
                                  original_max_position_embeddings=8),
    "llama-no-original": dict(LLAMA, rope_theta=50.0, rope_scaling=dict(LLAMA3)),
    "llama-linear": dict(LLAMA, rope_scaling=dict(type="linear", factor=2.0), rope_theta=50.0),
    "llama-dynamic": dict(LLAMA, rope_parameters=dict(rope_type="dynamic", factor=2.0, rope_theta=50.0)),
    "llama-yarn": dict(LLAMA, rope_parameters=YARN),
    "llama-yarn-attention-factor": dict(LLAMA, rope_parameters=dict(YARN, attention_factor=0.7, beta_fast=2.0, beta_slow=0.5)),
    "llama-yarn-mscale": dict(LLAMA, rope_parameters=dict(YARN, mscale=0.8, mscale_all_dim=0.3, truncate=False)),
    "llama-yarn-older-block": dict(LLAMA, rope_theta=100.0, rope_scaling=dict(type="yarn", factor=4.0), original_max_position_embeddings=6),
    "llama-partial-is-not-read": dict(LLAMA, rope_parameters=dict(rope_type="default", rope_theta=50.0, partial_rotary_factor=0.5)),
    "llama-tied": dict(LLAMA, tie_word_embeddings=True),
    "llama-head-differs": dict(LLAMA, tie_word_embeddings=True, own_head=True),
    "gemma2": GEMMA,
    "gemma2-head-differs": dict(GEMMA, own_head=True),
    "gemma2-yarn": dict(GEMMA, rope_parameters=YARN),
}


def values(name, shape, family):
    n = int(np.prod(shape))
    with np.errstate(over="ignore"):
        x = (np.uint32(zlib.crc32(name.encode())) + np.arange(n, dtype=np.uint32) * np.uint32(0x9E3779B9)).astype(np.uint32)
        for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
            x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
        x ^= x >> np.uint32(16)
    u = (x >> np.uint32(8)).astype(np.float32) * np.float32(2 ** -24) - np.float32(0.5)
    if len(shape) == 1:
        u = u * np.float32(0.25)
        if name.endswith("weight") and family != "gemma2":
            u = u + np.float32(1)
    return torch.from_numpy(u.astype(np.float32).reshape(shape))


def run(config):
    config = dict(config)
    own_head = config.pop("own_head", False)
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        (folder / "config.json").write_text(json.dumps(config))
        read = AutoConfig.from_pretrained(folder)
        fresh = AutoModelForCausalLM.from_config(read)
        shapes = {n: list(p.shape) for n, p in fresh.state_dict().items()}
        if read.tie_word_embeddings and not own_head:
            shapes.pop("lm_head.weight")
        save_file({n: values(n, s, read.model_type) for n, s in shapes.items()}, folder / "model.safetensors", metadata={"format": "pt"})
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        with torch.no_grad():
            logits = model(torch.tensor([IDS])).logits[0].numpy()
        parameters = sum(p.numel() for p in model.parameters())
    finally:
        shutil.rmtree(folder)
    return dict(config=config, tensors=shapes, parameters=parameters, logits=[[float(f"{v:.7g}") for v in row] for row in logits.tolist()])


result = {name: run(config) for name, config in CASES.items()}
lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(case)}" for name, case in result.items())
OUT.write_text('{"ids": ' + json.dumps(IDS) + ', "cases": {\n' + lines + "\n}}\n")
