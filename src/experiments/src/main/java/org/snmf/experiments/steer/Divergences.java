package org.snmf.experiments.steer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LogSoftmax;
import org.snmf.models.network.SharedPrompts;
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
    private final List<Base> base;

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
        this.base = Arrays.stream(logits).map(Base::of).toList();
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

    /** The divergence of each push; what lies before the location is computed once, the rest in as few passes as logits allow. */
    double[] of(List<Push> pushes) {
        double[] result = new double[pushes.size()];
        int room = Math.max(1, LOGITS_AT_ONCE / (model.config().vocabulary() * prompts.size()));
        try (SharedPrompts shared = model.share(prompts, location)) {
            for (int first = 0; first < pushes.size(); first += room) {
                List<Push> some = pushes.subList(first, Math.min(pushes.size(), first + room));
                double[] found = of(shared, some);
                System.arraycopy(found, 0, result, first, found.length);
            }
        }
        return result;
    }

    private double[] of(SharedPrompts shared, List<Push> pushes) {
        List<float[][]> logits = logits(shared, pushes);
        return IntStream.range(0, pushes.size())
                .parallel()
                .mapToDouble(i -> IntStream.range(0, prompts.size())
                        .mapToDouble(p -> base.get(p).divergence(logits.get(i)[p]))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** For each push the next token's logits after each prompt; all at once. */
    List<float[][]> logits(List<Push> pushes) {
        try (SharedPrompts shared = model.share(prompts, location)) {
            return logits(shared, pushes);
        }
    }

    private List<float[][]> logits(SharedPrompts shared, List<Push> pushes) {
        int each = prompts.size();
        List<List<Intervention>> interventions = pushes.stream()
                .map(push -> List.of(added(location, push)))
                .flatMap(one -> Collections.nCopies(each, one).stream())
                .toList();
        int[] promptOf =
                IntStream.range(0, interventions.size()).map(row -> row % each).toArray();
        float[][] rows = shared.nextLogits(promptOf, interventions);
        return IntStream.range(0, pushes.size())
                .mapToObj(i -> Arrays.copyOfRange(rows, i * each, (i + 1) * each))
                .toList();
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

    /**
     * The unsteered distribution p.
     *
     * @param p probabilities
     * @param negativeEntropy Σ p log p
     */
    private record Base(double[] p, double negativeEntropy) {
        static Base of(float[] logits) {
            double[] p = LogSoftmax.of(logits);
            double sum = 0;
            for (int v = 0; v < p.length; v++) {
                double log = p[v];
                p[v] = Math.exp(log);
                sum += p[v] * log;
            }
            return new Base(p, sum);
        }

        /** KL(p ‖ q) = Σ p log p − Σ p x + log Σ eˣ for logits x of q, in nats; rounding below 0 becomes 0. */
        double divergence(float[] x) {
            double max = Double.NEGATIVE_INFINITY;
            for (float value : x) {
                max = Math.max(max, value);
            }
            double mean = 0;
            double sum = 0;
            for (int v = 0; v < x.length; v++) {
                mean += p[v] * (x[v] - max);
                sum += Math.exp(x[v] - max);
            }
            return Math.max(0, negativeEntropy - mean + Math.log(sum));
        }
    }
}
