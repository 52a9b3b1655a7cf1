package org.snmf.models.capture;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snmf.cluster.Work;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.LoadOptions;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;
import org.snmf.store.StoreParts;

/**
 * A stretch of the sentences of a capture, to be captured on any machine that has the model and sees the folder. Doing it
 * again, or twice at once, does no harm.
 */
public final class CapturePart implements Work {
    private static final long serialVersionUID = 1;

    /** Where the machine that does the work finds the model. */
    @FunctionalInterface
    public interface ModelFolder extends Serializable {
        /**
         * The folder of the model on this machine.
         *
         * @throws InputException if this machine has none
         */
        Path find();
    }

    private final ModelFolder model;
    private final LoadOptions loading;
    private final HashMap<String, String> hashes;
    private final ArrayList<Sentence> sentences;
    private final String folder;
    private final int index;
    private final CaptureOptions options;

    /**
     * @param model where to find the model
     * @param known the same model, loaded here: others are refused there
     * @param folder the folder of all parts, see {@link StoreParts#folder}
     * @param index number of the part
     */
    CapturePart(
            ModelFolder model,
            LanguageModel known,
            List<Sentence> sentences,
            CaptureOptions options,
            Path folder,
            int index) {
        this.model = model;
        this.loading = known.options();
        this.hashes = new HashMap<>(known.hashes());
        this.sentences = new ArrayList<>(sentences);
        this.folder = folder.toString();
        this.index = index;
        this.options = options;
    }

    /**
     * Captures the stretch, unless that was done already; a stop leaves nothing.
     *
     * @throws InputException if this machine does not see the folder, or has no such model
     */
    @Override
    public void run(Progress progress) {
        Path shared = Path.of(folder);
        if (!Files.isDirectory(shared)) {
            throw new InputException(
                    folder,
                    "a folder that every machine of the cluster sees under this name",
                    "a machine that does not",
                    "Let --out name a folder that they share.");
        }
        Path part = StoreParts.part(shared, index);
        if (Files.isDirectory(part)) {
            return;
        }
        try (LanguageModel here = LanguageModel.load(model.find(), loading)) {
            Map<String, String> found = here.hashes(progress);
            if (!found.equals(hashes)) {
                throw new InputException(
                        here.directory() + ", on a machine of the cluster",
                        "the model of the machine that drives the capture, with sha256 " + new TreeMap<>(hashes),
                        "another, " + new TreeMap<>(found),
                        "Give all machines the same files.");
            }
            Capture.toPart(here, sentences, options, part, progress);
        }
    }
}
