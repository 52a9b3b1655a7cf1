package org.snmf.experiments.dictionary.published;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a user says where the files do not, or says otherwise.
 *
 * @param format key of the format; empty: by the files
 * @param reading which of several readings of the format; empty: the publisher's own
 * @param factor fixed factor of the input, where the format keeps it elsewhere
 * @param k active latents of a token, where no file says it
 */
public record ReadOptions(Optional<String> format, Optional<String> reading, OptionalDouble factor, OptionalInt k) {
    /** Everything by the files. */
    public static final ReadOptions NONE =
            new ReadOptions(Optional.empty(), Optional.empty(), OptionalDouble.empty(), OptionalInt.empty());

    /** The same with a factor. */
    public ReadOptions withFactor(double other) {
        return new ReadOptions(format, reading, OptionalDouble.of(other), k);
    }

    /** The same with another reading. */
    public ReadOptions withReading(String other) {
        return new ReadOptions(format, Optional.of(other), factor, k);
    }

    /** The same with another format. */
    public ReadOptions withFormat(String other) {
        return new ReadOptions(Optional.of(other), reading, factor, k);
    }

    /** The same with k. */
    public ReadOptions withK(int other) {
        return new ReadOptions(format, reading, factor, OptionalInt.of(other));
    }
}
