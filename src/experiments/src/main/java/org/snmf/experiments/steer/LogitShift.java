package org.snmf.experiments.steer;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LogSoftmax;

/**
 * What steering does to the next token after the prompts: logits less those without it, centred over the vocabulary, the mean over
 * prompts.
 *
 * @param strength what was added
 * @param risen the ten that rose most, the greatest first
 * @param fallen the ten that fell most, the least first
 */
public record LogitShift(Strength.Reached strength, List<Change> risen, List<Change> fallen) {
    private static final int SHOWN = 10;

    public LogitShift {
        risen = List.copyOf(risen);
        fallen = List.copyOf(fallen);
    }

    /**
     * The change of one token.
     *
     * @param token its text
     * @param logit by how much its logit rose
     * @param before its probability without steering
     * @param after its probability with it
     */
    public record Change(String token, double logit, double before, double after) {}

    static LogitShift of(LanguageModel model, Divergences divergences, float[] f, Strength.Reached strength) {
        List<float[][]> logits =
                divergences.logits(List.of(new Push(f, 0), new Push(f, strength.sign() * strength.alpha())));
        int prompts = logits.get(0).length;
        double[] rise = new double[logits.get(0)[0].length];
        double[] before = new double[rise.length];
        double[] after = new double[rise.length];
        for (int p = 0; p < prompts; p++) {
            double[] base = LogSoftmax.of(logits.get(0)[p]);
            double[] steered = LogSoftmax.of(logits.get(1)[p]);
            for (int v = 0; v < rise.length; v++) {
                rise[v] += (logits.get(1)[p][v] - logits.get(0)[p][v]) / (double) prompts;
                before[v] += Math.exp(base[v]) / prompts;
                after[v] += Math.exp(steered[v]) / prompts;
            }
        }
        double mean = IntStream.range(0, rise.length)
                .mapToDouble(v -> rise[v])
                .average()
                .orElseThrow();
        List<Change> ordered = IntStream.range(
                        0, Math.min(rise.length, model.tokenizer().vocabularySize()))
                .boxed()
                .sorted(Comparator.comparingDouble(v -> -rise[v]))
                .map(v -> new Change(model.tokenizer().text(v), rise[v] - mean, before[v], after[v]))
                .toList();
        int shown = Math.min(SHOWN, ordered.size());
        List<Change> fallen = IntStream.range(0, shown)
                .mapToObj(i -> ordered.get(ordered.size() - 1 - i))
                .toList();
        return new LogitShift(strength, ordered.subList(0, shown), fallen);
    }
}
