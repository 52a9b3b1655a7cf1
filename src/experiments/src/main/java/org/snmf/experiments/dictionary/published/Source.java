package org.snmf.experiments.dictionary.published;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one dictionary.
 *
 * @param folder where they lie
 * @param weights the tensors
 * @param format whose layout it is
 */
record Source(Path folder, Path weights, Format format) {
    /** A file beside the weights, if there is one. */
    Optional<Path> beside(String name) {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Names of all folders above the weights and of the weights themselves, separated by slashes. */
    String path() {
        return weights.toAbsolutePath().normalize().toString().replace('\\', '/');
    }

    /** Group 1 of the last match of {@code pattern} in {@link #path()}. */
    Optional<String> inPath(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(path());
        String found = null;
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return Optional.ofNullable(found);
    }
}
