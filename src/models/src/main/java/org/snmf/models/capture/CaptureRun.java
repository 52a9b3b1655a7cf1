package org.snmf.models.capture;

import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snmf.errors.InputException;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.progress.DirectMemory;
import org.snmf.progress.MachineMemory;
import org.snmf.progress.Progress;
import org.snmf.progress.Step;
import org.snmf.store.Token;

/**
 * Takes a job through the model window by window. A window is a run of neighbouring sentences: within it the model
 * takes them shortest first, and its rows are handed on in the order of the data set.
 */
final class CaptureRun {
    /** Receives complete windows. */
    @FunctionalInterface
    interface Sink {
        /** {@code rows} columns of A at each location, token-major. */
        void append(Map<Location, FloatBuffer> blocks, int rows);
    }

    /** What the rows of one window may take in memory, all locations together. */
    private static final long WINDOW_BYTES = 256L << 20;

    /** Batches in a window: a stop loses one window, and sentences of like length meet in a window's batches. */
    private static final int WINDOW_BATCHES = 16;

    private final LanguageModel model;
    private final CaptureJob job;
    private final CaptureOptions options;
    private final Progress progress;
    private final Map<Location, FloatBuffer> buffers = new LinkedHashMap<>();
    /** A sequence is read when its rows of this one have come. */
    private final Location last;

    private final int windowRows;
    private long captured;
    private long began;
    private long read;
    private long skipped;
    private int sentences;

    CaptureRun(LanguageModel model, CaptureJob job, CaptureOptions options, Progress progress) {
        this.model = model;
        this.job = job;
        this.options = options;
        this.progress = progress;
        List<Location> locations = options.locations(model.config());
        long rowBytes = locations.stream().mapToLong(this::width).sum() * Float.BYTES;
        int longest = job.items().stream()
                .mapToInt(item -> item.columns().size())
                .max()
                .orElse(1);
        // Layers that are not kept are read anew for every window: then a window takes what it may.
        long most = model.keepsLayers() ? (long) WINDOW_BATCHES * options.batchTokens() : Long.MAX_VALUE;
        this.windowRows = (int) Math.min(job.columns(), Math.max(longest, Math.min(most, WINDOW_BYTES / rowBytes)));
        for (Location location : locations) {
            buffers.put(location, rows(location));
        }
        this.last = locations.get(locations.size() - 1);
    }

    private FloatBuffer rows(Location location) {
        long bytes = (long) windowRows * width(location) * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new InputException(
                    "capture",
                    "sentences of at most " + Integer.MAX_VALUE / Float.BYTES / width(location) + " tokens at "
                            + location.key(),
                    "one of " + windowRows,
                    "Split the longest sentence.");
        }
        try {
            return DirectMemory.floats((int) (bytes / Float.BYTES));
        } catch (OutOfMemoryError e) {
            throw MachineMemory.exceeded("capture", bytes, "Capture fewer layers or sites at a time.", e);
        }
    }

    int width(Location location) {
        return location.site().width(model.config());
    }

    /**
     * Captures until the end or until a stop, which loses the window at work.
     *
     * @param have columns of A that the sink has already: they are not handed on, and windows of nothing else not read
     */
    CaptureReport run(Sink sink, long have) {
        began = System.nanoTime();
        List<CaptureJob.Item> items = job.items();
        while (sentences < items.size() && !progress.stopRequested()) {
            int end = windowEnd(sentences);
            List<CaptureJob.Item> window = items.subList(sentences, end);
            int rows = window.stream().mapToInt(item -> item.columns().size()).sum();
            int known = (int) Math.min(rows, Math.max(0, have - captured));
            if (known == rows) {
                skipped += window.stream().mapToLong(item -> item.ids().length).sum();
            } else if (!window(window, sink, known)) {
                break;
            }
            captured += rows;
            sentences = end;
        }
        return job.report(sentences, read, captured, skipped, seconds());
    }

    private int windowEnd(int first) {
        int end = first;
        int rows = 0;
        while (end < job.items().size()) {
            rows += job.items().get(end).columns().size();
            if (rows > windowRows) {
                break;
            }
            end++;
        }
        return end;
    }

    private boolean window(List<CaptureJob.Item> items, Sink sink, int known) {
        int[] firstRow = new int[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            firstRow[i + 1] = firstRow[i] + items.get(i).columns().size();
        }
        Window window = new Window(items, firstRow);
        List<int[]> sequences = items.stream().map(CaptureJob.Item::ids).toList();
        boolean whole =
                model.read(sequences, List.of(), buffers.keySet(), options.batchTokens(), window::take, progress);
        if (whole) {
            Map<Location, FloatBuffer> rows = new LinkedHashMap<>();
            buffers.forEach(
                    (location, buffer) -> rows.put(location, buffer.duplicate().position(known * width(location))));
            sink.append(rows, firstRow[items.size()] - known);
        }
        return whole;
    }

    /** Sorts what the model hands over into rows of the window. */
    private final class Window {
        private final List<CaptureJob.Item> items;
        private final int[] firstRow;

        Window(List<CaptureJob.Item> items, int[] firstRow) {
            this.items = items;
            this.firstRow = firstRow;
        }

        void take(Location location, int sequence, FloatBuffer values) {
            FloatBuffer into = Objects.requireNonNull(buffers.get(location), location::key);
            int width = width(location);
            int row = firstRow[sequence];
            for (Token token : items.get(sequence).columns()) {
                into.put(row * width, values, token.position() * width, width);
                row++;
            }
            if (location.equals(last)) {
                read += items.get(sequence).ids().length;
                report();
            }
        }
    }

    private void report() {
        String speed = String.format(java.util.Locale.ROOT, "%.0f tokens/s", read / Math.max(1e-9, seconds()));
        progress.report(new Step("capture", skipped + read, job.tokensRead(), "tokens", speed));
    }

    private double seconds() {
        return job.seconds() + (System.nanoTime() - began) * 1e-9;
    }

    /** The columns captured so far, in order. */
    List<Token> captured() {
        return job.items().subList(0, sentences).stream()
                .flatMap(item -> item.columns().stream())
                .toList();
    }
}
