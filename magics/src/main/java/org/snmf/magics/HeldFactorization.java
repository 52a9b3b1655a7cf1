package org.snmf.magics;

import java.util.Optional;
import org.snmf.factorize.Factorization;
import org.snmf.store.StoredSite;
import org.snmf.store.TokenTable;

/**
 * A factorization with what it is of.
 *
 * @param factorization A ≈ ZY
 * @param tokens what the columns of A are, where that is known
 * @param place layer and site of A, where they are known
 */
public record HeldFactorization(Factorization factorization, Optional<TokenTable> tokens, Optional<StoredSite> place) {}
