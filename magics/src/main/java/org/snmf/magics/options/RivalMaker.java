package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.DetectionSet;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.published.PublishedDictionary.Preview;
import org.snmf.experiments.dictionary.training.AutoencoderSelection;
import org.snmf.experiments.dictionary.training.TrainingSpeed;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.faithfulness.FaithfulnessReport;
import org.snmf.experiments.faithfulness.Reconstruction;
import org.snmf.experiments.rivals.Method;
import org.snmf.experiments.rivals.PublishedRival;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.rivals.Rivals;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.session.HeldLatents;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.store.Sentence;

/** Features and their rivals on the sentences that were asked for. */
public final class RivalMaker {
    private static final int VALIDATION = 4;
    private static final double NUMBERS_A_SECOND = 5e7;

    private final Call call;
    private final LanguageModel model;
    private final HeldFeatures held;
    private final RivalOptions options;
    private final RivalList asked;
    private final List<Sentence> read;
    private final Location space;
    private final int threads;
    private final Map<String, Faithfulness> faithfulness = new HashMap<>();
    private final Map<String, AutoencoderSelection.Choice> choices = new LinkedHashMap<>();
    private @Nullable List<PublishedRival> dictionaries;

    /**
     * @param read the sentences from which labels are read, and on which rivals are trained
     * @throws org.snmf.errors.InputException if the features are neither of MLP activations of the model nor
     *     directions of its residual stream
     */
    public RivalMaker(
            Call call,
            LanguageModel model,
            HeldFeatures held,
            RivalOptions options,
            List<Sentence> read,
            RivalList asked) {
        this.call = call;
        this.model = model;
        this.held = held;
        this.options = options;
        this.asked = asked;
        this.space = held.directions(model, call.session().modelName()).space();
        this.read = List.copyOf(read);
        int processors = Runtime.getRuntime().availableProcessors();
        this.threads = held instanceof HeldFactorization factorized
                ? Math.min(factorized.factorization().options().threads(), processors)
                : processors;
    }

    /** The layer of the features. */
    public int layer() {
        return space.layer();
    }

    /** How many features there are. */
    private int count() {
        return held.features().chosen().length;
    }

    /** The features first, then the methods asked for and the dictionaries of others, all made ready. */
    public List<Rival> make() {
        List<PublishedRival> published = dictionaries();
        boolean trains = asked.methods().stream().anyMatch(RivalMaker::isTrained);
        // Checkpoints are chosen on sentences that were not trained on; without autoencoders none need be kept back.
        Optional<HoldOut> split = trains ? Optional.of(validation()) : Optional.empty();
        List<Sentence> fitted = split.map(HoldOut::fit).orElse(read);
        Captured captured = capture(fitted, Set.of(layer()), own());
        Rivals rivals = held instanceof HeldFactorization factorized
                ? new Rivals(
                        model, layer(), captured, factorized.factorization().features(), options.seed, threads)
                : new Rivals(model, layer(), captured, count(), options.seed, threads);
        Optional<Faithfulness> validation = split.map(HoldOut::held)
                .map(sentences -> faithfulness(new Location(layer(), Site.MLP_ACT), sentences, Optional.empty()));
        List<Rival> made = new ArrayList<>(List.of(subject(rivals, fitted)));
        for (Method method : asked.methods()) {
            if (stopped(method.key())) {
                return made;
            }
            made.add(
                    isTrained(method)
                            ? trained(rivals, method, validation.orElseThrow())
                            : rivals.of(method, call.progress()));
        }
        for (PublishedRival one : published) {
            if (stopped(one.method())) {
                return made;
            }
            made.add(one.make(model, read, options.sample, options.seed, threads, call.progress()));
        }
        return made;
    }

    private Rival trained(Rivals rivals, Method method, Faithfulness validation) {
        Rivals.Trained found =
                rivals.autoencoder(options.runs(method, count()), validation, options.sparsityWeight, call.progress());
        choices.put(found.rival().method(), found.choice());
        return found.rival();
    }

    /** What the autoencoders that {@link #make} trained were chosen from, by method. */
    public Map<String, AutoencoderSelection.Choice> choices() {
        return choices;
    }

    private Rival subject(Rivals rivals, List<Sentence> sentences) {
        return held instanceof HeldLatents latents
                ? new PublishedRival(held.method(), latents.published())
                        .of(
                                model,
                                sentences,
                                latents.features().chosen(),
                                count() + " held of ",
                                threads,
                                call.progress())
                : rivals.snmf(call.progress());
    }

