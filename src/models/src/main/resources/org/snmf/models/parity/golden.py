"""Writes what the Hugging Face code computes for a checkpoint, for `snmf parity --golden` to compare with.

    python golden.py CHECKPOINT [FOLDER] [--ids "3 17 42; 5 8"] [--new-tokens 16]

Needs torch, transformers and safetensors. CHECKPOINT is a folder or a name of the hub. FOLDER (default: golden) gets
golden.safetensors and golden.json; without --ids three seeded sequences are used. It runs in float32 on the processor
with eager attention, and once more in float64 to know its rounding: a model takes 12 bytes a parameter.
"""

import argparse
import json
from contextlib import contextmanager
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

LENGTHS = (20, 11, 4)
ALPHAS = (1.5, -2.5)
DOWN = ("c_proj", "dense_4h_to_h", "down_proj")


def load(folder, dtype=torch.float32):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation="eager")
    model.generation_config.eos_token_id = None
    return model.eval()


def base(model):
    """The decoder: the part of the model that has the layers."""
    for name in ("transformer", "gpt_neox", "model"):
        if hasattr(model, name):
            inner = getattr(model, name)
            return getattr(inner, "language_model", inner)
    raise SystemExit(f"no decoder in a {type(model).__name__}")


def mlps(model):
    """Per layer: the decoder layer, the MLP, its down projection, and the norm behind it where there is one."""
    decoder = base(model)
    for layer in decoder.h if hasattr(decoder, "h") else decoder.layers:
        down = next(getattr(layer.mlp, name) for name in DOWN if hasattr(layer.mlp, name))
        yield layer, layer.mlp, down, getattr(layer, "post_feedforward_layernorm", None)


def final_norm(model):
    decoder = base(model)
    return next(getattr(decoder, name) for name in ("ln_f", "final_layer_norm", "norm") if hasattr(decoder, name))


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
    hooks.append(final_norm(model).register_forward_hook(keep("final_norm")))
    with hooked(hooks):
        seen["logits"] = model(torch.tensor([ids]), use_cache=False).logits[0].float()
    return seen


@torch.no_grad()
def greedy(model, ids, new_tokens):
    """From the whole prefix at each step and from the cache; they must agree. Also the least margin of a choice."""
    grown, margin = list(ids), float("inf")
    for _ in range(new_tokens):
        best = model(torch.tensor([grown]), use_cache=False).logits[0, -1].topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        grown.append(int(best.indices[0]))
    ones = torch.ones(1, len(ids), dtype=torch.long)
    cached = model.generate(
        torch.tensor([ids]), attention_mask=ones, max_new_tokens=new_tokens, do_sample=False, pad_token_id=0
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


def text_config(model):
    return model.config.get_text_config()


def seeded(model, lengths, generator):
    vocabulary = text_config(model).vocab_size
    return [torch.randint(3, vocabulary - 2, (n,), generator=generator).tolist() for n in lengths]


def golden(model, sequences, generator, new_tokens, whole=True, batches=True):
    """Tensors and plan of a golden; the least margin of a greedy choice; whether kept keys and values changed none."""
    tensors, plan = {}, {"sequences": sequences}
    for s, ids in enumerate(sequences):
        for name, value in activations(model, ids).items():
            if whole or name in ("embed", "logits") or name.endswith("mlp_act"):
                tensors[f"s{s}.{name}"] = value
    runs = {"off": None}
    if whole:
        layer = text_config(model).num_hidden_layers // 2
        vector = torch.randn(tensors[f"s0.L{layer}.mlp_act"].shape[1], generator=generator)
        tensors["iv.vector"] = vector
        plan["intervention"] = dict(layer=layer, alphas=ALPHAS, vector_tensor="iv.vector")
        runs |= {f"iv{j}": (layer, alpha * vector) for j, alpha in enumerate(ALPHAS)}
    if whole and batches:
        pad = text_config(model).vocab_size - 1
        plan["pad_token_id_used"] = pad
        plan["batch"] = {}
        for side in ("right", "left"):
            plan["batch"][side], tensors[f"{side}.logits"] = padded(model, sequences, pad, side == "left")
    plan["greedy"] = dict(new_tokens=new_tokens, ids={})
    least, agree = float("inf"), True
    for run, added_vector in runs.items():
        with added(model, *added_vector) if added_vector else hooked([]):
            if added_vector:
                for s, ids in enumerate(sequences):
                    tensors[f"s{s}.{run}.logits"] = activations(model, ids)["logits"]
            chosen = [greedy(model, ids, new_tokens) for ids in sequences]
        plan["greedy"]["ids"][run] = [ids for ids, _, _ in chosen]
        least = min([least] + [margin for _, margin, _ in chosen])
        agree = agree and all(same for _, _, same in chosen)
    return tensors, plan, least, agree


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


def write(folder, tensors, plan):
    save_file({k: v.contiguous().clone() for k, v in tensors.items()}, folder / "golden.safetensors")
    rows = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in plan.items())
    (folder / "golden.json").write_text("{\n" + rows + "\n}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", help="folder of the checkpoint, or its name on the hub")
    parser.add_argument("folder", nargs="?", default="golden", type=Path, help="gets the golden; default: golden")
    parser.add_argument("--ids", help="sequences of token ids, separated by semicolons")
    parser.add_argument("--new-tokens", type=int, default=16)
    options = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    model, generator = load(options.checkpoint), torch.Generator().manual_seed(0)
    if options.ids:
        sequences = [[int(one) for one in part.replace(",", " ").split()] for part in options.ids.split(";")]
    else:
        sequences = seeded(model, LENGTHS, generator)
    tensors, plan, least, agree = golden(model, sequences, generator, options.new_tokens)
    plan["greedy"]["smallest_margin"] = round(least, 4)
    plan["float32_differs_from_float64"] = rounding(options.checkpoint, sequences, tensors)
    options.folder.mkdir(parents=True, exist_ok=True)
    write(options.folder, tensors, plan)
    print(f"{options.folder}: {len(tensors)} tensors; greedy choices differ by {least:.4f} or more from the next best")
    if not agree:
        print("Here the library's cache gives other ids than its whole passes; the golden has those of the passes.")
    print(f"Now: snmf parity --golden {options.folder} --model {options.checkpoint}")


if __name__ == "__main__":
    main()
