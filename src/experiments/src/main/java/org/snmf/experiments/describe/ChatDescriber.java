package org.snmf.experiments.describe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snmf.experiments.chat.ChatAnswer;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatPlan;
import org.snmf.experiments.chat.PromptTemplate;
import org.snmf.experiments.describe.Description.State;
import org.snmf.progress.Progress;

/**
 * Asks a chat model what a subject's evidence has in common (paper, Appendix H.3): the ten strongest contexts with fifteen
 * tokens on each side and their coefficients, or the twenty-five tokens that the direction moves most, whole. The name is
 * what the answer says after "Results:"; "NONE" there means that the model found nothing.
 */
public final class ChatDescriber implements Describer {
    private static final int CONTEXTS = 10;
    private static final int TOKENS = 25;
    private static final Pattern RESULTS = Pattern.compile("(?is)results\\W*:\\W*([^\\r\\n]*)");
    private static final Pattern NONE = Pattern.compile("(?i)none\\b.*");

    private final ChatClient client;
    private final PromptTemplate forContexts;
    private final PromptTemplate forTokens;

    /**
     * A describer that asks through {@code client}, and closes it.
     *
     * @param templates folder of a person's own prompts
     */
    public ChatDescriber(ChatClient client, Optional<Path> templates) {
        this.client = client;
        this.forContexts = PromptTemplate.of(PromptTemplate.Name.DESCRIBE_CONTEXTS, templates);
        this.forTokens = PromptTemplate.of(PromptTemplate.Name.DESCRIBE_TOKENS, templates);
    }

    @Override
    public String name() {
        return "chat (" + client.model() + ")";
    }

    /** What describing these will take; nothing is sent. */
    public ChatPlan plan(List<Subject> subjects) {
        return client.plan(
                subjects.stream().filter(s -> !s.dead()).map(this::prompt).toList());
    }

    @Override
    public List<Description> describe(List<Subject> subjects, Progress progress) {
        List<Subject> alive = subjects.stream().filter(s -> !s.dead()).toList();
        List<ChatAnswer> answers = client.ask(alive.stream().map(this::prompt).toList(), progress);
        List<Description> descriptions = new ArrayList<>();
        int next = 0;
        for (Subject subject : subjects) {
            descriptions.add(
                    subject.dead() ? OneByOne.dead(subject, name()) : description(subject, answers.get(next++)));
        }
        return descriptions;
    }

    private String prompt(Subject subject) {
        return subject.side() == Subject.Side.CONTEXTS
                ? forContexts.fill(Map.of("contexts", contexts(subject)))
                : forTokens.fill(Map.of("tokens", tokens(subject)));
    }

    private static String contexts(Subject subject) {
        return subject.contexts().stream()
                .limit(CONTEXTS)
                .map(c -> {
                    ContextWindow window = ContextWindow.of(c);
                    return String.format(
                            Locale.ROOT,
                            "\"%s\" (%.3g): %s",
                            window.token().strip(),
                            c.coefficient(),
                            window.marked().replaceAll("\\R", " "));
                })
                .collect(Collectors.joining("\n"));
    }

    private static String tokens(Subject subject) {
        return subject.tokens().stream()
                .limit(TOKENS)
                .map(t -> String.format(Locale.ROOT, "\"%s\" (%.3g)", t.text(), Math.abs(t.score())))
                .collect(Collectors.joining("\n"));
    }

    private Description description(Subject subject, ChatAnswer answer) {
        return switch (answer.state()) {
            case ANSWERED -> read(subject, answer.text());
            case REFUSED -> Description.without(subject, State.REFUSED, name(), answer.reason());
            case GARBLED -> Description.without(subject, State.UNPARSABLE, name(), answer.reason());
            case UNANSWERED -> Description.without(subject, State.UNANSWERED, name(), answer.reason());
        };
    }

    private Description read(Subject subject, String answer) {
        Matcher results = RESULTS.matcher(answer);
        String last = "";
        while (results.find()) {
            last = results.group(1).replaceAll("[*\\[\\]\"]", "").strip();
        }
        if (last.isEmpty()) {
            State state = ChatAnswer.declines(answer) ? State.REFUSED : State.UNPARSABLE;
            return Description.without(subject, state, name(), ChatAnswer.quoted(answer));
        }
        if (NONE.matcher(last).matches()) {
            return Description.without(subject, State.UNNAMED, name(), ChatAnswer.quoted(answer));
        }
        return Description.named(subject, last, name(), Double.NaN, ChatAnswer.quoted(answer));
    }
}
