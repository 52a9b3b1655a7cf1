package org.snmf.experiments.describe;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.snmf.errors.InputException;
import org.snmf.experiments.describe.Description.State;
import org.snmf.experiments.describe.StrongestTokens.Word;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.features.Context;
import org.snmf.progress.Progress;

/**
 * Names a feature by the nearest of given names in a space of meanings, offline. The feature's place is that of its strongest
 * words read as one text and, where it has contexts, of these, each counted by its coefficient; the two count alike.
 * Confidence is the cosine of place and name; below a threshold no name is given.
 */
public final class SemanticDescriber implements Describer {
    /**
     * Least cosine of a name. Measured on features of the embedded model's layer 0 with the data's labels as names (k = 200,
     * seed 0): it names four fifths of the features whose contexts are mostly of one label, and a fifth of those whose
     * contexts share no label.
     */
    public static final double THRESHOLD = 0.4;

    /** What of a subject with contexts makes its place. */
    public enum Evidence {
        /** The words at the strong tokens. */
        WORDS,
        /** The contexts as they stand. */
        SURROUNDINGS,
        /** Both, counted alike. */
        BOTH
    }

    private static final int WORDS = 10;
    private static final int CONTEXTS = 10;

    private final SentenceSpace space;
    private final ConceptNames names;
    private final List<float[]> places;
    private final double threshold;
    private final Evidence evidence;

    /** With {@link #THRESHOLD}, from both kinds of evidence. */
    public SemanticDescriber(SentenceSpace space, ConceptNames names) {
        this(space, names, THRESHOLD, Evidence.BOTH);
    }

    /**
     * A describer with these names.
     *
     * @param threshold least cosine at which a name is given, in [0, 1]
     */
    public SemanticDescriber(SentenceSpace space, ConceptNames names, double threshold, Evidence evidence) {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new InputException("threshold of a semantic name", "a cosine in [0, 1]", threshold + "", "");
        }
        this.space = space;
        this.names = names;
        this.threshold = threshold;
        this.evidence = evidence;
        this.places = names.names().stream().map(space::vector).toList();
    }

    @Override
    public String name() {
        return "semantic (" + space.name() + ")";
    }

    @Override
    public List<Description> describe(List<Subject> subjects, Progress progress) {
        return OneByOne.describe(subjects, name(), progress, this::describe);
    }

    private Description describe(Subject subject) {
        float[] place = place(subject);
        int best = 0;
        int second = 1;
        double[] cosines =
                places.stream().mapToDouble(p -> SentenceSpace.cosine(place, p)).toArray();
        for (int i = 1; i < cosines.length; i++) {
            if (cosines[i] > cosines[best]) {
                second = best;
                best = i;
            } else if (i > 1 && cosines[i] > cosines[second]) {
                second = i;
            }
        }
        String nearest = String.format(
                Locale.ROOT,
                "%s %.2f, then %s %.2f",
                names.names().get(best),
                cosines[best],
                names.names().get(second),
                cosines[second]);
        return cosines[best] >= threshold
                ? Description.named(subject, names.names().get(best), name(), cosines[best], nearest)
                : Description.without(subject, State.UNNAMED, name(), "nothing near: " + nearest);
    }

    private float[] place(Subject subject) {
        float[] words = space.vector(StrongestTokens.of(subject).stream()
                .limit(WORDS)
                .map(Word::text)
                .collect(Collectors.joining(" ")));
        if (subject.contexts().isEmpty() || evidence == Evidence.WORDS) {
            return words;
        }
        List<Context> contexts = subject.contexts().stream().limit(CONTEXTS).toList();
        float[] around = space.centre(
                contexts.stream().map(c -> ContextWindow.of(c).text()).toList(),
                contexts.stream().mapToDouble(Context::coefficient).toArray());
        return evidence == Evidence.SURROUNDINGS ? around : SentenceSpace.middle(words, around);
    }
}
