package org.snmf.store;

/**
 * One activation matrix of a store: where in the network it was captured and how wide it is.
 *
 * @param layer layer, from 0
 * @param site key of the site, such as {@code mlp_act}
 * @param width values per token, d_a
 */
public record StoredSite(int layer, String site, int width) {
    /** The tensor's name in the store's files: {@code layer.<i>.<site>}. */
    public String tensor() {
        return "layer." + layer + "." + site;
    }
}
