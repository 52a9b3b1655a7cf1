package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snmf.experiments.detect.Detection;
import org.snmf.experiments.detect.HoldOut;
import org.snmf.experiments.dictionary.training.AutoencoderOptions;
import org.snmf.experiments.dictionary.training.TrainingSpeed;
import org.snmf.experiments.directions.OutputDirections;
import org.snmf.experiments.faithfulness.Faithfulness;
import org.snmf.experiments.rivals.Method;
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

    private final Call call;
    private final LanguageModel model;
    private final Factorization factorization;
    private final DetectionOptions options;
    private final DetectionOptions.Parts parts;
    private final int layer;
    private final int threads;

    /**
     * @throws org.snmf.errors.InputException if the factorization is not of MLP activations of the model, or the sentences
     *     cannot be divided
     */
    public RivalMaker(Call call, LanguageModel model, HeldFactorization held, DetectionOptions options) {
        this.call = call;
        this.model = model;
        this.factorization = held.factorization();
        this.options = options;
        this.layer = held.mlpLayer(model, call.session().modelName());
        this.parts = options.parts(call, held);
        this.threads = Math.min(
                held.factorization().options().threads(), Runtime.getRuntime().availableProcessors());
    }

    /** The parts of the data. */
    public DetectionOptions.Parts parts() {
        return parts;
    }

    /** The layer of the features. */
    public int layer() {
        return layer;
    }

    /** SNMF first, then the methods asked for, all made ready. */
    public List<Rival> make(List<Method> methods) {
        boolean trains = methods.stream().anyMatch(RivalMaker::isTrained);
        // Checkpoints are chosen on sentences that were not trained on; without autoencoders none need be kept back.
        Optional<HoldOut> split = trains ? Optional.of(validation()) : Optional.empty();
        List<Sentence> read = split.map(HoldOut::fit).orElse(parts.read());
        Rivals rivals = new Rivals(model, layer, capture(read), factorization.features(), options.seed, threads);
        Optional<Faithfulness> validation = split.map(HoldOut::held).map(this::faithfulness);
        List<Rival> made = new ArrayList<>(List.of(rivals.snmf(call.progress())));
        for (Method method : methods) {
            if (call.progress().stopRequested()) {
                call.progress().warn("Stopped: " + method.key() + " and what follows was not made.");
                break;
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
        return made;
    }

    private HoldOut validation() {
        return HoldOut.of(parts.read(), VALIDATION, options.seed);
    }

    /** The evaluation of the held-out sentences. */
    public Detection detection() {
        return new Detection(parts.set(), capture(parts.set().sentences()));
    }

    /** The network on the held-out sentences, for reconstructions. */
    public Faithfulness faithfulness() {
        return faithfulness(parts.set().sentences());
    }

    private Faithfulness faithfulness(List<Sentence> sentences) {
        return Faithfulness.ofSentences(model, new Location(layer, Site.MLP_ACT), sentences, call.progress());
    }

    private Captured capture(List<Sentence> sentences) {
        CaptureOptions sites = CaptureOptions.layers(layer)
                .withSites(
                        Site.MLP_ACT,
                        OutputDirections.space(model.config(), layer).site());
        return Capture.inMemory(model, sentences, sites, call.progress());
    }

    private static boolean isTrained(Method method) {
        return method == Method.SAE_TOPK || method == Method.SAE_L1;
    }

    /** What it would take; nothing is measured but the machine. */
    public Outcome plan(String what, List<Method> methods) {
        List<int[]> ids = new ArrayList<>();
        for (List<Sentence> part : List.of(parts.read(), parts.set().sentences())) {
            part.forEach(sentence ->
                    ids.add(model.tokenizer().encode(sentence.text()).ids()));
        }
        int tokens = ids.stream().mapToInt(one -> one.length).sum();
        int width = model.config().mlp();
        double seconds = ForwardSpeed.reading(model.config(), layer + 1, ids, LanguageModel.BATCH_TOKENS);
        int runs = 0;
        for (Method method : methods) {
            if (isTrained(method)) {
                List<AutoencoderOptions> trainings = options.runs(method, factorization.rank());
                runs += trainings.size();
                seconds += TrainingSpeed.seconds(width, tokens, trainings);
            }
        }
        return new Plan(what)
                .with("Z", width + " × " + factorization.rank())
                .with("sentences to read labels from", "read", parts.read().size())
                .with("sentences to test on", "tested", parts.set().sentences().size())
                .with("labels", "labels", parts.set().labels().size())
                .with("held out of the fit", "held_out", parts.heldOut())
                .with("methods", "methods", methods.stream().map(Method::key).toList())
                .with("autoencoders to train", "autoencoders", runs)
                .outcome(4L * tokens * (width + model.config().hidden()), seconds);
    }
}
