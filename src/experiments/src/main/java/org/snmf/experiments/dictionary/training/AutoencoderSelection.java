package org.snmf.experiments.dictionary.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.experiments.dictionary.Latents;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.faithfulness.Reconstruction;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;

/**
 * Chooses among the checkpoints of a grid (paper, Appendix C): the mean number of active latents and the KL divergence under
 * reconstruction, both on sentences that were not trained on, each scaled to [0, 1] over all candidates; the least sum wins.
 */
public final class AutoencoderSelection {
    /**
     * One checkpoint and what was measured of it.
     *
     * @param options of its run
     * @param epoch after which it was taken
     * @param dictionary its weights
     * @param meanActive mean number of active latents a token, L0
     * @param kl mean KL divergence with the reconstruction in place, in nats
     * @param dead latents that are active at none of the validation tokens
     */
    public record Candidate(
            AutoencoderOptions options,
            int epoch,
            SparseDictionary dictionary,
            double meanActive,
            double kl,
            int dead) {}

    /**
     * The choice.
     *
     * @param best the candidate with the least sum
     * @param candidates all of them, in order
     */
    public record Choice(Candidate best, List<Candidate> candidates) {
        public Choice {
            candidates = List.copyOf(candidates);
        }

        /**
         * The best checkpoint of each run, in the order of the grid.
         *
         * @param sparsityWeight as in {@link AutoencoderSelection#choose}
         */
        public List<Candidate> bestOfRuns(double sparsityWeight) {
            ToDoubleFunction<Candidate> sum = sum(candidates, sparsityWeight);
            Map<AutoencoderOptions, Candidate> best = new LinkedHashMap<>();
            candidates.forEach(one ->
                    best.merge(one.options(), one, (a, b) -> sum.applyAsDouble(b) < sum.applyAsDouble(a) ? b : a));
            return List.copyOf(best.values());
        }
    }

    private AutoencoderSelection() {}

    /**
     * Measures every checkpoint and chooses.
     *
     * @param trained runs of one kind of sparsity; at least one
     * @param validation the network on sentences that were not trained on
     * @param place where the activations were read
     * @param sparsityWeight weight of the number of active latents against 1 for the KL divergence; 0 leaves it out, as the
     *     paper does for Gemma
     * @param progress when it requests a stop, the choice is among the candidates measured by then, at least one
     */
    public static Choice choose(
            List<TrainedAutoencoder> trained,
            Faithfulness validation,
            Location place,
            double sparsityWeight,
            Progress progress) {
        List<Candidate> candidates = new ArrayList<>();
        int all = trained.stream().mapToInt(run -> run.states().size()).sum();
        for (TrainedAutoencoder run : trained) {
            for (TrainedAutoencoder.State state : run.states()) {
                if (candidates.isEmpty() || !progress.stopRequested()) {
                    candidates.add(measure(run.options(), state, validation, place));
                    progress.report(new Step("checkpoints", candidates.size(), all, "checkpoints", ""));
                }
            }
        }
        return new Choice(best(candidates, sparsityWeight), candidates);
    }

    private static Candidate measure(
            AutoencoderOptions options, TrainedAutoencoder.State state, Faithfulness validation, Location place) {
        SparseDictionary dictionary = state.weights().dictionary(place);
        Latents latents;
        try (DictionaryCoder coder = new DictionaryCoder(dictionary, 1)) {
            latents = coder.encode(validation.activations(), Progress.NONE);
        }
        int dead = (int) IntStream.range(0, latents.features())
                .filter(j -> latents.count(j) == 0)
                .count();
        return new Candidate(
                options,
                state.epoch(),
                dictionary,
                latents.meanActive(),
                validation
                        .of(
                                Reconstruction.ofDictionary(
                                        dictionary.name(), dictionary, place, place, Optional.empty(), 1),
                                Progress.NONE)
                        .kl(),
                dead);
    }

    static Candidate best(List<Candidate> candidates, double sparsityWeight) {
        return candidates.stream()
                .min(Comparator.comparingDouble(sum(candidates, sparsityWeight)))
                .orElseThrow();
    }

    private static ToDoubleFunction<Candidate> sum(List<Candidate> all, double sparsityWeight) {
        ToDoubleFunction<Candidate> sparse = scaled(all, Candidate::meanActive);
        ToDoubleFunction<Candidate> faithful = scaled(all, Candidate::kl);
        return one -> sparsityWeight * sparse.applyAsDouble(one) + faithful.applyAsDouble(one);
    }

    private static ToDoubleFunction<Candidate> scaled(List<Candidate> all, ToDoubleFunction<Candidate> measure) {
        double least = all.stream().mapToDouble(measure).min().orElseThrow();
        double most = all.stream().mapToDouble(measure).max().orElseThrow();
        return one -> most > least ? (measure.applyAsDouble(one) - least) / (most - least) : 0;
    }
}
