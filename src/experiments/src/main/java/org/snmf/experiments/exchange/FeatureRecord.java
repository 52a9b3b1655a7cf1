package org.snmf.experiments.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snmf.factorize.Factorization;
import org.snmf.features.Feature;
import org.snmf.features.FeatureSet;
import org.snmf.features.FeatureSheet;
import org.snmf.features.Neighbour;
import org.snmf.features.Neighbours;
import org.snmf.features.TopContexts;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.TokenTable;

/**
 * All that another tool shows of one feature.
 *
 * @param feature its contexts and shares
 * @param label what it is called; empty if nobody named it
 * @param labelledBy who named it; empty if nobody did
 * @param direction W_V z, as the MLP writes it into the residual stream, length d
 * @param promoted tokens that it raises, strongest first
 * @param suppressed tokens that it lowers, strongest first
 * @param neurons its neurons, those of the largest weights first
 * @param weights z at these neurons
 * @param nearest the features of greatest cosine between columns of Z
 * @param density share of tokens with a coefficient above 0
 * @param coefficients histogram of the coefficients above 0
 * @param logits histogram of its scores of all tokens of the vocabulary
 */
public record FeatureRecord(
        Feature feature,
        String label,
        String labelledBy,
        float[] direction,
        List<ScoredToken> promoted,
        List<ScoredToken> suppressed,
        List<Integer> neurons,
        List<Float> weights,
        List<Neighbour> nearest,
        double density,
        Histogram coefficients,
        Histogram logits) {
    /** The column of the sheet with the names. */
    private static final String LABEL = "label";

    private static final int TOKENS = 10;
    private static final int NEIGHBOURS = 20;
    private static final int NEURONS = 20;
    private static final int BARS = 50;

    /** Index of the feature, from 0. */
    public int index() {
        return feature.index();
    }

    /**
     * The records of all features that are not dead. When a stop is requested, those made by then.
     *
     * @param tokens what the columns of Y are
     * @param sheet where the labels are
     * @param model the model that the features are of
     * @param layer the layer whose MLP activations they are of
     * @param contexts contexts of each feature
     */
    public static List<FeatureRecord> of(
            Factorization factorization,
            TokenTable tokens,
            FeatureSheet sheet,
            LanguageModel model,
            int layer,
            int contexts,
            Progress progress) {
        TopContexts top = TopContexts.of(FeatureSet.of(factorization), tokens, progress);
        VocabularyProjection projection = VocabularyProjection.of(model, layer);
        Neighbours neighbours = Neighbours.of(factorization.features());
        Map<Integer, String> labels = sheet.texts(LABEL);
        String by = sheet.column(LABEL).map(FeatureSheet.Column::by).orElse("");
        List<FeatureRecord> records = new ArrayList<>();
        int rank = factorization.rank();
        for (int r = 0; r < rank && !progress.stopRequested(); r++) {
            progress.report(new Step("read features", r, rank, "features", ""));
            Feature feature = top.feature(r, contexts);
            if (feature.dead()) {
                continue;
            }
            SparseColumns z = factorization.features();
            float[] column = z.column(r);
            float[] scores = projection.scores(column);
            float[] y = factorization.coefficients().feature(r);
            List<Integer> strongest = strongest(z, r);
            records.add(new FeatureRecord(
                    feature,
                    labels.getOrDefault(r, ""),
                    labels.containsKey(r) ? by : "",
                    projection.direction(column),
                    projection.strongest(scores, TOKENS, 1),
                    projection.strongest(scores, TOKENS, -1),
                    strongest,
                    strongest.stream().map(j -> column[j]).toList(),
                    neighbours.nearest(r, NEIGHBOURS),
                    Histogram.positive(y).length / (double) y.length,
                    Histogram.of(Histogram.positive(y), BARS),
                    Histogram.of(scores, BARS)));
        }
        return records;
    }

    private static List<Integer> strongest(SparseColumns z, int r) {
        float[] column = z.column(r);
        return Arrays.stream(z.support(r))
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -Math.abs(column[j])))
                .limit(NEURONS)
                .toList();
    }

    /** The name by which a list of vectors shows it. */
    String name() {
        return label.isEmpty() ? String.format(Locale.ROOT, "feature %d", index()) : label;
    }
}
