"""Writes small seeded checkpoints in the hub's format and what the unmodified Hugging Face code computes from them."""

import copy
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

# What is kept of a model, and how, is in the script that users get.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "models/src/main/resources/org/snmf/models/parity"))
from golden import LENGTHS, activations, golden, greedy, load, rounding, seeded, write  # noqa: E402

NEW_TOKENS = 16
MARGIN = 0.02
# Of families that came later less is kept: shorter sequences, few ids, no padded batches.
SHORT = (14, 9, 4)

GPT2 = dict(
    architectures=["GPT2LMHeadModel"], model_type="gpt2", activation_function="gelu_new", n_embd=32, n_head=4, n_layer=2,
    n_positions=64, n_ctx=64, vocab_size=257, layer_norm_epsilon=1e-5, bos_token_id=256, eos_token_id=256,
    attn_pdrop=0.1, embd_pdrop=0.1, resid_pdrop=0.1, initializer_range=0.02,
)  # fmt: skip
LLAMA = dict(
    architectures=["LlamaForCausalLM"], model_type="llama", hidden_act="silu", hidden_size=32, num_attention_heads=4,
    num_key_value_heads=2, num_hidden_layers=3, intermediate_size=56, vocab_size=257, rms_norm_eps=1e-5,
    max_position_embeddings=4096, rope_theta=500000.0, tie_word_embeddings=False, bos_token_id=256, eos_token_id=[255, 256],
    attention_bias=False, mlp_bias=False, torch_dtype="float32",
)  # fmt: skip
LLAMA31 = LLAMA | dict(
    rope_scaling=dict(
        rope_type="llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=512
    )
)
TIED = LLAMA | dict(
    num_hidden_layers=2, num_key_value_heads=1, head_dim=12, intermediate_size=52, vocab_size=384, rope_theta=10000.0,
    max_position_embeddings=512, rope_scaling=None, tie_word_embeddings=True, bos_token_id=1, eos_token_id=2,
)  # fmt: skip
GEMMA2 = dict(
    architectures=["Gemma2ForCausalLM"], model_type="gemma2", hidden_act="gelu_pytorch_tanh",
    hidden_activation="gelu_pytorch_tanh", hidden_size=32, num_attention_heads=4, num_key_value_heads=2, head_dim=12,
    num_hidden_layers=4, intermediate_size=48, vocab_size=257, rms_norm_eps=1e-6, max_position_embeddings=128,
    rope_theta=10000.0, sliding_window=8, query_pre_attn_scalar=24, attn_logit_softcapping=50.0,
    final_logit_softcapping=30.0, bos_token_id=2, eos_token_id=1, pad_token_id=0, cache_implementation="hybrid",
)  # fmt: skip
SMALL_GPT2 = GPT2 | dict(n_embd=16, n_head=2, vocab_size=64, n_positions=48, n_ctx=48, bos_token_id=1, eos_token_id=1)
SMALL_LLAMA = LLAMA | dict(
    hidden_size=16, intermediate_size=24, num_hidden_layers=2, vocab_size=64, bos_token_id=1, eos_token_id=2,
    rope_theta=10000.0, max_position_embeddings=64,
)  # fmt: skip
SMALL_GEMMA2 = GEMMA2 | dict(
    hidden_size=16, intermediate_size=24, num_hidden_layers=2, vocab_size=64, head_dim=8, query_pre_attn_scalar=8
)
SMALL = dict(
    hidden_size=24, num_attention_heads=4, num_key_value_heads=2, num_hidden_layers=3, intermediate_size=36, vocab_size=80,
    rms_norm_eps=1e-5, max_position_embeddings=64, rope_theta=500.0, bos_token_id=1, eos_token_id=2,
)  # fmt: skip
QWEN3 = SMALL | dict(architectures=["Qwen3ForCausalLM"], model_type="qwen3", head_dim=8, tie_word_embeddings=True)
GEMMA3 = SMALL | dict(
    architectures=["Gemma3ForCausalLM"], model_type="gemma3_text", head_dim=8, num_hidden_layers=4, num_key_value_heads=1,
    hidden_activation="gelu_pytorch_tanh", query_pre_attn_scalar=12, sliding_window=5, sliding_window_pattern=3,
    rope_theta=1000.0, rope_local_base_freq=50.0, rope_scaling=dict(rope_type="linear", factor=2.0),
)  # fmt: skip
NEOX = dict(
    architectures=["GPTNeoXForCausalLM"], model_type="gpt_neox", hidden_size=32, num_attention_heads=4, num_hidden_layers=3,
    intermediate_size=40, vocab_size=80, layer_norm_eps=1e-5, max_position_embeddings=64, rotary_emb_base=500,
    rotary_pct=0.5, hidden_act="gelu", use_parallel_residual=True, bos_token_id=0, eos_token_id=0,
)  # fmt: skip
PHI3 = SMALL | dict(
    architectures=["Phi3ForCausalLM"], model_type="phi3", hidden_size=32, partial_rotary_factor=0.75, pad_token_id=0,
    original_max_position_embeddings=12,
    rope_scaling=dict(type="longrope", short_factor=[1.0, 1.2, 1.5], long_factor=[1.5, 2.5, 4.0]),
)  # fmt: skip
SMOLLM3 = SMALL | dict(
    architectures=["SmolLM3ForCausalLM"], model_type="smollm3", num_hidden_layers=4, no_rope_layer_interval=2,
    pad_token_id=0, tie_word_embeddings=True,
)  # fmt: skip
OLMO2 = SMALL | dict(architectures=["Olmo2ForCausalLM"], model_type="olmo2", pad_token_id=0)
COMMON = dict(
    n_embd="hidden_size", n_head="num_attention_heads", n_layer="num_hidden_layers", n_positions="max_position_embeddings"
)
LLAMA3_BLOCK = dict(
    rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=48
)

