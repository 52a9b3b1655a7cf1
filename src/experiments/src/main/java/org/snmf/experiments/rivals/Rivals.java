package org.snmf.experiments.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.encode.Encoder;
import org.snmf.errors.InputException;
import org.snmf.experiments.detect.ContextLabels;
import org.snmf.experiments.dictionary.DictionaryCoder;
import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.Latents;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.training.AutoencoderOptions;
import org.snmf.experiments.dictionary.training.AutoencoderSelection;
import org.snmf.experiments.dictionary.training.AutoencoderTrainer;
import org.snmf.experiments.dictionary.training.TrainedAutoencoder;
import org.snmf.experiments.directions.Activity;
import org.snmf.experiments.directions.ConceptDirections;
import org.snmf.experiments.directions.DifferenceInMeans;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.directions.PrincipalComponents;
import org.snmf.experiments.directions.Projections;
import org.snmf.experiments.directions.RandomDirections;
import org.snmf.experiments.directions.SingleNeurons;
import org.snmf.experiments.directions.SnmfDirections;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.faithfulness.Reconstruction;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.SparseColumns;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.progress.Progress;
import org.snmf.store.TokenTable;

/**
 * Makes SNMF and its rivals ready on one layer: as many directions each as there are features, from the same activations,
 * each with the label of its strongest contexts there. Difference-in-means has one direction a label, and the labels are told.
 */
public final class Rivals {
    private final LanguageModel model;
    private final int layer;
    private final ActivationMatrix a;
    private final Captured captured;
    private final Optional<SparseColumns> z;
    private final int count;
    private final long seed;
    private final int threads;

    /**
     * @param model the model
     * @param layer the layer
     * @param captured sentences that no evaluation uses, labelled, at the MLP activations of the layer, and for
     *     difference-in-means at {@link OutputDirections#space} too
     * @param z the features (d_a × k)
     * @param seed of what is drawn
     * @param threads worker threads
     */
    public Rivals(LanguageModel model, int layer, Captured captured, SparseColumns z, long seed, int threads) {
        this(model, layer, captured, Optional.of(z), z.columns(), seed, threads);
    }

    /**
     * Rivals of features that are none of MLP activations, such as latents of a dictionary: without SNMF, and without random
     * directions on the features' supports.
     *
     * @param count how many directions each has
     */
    public Rivals(LanguageModel model, int layer, Captured captured, int count, long seed, int threads) {
        this(model, layer, captured, Optional.empty(), count, seed, threads);
    }

    private Rivals(
            LanguageModel model,
            int layer,
            Captured captured,
            Optional<SparseColumns> z,
            int count,
            long seed,
            int threads) {
        this.model = model;
        this.layer = layer;
        this.captured = captured;
        this.a = captured.at(layer, Site.MLP_ACT);
        this.z = z;
        this.count = count;
        this.seed = seed;
        this.threads = threads;
    }

    /** The features themselves, with the coefficients of the captured sentences. */
    public Rival snmf(Progress progress) {
        SparseColumns features = supports();
        return read(
                SnmfDirections.of(features, model, layer),
                new Activity(new Encoder(features, threads).encode(a, progress), tokens()),
                Optional.of(Reconstruction.ofFeatures(SnmfDirections.METHOD, place(), features, threads)),
                count + " features");
    }

    /** A method that needs no training. */
    public Rival of(Method method, Progress progress) {
        return switch (method) {
            case DIFFERENCE_IN_MEANS -> means();
            case PRINCIPAL_COMPONENTS ->
                projected(
                        PrincipalComponents.of(model, layer, a, Math.min(count, a.neurons()), threads, progress),
                        "by the positive side of each");
            case RANDOM -> projected(RandomDirections.of(model, layer, count, seed), "seed " + seed);
            case RANDOM_ON_SUPPORTS ->
                projected(RandomDirections.likeFeatures(supports(), model, layer, seed), "seed " + seed);
            case SINGLE_NEURONS -> projected(SingleNeurons.mostVarying(model, layer, a, count), "those that vary most");
            case SAE_TOPK, SAE_L1 -> throw new IllegalArgumentException(method.key() + " is trained: give the runs");
        };
    }

