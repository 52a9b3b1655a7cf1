package org.snmf.experiments.dictionary.published;

/** A layout of files that somebody publishes dictionaries in. */
interface Format {
    /** The name in options and reports. */
    String key();

    /**
     * Reads a dictionary.
     *
     * @throws org.snmf.errors.InputException if a file is missing or damaged, contradicts another, is of a kind that is not
     *     read, or leaves open what {@code options} do not say
     */
    PublishedDictionary read(Source source, ReadOptions options);
}
