package org.snmf.magics.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.describe.ChatDescriber;
import org.snmf.experiments.describe.ConceptNames;
import org.snmf.experiments.describe.Describer;
import org.snmf.experiments.describe.LexicalDescriber;
import org.snmf.experiments.describe.LocalDescriber;
import org.snmf.experiments.describe.SemanticDescriber;
import org.snmf.experiments.texts.SentenceSpace;
import org.snmf.magics.plan.Plan;
import org.snmf.magics.run.Call;
import org.snmf.magics.source.ModelSource;
import org.snmf.models.network.LanguageModel;
import org.snmf.store.Sentence;
import org.snmf.store.TokenTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who gives features their names. */
public final class DescriberOptions {
    /** Kinds of describers. */
    enum Kind {
        LEXICAL,
        SEMANTIC,
        CHAT,
        LOCAL;

        /** As options spell it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What {@code --names} offers beside a file. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("labels", "general").iterator();
        }
    }

    /** Words of a prompt: instructions, and ten contexts of thirty tokens. */
    private static final int PROMPT_WORDS = 600;

    @Mixin
    private ChatSource chat;

    @Option(
            names = "--describer",
            paramLabel = "WHO",
            description =
                    "Who names: ${COMPLETION-CANDIDATES}. lexical by the words that contexts share; semantic by the "
                            + "nearest name in a space of meanings; chat by a chat model; local by the name that a checkpoint "
                            + "finds likeliest. Default: lexical.")
    private @Nullable Kind kind;

    @Option(
            names = "--names",
            paramLabel = "FILE",
            completionCandidates = Names.class,
            description =
                    "Names to choose among, for semantic and local: a file with one a line, 'labels' of the data, "
                            + "or 'general' concepts. Default: the labels where there are two or more, else general.")
    private @Nullable String names;

    @Option(
            names = "--least-cosine",
            paramLabel = "COSINE",
            description = "Least cosine of a semantic name. Default: ${DEFAULT-VALUE}.")
    private double threshold = SemanticDescriber.THRESHOLD;

    @Option(
            names = "--reader",
            paramLabel = "FILE",
            description = "Checkpoint folder that local reads with. Default: the model of the features.")
    private @Nullable Path reader;

    /** Whether one was asked for. */
    public boolean isGiven() {
        return kind != null;
    }

    /** Adds what naming so many subjects will take to a plan, where it is paid for; nothing is sent. */
    public void describe(int subjects, Plan plan) {
        if (kind == Kind.CHAT) {
            try (ChatClient client = chat.open()) {
                ChatSource.describe(client.plan(subjects, " word".repeat(PROMPT_WORDS)), plan);
            }
        }
    }

    /**
     * Uses the describer and closes what it opened.
     *
     * @param model gives the session's model, where a describer reads with it
     */
    public <T> T with(Call call, TokenTable tokens, ModelSource model, Function<Describer, T> use) {
        return switch (kind == null ? Kind.LEXICAL : kind) {
            case SEMANTIC ->
                use.apply(new SemanticDescriber(
                        new SentenceSpace(), names(tokens), threshold, SemanticDescriber.Evidence.BOTH));
            case CHAT -> {
                try (ChatDescriber describer = new ChatDescriber(chat.open(), chat.templates())) {
                    yield use.apply(describer);
                }
            }
            case LOCAL -> {
                if (reader == null) {
                    LanguageModel held = model.load(call).model();
                    yield use.apply(new LocalDescriber(held, call.session().modelName(), names(tokens)));
                }
                try (LanguageModel other = LanguageModel.load(reader)) {
                    yield use.apply(
                            new LocalDescriber(other, reader.getFileName().toString(), names(tokens)));
                }
            }
            case LEXICAL -> use.apply(new LexicalDescriber(tokens));
        };
    }

    private ConceptNames names(TokenTable tokens) {
        if (names == null) {
            long labels = tokens.sentences().stream()
                    .map(Sentence::label)
                    .filter(l -> !l.isEmpty())
                    .distinct()
                    .count();
            return labels >= 2 ? ConceptNames.ofLabels(tokens.sentences()) : ConceptNames.general();
        }
        return switch (names) {
            case "labels" -> ConceptNames.ofLabels(tokens.sentences());
            case "general" -> ConceptNames.general();
            default -> {
                Path file = Path.of(names);
                if (!Files.exists(file)) {
                    throw new InputException("--names", "labels, general or a file", "'" + names + "'", "");
                }
                yield ConceptNames.ofFile(file);
            }
        };
    }
}