    private boolean stopped(String next) {
        if (call.progress().stopRequested()) {
            call.progress().warn("Stopped: " + next + " and what follows was not made.");
            return true;
        }
        return false;
    }

    private List<PublishedRival> dictionaries() {
        if (dictionaries == null) {
            dictionaries = asked.open(call.progress());
        }
        return dictionaries;
    }

    private HoldOut validation() {
        return HoldOut.of(read, VALIDATION, options.seed);
    }

    /** The evaluation of the held-out sentences, wherever a method asked for detects. */
    public Detection detection(DetectionSet set) {
        Set<Integer> layers = new TreeSet<>(Set.of(layer()));
        Set<Site> sites = own();
        sites.add(space.site());
        for (PublishedRival one : dictionaries()) {
            Location theirs = DictionaryDirections.space(one.published().dictionary(), model);
            layers.add(theirs.layer());
            sites.add(theirs.site());
            if (theirs.layer() != layer()) {
                call.progress()
                        .warn(one.method() + " is of layer " + theirs.layer() + ", the features are of layer " + layer()
                                + ".");
            }
        }
        return new Detection(set, capture(set.sentences(), layers, sites));
    }

    /** What a reconstruction keeps of the network on held-out sentences, the same in every call. */
    public FaithfulnessReport kept(Reconstruction made, List<Sentence> sentences) {
        Faithfulness of = faithfulness.computeIfAbsent(
                made.place().key() + made.beginToken(),
                key -> faithfulness(made.place(), sentences, made.beginToken()));
        return of.of(made, call.progress());
    }

    private Faithfulness faithfulness(Location place, List<Sentence> sentences, Optional<Boolean> beginToken) {
        return Faithfulness.ofSentences(model, place, sentences, beginToken, call.progress());
    }

    private Set<Site> own() {
        return EnumSet.of(
                Site.MLP_ACT, OutputDirections.space(model.config(), layer()).site());
    }

    private Captured capture(List<Sentence> sentences, Set<Integer> layers, Set<Site> sites) {
        CaptureOptions places = CaptureOptions.layers(
                        layers.stream().mapToInt(Integer::intValue).toArray())
                .withSites(sites.toArray(Site[]::new));
        return Capture.inMemory(model, sentences, places, call.progress());
    }

    private static boolean isTrained(Method method) {
        return method == Method.SAE_TOPK || method == Method.SAE_L1;
    }

    /** Seconds that making them would take; nothing is measured but the machine. */
    public double seconds() {
        double reading = reading(read);
        double seconds = reading;
        for (Method method : asked.methods()) {
            if (isTrained(method)) {
                seconds += TrainingSpeed.seconds(model.config().mlp(), tokens(read), options.runs(method, count()));
            }
        }
        for (Preview preview : asked.previews(call.progress())) {
            seconds += reading + preview.numbers() / NUMBERS_A_SECOND;
        }
        return seconds;
    }

    private double reading(List<Sentence> sentences) {
        return ForwardSpeed.reading(model.config(), layer() + 1, ids(sentences), LanguageModel.BATCH_TOKENS);
    }

    private List<int[]> ids(List<Sentence> sentences) {
        return sentences.stream()
                .map(sentence -> model.tokenizer().encode(sentence.text()).ids())
                .toList();
    }

    private int tokens(List<Sentence> sentences) {
        return ids(sentences).stream().mapToInt(one -> one.length).sum();
    }

    /** What making them and testing them would take; nothing is measured but the machine. */
    public Outcome plan(String what, DetectionOptions.Parts parts) {
        List<Sentence> tested = parts.set().sentences();
        int tokens = tokens(read) + tokens(tested);
        int width = model.config().mlp();
        int runs = asked.methods().stream()
                .filter(RivalMaker::isTrained)
                .mapToInt(method -> options.runs(method, count()).size())
                .sum();
        long numbers = asked.previews(call.progress()).stream()
                .mapToLong(Preview::numbers)
                .sum();
        return new Plan(what)
                .with("features", held.extent())
                .with("sentences to read labels from", "read", read.size())
                .with("sentences to test on", "tested", tested.size())
                .with("labels", "labels", parts.set().labels().size())
                .with("held out of the fit", "held_out", parts.heldOut())
                .with("methods", "methods", asked.keys())
                .with("autoencoders to train", "autoencoders", runs)
                .with("numbers of dictionaries", "dictionary_numbers", numbers)
                .outcome(4L * tokens * (width + model.config().hidden()) + 8 * numbers, seconds() + reading(tested));
    }
}
