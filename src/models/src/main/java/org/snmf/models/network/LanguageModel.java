package org.snmf.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmf.engine.NativeArrays;
import org.snmf.errors.InputException;
import org.snmf.files.FileDigests;
import org.snmf.models.checkpoint.ModelConfig;
import org.snmf.models.network.parts.Head;
import org.snmf.models.network.parts.Norm;
import org.snmf.models.network.parts.Projection;
import org.snmf.models.network.parts.Rows;
import org.snmf.models.network.pass.ActivationReader;
import org.snmf.models.network.pass.Decoding;
import org.snmf.models.network.pass.InterventionMaps;
import org.snmf.models.network.pass.Network;
import org.snmf.models.network.pass.PackedBatch;
import org.snmf.models.network.pass.Pass;
import org.snmf.models.network.pass.TokenRows;
import org.snmf.models.network.pass.Trunk;
import org.snmf.models.network.place.Intervention;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.progress.Progress;

/**
 * A language model loaded from a directory in the layout of the Hugging Face hub. It holds native memory: close it.
 * Passes leave nothing behind in it, whatever they were asked to change and however they end. One pass at a time.
 */
public final class LanguageModel implements AutoCloseable {
    /** How many tokens a pass takes at once unless told otherwise: what lies between two products fits a cache. */
    public static final int BATCH_TOKENS = 512;

    private final OpenedModel opened;
    private final LoadOptions options;
    private final Network network;
    private @Nullable Map<String, String> hashes;

    private LanguageModel(OpenedModel opened, LoadOptions options) {
        this.opened = opened;
        this.options = options;
        this.network = opened.network();
    }

    /** Loads with {@link LoadOptions#DEFAULT}. */
    public static LanguageModel load(Path directory) {
        return load(directory, LoadOptions.DEFAULT);
    }

    /**
     * Opens the checkpoint in {@code directory} and checks every tensor's name, shape and type; weights are read when
     * they are first needed.
     *
     * @throws InputException if the checkpoint is incomplete, damaged, quantized or of another architecture
     */
    public static LanguageModel load(Path directory, LoadOptions options) {
        return new LanguageModel(OpenedModel.open(directory, options), options);
    }

    /** What config.json says. */
    public ModelConfig config() {
        return opened.config();
    }

    /**
     * The tokenizer beside the weights.
     *
     * @throws InputException if the directory has none
     */
    public Tokenizer tokenizer() {
        return opened.tokenizer()
                .orElseThrow(() -> new InputException(
                        directory().toString(),
                        "a tokenizer.json",
                        "none",
                        "Models without one can be given token ids, as with --ids, but no text."));
    }

    /** Whether there is a tokenizer beside the weights. */
    public boolean hasTokenizer() {
        return opened.tokenizer().isPresent();
    }

    /** How it was loaded. */
    public LoadOptions options() {
        return options;
    }

    /** Whether layers stay in memory once they were read; otherwise every call of {@link #read} reads them anew. */
    public boolean keepsLayers() {
        return network.store().keeps();
    }

    /** Where it was loaded from. */
    public Path directory() {
        return opened.directory();
    }

    /** Tensors of the files that the forward pass does not use, such as stored masks; ascending. */
    public List<String> ignoredTensors() {
        return opened.ignoredTensors();
    }

    /** What was decided where the checkpoint can be read in two ways; for people. Every output should show it. */
    public List<String> notes() {
        return opened.notes();
    }

    /** Number of parameters, biases and norms included, a tied matrix counted once. */
    public long parameters() {
        return opened.parameters();
    }

    /**
     * The sha256 of config, tokenizer and weights by file name, for provenance. Read once, then remembered; those of large
     * files also between processes, see {@link FileDigests}.
     */
    public Map<String, String> hashes() {
        return hashes(Progress.NONE);
    }

