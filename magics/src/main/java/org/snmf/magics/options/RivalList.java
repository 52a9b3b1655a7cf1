package org.snmf.magics.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.dictionary.published.PublishedDictionary;
import org.snmf.experiments.dictionary.published.PublishedDictionary.Preview;
import org.snmf.experiments.dictionary.published.ReadOptions;
import org.snmf.experiments.rivals.Method;
import org.snmf.experiments.rivals.PublishedRival;
import org.snmf.magics.run.Nearest;
import org.snmf.magics.source.HubDictionaries;
import org.snmf.progress.Progress;

/**
 * What SNMF is compared with.
 *
 * @param methods those that are made from the same activations
 * @param dictionaries folders of dictionaries of others, or their addresses on the hub
 */
public record RivalList(List<Method> methods, List<String> dictionaries) {
    /** What {@link #of} reads, for descriptions of options. */
    public static final String TEXT =
            "'all', or from sae-topk, sae-l1, diffmeans, pca, random-sparse, random, neurons; and "
                    + "sae:DIR for a dictionary of others, as 'sae --sae' reads it; separated by commas. ";

    private static final String ALL = "all";
    private static final String DICTIONARY = "sae:";

    /**
     * Reads a comma-separated list.
     *
     * @param list null for none
     * @throws InputException for a name that is none of these
     */
    public static RivalList of(String option, @Nullable String list) {
        Set<Method> methods = new LinkedHashSet<>();
        Set<String> dictionaries = new LinkedHashSet<>();
        for (String key : list == null ? new String[0] : list.split(",")) {
            String name = key.strip();
            if (name.startsWith(DICTIONARY)) {
                dictionaries.add(name.substring(DICTIONARY.length()));
            } else if (name.equals(ALL)) {
                methods.addAll(List.of(Method.values()));
            } else {
                methods.add(method(option, name));
            }
        }
        return new RivalList(List.copyOf(methods), List.copyOf(dictionaries));
    }

    private static Method method(String option, String name) {
        return Method.of(name).orElseThrow(() -> {
            List<String> known = Arrays.stream(Method.values()).map(Method::key).toList();
            String nearest = Nearest.of(name, known)
                    .map(near -> "Did you mean '" + near + "'? ")
                    .orElse("");
            return new InputException(option, "'all', sae:DIR, or methods from " + Method.keys(), name, nearest);
        });
    }

    /** Their names, as they were given. */
    public List<String> keys() {
        return Stream.concat(
                        methods.stream().map(Method::key), dictionaries.stream().map(DICTIONARY::concat))
                .toList();
    }

    /** Shapes of the dictionaries, without reading their numbers. */
    List<Preview> previews(Progress progress) {
        return dictionaries.stream()
                .map(name -> PublishedDictionary.preview(HubDictionaries.find(name, false, progress), ReadOptions.NONE))
                .toList();
    }

    /**
     * Reads the dictionaries. Each is called by its format and the last part of its folder, or by all of it where two would
     * be called the same.
     *
     * @throws InputException if one is not there, or is refused
     */
    List<PublishedRival> open(Progress progress) {
        List<PublishedRival> opened = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        for (String name : dictionaries) {
            Path path = HubDictionaries.find(name, false, progress);
            PublishedDictionary published = PublishedDictionary.open(path, ReadOptions.NONE);
            String called =
                    published.format() + " " + path.toAbsolutePath().normalize().getFileName();
            opened.add(new PublishedRival(taken.add(called) ? called : published.format() + " " + name, published));
        }
        return opened;
    }
}
