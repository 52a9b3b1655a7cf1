package org.snmf.models.capture;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;
import org.snmf.store.ActivationStoreWriter;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/**
 * Runs sentences through a model and keeps the activations of chosen layers and sites. The network computes nothing
 * after the last place asked for, and no padding: sequences of a batch lie one behind the other. Columns of A stand in
 * the order of the data set.
 */
public final class Capture {
    private Capture() {}

    /**
     * Captures into memory.
     *
     * @return what was captured; after a stop, what was complete by then
     * @throws InputException if nothing would be captured, a sentence is longer than the context and that is to be
     *     refused, or A has more than 2 GiB
     */
    public static Captured inMemory(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Progress progress) {
        CaptureJob job = CaptureJob.of(model, sentences, options);
        CaptureRun run = new CaptureRun(model, job, options, progress);
        Map<Location, MemoryRows> rows = new LinkedHashMap<>();
        run.locations().forEach(location -> rows.put(location, new MemoryRows(job.columns(), run.width(location))));
        CaptureReport report = run.run((blocks, count) ->
                blocks.forEach((location, block) -> rows.get(location).append(block, count)));
        Map<Location, ActivationMatrix> matrices = new HashMap<>();
        rows.forEach((location, kept) -> matrices.put(location, kept.matrix()));
        return new Captured(matrices, new TokenTable(sentences, run.captured()), report);
    }

    /** Captures into an activation store; nothing but the model's own files is recorded as its origin. */
    public static CaptureReport toFolder(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Path folder, Progress progress) {
        return toFolder(model, sentences, options, folder, Map.of(), progress);
    }

    /**
     * Captures into an activation store.
     *
     * @param folder the store; an earlier store there is replaced when this one is complete
     * @param inputs sha256 by name of what else the result stands on, such as the data file
     * @return what was done; after a stop the store holds what was complete by then
     * @throws InputException as {@link #inMemory}, or if the folder holds something else or cannot be written
     */
    public static CaptureReport toFolder(
            LanguageModel model,
            List<Sentence> sentences,
            CaptureOptions options,
            Path folder,
            Map<String, String> inputs,
            Progress progress) {
        CaptureJob job = CaptureJob.of(model, sentences, options);
        CaptureRun run = new CaptureRun(model, job, options, progress);
        Map<Location, StoredSite> sites = run.locations().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        location ->
                                new StoredSite(location.layer(), location.site().key(), run.width(location)),
                        (a, b) -> a,
                        LinkedHashMap::new));
        try (ActivationStoreWriter writer = new ActivationStoreWriter(folder, List.copyOf(sites.values()))) {
            CaptureReport report = run.run((blocks, count) -> writer.append(named(blocks, sites), count));
            if (report.tokens() == 0) {
                throw new InputException("capture", "at least one window of tokens before a stop", "none", "");
            }
            Map<String, String> all = new TreeMap<>(model.hashes());
            all.putAll(inputs);
            writer.finish(new TokenTable(sentences, run.captured()), Provenance.of(all, options.toProperties(report)));
            return report;
        }
    }

    private static Map<StoredSite, FloatBuffer> named(
            Map<Location, FloatBuffer> blocks, Map<Location, StoredSite> sites) {
        Map<StoredSite, FloatBuffer> named = new LinkedHashMap<>();
        blocks.forEach((location, block) -> named.put(sites.get(location), block));
        return named;
    }
}