    private Rival projected(ConceptDirections directions, String remark) {
        return read(directions, new Activity(Projections.of(directions, a), tokens()), Optional.empty(), remark);
    }

    /** Labels are those of the contexts. */
    private static Rival read(
            ConceptDirections directions, Activity activity, Optional<Reconstruction> reconstruction, String remark) {
        return new Rival(directions, ContextLabels.of(activity), activity, reconstruction, remark);
    }

    private Rival means() {
        Location space = OutputDirections.space(model.config(), layer);
        ActivationMatrix outputs = captured.at(layer, space.site());
        ConceptDirections directions =
                DifferenceInMeans.of(model.config(), layer, outputs, tokens(), DifferenceInMeans.Over.SENTENCES);
        return new Rival(
                directions,
                ContextLabels.ofNames(directions),
                new Activity(Projections.of(directions, outputs), tokens()),
                Optional.empty(),
                "labels are told");
    }

    /**
     * An autoencoder with what it was chosen from.
     *
     * @param rival the best checkpoint
     * @param choice all checkpoints
     */
    public record Trained(Rival rival, AutoencoderSelection.Choice choice) {}

    /**
     * Trains a grid of autoencoders and takes the best checkpoint.
     *
     * @param grid runs of one kind of sparsity, at least one
     * @param validation the network on sentences that are neither trained on nor part of the evaluation
     * @param progress when it requests a stop, the choice is among what was trained by then
     */
    public Trained autoencoder(List<AutoencoderOptions> grid, Faithfulness validation, Progress progress) {
        return autoencoder(grid, validation, 1, progress);
    }

    /**
     * The same with another weight of sparsity.
     *
     * @param sparsityWeight as in {@link AutoencoderSelection#choose}
     */
    public Trained autoencoder(
            List<AutoencoderOptions> grid, Faithfulness validation, double sparsityWeight, Progress progress) {
        AutoencoderTrainer trainer = new AutoencoderTrainer(a);
        List<TrainedAutoencoder> trained = new ArrayList<>();
        for (AutoencoderOptions options : grid) {
            if (trained.isEmpty() || !progress.stopRequested()) {
                trained.add(trainer.train(options, progress));
            }
        }
        AutoencoderSelection.Choice choice =
                AutoencoderSelection.choose(trained, validation, place(), sparsityWeight, progress);
        AutoencoderSelection.Candidate best = choice.best();
        SparseDictionary dictionary = best.dictionary();
        int[] all = IntStream.range(0, dictionary.latents()).toArray();
        Latents latents;
        try (DictionaryCoder coder = new DictionaryCoder(dictionary, threads)) {
            latents = coder.encode(a, Progress.NONE);
        }
        Activity activity = new Activity(latents, tokens());
        Rival rival = new Rival(
                DictionaryDirections.of(dictionary.name(), dictionary, model, all),
                ContextLabels.of(activity),
                activity,
                Optional.of(Reconstruction.ofDictionary(
                        dictionary.name(), dictionary, place(), place(), Optional.empty(), threads)),
                Optional.of(dictionary),
                String.format(
                        Locale.ROOT,
                        "%s, epoch %d of %d%s; L0 %.1f, %d of %d latents silent on validation",
                        best.options().text(),
                        best.epoch(),
                        best.options().epochs(),
                        trained.size() == 1 ? "" : ", best of " + trained.size() + " runs",
                        best.meanActive(),
                        best.dead(),
                        dictionary.latents()));
        return new Trained(rival, choice);
    }

    private SparseColumns supports() {
        return z.orElseThrow(() -> new InputException(
                Method.RANDOM_ON_SUPPORTS.key(),
                "features of MLP activations, on whose neurons to draw",
                "directions without such supports",
                "Leave it out, or take 'random'."));
    }

    private Location place() {
        return new Location(layer, Site.MLP_ACT);
    }

    private TokenTable tokens() {
        return captured.tokens();
    }
}
