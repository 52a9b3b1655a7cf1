package org.snmf.magics.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.concepts.Concept;
import org.snmf.experiments.concepts.ConceptFeatures;
import org.snmf.experiments.concepts.ConceptFeatures.By;
import org.snmf.experiments.concepts.ConceptFeatures.Choice;
import org.snmf.experiments.concepts.ConceptFeatures.Vocabulary;
import org.snmf.experiments.concepts.ConceptTokens;
import org.snmf.magics.report.FeatureTables;
import org.snmf.magics.run.Call;
import org.snmf.magics.run.Nearest;
import org.snmf.magics.session.HeldFactorization;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.network.VocabularyProjection;
import org.snmf.store.TokenTable;
import org.snmf.views.display.Visible;
import picocli.CommandLine.Option;

/** Which concepts a verb is about, and how their features are found. */
public final class ConceptOptions {
    private static final String LABELS = ";";

    @Option(
            names = "--concepts",
            paramLabel = "WORDS",
            completionCandidates = Sets.class,
            description =
                    "A group of concepts: ${COMPLETION-CANDIDATES}, words such as spring,summer,autumn,winter, or labels of "
                            + "the data, parted by semicolons, such as \"cooking;music\". May be repeated for several groups. Default: days.")
    private List<String> concepts = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "HOW",
            description = "How a concept's feature is found: ${COMPLETION-CANDIDATES}. "
                    + "Default: label where the concepts are labels, else current-token, for neurons contrast.")
    private @Nullable By by;

    /** Sets of concepts with a name. */
    static final class Sets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("days", "months").iterator();
        }
    }

    /** The concepts in groups that belong together: one for each {@code --concepts}. */
    public List<List<Concept>> groups() {
        List<List<Concept>> groups = new ArrayList<>();
        for (String group : concepts.isEmpty() ? List.of("days") : concepts) {
            List<Concept> list =
                    switch (group.strip()) {
                        case "days" -> Concept.days();
                        case "months" -> Concept.months();
                        default ->
                            Arrays.stream(group.split(isLabels(group) ? LABELS : ",", -1))
                                    .map(String::strip)
                                    .filter(w -> !w.isEmpty())
                                    .map(Concept::of)
                                    .toList();
                    };
            if (list.size() < 2) {
                throw new InputException(
                        "--concepts",
                        "days, months, at least two words, or at least two labels of the data",
                        "'" + group + "'",
                        "Examples: red,green,blue or \"cooking;music\"");
            }
            groups.add(list);
        }
        Concept.requireDistinct(groups.stream().flatMap(List::stream).toList());
        return groups;
    }

    private static boolean isLabels(String group) {
        return group.contains(LABELS);
    }

    /** Whether the concepts are labels of the data, all of them. */
    private boolean areLabels() {
        long labels = concepts.stream().filter(ConceptOptions::isLabels).count();
        if (labels > 0 && labels < concepts.size()) {
            throw new InputException(
                    "--concepts",
                    "either words or labels",
                    String.join(" and ", concepts),
                    "A feature is found by a word at its tokens or by the label of its sentences: ask twice.");
        }
        return labels > 0;
    }

    /** Refuses labels that no sentence has. */
    private static void requireLabels(List<Concept> wanted, TokenTable tokens) {
        Set<String> known = new TreeSet<>();
        tokens.sentences().forEach(sentence -> known.add(sentence.label()));
        for (Concept concept : wanted) {
            if (known.stream().noneMatch(concept::names)) {
                known.remove("");
                String nearest = Nearest.of(concept.name(), known)
                        .map(n -> "Did you mean '" + n + "'?")
                        .orElse("The labels are " + shown(known) + ".");
                throw new InputException("--concepts", "labels of the data", "'" + concept.name() + "'", nearest);
            }
        }
    }

    /** All concepts of all groups. */
    public List<Concept> all() {
        return groups().stream().flatMap(List::stream).toList();
    }

    /**
     * Finds a feature for each concept; says which have none.
     *
     * @param otherwise how, when no option says it
     * @param model needed when features are found by projection
     */
    public List<Choice> choose(Call call, HeldFactorization held, By otherwise, Optional<LanguageModel> model) {
        By how = by != null ? by : areLabels() ? By.LABEL : otherwise;
        List<Concept> wanted = all();
        TokenTable read = FeatureTables.tokens(held);
        if (how == By.LABEL) {
            requireLabels(wanted, read);
        }
        ConceptFeatures features = ConceptFeatures.of(held.factorization(), read);
        Optional<Vocabulary> vocabulary =
                EnumSet.of(By.CURRENT_TOKEN, By.LABEL, By.NEXT_TOKEN).contains(how)
                        ? Optional.empty()
                        : model.map(m -> new Vocabulary(
                                VocabularyProjection.of(
                                        m, held.mlpLayer(m, call.session().modelName())),
                                tokens(call, m, wanted)));
        List<Choice> chosen = features.choose(wanted, how, vocabulary);
        if (chosen.size() < 2) {
            throw new InputException(
                    "--concepts",
                    "at least two concepts with a feature",
                    String.valueOf(chosen.size()),
                    "Take other concepts, a larger rank, or other data.");
        }
        if (chosen.size() < wanted.size()) {
            List<String> names = chosen.stream().map(c -> c.concept().name()).toList();
            List<String> missing = wanted.stream()
                    .map(Concept::name)
                    .filter(n -> !names.contains(n))
                    .toList();
            call.screen().say("No feature for " + shown(missing) + ".");
        }
        return chosen;
    }

    /** The vocabulary token of each concept; says which stand only for a word's beginning. */
    public static int[] tokens(Call call, LanguageModel model, List<Concept> concepts) {
        ConceptTokens tokens = ConceptTokens.of(model.tokenizer(), concepts);
        if (!tokens.partial().isEmpty()) {
            call.screen().say("More than one token, only the first is looked at: " + shown(tokens.partial()));
        }
        return tokens.ids();
    }

    private static String shown(Collection<String> names) {
        return names.stream().map(Visible::title).collect(Collectors.joining(", "));
    }
}
