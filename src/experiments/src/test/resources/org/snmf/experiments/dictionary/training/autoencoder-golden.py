"""Writes autoencoder-golden.json beside this file: loss, gradients, one step and silent latents of a sparse autoencoder by PyTorch.

Needs torch and numpy; run `python autoencoder-golden.py`. Float64 throughout, so that differences are float32 rounding of the
other side. The loss follows Gao et al. (2025): mean squared error over the variance, plus 1/32 of the error that the dead
latents leave of the error (a constant there); for L1 mean squared error plus the penalty on the sum of the latents.
"""
import json
import os

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(7)
D, M, N = 12, 16, 24
RATE, VARIANCE = 1e-2, 9.5


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def float32(x):
    return np.asarray(x, dtype=np.float32).astype(np.float64)


def largest(h, count):
    values, where = h.topk(count, dim=1)
    return torch.zeros_like(h).scatter(1, where, values.clamp(min=0))


def case(name, top_k=None, penalty=None, dead=()):
    start = {
        "encoder": float32(unit(RNG.normal(size=(M, D)))),
        "encoderBias": float32(RNG.normal(size=M) * 0.1),
        "decoder": float32(unit(RNG.normal(size=(M, D)))),
        "decoderBias": float32(RNG.normal(size=D) * 0.3),
    }
    x = torch.tensor(float32(RNG.normal(size=(N, D))))
    w = {key: torch.tensor(value, requires_grad=True) for key, value in start.items()}
    h = (x - w["decoderBias"]) @ w["encoder"].T + w["encoderBias"]
    f = largest(h, top_k) if top_k else h.clamp(min=0)
    error = x - (f @ w["decoder"] + w["decoderBias"])
    loss = error.square().sum(1).mean()
    if penalty:
        loss = loss + penalty * f.sum(1).mean()
    else:
        loss = loss / VARIANCE
        if dead:
            hidden = torch.full((M,), -1e30)
            hidden[list(dead)] = 0
            made = largest(h + hidden, min(len(dead), M // 2)) @ w["decoder"]
            loss = loss + (error.detach() - made).square().sum(1).mean() / VARIANCE / 32
    loss.backward()
    gradients = {key: value.grad.clone() for key, value in w.items()}
    with torch.no_grad():
        rows = w["decoder"]
        rows.grad -= (rows.grad * rows).sum(1, keepdim=True) * rows
    torch.optim.Adam(w.values(), lr=RATE, betas=(0.9, 0.999), eps=6.25e-10).step()
    with torch.no_grad():
        w["decoder"] /= w["decoder"].norm(dim=1, keepdim=True)
    flat = lambda t: [float(v) for v in torch.as_tensor(t).reshape(-1)]
    return {
        "name": name,
        "topK": top_k or 0,
        "penalty": penalty or 0,
        "dead": list(dead),
        "tokens": flat(x),
        "start": {key: flat(value) for key, value in start.items()},
        "loss": float(loss.detach()),
        "gradients": {key: flat(value) for key, value in gradients.items()},
        "after": {key: flat(value.detach()) for key, value in w.items()},
        "silent": int((f.detach() <= 0).all(0).sum()),
    }


cases = [
    case("top-k", top_k=3),
    case("top-k with dead latents", top_k=2, dead=(1, 4, 5, 11)),
    case("top-k with more dead than half", top_k=2, dead=tuple(range(12))),
    case("l1", penalty=0.7),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "autoencoder-golden.json")
with open(path, "w") as out:
    json.dump({"latents": M, "width": D, "rate": RATE, "variance": VARIANCE, "cases": cases}, out)
    out.write("\n")
