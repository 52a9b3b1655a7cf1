#!/usr/bin/env python3
"""Capture and generation of a GPT-2-architecture checkpoint: ours and PyTorch by turns, printed as tables of ratios.

  compare_models.py --python PYTHON --classpath FILE --model DIR --data FILE [--threads 2] [--repeats 3] [--what capture,generate]

PYTHON has torch, transformers and tokenizers. DIR is a checkpoint with tokenizer.json, for example one that RandomCheckpoint
made. FILE (data) is {"label": ["sentence", ...]}. Each side runs in processes of its own, one after the other, `repeats`
times; the quickest of each counts. Seconds of processor time are the ones to trust when the machine has other work.

Capture, equal work: PyTorch stops after the captured layer too (a hook raises), batches are sorted by length, padded
within a batch of at most 1024 tokens. Capture, the published way: whole model, batches of five in file order, the
activations of every layer kept.
"""
import argparse
import json
import os
import subprocess
import sys
import time

PROMPT = 16


def run(command, threads):
    done = subprocess.run(command, env={**os.environ, "OMP_NUM_THREADS": str(threads)}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])


def quickest(work, repeats):
    wall = cpu = float("inf")
    for _ in range(repeats):
        w, c = time.perf_counter(), time.process_time()
        n = work()
        wall, cpu = min(wall, time.perf_counter() - w), min(cpu, time.process_time() - c)
    return {"tokens_per_second": n / wall, "tokens_per_cpu_second": n / cpu}


class Stop(Exception):
    pass


def peer(argv):
    """The PyTorch side, in a process of its own: peer MODEL THREADS REPEATS capture DATA LAYER | published DATA | generate BATCH NEW."""
    import torch
    from tokenizers import Tokenizer
    from transformers import AutoModelForCausalLM

    folder, threads, repeats, what, rest = argv[0], int(argv[1]), int(argv[2]), argv[3], argv[4:]
    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    model = AutoModelForCausalLM.from_pretrained(folder, attn_implementation="sdpa", dtype=torch.float32).eval()
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    blocks, kept = model.transformer.h, []

    def texts():
        with open(rest[0]) as f:
            return [text for group in json.load(f).values() for text in group]

    def padded(group):
        length = max(map(len, group))
        ids = torch.zeros(len(group), length, dtype=torch.long)
        mask = torch.zeros(len(group), length, dtype=torch.long)
        for row, one in enumerate(group):
            ids[row, : len(one)] = torch.tensor(one)
            mask[row, : len(one)] = 1
        return ids, mask

    def capture():
        ids = sorted((tokenizer.encode(text).ids for text in texts()), key=len)
        first = 0
        while first < len(ids):
            last = first + 1
            while last < len(ids) and (last - first + 1) * len(ids[last]) <= 1024:
                last += 1
            x, mask = padded(ids[first:last])
            try:
                model(x, attention_mask=mask)
            except Stop:
                pass
            kept[-1] = kept[-1][mask.bool()]
            first = last
        kept.clear()
        return sum(map(len, ids))

    def published():
        ids = [tokenizer.encode(text).ids for text in texts()]
        for first in range(0, len(ids), 5):
            x, mask = padded(ids[first : first + 5])
            model(x, attention_mask=mask)
        kept.clear()
        return sum(map(len, ids))

    def generate():
        batch, new = int(rest[0]), int(rest[1])
        x = torch.tensor([[(r * 131 + t * 17 + 5) % model.config.vocab_size for t in range(PROMPT)] for r in range(batch)])
        model.generate(x, attention_mask=torch.ones_like(x), max_new_tokens=new, min_new_tokens=new, do_sample=False, pad_token_id=0)
        return batch * new

    if what == "capture":
        def hook(module, inputs):
            kept.append(inputs[0])
            raise Stop
        blocks[int(rest[1])].mlp.c_proj.register_forward_pre_hook(hook)
    if what == "published":
        for block in blocks:
            block.mlp.c_proj.register_forward_pre_hook(lambda module, inputs: kept.append(inputs[0].clone()))
    print(json.dumps(quickest({"capture": capture, "published": published, "generate": generate}[what], repeats)))


def ours(a, *arguments):
    with open(a.classpath) as f:
        classpath = f.read().strip()
    return run([a.java, "-Xmx2g", "-Dai.djl.offline=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp", classpath, "org.snmf.bench.ModelReport", *map(str, arguments)], a.threads)


def theirs(a, *arguments):
    return run([a.python, __file__, "peer", a.model, str(a.threads), str(a.repeats), *map(str, arguments)], a.threads)


def row(name, us, them):
    print(f"| {name} | {us['tokens_per_second']:.0f} | {them['tokens_per_second']:.0f} | "
          f"{us['tokens_per_second'] / them['tokens_per_second']:.2f} | "
          f"{us['tokens_per_cpu_second'] / them['tokens_per_cpu_second']:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("python", "classpath", "model", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--java", default="java")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--what", default="capture,generate")
    a = parser.parse_args()
    print("| | ours, tokens/s | PyTorch, tokens/s | ratio, wall clock | ratio, processor time |\n|---|---|---|---|---|")
    if "capture" in a.what:
        us = ours(a, "capture", a.model, a.data, 0, a.repeats)
        row("capture of layer 0, equal work", us, theirs(a, "capture", a.data, 0))
        row("capture of layer 0, published way", us, theirs(a, "published", a.data))
        row("capture of layer 6, equal work", ours(a, "capture", a.model, a.data, 6, a.repeats), theirs(a, "capture", a.data, 6))
    if "generate" in a.what:
        for us in ours(a, "generate", a.model, "1,8,64", 32, a.repeats)["batches"]:
            row(f"greedy, batch {us['batch']}", us, theirs(a, "generate", us["batch"], 32))


if __name__ == "__main__":
    if sys.argv[1:2] == ["peer"]:
        peer(sys.argv[2:])
    else:
        main()
