package org.snmf.magics.command.dictionary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.NetworkRows;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Safetensors;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.network.LanguageModel;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * Activations that a dictionary is tried on.
 *
 * @param x at its input site, d_in × n
 * @param target at its output site, d_out × n; empty where that is not known
 * @param isBegin which tokens are begin tokens
 * @param origin where they came from, for people
 * @param warnings what a user must know about them
 * @param files closed with this
 */
record DictionaryRows(
        ActivationMatrix x,
        Optional<ActivationMatrix> target,
        IntPredicate isBegin,
        String origin,
        List<String> warnings,
        List<MatrixFile> files)
        implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final double FAR = 4;

    /**
     * Rows of a file, as they are.
     *
     * @param input {@code FILE.npy} or {@code FILE.safetensors#tensor}, a row a token
     * @param target likewise for the output of a transcoder; null: {@code target} of the same file, if there is one
     */
    static DictionaryRows ofFile(String input, @Nullable String target, PublishedDictionary published) {
        SparseDictionary dictionary = published.dictionary();
        List<MatrixFile> files = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        try {
            MatrixFile file = MatrixFile.open(input, MatrixLayout.TOKENS_BY_NEURONS);
            files.add(file);
            ActivationMatrix x = file.activations();
            Optional<ActivationMatrix> wanted = Optional.of(x);
            if (target != null || dictionary.isTranscoder()) {
                wanted = target(input, target, dictionary, x.tokens(), files);
                if (wanted.isEmpty()) {
                    warnings.add(
                            "what the transcoder's output should be is not given, so that no variance can be explained: "
                                    + "--target FILE#tensor");
                }
            }
            IntPredicate isBegin = beginTokens(file.file(), x, published, warnings);
            return new DictionaryRows(x, wanted, isBegin, input, warnings, files);
        } catch (RuntimeException e) {
            files.forEach(MatrixFile::close);
            throw e;
        }
    }

    private static Optional<ActivationMatrix> target(
            String input, @Nullable String target, SparseDictionary dictionary, int tokens, List<MatrixFile> files) {
        String name = target;
        if (name == null) {
            Path file = Path.of(input.replaceFirst("#.*$", ""));
            if (!file.toString().endsWith(".safetensors") || !hasTarget(file, dictionary.outputWidth(), tokens)) {
                return Optional.empty();
            }
            name = file + "#target";
        }
        MatrixFile file = MatrixFile.open(name, MatrixLayout.TOKENS_BY_NEURONS);
        files.add(file);
        ActivationMatrix found = file.activations();
        if (found.neurons() != dictionary.outputWidth() || found.tokens() != tokens) {
            throw new InputException(
                    "--target",
                    tokens + " tokens of width " + dictionary.outputWidth(),
                    found.tokens() + " of width " + found.neurons(),
                    "Give what the output should be for the tokens of --input.");
        }
        return Optional.of(found);
    }

    private static boolean hasTarget(Path file, long width, long tokens) {
        try (Safetensors in = Safetensors.open(file)) {
            return in.has("target") && in.info("target").shape().equals(List.of(tokens, width));
        }
    }

    /** Token ids beside the rows tell where sequences begin; without them only norms can raise a suspicion. */
    private static IntPredicate beginTokens(
            Path file, ActivationMatrix x, PublishedDictionary published, List<String> warnings) {
        if (file.toString().endsWith(".safetensors") && published.beginToken().orElse(true)) {
            try (Safetensors in = Safetensors.open(file)) {
                if (in.has(IDS)
                        && in.info(IDS).shape().size() == 2
                        && in.info(IDS).elements() == x.tokens()) {
                    int length = (int) (long) in.info(IDS).shape().get(1);
                    long[] ids = ids(in);
                    boolean same = true;
                    for (int t = 0; t < ids.length; t += length) {
                        same &= ids[t] == ids[0];
                    }
                    if (same) {
                        return t -> t % length == 0;
                    }
                }
            }
        }
        int far = farRows(x);
        if (far > 0) {
            warnings.add(far + " rows are more than " + (int) FAR
                    + " times as long as half of all: begin tokens among them " + "spoil L0 and variance");
        }
        return t -> false;
    }

    private static long[] ids(Safetensors in) {
        return switch (in.info(IDS).type()) {
            case I64 -> in.tensor(IDS).longs();
            case I32 -> Arrays.stream(in.tensor(IDS).ints()).asLongStream().toArray();
            default -> new long[] {0, 1};
        };
    }

    private static int farRows(ActivationMatrix x) {
        double[] norms = new double[x.tokens()];
        float[] row = new float[x.neurons()];
        for (int t = 0; t < norms.length; t++) {
            x.block(t, 1).get(0, row);
            for (float value : row) {
                norms[t] += (double) value * value;
            }
            norms[t] = Math.sqrt(norms[t]);
        }
        double[] sorted = norms.clone();
        Arrays.sort(sorted);
        double limit = FAR * sorted[sorted.length / 2];
        return (int) Arrays.stream(norms).filter(norm -> norm > limit).count();
    }

    /** As {@link NetworkRows#of}. */
    static DictionaryRows ofModel(
            LanguageModel model, List<Sentence> sentences, PublishedDictionary published, Progress progress) {
        NetworkRows rows = NetworkRows.of(
                model, sentences, published.dictionary(), published.beginToken(), Optional.empty(), progress);
        return new DictionaryRows(
                rows.x(),
                rows.target(),
                t -> false,
                String.format(
                        Locale.ROOT,
                        "%d sentences of the session at %s, %d special tokens left out",
                        sentences.size(),
                        rows.input().key(),
                        rows.specialTokens()),
                rows.warnings(),
                List.of());
    }

    @Override
    public void close() {
        files.forEach(MatrixFile::close);
    }
}
