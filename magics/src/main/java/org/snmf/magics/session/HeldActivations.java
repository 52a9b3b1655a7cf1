package org.snmf.magics.session;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.matrix.ActivationMatrix;
import org.snmf.models.capture.Captured;
import org.snmf.models.network.place.Site;
import org.snmf.store.ActivationStore;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/** Activations that a session holds: captured into memory, or a store on disk. Close it when it holds a store. */
public final class HeldActivations implements AutoCloseable {
    private final @Nullable Captured captured;
    private final @Nullable ActivationStore store;

    /** Of one or the other. */
    private HeldActivations(@Nullable Captured captured, @Nullable ActivationStore store) {
        this.captured = captured;
        this.store = store;
    }

    private Captured captured() {
        return Objects.requireNonNull(captured, "they lie in a store");
    }

    /** Activations in memory. */
    public static HeldActivations of(Captured captured) {
        return new HeldActivations(captured, null);
    }

    /** Activations in a store, which is closed with this. */
    public static HeldActivations of(ActivationStore store) {
        return new HeldActivations(null, store);
    }

    /** The store that they lie in, if they do not lie in memory. */
    public Optional<ActivationStore> store() {
        return Optional.ofNullable(store);
    }

    /** Every layer and site that was captured. */
    public List<StoredSite> sites() {
        if (store != null) {
            return store.sites();
        }
        return captured().activations().entrySet().stream()
                .map(e -> new StoredSite(
                        e.getKey().layer(),
                        e.getKey().site().key(),
                        e.getValue().neurons()))
                .sorted(Comparator.comparingInt(StoredSite::layer).thenComparing(StoredSite::site))
                .toList();
    }

    /**
     * The one layer and site that is meant when one of them, or neither, is named.
     *
     * @param layer the layer, or null
     * @param site the site's key, or null
     * @throws InputException if none fits, or several do
     */
    public StoredSite choose(@Nullable Integer layer, @Nullable String site) {
        List<StoredSite> fitting = sites().stream()
                .filter(s -> layer == null || s.layer() == layer)
                .filter(s -> site == null || s.site().equals(site))
                .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String all = String.join(", ", sites().stream().map(StoredSite::tensor).toList());
        String wanted = (layer == null ? "" : "layer " + layer + " ") + (site == null ? "" : "site " + site);
        throw new InputException(
                "activations",
                "one layer and site",
                fitting.isEmpty() ? "none for " + wanted.strip() : fitting.size() + " that fit",
                "There are " + all + ": choose with --layer and --site.");
    }

    /** The matrix A (d_a × n) at one of {@link #sites()}. */
    public ActivationMatrix at(StoredSite place) {
        if (store != null) {
            return store.activations(place.layer(), place.site());
        }
        return captured().at(place.layer(), Site.of(place.site()).orElseThrow());
    }

    /** A (d_a × n) at this layer and site, such as {@code mlp_act}. */
    public ActivationMatrix at(int layer, String site) {
        return at(choose(layer, site));
    }

    /** A (d_a × n) at this layer, of which one site was captured. */
    public ActivationMatrix at(int layer) {
        return at(choose(layer, null));
    }

    /** What the columns are. */
    public TokenTable tokens() {
        return store != null ? store.tokens() : captured().tokens();
    }

    /** Bytes that lie in memory; 0 for a store on disk. */
    public long bytes() {
        return store != null
                ? 0
                : sites().stream()
                        .mapToLong(s -> 4L * s.width() * tokens().size())
                        .sum();
    }

    /** The sha256 of a store's files, by the name that provenance gives them; none for activations in memory. */
    public Map<String, String> hashes() {
        return store == null ? Map.of() : Map.of("activations", store.sha256());
    }

    /** Where they lie, for people. */
    public String where() {
        return store == null ? "memory" : store.folder().toString();
    }

    /** Closes the store. Activations in memory stay readable by whoever still has them, and go when nobody has. */
    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
