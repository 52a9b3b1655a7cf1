"""Writes small seeded checkpoints in the hub's format and what the unmodified Hugging Face code computes from them."""

import copy
import json
from contextlib import contextmanager

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

LENGTHS = (20, 11, 4)
NEW_TOKENS = 16
ALPHAS = (1.5, -2.5)
MARGIN = 0.02

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
COMMON = dict(
    n_embd="hidden_size", n_head="num_attention_heads", n_layer="num_hidden_layers", n_positions="max_position_embeddings"
)
LLAMA3_BLOCK = dict(
    rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=48
)

# What is kept of each: config; and for the odd ones why they are legal and how the file is written.
FAMILIES = {"gpt2": GPT2, "llama31": LLAMA31, "llama-tied": TIED, "gemma2": GEMMA2}
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
}  # fmt: skip
TOLERANCE = {"gpt2": 1e-4, "llama": 1.5e-4, "gemma2": 3e-4}


def write_config(folder, config):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def load(folder, dtype=torch.float32):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation="eager")
    model.generation_config.eos_token_id = None
    return model.eval()


def weights(config, seed):
    """Large enough that attention, norms and nonlinearities are all felt, in the names that save_pretrained writes."""
    torch.manual_seed(seed)
    shape_of = AutoModelForCausalLM.from_config(configured(config)).state_dict()
    generator = torch.Generator().manual_seed(seed)
    gemma = config["model_type"] == "gemma2"
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
    return result


def configured(config):
    """A copy goes in, since transformers moves rope_theta within the blocks that it is given."""
    kind = {k: v for k, v in copy.deepcopy(config).items() if k not in ("model_type", "architectures")}
    return AutoConfig.for_model(config["model_type"], **kind)


def save(folder, tensors):
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "model.safetensors", metadata={"format": "pt"})


def mlps(model):
    """Per layer: the decoder layer, the MLP, its down projection, and Gemma's norm behind it."""
    layers = model.transformer.h if hasattr(model, "transformer") else model.model.layers
    for layer in layers:
        down = layer.mlp.c_proj if hasattr(layer.mlp, "c_proj") else layer.mlp.down_proj
        yield layer, layer.mlp, down, getattr(layer, "post_feedforward_layernorm", None)


@contextmanager
def hooked(hooks):
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def added(model, layer, vector):
    """The intervention: the down projection of a layer reads its input plus a vector, at every position."""
    down = list(mlps(model))[layer][2]
    return hooked([down.register_forward_pre_hook(lambda _, inputs: (inputs[0] + vector.to(inputs[0].dtype),))])


@torch.no_grad()
def activations(model, ids):
    """Everything that is kept of one sequence, without the batch axis."""
    seen = {}

    def keep(name):
        def hook(_, inputs, output=None):
            value = inputs[0] if output is None else output
            value = value[0] if isinstance(value, tuple) else value
            seen[name] = value[0].float().clone()

        return hook

    hooks = []
    for number, (layer, mlp, down, after) in enumerate(mlps(model)):
        at = f"L{number}."
        if number == 0:
            hooks.append(layer.register_forward_pre_hook(keep("embed")))
        hooks.append(mlp.register_forward_pre_hook(keep(at + "mlp_in")))
        hooks.append(down.register_forward_pre_hook(keep(at + "mlp_act")))
        hooks.append(down.register_forward_hook(keep(at + "mlp_out")))
        if after is not None:
            hooks.append(after.register_forward_hook(keep(at + "mlp_out_postnorm")))
        hooks.append(layer.register_forward_hook(keep(at + "resid")))
    final = model.transformer.ln_f if hasattr(model, "transformer") else model.model.norm
    hooks.append(final.register_forward_hook(keep("final_norm")))
    with hooked(hooks):
        seen["logits"] = model(torch.tensor([ids]), use_cache=False).logits[0].float()
    return seen


@torch.no_grad()
def greedy(model, ids):
    """From the whole prefix at each step and from the cache; they must agree. Also the least margin of a choice."""
    grown, margin = list(ids), float("inf")
    for _ in range(NEW_TOKENS):
        best = model(torch.tensor([grown]), use_cache=False).logits[0, -1].topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        grown.append(int(best.indices[0]))
    ones = torch.ones(1, len(ids), dtype=torch.long)
    cached = model.generate(
        torch.tensor([ids]), attention_mask=ones, max_new_tokens=NEW_TOKENS, do_sample=False, pad_token_id=0
    )[0].tolist()
    return grown[len(ids) :], margin, cached == grown


@torch.no_grad()
def padded(model, sequences, pad, left):
    longest = max(map(len, sequences))
    rows, masks, places = [], [], []
    for ids in sequences:
        gap = longest - len(ids)
        mask = [0] * gap + [1] * len(ids) if left else [1] * len(ids) + [0] * gap
        rows.append([pad] * gap + ids if left else ids + [pad] * gap)
        masks.append(mask)
        places.append([1] * gap + list(range(len(ids))) if left else list(range(longest)))
    tensors = dict(input_ids=rows, attention_mask=masks, position_ids=places)
    logits = model(**{k: torch.tensor(v) for k, v in tensors.items()}, use_cache=False).logits
    return tensors, logits * torch.tensor(masks)[:, :, None]


