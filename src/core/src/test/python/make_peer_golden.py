#!/usr/bin/env python3
"""Writes the golden losses of the paper's algorithm that SnmfGoldenTest compares with.

  make_peer_golden.py PEER_SNMF.py ../resources/golden/peer.safetensors

PEER_SNMF.py is a PyTorch implementation with a function snmf(A, k, p, max_iter, tol, patience, seed, Y0=..., flush=...)
whose report lists the losses ||A - ZY||^2. The matrix is planted: 12 sparse features, gelu background, 160 x 240.
Needs numpy, torch and safetensors.
"""
import importlib.util
import json
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

D, N, K0, K, P, ITERATIONS = 160, 240, 12, 10, 0.05, 10


def planted(rng):
    z = np.zeros((D, K0), np.float32)
    for r in range(K0):
        support = rng.choice(D, 8, replace=False)
        z[support, r] = rng.lognormal(0, 0.5, 8) * np.where(rng.random(8) < 0.7, 1, -1)
    y = np.zeros((K0, N), np.float32)
    for t in range(N):
        used = rng.choice(K0, 3, replace=False)
        y[used, t] = rng.gamma(2.0, 0.5, 3)
    e = rng.normal(-1.2, 0.7, (D, N))
    background = 0.5 * e * (1 + np.tanh(np.sqrt(2 / np.pi) * (e + 0.044715 * e**3)))
    return (z @ y + background).astype(np.float32)


def main(peer_path, out):
    spec = importlib.util.spec_from_file_location("peer", peer_path)
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    rng = np.random.Generator(np.random.PCG64(7))
    a = planted(rng)
    y0 = np.maximum(rng.random((K, N), dtype=np.float32), np.float32(1e-6))
    losses = []
    for iterations in range(1, ITERATIONS + 1):
        _, _, report = peer.snmf(torch.from_numpy(a), K, P, iterations, 0.0, 10**9, 0,
                                 Y0=torch.from_numpy(y0), flush=1e-30)
        losses.append(report["trace"][-1]["loss"])
    metadata = {"losses": json.dumps(losses), "sparsity": str(P), "torch": torch.__version__}
    save_file({"a": a, "y0": y0}, out, metadata)


if __name__ == "__main__":
    main(*sys.argv[1:])
