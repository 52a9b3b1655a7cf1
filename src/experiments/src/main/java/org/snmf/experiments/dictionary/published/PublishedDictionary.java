package org.snmf.experiments.dictionary.published;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.DictionarySite;
import org.snmf.experiments.dictionary.SelfCheck.ExpectedL0;
import org.snmf.experiments.dictionary.SparseDictionary;
import org.snmf.files.python.NamedArrays;
import org.snmf.models.network.place.Location;

/**
 * A dictionary with what was decided in reading it.
 *
 * @param dictionary the one form
 * @param format whose layout it was in
 * @param decisions what the tensors do not tell
 * @param warnings what a user must know
 * @param expectedL0 active latents of a token as its publisher says it, if he does
 * @param beginToken whether its texts began with a begin token; empty where that is not said
 */
public record PublishedDictionary(
        SparseDictionary dictionary,
        String format,
        List<Decision> decisions,
        List<String> warnings,
        Optional<ExpectedL0> expectedL0,
        Optional<Boolean> beginToken) {
    public PublishedDictionary {
        decisions = List.copyOf(decisions);
        warnings = List.copyOf(warnings);
    }

    /**
     * Finds and reads the dictionary in a folder, or the one that a file of weights belongs to.
     *
     * @param path the folder of the dictionary, one above it that holds no other, or the weights themselves
     * @throws org.snmf.errors.InputException if there is none or more than one, or as {@code Format} says
     */
    public static PublishedDictionary open(Path path, ReadOptions options) {
        Source source = Finder.find(path, options);
        PublishedDictionary read = source.format().read(source, options);
        options.factor().ifPresent(factor -> read.requireUsed("--factor", factor, "factor"));
        options.reading()
                .ifPresent(reading -> read.requireUsed("--reading", reading, "reading", "dict_class", "latents"));
        return read;
    }

    /**
     * The same at another input site, and an autoencoder at that output site.
     *
     * @param place where a user says that it reads
     */
    public PublishedDictionary at(Location place) {
        DictionarySite input = DictionarySite.of(place);
        DictionarySite output = dictionary.isTranscoder() ? dictionary.output() : input;
        return new PublishedDictionary(
                dictionary.at(input, output, dictionary.centresInput()),
                format,
                decisions,
                warnings,
                expectedL0,
                beginToken);
    }

    /**
     * What would be read, without reading any numbers.
     *
     * @param weights the file
     * @param format whose layout it is in
     * @param shapes shape of each tensor, by name
     */
    public record Preview(Path weights, String format, Map<String, List<Long>> shapes) {
        /** Numbers in all tensors. */
        public long numbers() {
            return shapes.values().stream()
                    .mapToLong(
                            shape -> shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b))
                    .sum();
        }
    }

    /** Finds the dictionary that {@link #open} would read. */
    public static Preview preview(Path path, ReadOptions options) {
        Source source = Finder.find(path, options);
        try (NamedArrays arrays = NamedArrays.open(source.weights())) {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            arrays.names().forEach(name -> shapes.put(name, arrays.shape(name)));
            return new Preview(source.weights(), source.format().key(), shapes);
        }
    }

    /** Keys of the formats that are read. */
    public static List<String> formats() {
        return Finder.formats();
    }

    /** Refuses an option that changed nothing, since its user expects that it did. */
    private void requireUsed(String option, Object value, String... decided) {
        boolean used = decisions.stream()
                .anyMatch(d ->
                        d.from() == Decision.Origin.GIVEN && Stream.of(decided).anyMatch(d.what()::contains));
        if (!used) {
            throw new InputException(
                    option, "none for this dictionary of format " + format, String.valueOf(value), "Leave it out.");
        }
    }
}