def goldens(folder, seed, whole):
    """Writes the goldens of a checkpoint; None if a greedy choice hangs by less than the margin."""
    model = load(folder)
    generator = torch.Generator().manual_seed(seed)
    vocabulary = model.config.vocab_size
    sequences = [torch.randint(3, vocabulary - 2, (n,), generator=generator).tolist() for n in LENGTHS]
    if not whole:
        sequences = sequences[:2]
    tensors, plan = {}, {"sequences": sequences}
    for s, ids in enumerate(sequences):
        for name, value in activations(model, ids).items():
            if whole or name in ("embed", "logits") or name.endswith("mlp_act"):
                tensors[f"s{s}.{name}"] = value
    runs = {"off": None}
    if whole:
        layer = model.config.num_hidden_layers // 2
        vector = torch.randn(tensors[f"s0.L{layer}.mlp_act"].shape[1], generator=generator)
        tensors["iv.vector"] = vector
        plan["intervention"] = dict(layer=layer, alphas=ALPHAS, vector_tensor="iv.vector")
        runs |= {f"iv{j}": (layer, alpha * vector) for j, alpha in enumerate(ALPHAS)}
        plan["pad_token_id_used"] = vocabulary - 1
        plan["batch"] = {}
        for side in ("right", "left"):
            plan["batch"][side], tensors[f"{side}.logits"] = padded(model, sequences, vocabulary - 1, side == "left")
    plan["greedy"] = dict(new_tokens=NEW_TOKENS, ids={})
    least = float("inf")
    for run, added_vector in runs.items():
        with added(model, *added_vector) if added_vector else hooked([]):
            if added_vector:
                for s, ids in enumerate(sequences):
                    tensors[f"s{s}.{run}.logits"] = activations(model, ids)["logits"]
            chosen = [greedy(model, ids) for ids in sequences]
        plan["greedy"]["ids"][run] = [ids for ids, _, _ in chosen]
        least = min([least] + [margin for _, margin, _ in chosen])
        if not all(agree for _, _, agree in chosen):
            raise SystemExit(f"{folder}: greedy ids with and without the cache differ")
    if least < MARGIN:
        return None
    plan["greedy"]["smallest_margin"] = round(least, 4)
    plan["float32_differs_from_float64"] = rounding(folder, sequences, tensors)
    write_goldens(folder, tensors, plan)
    return tensors


def rounding(folder, sequences, tensors):
    """Greatest differences of the reference from itself in float64: what tolerances rest on."""
    exact = load(folder, torch.float64)
    worst = {"logits": 0.0, "others": 0.0}
    for s, ids in enumerate(sequences):
        for name, value in activations(exact, ids).items():
            if f"s{s}.{name}" in tensors:
                kind = "logits" if name == "logits" else "others"
                worst[kind] = max(worst[kind], float((value - tensors[f"s{s}.{name}"]).abs().max()))
    return {kind: float(f"{value:.1e}") for kind, value in worst.items()}


def write_goldens(folder, tensors, plan):
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, folder / "golden.safetensors")
    rows = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in plan.items())
    (folder / "golden.json").write_text("{\n" + rows + "\n}\n", encoding="utf-8")


def found(folder, config, whole):
    """Tries seeds until every greedy choice has its margin; returns the weights and the goldens."""
    write_config(folder, config)
    for seed in range(1000, 3000):
        tensors = weights(config, seed)
        save(folder, tensors)
        result = goldens(folder, seed, whole)
        if result is not None:
            print(f"{folder.name}: seed {seed}, {json.loads((folder / 'golden.json').read_text())['greedy']['smallest_margin']}")
            return tensors, result
    raise SystemExit(f"{folder}: no seed with a margin of {MARGIN}")


def assert_sensitive(folder, config, changes, expected):
    """With one setting wrong the same weights must give other logits, or the goldens would not notice the mistake."""
    tolerance = TOLERANCE[config["model_type"]]
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
    write_goldens(folder, kept, plan)


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


def make(out, tokenizers):
    from make_tokenizers import save as save_tokenizer

    for name, config in FAMILIES.items():
        folder = out / name
        tensors, expected = found(folder, config, whole=True)
        assert_sensitive(folder, config, CHANGES[name], expected)
        half(out / f"{name}-bf16", tensors, config, torch.bfloat16, "bfloat16")
        metaspace = name == "llama-tied"
        save_tokenizer(folder, tokenizers["metaspace" if metaspace else "bytes"], "<s>" if metaspace else None, metaspace)
        if name == "llama31":
            shard(out / "llama31-sharded", tensors, config)
        if name == "gpt2":
            save(folder, hub_names_of_gpt2(tensors, config["n_positions"]))
    for name, config in ODD.items():
        tensors, _ = found(out / "odd" / name, config, whole=False)
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
        chosen, margin, agree = greedy(model, ids)
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