# What is kept of each: config; and for the odd ones why they are legal and how the file is written.
FAMILIES = {"gpt2": GPT2, "llama31": LLAMA31, "llama-tied": TIED, "gemma2": GEMMA2}
LATER = {
    "mistral": SMALL | dict(architectures=["MistralForCausalLM"], model_type="mistral", sliding_window=5),
    "qwen2": SMALL
    | dict(architectures=["Qwen2ForCausalLM"], model_type="qwen2", use_sliding_window=True, sliding_window=6)
    | dict(max_window_layers=1, tie_word_embeddings=True),
    "qwen3": QWEN3,
    "gemma": SMALL
    | dict(architectures=["GemmaForCausalLM"], model_type="gemma", head_dim=8, num_key_value_heads=1, hidden_act="gelu"),
    "gemma3": GEMMA3,
    "gpt-neox": NEOX,
    "gpt-neo": dict(
        architectures=["GPTNeoForCausalLM"], model_type="gpt_neo", hidden_size=24, num_heads=4, num_layers=4, vocab_size=80,
        max_position_embeddings=64, attention_types=[[["global", "local"], 2]], window_size=4, intermediate_size=None,
        activation_function="gelu_new", layer_norm_epsilon=1e-5, bos_token_id=1, eos_token_id=1,
    ),
    "olmo2": OLMO2,
    "phi3": PHI3,
    "smollm3": SMOLLM3,
}  # fmt: skip
ODD = {
    "gpt2-narrow-relu": SMALL_GPT2 | dict(n_inner=24, activation_function="relu"),
    "gpt2-unscaled-attention": SMALL_GPT2 | dict(scale_attn_weights=False),
    "gpt2-untied": SMALL_GPT2 | dict(tie_word_embeddings=False),
    "gpt2-inverse-layer-scale": SMALL_GPT2 | dict(scale_attn_by_inverse_layer_idx=True),
    "gpt2-common-names": {COMMON.get(k, k): v for k, v in SMALL_GPT2.items() if k != "n_ctx"}
    | dict(architectures=["GPT2Model"]),
    "llama-biases": SMALL_LLAMA | dict(attention_bias=True, mlp_bias=True, head_dim=12, hidden_act="gelu"),
    "llama-all-heads": {k: v for k, v in SMALL_LLAMA.items() if k != "num_key_value_heads"},
    "llama-linear-rope": SMALL_LLAMA | dict(rope_scaling=dict(type="linear", factor=2.0)),
    "llama-new-spelling": {k: v for k, v in SMALL_LLAMA.items() if k not in ("rope_theta", "torch_dtype")}
    | dict(rope_parameters=LLAMA3_BLOCK | dict(rope_theta=20.0), dtype="float32"),
    "llama-both-rope-blocks": SMALL_LLAMA
    | dict(rope_scaling=LLAMA3_BLOCK, rope_parameters=dict(rope_type="default", rope_theta=500.0)),
    "llama-yarn-rope": SMALL_LLAMA
    | dict(rope_parameters=dict(rope_type="yarn", factor=2.0, rope_theta=500.0, original_max_position_embeddings=32)),
    "gemma2-without-caps": SMALL_GEMMA2 | dict(attn_logit_softcapping=None, final_logit_softcapping=None),
    "gemma2-other-layers": SMALL_GEMMA2
    | dict(layer_types=["full_attention", "sliding_attention"], sliding_window=3, query_pre_attn_scalar=32),
    "qwen3-biases": QWEN3 | dict(attention_bias=True, tie_word_embeddings=False, num_key_value_heads=4),
    "gemma3-new-spelling": {k: v for k, v in GEMMA3.items() if k not in ("rope_theta", "rope_local_base_freq", "rope_scaling")}
    | dict(
        num_hidden_layers=3,
        layer_types=["full_attention", "sliding_attention", "sliding_attention"],
        final_logit_softcapping=5.0,
        rope_parameters=dict(
            full_attention=dict(rope_type="linear", factor=4.0, rope_theta=300.0),
            sliding_attention=dict(rope_type="default", rope_theta=20.0),
        ),
    ),
    "gpt-neox-sequential": NEOX
    | dict(use_parallel_residual=False, attention_bias=False, rotary_pct=1.0, tie_word_embeddings=True, hidden_act="gelu_new"),
    "olmo2-biases": OLMO2 | dict(attention_bias=True, num_key_value_heads=4, rope_theta=50.0),
    "phi3-window": {k: v for k, v in PHI3.items() if k not in ("rope_scaling", "original_max_position_embeddings")}
    | dict(sliding_window=5, partial_rotary_factor=1.0),
    "smollm3-windows": SMOLLM3
    | dict(use_sliding_window=True, sliding_window=4, no_rope_layers=[1, 0, 1, 0], attention_bias=True, mlp_bias=True),
}
# A single setting changed, in the config that is loaded; each must move a logit by more than twice the tolerance.
CHANGES = {
    "gpt2": [dict(activation_function="gelu"), dict(layer_norm_epsilon=1e-3), dict(scale_attn_weights=False)],
    "llama31": [dict(rope_scaling=None), dict(rope_theta=10000.0), dict(rms_norm_eps=1e-3), dict(hidden_act="gelu")],
    "llama-tied": [dict(rope_theta=20000.0), dict(rms_norm_eps=1e-3)],
    "gemma2": [
        dict(attn_logit_softcapping=None), dict(final_logit_softcapping=None), dict(sliding_window=9),
        dict(sliding_window=7), dict(query_pre_attn_scalar=12), dict(hidden_activation="gelu"),
    ],
    "mistral": [dict(sliding_window=6), dict(sliding_window=4), dict(rope_theta=600.0), dict(rms_norm_eps=1e-4)],
    "qwen2": [dict(sliding_window=7), dict(max_window_layers=2), dict(use_sliding_window=False), dict(rope_theta=600.0)],
    "qwen3": [dict(rope_theta=600.0), dict(rms_norm_eps=1e-3), dict(hidden_act="gelu")],
    "gemma": [dict(rope_theta=600.0), dict(rms_norm_eps=1e-3), dict(hidden_act="silu")],
    "gemma3": [
        dict(sliding_window=6), dict(sliding_window_pattern=2), dict(rope_theta=600.0), dict(rope_local_base_freq=60.0),
        dict(query_pre_attn_scalar=8), dict(rope_scaling=None), dict(final_logit_softcapping=30.0),
    ],
    "gpt-neox": [
        dict(rotary_pct=1.0), dict(rotary_emb_base=600), dict(use_parallel_residual=False), dict(layer_norm_eps=1e-3),
        dict(hidden_act="gelu_new"),
    ],
    "gpt-neo": [dict(window_size=5), dict(attention_types=[[["local", "global"], 2]]), dict(activation_function="relu")],
    "olmo2": [dict(rope_theta=600.0), dict(rms_norm_eps=1e-3), dict(hidden_act="gelu")],
    "phi3": [
        dict(original_max_position_embeddings=13), dict(original_max_position_embeddings=14), dict(rope_theta=600.0),
        dict(max_position_embeddings=128),
    ],
    "smollm3": [dict(no_rope_layer_interval=3), dict(rope_theta=600.0)],
}  # fmt: skip
TOLERANCE = {"gpt2": 1e-4, "gemma": 3e-4, "gemma2": 3e-4, "gemma3_text": 3e-4}


