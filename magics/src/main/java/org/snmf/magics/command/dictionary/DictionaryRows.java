package org.snmf.magics.command.dictionary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.Centring;
import org.snmf.experiments.dictionary.Dictionary;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Safetensors;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Capture;
import org.snmf.models.capture.CaptureOptions;
import org.snmf.models.capture.Captured;
import org.snmf.models.checkpoint.Family;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.place.Location;
import org.snmf.models.network.place.Site;
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
    static DictionaryRows ofFile(String input, String target, PublishedDictionary published) {
        Dictionary dictionary = published.dictionary();
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
            String input, String target, Dictionary dictionary, int tokens, List<MatrixFile> files) {
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

    /**
     * What the network has at the dictionary's sites for these sentences; special tokens are left out.
     *
     * @param place where it reads, if the user says so
     */
    static DictionaryRows ofModel(
            LanguageModel model,
            List<Sentence> sentences,
            PublishedDictionary published,
            Optional<Location> place,
            Progress progress) {
        Dictionary dictionary = published.dictionary();
        Location input = place.orElseGet(() -> locate(dictionary.input(), model, "input"));
        checkWidth(input, model, dictionary.inputWidth(), dictionary);
        List<String> warnings = new ArrayList<>();
        Optional<Location> output = Optional.of(input);
        if (dictionary.isTranscoder()) {
            output = dictionary.output().in(model.config());
            output.ifPresentOrElse(
                    there -> checkWidth(there, model, dictionary.outputWidth(), dictionary),
                    () -> warnings.add("the output site " + dictionary.output()
                            + " is not captured here, so that no variance can be explained"));
        }
        Set<Site> sites = new LinkedHashSet<>(List.of(input.site()));
        Set<Integer> layers = new LinkedHashSet<>(List.of(input.layer()));
        output.ifPresent(there -> {
            sites.add(there.site());
            layers.add(there.layer());
        });
        CaptureOptions options = CaptureOptions.layers(
                        layers.stream().mapToInt(Integer::intValue).toArray())
                .withSites(sites.toArray(Site[]::new))
                .withTooLong(CaptureOptions.TooLong.TRUNCATE);
        if (published.beginToken().isPresent()) {
            options = options.withBeginToken(published.beginToken().get());
        }
        Captured captured = Capture.inMemory(model, sentences, options, progress);
        boolean centred = dictionary.centresInput() && model.config().family() == Family.GPT2;
        if (dictionary.centresInput() && !centred) {
            warnings.add("the network has no LayerNorm: its activations were not centred");
        }
        ActivationMatrix x = centred(captured, input, centred);
        Optional<ActivationMatrix> target = output.map(there -> there.equals(input)
                ? x
                : centred(captured, there, centred && dictionary.output().kind().isResidual()));
        return new DictionaryRows(
                x,
                target,
                t -> false,
                String.format(
                        Locale.ROOT,
                        "%d sentences of the session at %s, %d special tokens left out",
                        sentences.size(),
                        input.key(),
                        captured.report().specialTokens()),
                warnings,
                List.of());
    }

    private static ActivationMatrix centred(Captured captured, Location place, boolean centred) {
        ActivationMatrix a = captured.at(place.layer(), place.site());
        return centred ? Centring.of(a) : a;
    }

    private static Location locate(DictionarySite site, LanguageModel model, String side) {
        Location found = site.in(model.config())
                .orElseThrow(() -> new InputException(
                        "the " + side + " of the dictionary",
                        "one of the sites " + Site.keys() + " of a known layer",
                        "'" + site + "'",
                        "Give rows of that place with --input, or say where it reads with --layer and --site."));
        found.check(model.config());
        return found;
    }

    private static void checkWidth(Location place, LanguageModel model, int width, Dictionary dictionary) {
        place.check(model.config());
        int found = place.site().width(model.config());
        if (found != width) {
            throw new InputException(
                    "the model at " + place.key(),
                    "width " + width + ", that of the dictionary " + dictionary.name(),
                    String.valueOf(found),
                    "Load the model that the dictionary was trained on, or say where it reads with --layer and --site.");
        }
    }

    @Override
    public void close() {
        files.forEach(MatrixFile::close);
    }
}
