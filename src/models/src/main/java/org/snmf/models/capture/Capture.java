package org.snmf.models.capture;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.snmf.data.DataSet;
import org.snmf.errors.InputException;
import org.snmf.files.Sha256;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.Origin;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.progress.Progress;
import org.snmf.store.ActivationStore;
import org.snmf.store.ActivationStoreWriter;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.store.StoreParts;
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
        CaptureJob job = CaptureJob.of(model, sentences, options, progress);
        CaptureRun run = new CaptureRun(model, job, options, progress);
        Map<Location, MemoryRows> rows = new LinkedHashMap<>();
        for (Location location : options.locations(model.config())) {
            rows.put(location, new MemoryRows(job.columns(), run.width(location)));
        }
        CaptureReport report = run.run(
                (blocks, count) -> rows.forEach((location, kept) ->
                        kept.append(Objects.requireNonNull(blocks.get(location), location::key), count)),
                0);
        Map<Location, ActivationMatrix> matrices = new HashMap<>();
        rows.forEach((location, kept) -> matrices.put(
                location,
                Matrices.withOrigin(
                        kept.matrix(),
                        () -> new Origin(
                                location.layer(),
                                location.site().key(),
                                model.config().family().key(),
                                model.hashes(),
                                DataSet.sha256(sentences)))));
        return new Captured(matrices, new TokenTable(sentences, run.captured()), report);
    }

    /** Captures into an activation store; nothing but the model's own files is recorded as its origin. */
    public static CaptureReport toFolder(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Path folder, Progress progress) {
        return toFolder(model, sentences, options, folder, Map.of(), progress);
    }

    /**
     * Captures into an activation store. What is captured goes to the disk at once, beside the folder: if the capture fails or
     * its process ends, the next one of the same arguments goes on there, and if it was stopped, the next one goes on with the
     * tokens of the store that the stop left. Either way the store becomes the same as without the interruption.
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
        CaptureJob job = CaptureJob.of(model, sentences, options, progress);
        CaptureRun run = new CaptureRun(model, job, options, progress);
        Map<Location, StoredSite> sites = sites(model, options);
        Map<String, String> all = new TreeMap<>(model.hashes(progress));
        all.putAll(inputs);
        String key = key(model, sentences, options, all);
        try (ActivationStoreWriter writer = new ActivationStoreWriter(folder, List.copyOf(sites.values()), key)) {
            writer.others()
                    .forEach(other -> progress.warn("A capture into " + folder
                            + " with other arguments is unfinished: it goes on when it is asked for again; if it is not wanted,"
                            + " remove " + other));
            CaptureReport report =
                    run.run((blocks, count) -> writer.append(named(blocks, sites), count), writer.tokens());
            if (report.tokens() == 0) {
                throw new InputException("capture", "at least one window of tokens before a stop", "none", "");
            }
            writer.finish(
                    new TokenTable(sentences, run.captured()),
                    Provenance.of(all, record(model, sentences, options, report, key)));
            return report;
        }
    }

    /**
     * Captures a part of a capture. It is there when it is whole, also if others capture the same one; a stop leaves nothing.
     *
     * @param part the folder that it gets, see {@link StoreParts#part}
     */
    static void toPart(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Path part, Progress progress) {
        CaptureJob job = CaptureJob.ofPart(model, sentences, options, progress);
        CaptureRun run = new CaptureRun(model, job, options, progress);
        Map<Location, StoredSite> sites = sites(model, options);
        Path attempt = StoreParts.attempt(part);
        try (ActivationStoreWriter writer = new ActivationStoreWriter(attempt, List.copyOf(sites.values()))) {
            CaptureReport report = run.run((blocks, count) -> writer.append(named(blocks, sites), count), 0);
            if (report.stopped()) {
                return;
            }
            writer.finish(new TokenTable(sentences, run.captured()), Provenance.of(Map.of(), Map.of()));
        }
        StoreParts.deliver(attempt, part);
    }

    /** The places that are captured, with what a store calls them. */
    static Map<Location, StoredSite> sites(LanguageModel model, CaptureOptions options) {
        Map<Location, StoredSite> sites = new LinkedHashMap<>();
        for (Location location : options.locations(model.config())) {
            int width = location.site().width(model.config());
            sites.put(location, new StoredSite(location.layer(), location.site().key(), width));
        }
        return sites;
    }

    /** What a store says of its making. */
    static Map<String, String> record(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, CaptureReport report, String key) {
        Map<String, String> record = options.toProperties(report);
        if (!model.notes().isEmpty()) {
            record.put("model-notes", String.join("; ", model.notes()));
        }
        record.put(ActivationStoreWriter.KEY, key);
        record.put(ActivationStore.FAMILY, model.config().family().key());
        record.put(ActivationStore.DATA, DataSet.sha256(sentences));
        return record;
    }

    /** A short digest of all that the values and the tokens of a capture depend on. */
    static String key(
            LanguageModel model, List<Sentence> sentences, CaptureOptions options, Map<String, String> inputs) {
        MessageDigest digest = Sha256.fresh();
        List<String> parts = new ArrayList<>(List.of(
                Provenance.version(),
                model.options().toString(),
                options.toProperties().toString(),
                new TreeMap<>(inputs).toString()));
        parts.add(DataSet.sha256(sentences));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static Map<StoredSite, FloatBuffer> named(
            Map<Location, FloatBuffer> blocks, Map<Location, StoredSite> sites) {
        Map<StoredSite, FloatBuffer> named = new LinkedHashMap<>();
        blocks.forEach((location, block) -> named.put(sites.get(location), block));
        return named;
    }
}
