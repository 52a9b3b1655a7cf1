package org.snmf.experiments.steer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.snmf.errors.InputException;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LogSoftmax;
import org.snmf.models.network.ScoredToken;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Positions;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Whether a direction makes the model say what the direction reads as in the vocabulary (Arad, Mueller and Belinkov 2025):
 * it is added at the last position of "From my experience," with ten times its largest activation there, and S = max over
 * T of P'(t) · (1 − min over T of rank'(t) / V), T the 20 tokens that it promotes most. The activation of a direction is here
 * the length of what the MLP adds along it, the largest over the prompt's tokens behind the first; S is in [0, 1].
 */
public final class OutputScore {
    private static final String PROMPT = "From my experience,";
    private static final double TIMES = 10;
    private static final int TOKENS = 20;

    private final LanguageModel model;
    private final Location location;
    private final VocabularyProjection projection;
    private final int[] prompt;
    private final float[][] outputs;

    /** Scores directions of a layer; the model stays open. */
    public OutputScore(LanguageModel model, int layer) {
        this.model = model;
        this.location = OutputDirections.space(model.config(), layer);
        this.projection = VocabularyProjection.of(model, layer);
        this.prompt = Divergences.ids(model, List.of(PROMPT)).get(0);
        int width = location.site().width(model.config());
        this.outputs = new float[prompt.length][width];
        model.read(
                List.of(prompt),
                List.of(),
                Set.of(location),
                LanguageModel.BATCH_TOKENS,
                (at, sequence, rows) -> {
                    for (float[] row : outputs) {
                        rows.get(row);
                    }
                },
                Progress.NONE);
    }

    /** The tokens that sign 1 and that sign −1 of f promote most. */
    List<List<ScoredToken>> promoted(float[] f) {
        float[] scores = projection.scoresOfResidual(f);
        return List.of(projection.strongest(scores, TOKENS, 1), projection.strongest(scores, TOKENS, -1));
    }

    /** S of sign · f, f of length 1. */
    public double of(float[] f, int sign) {
        return of(f, sign, projection.strongest(projection.scoresOfResidual(f), TOKENS, sign));
    }

    /**
     * Places of the directions with the greatest S of sign +, greatest first; dead ones are left out.
     *
     * @throws InputException if a stop is requested before all have their score, since the best of some are not the best
     */
    public List<Integer> best(ConceptDirections directions, int count, Progress progress) {
        Map<Integer, Double> scores = new HashMap<>();
        for (int i = 0; i < directions.size(); i++) {
            int place = i;
            directions.steering(i).ifPresent(f -> scores.put(place, of(f, 1)));
            progress.report(new Step("output scores", i + 1, directions.size(), "features", ""));
            if (i + 1 < directions.size() && progress.stopRequested()) {
                throw new InputException(
                        "output scores",
                        "those of all " + directions.size() + " features before a stop",
                        String.valueOf(i + 1),
                        "Run it again, or name the features.");
            }
        }
        return scores.keySet().stream()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores.getOrDefault(i, 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    double of(float[] f, int sign, List<ScoredToken> promoted) {
        double largest = IntStream.range(outputs.length > 1 ? 1 : 0, outputs.length)
                .mapToDouble(t -> Math.abs(dot(outputs[t], f)))
                .max()
                .orElse(0);
        List<Intervention> added = List.of(Intervention.add(
                location.layer(),
                location.site(),
                f,
                (float) (sign * TIMES * largest),
                Positions.of(prompt.length - 1)));
        double[] logP = LogSoftmax.of(model.nextLogits(List.of(prompt), List.of(added))[0]);
        double most = 0;
        int best = logP.length;
        for (ScoredToken token : promoted) {
            double own = logP[token.id()];
            most = Math.max(most, Math.exp(own));
            int rank = 0;
            for (double other : logP) {
                rank += other > own ? 1 : 0;
            }
            best = Math.min(best, rank);
        }
        return most * (1 - (double) best / logP.length);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (double) a[j] * b[j];
        }
        return sum;
    }
}
