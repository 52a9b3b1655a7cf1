package org.snmf.experiments.faithfulness;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LogSoftmax;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Positions;
import org.snmf.models.tokens.Encoding;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Sentence;

/**
 * Replaces the activations of one place at every position of a text but those of special tokens, and compares what the network
 * then says with what it says otherwise (Gao et al. 2025; SAEBench's core measures). The network's own passes are made once
 * for all reconstructions of a place.
 */
public final class Faithfulness {
    /** Sequences a pass. */
    private static final int SEQUENCES = 16;

    private final LanguageModel model;
    private final Location place;
    private final List<int[]> sequences;
    private final int first;
    private final Map<Location, ActivationMatrix> read = new HashMap<>();
    private final Measures ablated;

    /** Mean KL and cross-entropies over replaced positions. */
    private record Measures(double kl, double crossEntropy, double crossEntropyBefore, int tokens) {}

    /**
     * @param sequences token ids, with the begin token where the model wants one
     * @param first the first position that is replaced: 1 after a begin token, else 0
     * @throws InputException if no sequence has a position to replace
     */
    public Faithfulness(LanguageModel model, Location place, List<int[]> sequences, int first, Progress progress) {
        this.model = model;
        this.place = place;
        this.sequences = sequences.stream().filter(ids -> ids.length > first).toList();
        this.first = first;
        if (this.sequences.isEmpty()) {
            throw new InputException("texts for faithfulness", "at least one token to replace", "none", "");
        }
        ActivationMatrix activations = activations();
        this.ablated = measure(
                Matrices.dense(
                        activations.neurons(),
                        activations.tokens(),
                        new float[activations.neurons() * activations.tokens()]),
                "zeros",
                progress);
    }

    /** On sentences as a capture reads them: behind what the tokenizer puts before a text, which is not replaced. */
    public static Faithfulness ofSentences(
            LanguageModel model, Location place, List<Sentence> sentences, Progress progress) {
        return ofSentences(model, place, sentences, Optional.empty(), progress);
    }

    /**
     * The same, and whether each text begins with the begin token.
     *
     * @param beginToken as a dictionary was trained; empty: as the tokenizer does itself
     */
    public static Faithfulness ofSentences(
            LanguageModel model,
            Location place,
            List<Sentence> sentences,
            Optional<Boolean> beginToken,
            Progress progress) {
        List<int[]> sequences = new ArrayList<>();
        int before = 0;
        for (Sentence sentence : sentences) {
            Encoding encoding = beginToken
                    .map(begins -> model.tokenizer().encode(sentence.text(), begins))
                    .orElseGet(() -> model.tokenizer().encode(sentence.text()));
            before = encoding.addedBefore();
            sequences.add(encoding.ids());
        }
        return new Faithfulness(model, place, sequences, before, progress);
    }

    private ActivationMatrix read(Location place) {
        place.check(model.config());
        int width = place.site().width(model.config());
        int[] from = new int[sequences.size() + 1];
        for (int s = 0; s < sequences.size(); s++) {
            from[s + 1] = from[s] + sequences.get(s).length - first;
        }
        float[] values = new float[Math.multiplyExact(from[sequences.size()], width)];
        model.read(
                sequences,
                List.of(),
                Set.of(place),
                LanguageModel.BATCH_TOKENS,
                (location, sequence, rows) -> {
                    int count = (from[sequence + 1] - from[sequence]) * width;
                    rows.get(first * width, values, from[sequence] * width, count);
                },
                Progress.NONE);
        return Matrices.dense(width, from[sequences.size()], values);
    }

    /** The activations that are replaced, width × n, in the order of the sequences. */
    public ActivationMatrix activations() {
        return at(place);
    }

    private synchronized ActivationMatrix at(Location place) {
        return read.computeIfAbsent(place, this::read);
    }