def write_config(folder, config):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def weights(config, seed):
    """Large enough that attention, norms and nonlinearities are all felt, in the names that save_pretrained writes."""
    torch.manual_seed(seed)
    shape_of = AutoModelForCausalLM.from_config(configured(config)).state_dict()
    generator = torch.Generator().manual_seed(seed)
    gemma = config["model_type"].startswith("gemma")
    result = {}
    for name, value in shape_of.items():
        noise = torch.randn(value.shape, generator=generator)
        if name == "lm_head.weight" and configured(config).tie_word_embeddings:
            continue
        if "norm" in name or "ln_" in name:
            result[name] = 0.2 * noise + (0 if gemma or name.endswith("bias") else 1)
        elif value.dim() == 1:
            result[name] = 0.1 * noise
        elif "embed" in name or "wte" in name or "wpe" in name or "lm_head" in name:
            result[name] = (0.25 if gemma else 0.5) * noise
        else:
            result[name] = 1.3 * noise / value.shape[1] ** 0.5
    if config["model_type"] == "gpt_neox" and "lm_head.weight" in result:
        result["embed_out.weight"] = result.pop("lm_head.weight")
    return result


def configured(config):
    """A copy goes in, since transformers moves rope_theta within the blocks that it is given."""
    kind = {k: v for k, v in copy.deepcopy(config).items() if k not in ("model_type", "architectures")}
    return AutoConfig.for_model(config["model_type"], **kind)


