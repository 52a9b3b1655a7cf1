#!/usr/bin/env python3
"""Capture and generation of a GPT-2-architecture checkpoint: ours and PyTorch by turns, printed as tables of ratios.

  compare_models.py --python PYTHON --classpath FILE --model DIR --data FILE
                    [--threads 2] [--turns 5] [--repeats 3] [--sentences 200] [--layers 0,6]
                    [--batches 1,8,64] [--what capture,published,generate]

PYTHON has torch, transformers and tokenizers. DIR is a checkpoint with tokenizer.json, for example one that RandomCheckpoint
made. FILE (data) is {"label": ["sentence", ...]}, of which the first `sentences` are taken. The two sides take turns in
processes of their own; in each the quickest of `repeats` counts, since the first ones warm up, and the table has the
medians over the turns. Seconds of processor time are the ones to trust when the machine has other work.

Capture, equal work: PyTorch stops after the captured layer too (a hook raises), batches are sorted by length, padded
within a batch of at most 1024 tokens. Capture, the published way: whole model, batches of five in file order, the
activations of every layer kept.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
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
    blocks, kept = getattr(model, "transformer", model.base_model), []
    blocks = getattr(blocks, "h", [])

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


def row(name, turns, us, them):
    """Runs both sides by turns and prints the medians."""
    runs = [(us(), them()) for _ in range(turns)]

    def median(side, key):
        return statistics.median(run[side][key] for run in runs)

    ratios = [run[0]["tokens_per_second"] / run[1]["tokens_per_second"] for run in runs]
    rate, cpu = "tokens_per_second", "tokens_per_cpu_second"
    print(f"| {name} | {median(0, rate):.0f} | {median(1, rate):.0f} | {median(0, rate) / median(1, rate):.2f} | "
          f"{min(ratios):.2f} to {max(ratios):.2f} | {median(0, cpu) / median(1, cpu):.2f} |", flush=True)


def some(data, count):
    """The path of a file with the first `count` sentences."""
    with open(data) as f:
        texts = [text for group in json.load(f).values() for text in group]
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as f:
        json.dump({"all": texts[:count]}, f)
    return f.name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("python", "classpath", "model", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--java", default="java")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--layers", default="0,6")
    parser.add_argument("--batches", default="1,8,64")
    parser.add_argument("--what", default="capture,published,generate")
    a = parser.parse_args()
    data = some(a.data, a.sentences)
    print("| | ours, tokens/s | PyTorch, tokens/s | ratio, wall clock | over the turns | ratio, processor time |\n"
          "|---|---|---|---|---|---|", flush=True)

    def capture(layer):
        return ours(a, "capture", a.model, data, layer, a.repeats)

    for layer in a.layers.split(",") if "capture" in a.what else []:
        row(f"capture of layer {layer}, equal work", a.turns, lambda: capture(layer), lambda: theirs(a, "capture", data, layer))
    if "published" in a.what:
        row("capture of layer 0, published way", a.turns, lambda: capture(0), lambda: theirs(a, "published", data))
    for batch in map(int, a.batches.split(",")) if "generate" in a.what else ():
        row(f"greedy, batch {batch}", a.turns, lambda: ours(a, "generate", a.model, batch, 32, a.repeats)["batches"][0],
            lambda: theirs(a, "generate", batch, 32))
    os.unlink(data)


if __name__ == "__main__":
    if sys.argv[1:2] == ["peer"]:
        peer(sys.argv[2:])
    else:
        main()
