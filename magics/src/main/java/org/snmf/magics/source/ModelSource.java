package org.snmf.magics.source;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.magics.plan.PlannedModel;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldFeatures;
import org.snmf.magics.session.Session;
import org.snmf.magics.session.StoreCheck;
import org.snmf.models.capture.CapturePart;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.models.network.LoadOptions.Residency;
import picocli.CommandLine.Option;

/** Where a verb takes its model from: the option, or else the session. */
public final class ModelSource {
    @Option(
            names = "--model",
            paramLabel = "FILE",
            completionCandidates = Models.Embedded.class,
            description =
                    "Checkpoint folder, model of the hub in its cache, or 'embedded'. Default: the session's model.")
    public @Nullable String name;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}.")
    public String device = "cpu";

    @Option(
            names = "--residency",
            paramLabel = "HOW",
            description =
                    "Weights of 16 bits, once widened to float32: ${COMPLETION-CANDIDATES}. keep holds all layers in memory; "
                            + "layer-at-a-time one, and is slower; auto what there is room for. Default: ${DEFAULT-VALUE}.")
    Residency residency = Residency.AUTO;

    LoadOptions options() {
        return new LoadOptions(device, residency);
    }

    /** The model that is meant, for a dry run: nothing is loaded, and nothing downloaded. */
    public PlannedModel planned(Call call) {
        if (name == null) {
            LanguageModel held = call.session().model();
            return PlannedModel.of(held.directory(), held.options());
        }
        return PlannedModel.of(Models.folder(name, false, call.progress()), options());
    }

    /** A model with the seconds that loading it took; 0 when the session held it already. */
    public record Loaded(LanguageModel model, double seconds) {}

    /**
     * The model that is meant, where one is known and adds these features to its residual stream, so that they promote
     * tokens and have effects; says so where that is not the case.
     */
    public Optional<LanguageModel> reading(Call call, HeldFeatures held) {
        if (name != null || call.session().heldModel().isPresent()) {
            LanguageModel model = load(call).model();
            if (held.writesToStream(model.config())) {
                return Optional.of(model);
            }
        }
        call.screen()
                .say(
                        "Promoted tokens and effects are left out: they need the model, and features of what is added to its "
                                + "residual stream.");
        return Optional.empty();
    }

    /** Where other machines find the model that is meant. */
    public CapturePart.ModelFolder elsewhere(Call call) {
        return Models.elsewhere(name == null ? call.session().modelName() : name);
    }

    /** The model that is meant; a newly loaded one becomes the session's. */
    public Loaded load(Call call) {
        if (name == null) {
            return new Loaded(call.session().model(), 0);
        }
        return load(call, name, options(), false);
    }

    /**
     * Loads a model and makes it the session's, unless it is that already.
     *
     * @param download whether the network may be used
     */
    public static Loaded load(Call call, String name, LoadOptions options, boolean download) {
        Session session = call.session();
        Optional<LanguageModel> held = session.heldModel();
        boolean same = options.equals(LoadOptions.DEFAULT)
                || held.map(model -> model.options().equals(options)).orElse(false);
        if (held.isPresent() && session.modelName().equals(name) && same) {
            return new Loaded(held.get(), 0);
        }
        Path folder = Models.folder(name, download, call.progress());
        long begun = System.nanoTime();
        LanguageModel model = LanguageModel.load(folder, options);
        double seconds = (System.nanoTime() - begun) / 1e9;
        session.use(model, name);
        StoreCheck.run(call.session(), call.screen());
        return new Loaded(model, seconds);
    }
}