def save(folder, tensors):
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "model.safetensors", metadata={"format": "pt"})


def goldens(folder, seed, lengths, whole, batches):
    """Writes the goldens of a checkpoint; None if a greedy choice hangs by less than the margin."""
    model = load(folder)
    generator = torch.Generator().manual_seed(seed)
    sequences = seeded(model, lengths, generator)
    tensors, plan, least, agree = golden(model, sequences, generator, NEW_TOKENS, whole, batches)
    # With LongRoPE a text that outgrows the first context turns anew; the cache of transformers 5.18 loses its beginning.
    if not agree and model.config.model_type != "phi3":
        raise SystemExit(f"{folder}: greedy ids with and without the cache differ")
    if least < MARGIN:
        return None
    plan["greedy"]["smallest_margin"] = round(least, 4)
    plan["float32_differs_from_float64"] = rounding(folder, sequences, tensors)
    write(folder, tensors, plan)
    return tensors


def found(folder, config, lengths=LENGTHS, whole=True, batches=True):
    """Tries seeds until every greedy choice has its margin; returns the weights and the goldens."""
    write_config(folder, config)
    for seed in range(1000, 3000):
        tensors = weights(config, seed)
        save(folder, tensors)
        result = goldens(folder, seed, lengths, whole, batches)
        if result is not None:
            print(f"{folder.name}: seed {seed}, {json.loads((folder / 'golden.json').read_text())['greedy']['smallest_margin']}")
            return tensors, result
    raise SystemExit(f"{folder}: no seed with a margin of {MARGIN}")


def assert_sensitive(folder, config, changes, expected):
    """With one setting wrong the same weights must give other logits, or the goldens would not notice the mistake."""
    tolerance = TOLERANCE.get(config["model_type"], 1.5e-4)
    ids = json.loads((folder / "golden.json").read_text())["sequences"][0]
    for change in changes:
        write_config(folder, config | change)
        moved = float((activations(load(folder), ids)["logits"] - expected["s0.logits"]).abs().max())
        if moved < 2 * tolerance:
            raise SystemExit(f"{folder}: {change} moves logits by {moved:.1e} only")
    write_config(folder, config)


def half(folder, tensors, config, dtype, name):
    """The same weights in 16 bits; goldens are of the widened weights in float32."""
    write_config(folder, config | {"torch_dtype": name})
    save(folder, {key: value.to(dtype) for key, value in tensors.items()})
    model = load(folder)
    plan = {"sequences": json.loads((folder.parent / folder.name.rsplit("-", 1)[0] / "golden.json").read_text())["sequences"]}
    last = f"L{model.config.num_hidden_layers - 1}.mlp_act"
    kept = {}
    for s, ids in enumerate(plan["sequences"]):
        seen = activations(model, ids)
        kept |= {f"s{s}.logits": seen["logits"], f"s{s}.{last}": seen[last]}
    write(folder, kept, plan)


def shard(folder, tensors, config):
    """Two shards, cut inside a layer; its goldens are those of the whole."""
    write_config(folder, config)
    names, cut = sorted(tensors), 15
    index = {"metadata": {"total_size": sum(4 * v.numel() for v in tensors.values())}, "weight_map": {}}
    for part, chosen in enumerate((names[:cut], names[cut:]), 1):
        file = f"model-{part:05d}-of-00002.safetensors"
        save_file({k: tensors[k].contiguous() for k in chosen}, folder / file, metadata={"format": "pt"})
        index["weight_map"] |= dict.fromkeys(chosen, file)
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=1) + "\n", encoding="utf-8")


