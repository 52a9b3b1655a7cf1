package org.snmf.magics.session;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snmf.factorize.Factorization;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/**
 * A factorization with what it is of.
 *
 * @param factorization A ≈ ZY
 * @param tokens what the columns of A are, where that is known
 * @param place layer and site of A, where they are known
 * @param origin reads the sha256 of the files of the model that A was captured from, by name; none where it is not known
 */
public record HeldFactorization(
        Factorization factorization,
        Optional<TokenTable> tokens,
        Optional<StoredSite> place,
        Supplier<Map<String, String>> origin) {
    /** A factorization of activations of a model that is not known. */
    public HeldFactorization(Factorization factorization, Optional<TokenTable> tokens, Optional<StoredSite> place) {
        this(factorization, tokens, place, Map::of);
    }
}
