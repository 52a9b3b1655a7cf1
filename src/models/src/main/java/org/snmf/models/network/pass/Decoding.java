package org.snmf.models.network.pass;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.engine.TorchThreads;
import org.snmf.progress.Progress;

/**
 * Prompts that are being continued, one row each, with the keys and values of what was seen kept. It holds native
 * memory: close it, on the thread that opened it.
 */
public final class Decoding implements AutoCloseable {
    private final Network network;
    private final InterventionMaps edits;
    private final int batchTokens;
    private KvCache cache;
    private TorchThreads.Limit limit = () -> {};
    /** For each slot of the cache, the caller's prompt. */
    private int[] promptOfSlot;
    /** For each slot of the cache, the position of the next token. */
    private int[] nextPosition;
    /** For each slot of the cache, its ids so far, if they may have to be read again. */
    private List<int[]> texts = List.of();

    private float[][] logits = {};

    private Decoding(
            Network network,
            InterventionMaps edits,
            int batchTokens,
            KvCache cache,
            int[] promptOfSlot,
            int[] nextPosition) {
        this.network = network;
        this.edits = edits;
        this.batchTokens = batchTokens;
        this.cache = cache;
        this.promptOfSlot = promptOfSlot;
        this.nextPosition = nextPosition;
    }

    /** Reads the prompts; those of equal length lie together in the cache. */
    public static Decoding start(Network network, List<int[]> prompts, InterventionMaps edits, int batchTokens) {
        return start(network, prompts, Optional.empty(), edits, batchTokens);
    }

    /** The same for prompts that were read up to a location. */
    public static Decoding start(Network network, Trunk.Branches branches, InterventionMaps edits, int batchTokens) {
        return start(network, branches.sequences(), Optional.of(branches), edits, batchTokens);
    }

    private static Decoding start(
            Network network,
            List<int[]> prompts,
            Optional<Trunk.Branches> branches,
            InterventionMaps edits,
            int batchTokens) {
        List<PackedBatch> batches = PackedBatch.plan(prompts, batchTokens);
        int[] order = batches.stream()
                .flatMapToInt(batch -> Arrays.stream(batch.order()))
                .toArray();
        int[] lengths =
                Arrays.stream(order).map(prompt -> prompts.get(prompt).length).toArray();
        KvCache cache = new KvCache(network.config(), network.manager().newSubManager(), lengths.clone());
        try {
            Decoding decoding = new Decoding(network, edits, batchTokens, cache, order, lengths);
            if (network.config().turnsByLength()) {
                decoding.texts = IntStream.of(order).mapToObj(prompts::get).toList();
            }
            decoding.read(batches, branches);
            decoding.limit = network.limit(order.length);
            return decoding;
        } catch (RuntimeException | Error e) {
            cache.close();
            throw e;
        }
    }

    private void read(List<PackedBatch> batches, Optional<Trunk.Branches> branches) {
        int[] firstSlot = new int[batches.size()];
        for (int i = 1; i < firstSlot.length; i++) {
            firstSlot[i] = firstSlot[i - 1] + batches.get(i - 1).order().length;
        }
        branches.ifPresent(from -> {
            for (int i = 0; i < firstSlot.length; i++) {
                from.fill(cache, batches.get(i), firstSlot[i]);
            }
        });
        float[][] bySlot = new float[promptOfSlot.length][];
        network.run(
                branches,
                batches,
                edits,
                Pass.Wanted.NOTHING,
                (batch, scope) -> new FillingAttention(
                        new PackedAttention(network.config(), batch.groups(), scope),
                        batch,
                        cache,
                        firstSlot[batches.indexOf(batch)]),
                (batch, pass) -> {
                    float[][] last = network.logits(pass, Optional.of(batch.lastRows()));
                    System.arraycopy(last, 0, bySlot, firstSlot[batches.indexOf(batch)], last.length);
                },
                Progress.NONE);
        logits = bySlot;
    }

    /** How many rows are left. */
    public int rows() {
        return promptOfSlot.length;
    }

    /** The prompts whose rows are left, as indices into the list that was given; the order of all other arrays here. */
    public int[] prompts() {
        return promptOfSlot.clone();
    }

    /** Logits after each row's newest token: [rows][V]. Not copied. */
    public float[][] logits() {
        return logits;
    }

    /** Gives every row its next token, in the order of {@link #prompts}. */
    public void advance(int[] ids) {
        if (ids.length != rows()) {
            throw new IllegalArgumentException(
                    "ids: expected one for each of " + rows() + " rows, found " + ids.length);
        }
        if (!texts.isEmpty()) {
            texts = IntStream.range(0, rows())
                    .mapToObj(slot -> extended(texts.get(slot), ids[slot]))
                    .toList();
        }
        if (texts.stream().anyMatch(text -> network.config().turnsAnew(text.length))) {
            readAgain();
        } else {
            cache.grow();
            logits = network.step(new TokenRows(ids.clone(), nextPosition.clone(), promptOfSlot), cache, edits);
        }
        for (int slot = 0; slot < nextPosition.length; slot++) {
            nextPosition[slot]++;
        }
    }

    private static int[] extended(int[] ids, int next) {
        int[] longer = Arrays.copyOf(ids, ids.length + 1);
        longer[ids.length] = next;
        return longer;
    }

    /** A text that grows beyond a length turns otherwise from its first token on: kept keys are of no use. */
    private void readAgain() {
        Decoding anew = start(network, texts, edits.of(promptOfSlot), batchTokens);
        int[] placeOfSlot = new int[rows()];
        for (int place = 0; place < placeOfSlot.length; place++) {
            placeOfSlot[anew.promptOfSlot[place]] = place;
        }
        anew.limit.close();
        anew.cache.keep(placeOfSlot);
        cache.close();
        cache = anew.cache;
        logits = IntStream.of(placeOfSlot).mapToObj(place -> anew.logits[place]).toArray(float[][]::new);
    }

    /** Lets go of all rows but those of these indices (into {@link #prompts}), ascending. */
    public void keep(int[] slots) {
        if (slots.length == rows()) {
            return;
        }
        cache.keep(slots);
        promptOfSlot = IntStream.of(slots).map(slot -> promptOfSlot[slot]).toArray();
        nextPosition = IntStream.of(slots).map(slot -> nextPosition[slot]).toArray();
        logits = IntStream.of(slots).mapToObj(slot -> logits[slot]).toArray(float[][]::new);
        if (!texts.isEmpty()) {
            texts = IntStream.of(slots).mapToObj(texts::get).toList();
        }
    }

    @Override
    public void close() {
        limit.close();
        cache.close();
    }
}
