package org.snmf.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One activation matrix of a store: where in the network it was captured and how wide it is.
 *
 * @param layer layer, from 0
 * @param site key of the site, such as {@code mlp_act}
 * @param width values per token, d_a
 */
public record StoredSite(int layer, String site, int width) {
    private static final Pattern TENSOR = Pattern.compile("layer\\.(\\d{1,6})\\.(\\w+)");

    /** The place that a tensor's name says, if it is one that {@link #tensor()} gives. */
    public static Optional<StoredSite> ofTensor(String name, int width) {
        Matcher parts = TENSOR.matcher(name);
        return parts.matches()
                ? Optional.of(new StoredSite(Integer.parseInt(parts.group(1)), parts.group(2), width))
                : Optional.empty();
    }

    /** The tensor's name in the store's files: {@code layer.<i>.<site>}. */
    public String tensor() {
        return "layer." + layer + "." + site;
    }
}
