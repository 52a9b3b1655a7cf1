package org.snmf.experiments.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.snmf.errors.InputException;

/**
 * Which labels are close relatives, such as Monday and Tuesday: the sentences of one are hard negatives of the other, and
 * too close to count as neutral.
 */
public final class LabelFamilies {
    /** Every label by itself. */
    public static final LabelFamilies NONE = new LabelFamilies(Map.of());

    private final Map<String, String> familyOf;

    private LabelFamilies(Map<String, String> familyOf) {
        this.familyOf = Map.copyOf(familyOf);
    }

    /** @param families the labels of each family by its name; a label that is in none is by itself */
    public static LabelFamilies of(Map<String, List<String>> families) {
        Map<String, String> familyOf = new LinkedHashMap<>();
        families.forEach((family, labels) -> labels.forEach(label -> {
            String other = familyOf.putIfAbsent(label, family);
            if (other != null) {
                throw new InputException(
                        "label \"" + label + "\"", "one family", "\"" + other + "\" and \"" + family + "\"", "");
            }
        }));
        return new LabelFamilies(familyOf);
    }

    /** The families of the sentences that come with the library: time, tongues, work, person and table. */
    public static LabelFamilies ofEmbeddedSentences() {
        return of(Map.of(
                "time", List.of("days of the week", "months of the year", "seasons and units of time"),
                "tongues", List.of("countries and cities", "languages", "programming languages"),
                "work", List.of("professions", "school", "money and trade"),
                "person", List.of("the body and its parts", "clothes", "family", "emotions"),
                "table", List.of("food", "dining")));
    }

    /** The name of the family of a label; empty where it has none. */
    public Optional<String> of(String label) {
        return Optional.ofNullable(familyOf.get(label));
    }

    /** Whether two different labels are of one family. */
    public boolean related(String label, String other) {
        String family = familyOf.get(label);
        return family != null && !label.equals(other) && Objects.equals(family, familyOf.get(other));
    }
}
