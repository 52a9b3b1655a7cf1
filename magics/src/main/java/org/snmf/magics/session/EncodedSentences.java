package org.snmf.magics.session;

import java.util.OptionalDouble;
import org.snmf.matrix.Coefficients;
import org.snmf.models.network.place.Location;
import org.snmf.store.TokenTable;

/**
 * How strong features are in new text.
 *
 * @param coefficients a row for each feature of the source, a column for each token
 * @param tokens what the columns are
 * @param place where the network was read
 * @param relativeError of what they reconstruct of these tokens, where the place of their directions is captured
 */
public record EncodedSentences(
        Coefficients coefficients, TokenTable tokens, Location place, OptionalDouble relativeError) {}
