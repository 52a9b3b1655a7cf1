#!/usr/bin/env python3
"""Runs our fit and the PyTorch peer by turns on the same matrices and prints tables of ratios (peer / ours).

  compare.py --peer PEER_SNMF.py --python PYTHON --classpath FILE --matrices DIR [--repeats 3] CASE ...

A CASE is NAME:k:p:iterations, for example S:100:0.05:40. PYTHON has torch; FILE holds the class path of the module
snmf-bench (mvn dependency:build-classpath, with target/classes in front). Both sides run with two threads.

Two tables. "Per iteration": the paper's algorithm on both sides, median seconds of wall clock and of processor time; the
second is the one to trust when the machine has other work. "To the same error": the peer's error after its iterations,
and what our default method needed to reach it.
"""
import argparse
import json
import os
import statistics
import subprocess


def run(command, env):
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])


def peer(a, path, k, p, iterations):
    command = [a.python, a.peer, path, "--k", k, "--p", p, "--max-iter", iterations, "--tol", "0",
               "--patience", "1000000", "--flush", "1e-30", "--seed", a.seed]
    planted = path.replace(".npy", ".Z0.npy")
    if os.path.exists(planted):
        command += ["--z0", planted]
    return run(command, {"OMP_NUM_THREADS": "2"})


def ours(a, path, k, p, update, iterations, out="-"):
    with open(a.classpath) as f:
        classpath = f.read().strip()
    command = [a.java, "-Xmx2g", "-Dai.djl.offline=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
               "-cp", classpath, "org.snmf.bench.FitReport", path, "neurons-by-tokens", out, f"rank={k}",
               f"sparsity={p}", f"update={update}", f"iterations={iterations}", "tolerance=0", "patience=1000000",
               "threads=2", "seed=" + a.seed]
    return run(command, {})


def recovery(a, path, out):
    """Mean over the planted features of the best cosine with a found one, and the share above 0.8.

    Without planted features, but with the tokens' texts: the share of features whose ten strongest tokens are the same word
    at least five times.
    """
    planted = path.replace(".npy", ".Z0.npy")
    if not os.path.exists(planted):
        return shared_words(a, out) if a.tokens else {}
    script = ("import sys,json,numpy as np;from safetensors.numpy import load_file;"
              "Z=load_file(sys.argv[1])['z'];Z0=np.load(sys.argv[2]);"
              "U=Z/np.maximum(np.linalg.norm(Z,axis=0),1e-12);V=Z0/np.linalg.norm(Z0,axis=0);c=(V.T@U).max(1);"
              "print(json.dumps({'mean_best_cosine':float(c.mean()),'share_above_0.8':float((c>.8).mean())}))")
    return run([a.python, "-c", script, out, planted], {})


def shared_words(a, out):
    script = ("import sys,json,collections as c,numpy as np;from safetensors.numpy import load_file;"
              "Y=load_file(sys.argv[1])['y'];w=json.load(open(sys.argv[2]));"
              "m=[c.Counter(w[t] for t in np.argsort(-y)[:10]).most_common(1)[0][1] for y in Y];"
              "print(json.dumps({'share':float(np.mean(np.array(m)>=5))}))")
    return run([a.python, "-c", script, out, a.tokens], {})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("peer", "python", "classpath", "matrices"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--java", default="java")
    parser.add_argument("--tokens", help="JSON list of the text of every token, for matrices without planted features")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("cases", nargs="+")
    a = parser.parse_args()
    median = statistics.median
    print("| matrix k p | peer s/it wall, cpu | ours s/it wall, cpu | ratio wall, cpu | peer / ours recovery, same method "
          "| peer error after N | ours to it: iterations, s | ratio wall, cpu | our recovery |")
    print("|---|---|---|---|---|---|---|---|---|")
    for case in a.cases:
        name, k, p, iterations = case.split(":")
        path = os.path.join(a.matrices, name + ".npy")
        out = os.path.join(a.matrices, "compare.safetensors")
        theirs, same, best = [], [], []
        for _ in range(a.repeats):
            theirs.append(peer(a, path, k, p, iterations))
            same.append(ours(a, path, k, p, "multiplicative", iterations, out))
            same_recovery = recovery(a, path, out)
            best.append(ours(a, path, k, p, "hals", max(20, int(iterations) // 2), out))
            best_recovery = recovery(a, path, out)
        target = theirs[0]["rel_err_best"]
        reached = [next((i for i, row in enumerate(b["trace"]) if row[2] <= target), None) for b in best]
        wall = [median([t[key] for t in side]) for side, key in
                ((theirs, "s_per_iter_median"), (same, "s_per_iter_median"))]
        cpu = [median([t["cpu_s_per_iter_median"] for t in side]) for side in (theirs, same)]
        if None in reached:
            to_error = "not reached | |"
        else:
            seconds = median([b["trace"][i][1] for b, i in zip(best, reached)])
            # The first iteration's share is taken as that of the median iteration: its cpu is not told apart from the start.
            busy = median([b["cpu"][i] + b["cpu_s_per_iter_median"] for b, i in zip(best, reached)])
            their_seconds = median([t["seconds"] for t in theirs])
            their_busy = int(iterations) * cpu[0]
            to_error = f"{reached[0] + 1}, {seconds:.2f} | {their_seconds / seconds:.1f}, {their_busy / busy:.1f} |"
        show = lambda r: f"{r.get('mean_best_cosine', r.get('share')):.3f}" if r else "-"
        print(f"| {name} {k} {p} | {wall[0]:.4f}, {cpu[0]:.4f} | {wall[1]:.4f}, {cpu[1]:.4f} "
              f"| {wall[0] / wall[1]:.2f}, {cpu[0] / cpu[1]:.2f} "
              f"| {show(theirs[0].get('recovery'))} / {show(same_recovery)} | {target:.4f} after {iterations} "
              f"| {to_error} {show(best_recovery)} |", flush=True)


if __name__ == "__main__":
    main()
