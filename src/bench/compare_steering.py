#!/usr/bin/env python3
"""Writing the texts of one steered direction: ours and PyTorch's `generate` by turns, printed as a table of ratios.

  compare_steering.py --python PYTHON --classpath FILE --model DIR --layer L [--threads 1] [--turns 3] [--repeats 3]

PYTHON has torch and transformers. FILE is a class path with this module on it. Equal work: 14 strengths of one direction times
eight texts of 50 tokens in one batch after a prompt of five tokens, top-k 30, temperature 1, no stop token, keys and values kept;
PyTorch adds the strengths by a hook behind the layer's MLP. The two sides take turns in processes of their own; in each the
quickest of `repeats` counts. Seconds of processor time are the ones to trust when the machine has other work.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

PROMPT = [1, 300, 301, 302, 303]


def peer(folder, layer, threads, repeats):
    import torch
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="sdpa", dtype=torch.float32).eval()
    model.generation_config.eos_token_id = None
    model.generation_config.pad_token_id = 0
    blocks = next(m for m in model.modules() if isinstance(m, torch.nn.ModuleList))
    f = torch.nn.functional.normalize(torch.randn(model.config.hidden_size), dim=0)
    alphas = torch.linspace(-2, 2, 14).repeat_interleave(8)
    added = (alphas[:, None] * f)[:, None, :]
    blocks[layer].mlp.register_forward_hook(lambda module, given, out: out + added)
    ids = torch.tensor([PROMPT]).repeat(len(alphas), 1)
    wall = cpu = float("inf")
    for _ in range(repeats):
        w, c = time.perf_counter(), time.process_time()
        out = model.generate(ids, max_new_tokens=50, min_new_tokens=50, do_sample=True, top_k=30, temperature=1.0, top_p=1.0)
        wall, cpu = min(wall, time.perf_counter() - w), min(cpu, time.process_time() - c)
        assert out.shape == (len(alphas), len(PROMPT) + 50)
    print(json.dumps({"wall": wall, "cpu": cpu}))


def run(command, threads):
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--layer", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    with open(args.classpath) as file:
        classpath = file.read().strip()
    common = [args.model, args.layer, str(args.threads), str(args.repeats)]
    ours = ["java", "-Xmx3g", "-Dai.djl.offline=true", "-cp", classpath, "org.snmf.bench.SteeringSpeed"] + common
    theirs = [args.python, os.path.abspath(__file__), "peer"] + common
    turns = [(run(ours, args.threads), run(theirs, args.threads)) for _ in range(args.turns)]
    print("seconds a direction\tours\tPyTorch\tratio")
    for what in ("wall", "cpu"):
        a, b = (statistics.median(turn[side][what] for turn in turns) for side in (0, 1))
        print(f"{what}\t{a:.2f}\t{b:.2f}\t{b / a:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["peer"]:
        peer(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
    else:
        main()
