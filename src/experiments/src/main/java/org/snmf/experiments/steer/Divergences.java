package org.snmf.experiments.steer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;

/**
 * How far pushes at one location move the next token: KL(base ‖ steered) = Σ_v p_v · (log p_v − log q_v) in nats after the
 * last token of a prompt, log-softmax in float64, the mean over prompts. α·f is added at every position.
 */
public final class Divergences {
    private static final int LOGITS_AT_ONCE = 16 << 20;

    private final LanguageModel model;
    private final Location location;
    private final List<int[]> prompts;
    private final double[][] base;

    /**
     * @param model is left as it is, and stays open
     * @param location where f is added
     * @param prompts texts; the model's begin token goes before them where it has one
     */
    public Divergences(LanguageModel model, Location location, List<String> prompts) {
        location.check(model.config());
        this.model = model;
        this.location = location;
        this.prompts = ids(model, prompts);
        float[][] logits = model.nextLogits(this.prompts, List.of());
        this.base = new double[logits.length][];
        for (int p = 0; p < base.length; p++) {
            base[p] = logSoftmax(logits[p]);
        }
    }

    /** The ids of prompts, with the begin token where there is one. */
    static List<int[]> ids(LanguageModel model, List<String> prompts) {
        Tokenizer tokenizer = model.tokenizer();
        return prompts.stream()
                .map(prompt -> tokenizer.bos().isPresent() ? tokenizer.encode(prompt, true) : tokenizer.encode(prompt))
                .map(encoding -> Arrays.copyOf(encoding.ids(), encoding.length() - encoding.addedBehind()))
                .toList();
    }

    /** Where f is added. */
    public Location location() {
        return location;
    }

    /** The divergence of α·f, in nats. */
    public double of(float[] f, double alpha) {
        return of(List.of(new Push(f, alpha)))[0];
    }

    /** The divergence of each push; all in as few passes as their logits allow. */
    double[] of(List<Push> pushes) {
        double[] result = new double[pushes.size()];
        int room = Math.max(1, LOGITS_AT_ONCE / (model.config().vocabulary() * prompts.size()));
        for (int first = 0; first < pushes.size(); first += room) {
            List<Push> some = pushes.subList(first, Math.min(pushes.size(), first + room));
            List<int[]> sequences = new ArrayList<>();
            List<List<Intervention>> interventions = new ArrayList<>();
            for (Push push : some) {
                List<Intervention> added = List.of(added(location, push));
                for (int[] prompt : prompts) {
                    sequences.add(prompt);
                    interventions.add(added);
                }
            }
            float[][] logits = model.nextLogits(sequences, interventions);
            int offset = first;
            IntStream.range(0, some.size())
                    .parallel()
                    .forEach(i -> result[offset + i] = IntStream.range(0, prompts.size())
                            .mapToDouble(p -> divergence(base[p], logSoftmax(logits[i * prompts.size() + p])))
                            .average()
                            .orElseThrow());
        }
        return result;
    }

    static Intervention added(Location location, Push push) {
        return Intervention.add(location.layer(), location.site(), push.f(), (float) push.alpha());
    }

    /** Mean Euclidean length of the activations at the location, over the tokens behind the first of each prompt. */
    public double meanNorm() {
        int width = location.site().width(model.config());
        List<Double> norms = new ArrayList<>();
        model.read(
                prompts,
                List.of(),
                Set.of(location),
                LanguageModel.BATCH_TOKENS,
                (at, sequence, rows) -> norms.addAll(norms(rows, width)),
                Progress.NONE);
        return norms.stream().mapToDouble(x -> x).average().orElseThrow();
    }

    /** Without the first token, whose activations are of another size in many models, where there are others. */
    private static List<Double> norms(FloatBuffer rows, int width) {
        List<Double> norms = new ArrayList<>();
        while (rows.hasRemaining()) {
            double squares = 0;
            for (int j = 0; j < width; j++) {
                float x = rows.get();
                squares += (double) x * x;
            }
            norms.add(Math.sqrt(squares));
        }
        return norms.size() > 1 ? norms.subList(1, norms.size()) : norms;
    }

    /** KL(p ‖ q) of log probabilities, in nats; rounding below 0 becomes 0. */
    static double divergence(double[] logP, double[] logQ) {
        double sum = 0;
        for (int v = 0; v < logP.length; v++) {
            sum += Math.exp(logP[v]) * (logP[v] - logQ[v]);
        }
        return Math.max(0, sum);
    }

    static double[] logSoftmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float x : logits) {
            max = Math.max(max, x);
        }
        double sum = 0;
        for (float x : logits) {
            sum += Math.exp(x - max);
        }
        double norm = max + Math.log(sum);
        double[] result = new double[logits.length];
        for (int v = 0; v < result.length; v++) {
            result[v] = logits[v] - norm;
        }
        return result;
    }
}