    /**
     * As {@link #hashes()}, told of what is read.
     *
     * @throws InputException if a stop is requested before everything was read
     */
    public synchronized Map<String, String> hashes(Progress progress) {
        if (hashes == null) {
            Map<String, String> found = new TreeMap<>();
            opened.files()
                    .forEach(file ->
                            found.put(file.getFileName().toString(), FileDigests.SHARED.sha256(file, progress)));
            hashes = Map.copyOf(found);
        }
        return hashes;
    }

    /** Logits at every position of one sequence: [T][V]. */
    public float[][] logits(int[] ids, List<Intervention> interventions) {
        return logitsOfAll(List.of(ids), List.of(interventions))[0];
    }

    /**
     * Logits at every position of several sequences: [B][T_b][V].
     *
     * @param interventions one list a sequence; empty means none anywhere
     */
    public float[][][] logitsOfAll(List<int[]> sequences, List<List<Intervention>> interventions) {
        float[][][] result = new float[sequences.size()][][];
        run(sequences, interventions, Pass.Wanted.NOTHING, (batch, pass) -> {
            float[][] rows = network.logits(pass, Optional.empty());
            int first = 0;
            for (int sequence : batch.order()) {
                int length = sequences.get(sequence).length;
                result[sequence] = Arrays.copyOfRange(rows, first, first + length);
                first += length;
            }
        });
        return result;
    }

    /**
     * Logits after the last token of each prompt: [B][V]. Rows are independent of each other, whatever their lengths.
     *
     * @param interventions one list a prompt; empty means none anywhere
     */
    public float[][] nextLogits(List<int[]> prompts, List<List<Intervention>> interventions) {
        float[][] result = new float[prompts.size()][];
        run(prompts, interventions, Pass.Wanted.NOTHING, (batch, pass) -> {
            float[][] last = network.logits(pass, Optional.of(batch.lastRows()));
            for (int i = 0; i < last.length; i++) {
                result[batch.order()[i]] = last[i];
            }
        });
        return result;
    }

    /** One sequence read at every location, with its logits. */
    public Trace trace(int[] ids, List<Intervention> interventions) {
        Map<Location, float[][]> activations = new HashMap<>();
        float[][][] logits = new float[1][][];
        Pass.Wanted wanted = new Pass.Wanted(
                Set.copyOf(Location.all(config())),
                (location, rows, x) -> activations.put(location, Rows.toArrays(x)),
                Optional.empty());
        run(
                List.of(ids),
                List.of(interventions),
                wanted,
                (batch, pass) -> logits[0] = network.logits(pass, Optional.empty()));
        return new Trace(ids.clone(), activations, logits[0], interventions);
    }

    private void run(
            List<int[]> sequences, List<List<Intervention>> interventions, Pass.Wanted wanted, Network.Ending ending) {
        check(sequences);
        InterventionMaps edits = InterventionMaps.checked(interventions, sequences.size(), config());
        network.run(PackedBatch.plan(sequences, BATCH_TOKENS), edits, wanted, network::packed, ending, Progress.NONE);
    }

    /**
     * Runs sequences up to the last location asked for and hands over what is found there; nothing after it is
     * computed. Sequences are taken shortest first.
     *
     * @param interventions one list a sequence; empty means none anywhere
     * @param batchTokens how many tokens a pass takes at once
     * @param progress its stop request ends the work between two batches
     * @return whether everything was read; if not, some sequences were not or only in part
     */
    public boolean read(
            List<int[]> sequences,
            List<List<Intervention>> interventions,
            Set<Location> locations,
            int batchTokens,
            ActivationReader reader,
            Progress progress) {
        check(sequences);
        locations.forEach(location -> location.check(config()));
        InterventionMaps edits = InterventionMaps.checked(interventions, sequences.size(), config());
        boolean wantsFinalNorm = locations.stream().anyMatch(location -> location.site() == Site.FINAL_NORM);
        Optional<Location> last = wantsFinalNorm
                ? Optional.empty()
                : locations.stream()
                        .max(Comparator.comparingInt(Location::layer).thenComparing(Location::site));
        Pass.Wanted wanted = new Pass.Wanted(locations, (location, rows, x) -> split(location, rows, x, reader), last);
        return network.run(
                PackedBatch.plan(sequences, batchTokens),
                edits,
                wanted,
                network::packed,
                wantsFinalNorm ? (batch, pass) -> network.finalNorm(pass) : Network.Ending.NONE,
                progress);
    }