    /**
     * Measures one reconstruction.
     *
     * @throws InputException if it is of another place, or does not give an activation for every token
     */
    public FaithfulnessReport of(Reconstruction reconstruction, Progress progress) {
        if (!reconstruction.place().equals(place)) {
            throw new InputException(
                    reconstruction.method(),
                    "a reconstruction of " + place.key(),
                    reconstruction.place().key(),
                    "");
        }
        ActivationMatrix activations = activations();
        ActivationMatrix made = reconstruction.of(at(reconstruction.input()));
        if (made.tokens() != activations.tokens() || made.neurons() != activations.neurons()) {
            throw new InputException(
                    reconstruction.method(),
                    activations.neurons() + " x " + activations.tokens() + " values",
                    made.neurons() + " x " + made.tokens(),
                    "");
        }
        Measures measures = measure(made, reconstruction.method(), progress);
        return new FaithfulnessReport(
                reconstruction.method(),
                measures.tokens(),
                measures.kl(),
                ablated.kl(),
                measures.crossEntropyBefore(),
                measures.crossEntropy(),
                ablated.crossEntropy(),
                explainedVariance(made));
    }

    private Measures measure(ActivationMatrix made, String what, Progress progress) {
        double kl = 0;
        double[] crossEntropy = new double[2];
        int predicted = 0;
        int done = 0;
        for (int from = 0; from < sequences.size() && !progress.stopRequested(); from += SEQUENCES) {
            List<int[]> batch = sequences.subList(from, Math.min(from + SEQUENCES, sequences.size()));
            List<List<Intervention>> replaced = new ArrayList<>();
            int next = done;
            for (int[] ids : batch) {
                replaced.add(replacements(made, next, ids.length));
                next += ids.length - first;
            }
            float[][][] before = model.logitsOfAll(batch, List.of());
            float[][][] after = model.logitsOfAll(batch, replaced);
            for (int s = 0; s < batch.size(); s++) {
                int[] ids = batch.get(s);
                for (int t = first; t < ids.length; t++, done++) {
                    double[] p = LogSoftmax.of(before[s][t]);
                    double[] q = LogSoftmax.of(after[s][t]);
                    kl += divergence(p, q);
                    if (t + 1 < ids.length) {
                        crossEntropy[0] -= p[ids[t + 1]];
                        crossEntropy[1] -= q[ids[t + 1]];
                        predicted++;
                    }
                }
            }
            progress.report(new Step("faithfulness", done, activations().tokens(), "tokens", what));
        }
        return new Measures(kl / done, crossEntropy[1] / predicted, crossEntropy[0] / predicted, done);
    }

    private List<Intervention> replacements(ActivationMatrix made, int from, int length) {
        List<Intervention> replacements = new ArrayList<>(length);
        for (int t = first; t < length; t++) {
            float[] row = new float[made.neurons()];
            made.block(from + t - first, 1).get(0, row);
            replacements.add(Intervention.replace(place.layer(), place.site(), row, Positions.of(t)));
        }
        return replacements;
    }

    private static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int v = 0; v < p.length; v++) {
            sum += Math.exp(p[v]) * (p[v] - q[v]);
        }
        return Math.max(0, sum);
    }

    private double explainedVariance(ActivationMatrix made) {
        ActivationMatrix activations = activations();
        double[] mean = new double[activations.neurons()];
        for (int t = 0; t < activations.tokens(); t++) {
            FloatBuffer token = activations.block(t, 1);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += token.get(j) / (double) activations.tokens();
            }
        }
        double error = 0;
        double variance = 0;
        for (int t = 0; t < activations.tokens(); t++) {
            FloatBuffer token = activations.block(t, 1);
            FloatBuffer other = made.block(t, 1);
            for (int j = 0; j < mean.length; j++) {
                error += Math.pow(token.get(j) - other.get(j), 2);
                variance += Math.pow(token.get(j) - mean[j], 2);
            }
        }
        return 1 - error / variance;
    }
}
