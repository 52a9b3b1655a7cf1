package org.snmf.magics.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.files.MatrixFile;
import org.snmf.files.MatrixLayout;
import org.snmf.files.Sha256;
import org.snmf.magics.run.Call;
import org.snmf.magics.session.HeldActivations;
import org.snmf.magics.session.StoreCheck;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.matrix.Matrices;
import org.snmf.matrix.Origin;
import org.snmf.progress.Progress;
import org.snmf.store.ActivationStore;
import org.snmf.store.Provenance;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;
import picocli.CommandLine.Option;

/** Where a verb takes the matrix A from: a file, a folder of activations, or else the session's activations. */
public final class MatrixSource {
    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "A.npy, A.npz#array, A.safetensors#tensor, or a folder of activations, also with #layer.0.mlp_act. "
                            + "Default: the session's activations.")
    private @Nullable String input;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            completionCandidates = Layouts.class,
            description = "Axes of the matrix in the file: ${COMPLETION-CANDIDATES}. Default: neurons-by-tokens; "
                    + "for a tensor that capture wrote, as it wrote it.")
    private @Nullable String layout;

    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            description = "Layer of the activations, where there are several. Default: the only one.")
    private @Nullable Integer layer;

    @Option(
            names = "--site",
            paramLabel = "SITE",
            completionCandidates = Sites.class,
            description = "Site of the activations, where there are several. Default: the only one.")
    private @Nullable String site;

    /** Names of the layouts. */
    static final class Layouts implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(MatrixLayout.values()).map(MatrixLayout::key).iterator();
        }
    }

    /**
     * A matrix with what is known of it.
     *
     * @param matrix A, d_a × n; usable until this is closed
     * @param tokens what its columns are
     * @param place layer and site
     * @param hashes computes the sha256 of what the matrix was read from, by name; reads all of it
     * @param file the file that is closed with this
     */
    public record Opened(
            ActivationMatrix matrix,
            Optional<TokenTable> tokens,
            Optional<StoredSite> place,
            Supplier<Map<String, String>> hashes,
            Optional<MatrixFile> file)
            implements AutoCloseable {
        @Override
        public void close() {
            file.ifPresent(MatrixFile::close);
        }
    }

    /** Whether the session's own activations are meant. */
    public boolean isSession() {
        return input == null;
    }

    /** Opens the matrix that is meant. A folder of activations becomes the session's. */
    public Opened open(Call call) {
        if (input != null && !Files.isDirectory(path(input))) {
            return file(input, call.progress());
        }
        if (layout != null) {
            throw new InputException(
                    "--layout", "a matrix in a file, named by --input", "activations", "Leave --layout out.");
        }
        if (input != null) {
            StoreCheck.open(call.session(), call.screen(), path(input));
        }
        HeldActivations held = call.session().activations();
        StoredSite place = place(held);
        return new Opened(
                held.at(place), Optional.of(held.tokens()), Optional.of(place), held::hashes, Optional.empty());
    }

    /**
     * A place of a store of activations, for who reads it elsewhere.
     *
     * @param address the folder
     * @param tensor {@code layer.<i>.<site>}
     * @param tokens what its columns are, where the folder is on this machine
     * @param hashes computes the sha256 of what is read, where the folder is on this machine
     */
    public record Placed(
            String address, String tensor, Optional<TokenTable> tokens, Supplier<Map<String, String>> hashes) {}

    /** The place that is meant; a folder on this machine becomes the session's activations. */
    public Placed placed(Call call) {
        if (input != null && input.contains("://")) {
            int hash = input.lastIndexOf('#');
            if (hash < 0) {
                throw new InputException(
                        "--input", "an address with the place after #", input, "Add for example #layer.0.mlp_act.");
            }
            return new Placed(input.substring(0, hash), input.substring(hash + 1), Optional.empty(), Map::of);
        }
        if (input == null || !Files.isDirectory(path(input))) {
            throw new InputException(
                    "--input",
                    "a folder of activations that every machine of the cluster sees",
                    input == null ? "none" : input,
                    "Capture with --out FOLDER and name that.");
        }
        try (Opened opened = open(call)) {
            return new Placed(
                    path(input).toAbsolutePath().toString(),
                    opened.place().orElseThrow().tensor(),
                    opened.tokens(),
                    opened.hashes());
        }
    }

    /** The matrix of a file with its origin, where a tensor's name tells the place and the folder is a store. */
    private static ActivationMatrix placed(MatrixFile file, Optional<StoredSite> place) {
        if (place.isEmpty()) {
            return file.activations();
        }
        Optional<Provenance> store =
                ActivationStore.provenanceOf(file.file().toAbsolutePath().resolveSibling(""));
        return Matrices.withOrigin(file.activations(), () -> store.map(p -> ActivationStore.origin(p, place.get()))
                .orElseGet(() -> Origin.of(place.get().layer(), place.get().site())));
    }

    /** The file or folder that --input names, without a tensor. */
    private static Path path(String input) {
        int hash = input.lastIndexOf('#');
        return Path.of(hash < 0 ? input : input.substring(0, hash));
    }

    /** The tensor that --input names after a #; empty if it names none. */
    private String tensor() {
        String named = input == null ? "" : input;
        int hash = named.lastIndexOf('#');
        return hash < 0 ? "" : named.substring(hash + 1);
    }

    private StoredSite place(HeldActivations held) {
        if (tensor().isEmpty()) {
            return held.choose(layer, site);
        }
        refuseOptionsOfPlace();
        return held.sites().stream()
                .filter(place -> place.tensor().equals(tensor()))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        input == null ? "--input" : path(input).toString(),
                        "one of "
                                + String.join(
                                        ", ",
                                        held.sites().stream()
                                                .map(StoredSite::tensor)
                                                .toList()),
                        tensor(),
                        "Name one of them after #."));
    }

    private void refuseOptionsOfPlace() {
        if ((layer != null || site != null) && input != null && Files.exists(path(input))) {
            throw new InputException(
                    "--layer and --site",
                    "activations of several places",
                    "the file " + input,
                    "Name the tensor instead, as in FILE#layer.0.mlp_act.");
        }
    }

    private Opened file(String input, Progress progress) {
        refuseOptionsOfPlace();
        String tensor = tensor();
        boolean captured = StoredSite.ofTensor(tensor, 0).isPresent();
        MatrixLayout axes = layout != null
                ? MatrixLayout.of(layout)
                : captured ? MatrixLayout.TOKENS_BY_NEURONS : MatrixLayout.NEURONS_BY_TOKENS;
        MatrixFile file = MatrixFile.open(input, axes);
        Optional<StoredSite> place =
                StoredSite.ofTensor(tensor, file.activations().neurons());
        return new Opened(
                placed(file, place),
                Optional.empty(),
                place,
                () -> Map.of("activations", Sha256.of(file.file(), progress)),
                Optional.of(file));
    }
}