    /** Hands the rows of each sequence to the reader. */
    private static void split(Location location, TokenRows rows, NDArray x, ActivationReader reader) {
        FloatBuffer values = NativeArrays.view(x);
        int width = Math.toIntExact(x.getShape().get(1));
        for (int first = 0; first < rows.count(); ) {
            int next = first + 1;
            while (next < rows.count() && rows.sequences()[next] == rows.sequences()[first]) {
                next++;
            }
            reader.read(location, rows.sequences()[first], values.slice(first * width, (next - first) * width));
            first = next;
        }
    }

    /**
     * Reads prompts and stays ready to continue them.
     *
     * @param interventions one list a prompt; empty means none anywhere. They stay in force for what is generated
     * @param newTokens how many tokens a row may get, which with its prompt must not exceed the context
     */
    public Decoding decode(List<int[]> prompts, List<List<Intervention>> interventions, int newTokens) {
        check(prompts);
        checkRoom(prompts, newTokens);
        InterventionMaps edits = InterventionMaps.checked(interventions, prompts.size(), config());
        return Decoding.start(network, prompts, edits, BATCH_TOKENS);
    }

    /** Refuses more new tokens than the context holds. */
    void checkRoom(List<int[]> prompts, int newTokens) {
        for (int[] prompt : prompts) {
            if ((long) prompt.length + newTokens > config().context()) {
                throw new InputException(
                        "prompt of " + prompt.length + " tokens and " + newTokens + " new ones",
                        "at most " + config().context() + " positions, the model's context",
                        String.valueOf((long) prompt.length + newTokens),
                        "Ask for fewer new tokens or shorten the prompt.");
            }
        }
    }

    /**
     * Reads prompts up to a location once, for many passes that change nothing before it.
     *
     * @param location where the MLP of a layer adds to the residual stream: {@link Site#MLP_OUT}, where a norm is behind it
     *     {@link Site#MLP_OUT_POSTNORM}
     */
    public SharedPrompts share(List<int[]> prompts, Location location) {
        check(prompts);
        location.check(config());
        return new SharedPrompts(this, network, Trunk.read(network, prompts, location));
    }

    private void check(List<int[]> sequences) {
        if (sequences.isEmpty()) {
            throw new InputException("sequences", "at least one", "none", "");
        }
        for (int s = 0; s < sequences.size(); s++) {
            int[] ids = sequences.get(s);
            if (ids.length == 0 || ids.length > config().context()) {
                throw new InputException(
                        "sequence " + s,
                        "1 to " + config().context() + " tokens, the model's context",
                        String.valueOf(ids.length),
                        ids.length == 0 ? "" : "Shorten it, or let it be truncated.");
            }
            for (int id : ids) {
                if (id < 0 || id >= config().vocabulary()) {
                    throw new InputException(
                            "sequence " + s,
                            "ids from 0 to " + (config().vocabulary() - 1) + ", the model's rows",
                            id
                                    + opened.tokenizer()
                                            .map(found -> ", " + found.text(id))
                                            .orElse(""),
                            "Give ids of this model's tokenizer, or leave out the token that has no row.");
                }
            }
        }
    }

    /** Number of native arrays that the model holds at this moment: its weights, and what a pass would have left behind. */
    public int liveArrays() {
        return network.liveArrays();
    }

    /** Opens a scope of native memory on the model's device and the parts of the model that projections need. */
    <T> T withParts(int layer, PartsUser<T> user) {
        return opened.withParts(layer, user);
    }

    /** Computes with the weights that a projection needs. */
    @FunctionalInterface
    interface PartsUser<T> {
        T use(NDManager scope, Projection down, Optional<Norm> postNorm, Head head);
    }

    @Override
    public void close() {
        opened.close();
    }
}
