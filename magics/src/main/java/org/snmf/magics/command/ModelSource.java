package org.snmf.magics.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.snmf.magics.Call;
import org.snmf.magics.Session;
import org.snmf.models.demo.EmbeddedModel;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import picocli.CommandLine.Option;

/** Where a verb takes its model from: the option, or else the session. */
final class ModelSource {
    static final String EMBEDDED = "embedded";

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description =
                    "Checkpoint folder, id of a downloaded hub model, or 'embedded'. Default: the session's model.")
    String name;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu, gpu or gpu:N. Default: ${DEFAULT-VALUE}.")
    String device = "cpu";

    /** A model with the seconds that loading it took; 0 when the session held it already. */
    record Loaded(LanguageModel model, double seconds) {}

    /** The model that is meant; a newly loaded one becomes the session's. */
    Loaded load(Call call) {
        if (name == null) {
            return new Loaded(call.session().model(), 0);
        }
        return load(call.session(), name, LoadOptions.DEFAULT.withDevice(device));
    }

    /** Loads a model and makes it the session's, unless it is that already. */
    static Loaded load(Session session, String name, LoadOptions options) {
        Optional<LanguageModel> held = session.heldModel();
        if (held.isPresent() && session.modelName().equals(name) && options.equals(LoadOptions.DEFAULT)) {
            return new Loaded(held.get(), 0);
        }
        long begun = System.nanoTime();
        LanguageModel model = name.equals(EMBEDDED) ? EmbeddedModel.load() : LanguageModel.load(folder(name), options);
        session.use(model, name);
        return new Loaded(model, (System.nanoTime() - begun) / 1e9);
    }

    /** The folder of a model; the embedded one is unpacked, a hub id is looked for in the hub's cache. */
    static Path folder(String name) {
        if (name.equals(EMBEDDED)) {
            return EmbeddedModel.directory();
        }
        Path folder = Path.of(name);
        return Files.isDirectory(folder) ? folder : HubModels.cached(name);
    }
}