def hub_names_of_gpt2(tensors, positions):
    """The hub's GPT-2 file: no prefix, and the buffers of the causal mask, which a loader leaves out."""
    bare = {name.removeprefix("transformer."): value for name, value in tensors.items()}
    mask = torch.tril(torch.ones(positions, positions)).view(1, 1, positions, positions)
    return bare | {f"h.{layer}.attn.bias": mask.clone() for layer in range(2)}


def make(out, tokenizers, wanted):
    """Makes the goldens whose names are wanted; all of them where none is."""
    unknown = sorted(wanted - (FAMILIES | LATER | ODD).keys())
    if unknown:
        raise SystemExit(f"no configuration is called {', '.join(unknown)}: add one to FAMILIES, LATER or ODD")
    if CHANGES.keys() != (FAMILIES | LATER).keys():
        raise SystemExit("every name in FAMILIES and LATER needs settings in CHANGES that its golden must notice")
    from make_tokenizers import save as save_tokenizer

    def chosen(configs):
        return {name: config for name, config in configs.items() if not wanted or name in wanted}

    for name, config in chosen(FAMILIES).items():
        folder = out / name
        tensors, expected = found(folder, config)
        assert_sensitive(folder, config, CHANGES[name], expected)
        half(out / f"{name}-bf16", tensors, config, torch.bfloat16, "bfloat16")
        metaspace = name == "llama-tied"
        save_tokenizer(folder, tokenizers["metaspace" if metaspace else "bytes"], "<s>" if metaspace else None, metaspace)
        if name == "llama31":
            shard(out / "llama31-sharded", tensors, config)
        if name == "gpt2":
            save(folder, hub_names_of_gpt2(tensors, config["n_positions"]))
    for name, config in chosen(LATER).items():
        _, expected = found(out / name, config, SHORT, batches=False)
        assert_sensitive(out / name, config, CHANGES[name], expected)
    for name, config in chosen(ODD).items():
        later = not name.startswith(("gpt2-", "llama-", "gemma2-"))
        tensors, _ = found(out / "odd" / name, config, SHORT[:2] if later else LENGTHS[:2], whole=False)
        if name == "gpt2-untied":
            half(out / "odd" / f"{name}-f16", tensors, config, torch.float16, "float16")


# Tried in this order for the trained model: a continuation may hang by less than MARGIN, and four are kept.
PROMPTS = (
    "They went to church on",
    "My father plays the",
    "The train to",
    "In the winter",
    "The capital of France is",
    "She put butter on her",
    "The children",
    "The dog",
    "We bought",
    "On Sunday morning",
)


@torch.no_grad()
def embedded(out, checkpoint, tokenizer):
    """The trained model that the library carries: its text, continued, and one prompt's values from float64."""
    out.mkdir(parents=True, exist_ok=True)
    model, prompts = load(checkpoint), []
    for text in PROMPTS:
        ids = [model.config.bos_token_id] + tokenizer.encode(text, add_special_tokens=False)
        chosen, margin, agree = greedy(model, ids, NEW_TOKENS)
        if margin >= MARGIN and agree and len(prompts) < 4:
            prompts.append(dict(text=text, ids=ids, greedy_ids=chosen, greedy_text=tokenizer.decode(chosen)))
    if len(prompts) < 4:
        raise SystemExit(f"only {len(prompts)} of {len(PROMPTS)} greedy continuations hang by {MARGIN} or more; add prompts")
    (out / "greedy.json").write_text(json.dumps({"prompts": prompts}, indent=1) + "\n", encoding="utf-8")
    ids = prompts[0]["ids"]
    seen = activations(load(checkpoint, torch.float64), ids)
    kept = {"p0_ids": torch.tensor(ids), "p0_logits": seen["logits"], "p0_hidden_0": seen["embed"]}
    layers = model.config.num_hidden_layers
    for layer in range(layers):
        kept[f"p0_mlp_post_{layer}"] = seen[f"L{layer}.mlp_act"]
        kept[f"p0_hidden_{layer + 1}"] = seen["final_norm" if layer == layers - 1 else f"L{layer}.resid"]
    save_file({k: v.contiguous() for k, v in kept.items()}, out / "golden.safetensors")
