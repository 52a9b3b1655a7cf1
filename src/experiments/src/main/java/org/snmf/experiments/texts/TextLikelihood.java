package org.snmf.experiments.texts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LogSoftmax;
import org.snmf.models.tokens.Encoding;
import org.snmf.models.tokens.Tokenizer;

/** How likely texts are under a loaded checkpoint, token by token; log-softmax in float64. */
public final class TextLikelihood {
    private static final int LOGITS_AT_ONCE = 16 << 20;

    private final LanguageModel model;

    /** Uses the model, which stays open. */
    public TextLikelihood(LanguageModel model) {
        this.model = model;
    }

    /**
     * Log probability of each token of each text after a prefix, in nats. The prefix begins with the model's begin token,
     * where it has one. Of a text that is too long for the context with its prefix, the tokens that fit; of a prefix that
     * leaves no room, the end that leaves half the context.
     *
     * @return for each text its tokens' log probabilities; the first token is left out where nothing stands before it
     */
    public List<double[]> logProbabilities(String prefix, List<String> texts) {
        Tokenizer tokenizer = model.tokenizer();
        int[] before = prefixIds(tokenizer, prefix);
        List<int[]> sequences = new ArrayList<>();
        for (String text : texts) {
            int[] ids = tokenizer.encode(text, false).ids();
            sequences.add(concatenated(before, Arrays.copyOf(ids, Math.min(ids.length, context() - before.length))));
        }
        return logProbabilities(sequences, before.length);
    }

    /** Mean log probability of a token, in nats, of each text after a prefix; NaN for a text without tokens. */
    public double[] means(String prefix, List<String> texts) {
        return logProbabilities(prefix, texts).stream()
                .mapToDouble(p -> Arrays.stream(p).average().orElse(Double.NaN))
                .toArray();
    }

    private int context() {
        return model.config().context();
    }

    private int[] prefixIds(Tokenizer tokenizer, String prefix) {
        Encoding encoding = tokenizer.encode(prefix, tokenizer.bos().isPresent());
        int[] ids = encoding.ids();
        int room = context() / 2;
        if (ids.length <= room) {
            return ids;
        }
        int[] end = Arrays.copyOfRange(ids, ids.length - room, ids.length);
        end[0] = tokenizer.bos().isPresent() ? ids[0] : end[0];
        return end;
    }

    private static int[] concatenated(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Log probabilities from position {@code from} of each sequence on; in batches whose logits fit. */
    private List<double[]> logProbabilities(List<int[]> sequences, int from) {
        List<double[]> result = new ArrayList<>();
        for (int first = 0; first < sequences.size(); ) {
            int next = first;
            long logits = 0;
            do {
                logits += (long) sequences.get(next++).length * model.config().vocabulary();
            } while (next < sequences.size()
                    && logits
                                    + (long) sequences.get(next).length
                                            * model.config().vocabulary()
                            <= LOGITS_AT_ONCE);
            List<int[]> batch = sequences.subList(first, next);
            List<int[]> run = batch.stream().filter(ids -> ids.length > 1).toList();
            float[][][] rows = run.isEmpty() ? new float[0][][] : model.logitsOfAll(run, List.of());
            int row = 0;
            for (int[] ids : batch) {
                result.add(ids.length > 1 ? ofSequence(rows[row++], ids, Math.max(1, from)) : new double[0]);
            }
            first = next;
        }
        return result;
    }

    private static double[] ofSequence(float[][] logits, int[] ids, int from) {
        double[] result = new double[Math.max(0, ids.length - from)];
        for (int i = 0; i < result.length; i++) {
            result[i] = LogSoftmax.of(logits[from + i - 1], ids[from + i]);
        }
        return result;
    }
}
