package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.DetectionSet;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.dictionary.DictionaryDirections;
import org.snmf.experiments.dictionary.published.PublishedDictionary.Preview;
import org.snmf.experiments.dictionary.training.TrainingSpeed;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.rivals.Method;
import org.snmf.experiments.rivals.PublishedRival;
import org.snmf.experiments.rivals.Rival;
import org.snmf.experiments.rivals.Rivals;
import org.snmf.factorize.Factorization;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Outcome;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.estimate.ForwardSpeed;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.store.Sentence;

/** SNMF and its rivals on the sentences that were asked for. */
public final class RivalMaker {
    private static final int VALIDATION = 4;
    private static final double NUMBERS_A_SECOND = 5e7;

    private final Call call;
    private final LanguageModel model;
    private final Factorization factorization;
    private final RivalOptions options;
    private final RivalList asked;
    private final List<Sentence> read;
    private final int layer;
    private final int threads;
    private @Nullable List<PublishedRival> dictionaries;

    /**
     * @param read the sentences from which labels are read, and on which rivals are trained
     * @throws org.snmf.errors.InputException if the factorization is not of MLP activations of the model
     */
    public RivalMaker(
            Call call,
            LanguageModel model,
            HeldFactorization held,
            RivalOptions options,
            List<Sentence> read,
            RivalList asked) {
        this.call = call;
        this.model = model;
        this.factorization = held.factorization();
        this.options = options;
        this.asked = asked;
        this.layer = held.mlpLayer(model, call.session().modelName());
        this.read = List.copyOf(read);
        this.threads = Math.min(
                held.factorization().options().threads(), Runtime.getRuntime().availableProcessors());
    }

    /** The layer of the features. */
    public int layer() {
        return layer;
    }

    /** SNMF first, then the methods asked for and the dictionaries of others, all made ready. */
    public List<Rival> make() {
        List<PublishedRival> published = dictionaries();
        boolean trains = asked.methods().stream().anyMatch(RivalMaker::isTrained);
        // Checkpoints are chosen on sentences that were not trained on; without autoencoders none need be kept back.
        Optional<HoldOut> split = trains ? Optional.of(validation()) : Optional.empty();
        List<Sentence> fitted = split.map(HoldOut::fit).orElse(read);
        Rivals rivals = new Rivals(
                model, layer, capture(fitted, Set.of(layer), own()), factorization.features(), options.seed, threads);
        Optional<Faithfulness> validation = split.map(HoldOut::held).map(this::faithfulness);
        List<Rival> made = new ArrayList<>(List.of(rivals.snmf(call.progress())));
        for (Method method : asked.methods()) {
            if (stopped(method.key())) {
                return made;
            }
            made.add(
                    isTrained(method)
                            ? rivals.autoencoder(
                                            options.runs(method, factorization.rank()),
                                            validation.orElseThrow(),
                                            call.progress())
                                    .rival()
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
        Set<Integer> layers = new TreeSet<>(Set.of(layer));
        Set<Site> sites = own();
        for (PublishedRival one : dictionaries()) {
            Location space = DictionaryDirections.space(one.published().dictionary(), model);
            layers.add(space.layer());
            sites.add(space.site());
            if (space.layer() != layer) {
                call.progress()
                        .warn(one.method() + " is of layer " + space.layer() + ", the features are of layer " + layer
                                + ".");
            }
        }
        return new Detection(set, capture(set.sentences(), layers, sites));
    }

    /** The network on held-out sentences, for reconstructions. */
    public Faithfulness faithfulness(List<Sentence> sentences) {
        return Faithfulness.ofSentences(model, new Location(layer, Site.MLP_ACT), sentences, call.progress());
    }

    private Set<Site> own() {
        return EnumSet.of(
                Site.MLP_ACT, OutputDirections.space(model.config(), layer).site());
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
                seconds += TrainingSpeed.seconds(
                        model.config().mlp(), tokens(read), options.runs(method, factorization.rank()));
            }
        }
        for (Preview preview : asked.previews(call.progress())) {
            seconds += reading + preview.numbers() / NUMBERS_A_SECOND;
        }
        return seconds;
    }

    private double reading(List<Sentence> sentences) {
        return ForwardSpeed.reading(model.config(), layer + 1, ids(sentences), LanguageModel.BATCH_TOKENS);
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
                .mapToInt(method -> options.runs(method, factorization.rank()).size())
                .sum();
        long numbers = asked.previews(call.progress()).stream()
                .mapToLong(Preview::numbers)
                .sum();
        return new Plan(what)
                .with("Z", width + " × " + factorization.rank())
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
