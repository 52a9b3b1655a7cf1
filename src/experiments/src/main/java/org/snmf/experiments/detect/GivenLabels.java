package org.snmf.experiments.detect;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snmf.experiments.directions.ConceptDirections;

/** Labels that somebody gave, such as a describer, matched by name to those of the data. */
public final class GivenLabels {
    private GivenLabels() {}

    /**
     * The label that each direction's source was given, spelled as the data spell it where they differ only in case. One that
     * is none of the data's is kept as it is: the evaluation has no sentence of it, and counts it as such.
     *
     * @param given text by {@link ConceptDirections#source}
     * @param known labels of the data
     * @param giver who gave them
     * @return one label a direction, in order; none where none was given
     */
    public static List<DirectionLabel> of(
            ConceptDirections directions, Map<Integer, String> given, Collection<String> known, String giver) {
        return IntStream.range(0, directions.size())
                .mapToObj(i -> Optional.ofNullable(given.get(directions.source(i)))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(text -> new DirectionLabel(Optional.of(matched(text, known)), 1, giver))
                        .orElse(DirectionLabel.none(giver)))
                .toList();
    }

    private static String matched(String text, Collection<String> known) {
        return known.contains(text)
                ? text
                : known.stream().filter(text::equalsIgnoreCase).findFirst().orElse(text);
    }
}
