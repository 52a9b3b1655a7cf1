package org.snmf.models.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.snmf.cluster.Machines;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Provenance;
import org.snmf.store.Sentence;
import org.snmf.store.StoreParts;
import org.snmf.store.StoredSite;
import org.snmf.store.Token;
import org.snmf.store.TokenTable;

/**
 * A capture whose sentences are divided among the machines of a cluster. This machine tokenizes, divides, and makes one store
 * of what they captured, by renaming; activations never come through it. The machines must see the store's folder under the
 * same name. Parts that are whole are kept whatever happens, and the next capture of the same arguments goes on with the rest.
 *
 * <p>Tokens are exactly those of {@link Capture}; activations are, up to the rounding of float32 sums, since other sentences
 * meet in a batch.
 */
public final class ClusterCapture {
    private final LanguageModel model;
    private final CapturePart.ModelFolder place;
    private final List<Sentence> sentences;
    private final CaptureOptions options;

    /**
     * @param model the model, for its tokenizer and its shape: its weights are only read for their sha256
     * @param place where the machines find it
     * @param sentences all sentences
     * @param options what is captured
     */
    public ClusterCapture(
            LanguageModel model, CapturePart.ModelFolder place, List<Sentence> sentences, CaptureOptions options) {
        this.model = model;
        this.place = place;
        this.sentences = List.copyOf(sentences);
        this.options = options;
    }

    /**
     * Contiguous stretches of sentences with nearly equally many tokens, at least one sentence in each.
     *
     * @param tokens how many tokens each sentence has
     * @param count how many stretches
     * @return the first sentence of each stretch, and behind them the number of sentences
     * @throws InputException if there are fewer sentences than stretches
     */
    public static int[] divide(int[] tokens, int count) {
        if (count < 1 || count > tokens.length) {
            throw new InputException(
                    "partitions",
                    "a number from 1 to " + tokens.length + ", the number of sentences",
                    String.valueOf(count),
                    "Take one or two for each core of the cluster.");
        }
        long all = 0;
        for (int length : tokens) {
            all += length;
        }
        int[] begins = new int[count + 1];
        begins[count] = tokens.length;
        long before = 0;
        for (int s = 0, part = 1; part < count; s++) {
            before += tokens[s];
            boolean enough = before * count >= all * part;
            boolean rest = tokens.length - (s + 1) == count - part;
            if (enough || rest) {
                begins[part++] = s + 1;
            }
        }
        return begins;
    }

    /**
     * Captures into an activation store.
     *
     * @param folder the store; an earlier store there is replaced when this one is complete
     * @param count how many parts; 0: as many as an unfinished capture of the same arguments has, or else as is usual for the
     *     machines, or one for each sentence if there are fewer
     * @param record what the provenance shall say of the cluster
     * @throws InputException if nothing would be captured, a sentence is longer than the context and that is to be refused, the
     *     folder holds something else or cannot be written, or a stop was requested
     */
    public CaptureReport toFolder(
            Path folder, int count, Map<String, String> record, Machines machines, Progress progress) {
        long begun = System.nanoTime();
        CaptureJob job = CaptureJob.of(model, sentences, options, progress);
        if (job.items().size() < sentences.size()) {
            throw stopped(0, "parts");
        }
        Map<String, String> hashes = model.hashes(progress);
        String key = Capture.key(model, sentences, options, hashes);
        int parts =
                count > 0 ? count : StoreParts.begun(folder, key).orElse(Math.min(machines.usual(), sentences.size()));
        int[] begins =
                divide(job.items().stream().mapToInt(item -> item.ids().length).toArray(), parts);
        try (StoreParts store = StoreParts.open(folder, key, parts)) {
            store.others()
                    .forEach(other -> progress.warn("A capture into " + folder
                            + " with other arguments is unfinished: it goes on when it is asked for again; if it is not wanted,"
                            + " remove " + other));
            Parts all = new Parts(job, begins, store);
            all.capture(machines, progress);
            List<Token> tokens = job.items().stream()
                    .flatMap(item -> item.columns().stream())
                    .toList();
            CaptureReport report = job.report(
                    sentences.size(),
                    job.tokensRead() - all.resumed,
                    tokens.size(),
                    all.resumed,
                    (System.nanoTime() - begun) * 1e-9);
            Map<String, String> facts = new TreeMap<>(record);
            facts.putAll(Capture.record(model, sentences, options, report, StoreParts.key(key, parts)));
            facts.put("partitions", String.valueOf(parts));
            List<StoredSite> sites = List.copyOf(Capture.sites(model, options).values());
            store.finish(sites, all.columns(), new TokenTable(sentences, tokens), Provenance.of(hashes, facts));
            return report;
        }
    }

    private static InputException stopped(int whole, String parts) {
        return new InputException(
                "capture",
                "time for all " + parts,
                "a stop after " + whole,
                "Those are kept: the same command goes on with the rest.");
    }

    /** The parts of one capture, and how far they are. */
    private final class Parts {
        private final CaptureJob job;
        private final int[] begins;
        private final StoreParts store;
        private final int count;
        /** Tokens that the network reads in each part. */
        private final long[] read;

        private long resumed;

        Parts(CaptureJob job, int[] begins, StoreParts store) {
            this.job = job;
            this.begins = begins;
            this.store = store;
            this.count = begins.length - 1;
            this.read = IntStream.range(0, count)
                    .mapToLong(i -> items(i).stream()
                            .mapToLong(item -> item.ids().length)
                            .sum())
                    .toArray();
        }

        void capture(Machines machines, Progress progress) {
            List<CapturePart> missing = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                if (store.has(i)) {
                    resumed += read[i];
                } else {
                    List<Sentence> stretch = sentences.subList(begins[i], begins[i + 1]);
                    missing.add(new CapturePart(place, model, stretch, options, store.folder(), i));
                }
            }
            boolean all = missing.isEmpty()
                    || machines.run(missing, () -> {
                        report(progress);
                        return !progress.stopRequested();
                    });
            int whole = report(progress);
            if (whole < count && !all) {
                throw stopped(whole, count + " partitions");
            }
            if (whole < count) {
                throw new InputException(
                        store.folder().toString(),
                        count + " parts that the machines of the cluster wrote there",
                        String.valueOf(whole),
                        "Let --out name a folder that they and this machine share.");
            }
        }

        /** Tells how far it is; gives how many parts are whole. */
        private int report(Progress progress) {
            int whole = 0;
            long done = 0;
            for (int i = 0; i < count; i++) {
                if (store.has(i)) {
                    whole++;
                    done += read[i];
                }
            }
            String detail = whole + " of " + count + " partitions";
            progress.report(new Step("capture", done, job.tokensRead(), "tokens", detail));
            return whole;
        }

        private List<CaptureJob.Item> items(int part) {
            return job.items().subList(begins[part], begins[part + 1]);
        }

        /** Columns of A of each part. */
        int[] columns() {
            int[] columns = new int[count];
            for (int i = 0; i < count; i++) {
                columns[i] = items(i).stream()
                        .mapToInt(item -> item.columns().size())
                        .sum();
            }
            return columns;
        }
    }
}
