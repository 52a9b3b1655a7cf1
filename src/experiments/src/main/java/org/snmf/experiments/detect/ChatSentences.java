package org.snmf.experiments.detect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.ChatAnswer;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatPlan;
import org.snmf.experiments.chat.PromptTemplate;
import org.snmf.progress.Progress;

/**
 * Sentences that a chat model writes for descriptions: some that should activate a feature of that description, and some that
 * should not (paper, Appendices D.4 and H.2). They are written one after the other, and each prompt shows those before; the
 * sentences of different descriptions are written side by side. A sentence that was written before is shown and asked for
 * again, a few times. Answers are kept and counted by the client, so that a run which was stopped goes on where it was.
 */
public final class ChatSentences implements AutoCloseable {
    /** Sentences of each kind that the paper scores a feature with. */
    public static final int EACH = 5;

    private static final int REPETITIONS = 3;
    private static final String LIKE = "The river rose so quickly after the storm that the bridge had to be closed.\n";

    private final ChatClient client;
    private final PromptTemplate activating;
    private final PromptTemplate neutral;

    /**
     * What was written, in the order of the descriptions.
     *
     * @param activating sentences by description, at least one each
     * @param neutral sentences by description, at least one each
     * @param without why there are none, or fewer than were asked for, by description
     */
    public record Written(
            Map<String, List<String>> activating, Map<String, List<String>> neutral, Map<String, String> without) {}

    /**
     * @param client asks, and is closed with this
     * @param templates folder of a person's own prompts
     */
    public ChatSentences(ChatClient client, Optional<Path> templates) {
        this.client = client;
        this.activating = PromptTemplate.of(PromptTemplate.Name.WRITE_ACTIVATING, templates);
        this.neutral = PromptTemplate.of(PromptTemplate.Name.WRITE_NEUTRAL, templates);
    }

    /** Who writes, for tables. */
    public String name() {
        return "chat (" + client.model() + ")";
    }

    /** What writing {@code each} sentences of both kinds will take at most, answers on disk not counted; nothing is sent. */
    public ChatPlan plan(Collection<String> descriptions, int each) {
        String longest = descriptions.stream().reduce("", (a, b) -> b.length() > a.length() ? b : a);
        String like = activating.fill(Map.of("description", longest, "sentences", LIKE.repeat(each)));
        return client.plan(2 * each * new LinkedHashSet<>(descriptions).size(), like);
    }

    /** The sentences of one kind for one description, as far as they are written. */
    private static final class Series {
        private final PromptTemplate template;
        private final String description;
        private final int wanted;
        private final List<String> kept = new ArrayList<>();
        private final List<String> shown = new ArrayList<>();
        private final Set<String> known = new LinkedHashSet<>();
        private String failure = "";

        Series(PromptTemplate template, String description, int wanted) {
            this.template = template;
            this.description = description;
            this.wanted = wanted;
        }

        boolean open() {
            return kept.size() < wanted && failure.isEmpty();
        }

        String prompt() {
            return template.fill(Map.of(
                    "description", description, "sentences", shown.isEmpty() ? "(none)" : String.join("\n", shown)));
        }

        void take(ChatAnswer answer) {
            if (answer.state() != ChatAnswer.State.ANSWERED) {
                failure = answer.reason();
                return;
            }
            String sentence = answer.text()
                    .strip()
                    .replaceAll("\\s+", " ")
                    .replaceAll("^[\"“](.*)[\"”]$", "$1")
                    .strip();
            if (sentence.isEmpty() || ChatAnswer.declines(sentence)) {
                failure = "declined: " + ChatAnswer.quoted(answer.text());
                return;
            }
            // What is shown once more changes the prompt, so that the same answer is not taken from disk.
            shown.add(sentence);
            if (known.add(sentence.toLowerCase(Locale.ROOT))) {
                kept.add(sentence);
            } else if (shown.size() - kept.size() >= REPETITIONS) {
                failure = "the same sentence again and again: " + ChatAnswer.quoted(sentence);
            }
        }
    }

    /**
     * Writes sentences of both kinds.
     *
     * @param descriptions what they are for; each counts once
     * @param each how many of each kind, at least 1
     * @param progress a stop leaves out what was not written by then
     * @throws InputException as {@link ChatClient#ask}, or if {@code each} is not positive
     */
    public Written write(Collection<String> descriptions, int each, Progress progress) {
        if (each < 1) {
            throw new InputException("sentences of each kind", "at least 1", String.valueOf(each), "");
        }
        Map<String, List<Series>> all = new LinkedHashMap<>();
        for (String description : new LinkedHashSet<>(descriptions)) {
            all.put(
                    description,
                    List.of(new Series(activating, description, each), new Series(neutral, description, each)));
        }
        List<Series> open = all.values().stream().flatMap(List::stream).toList();
        while (!open.isEmpty()) {
            List<ChatAnswer> answers =
                    client.ask(open.stream().map(Series::prompt).toList(), progress);
            for (int i = 0; i < open.size(); i++) {
                open.get(i).take(answers.get(i));
            }
            open = open.stream().filter(Series::open).toList();
        }
        return written(all);
    }

    private static Written written(Map<String, List<Series>> all) {
        Map<String, List<String>> activating = new LinkedHashMap<>();
        Map<String, List<String>> neutral = new LinkedHashMap<>();
        Map<String, String> without = new LinkedHashMap<>();
        all.forEach((description, both) -> {
            if (both.stream().noneMatch(series -> series.kept.isEmpty())) {
                activating.put(description, List.copyOf(both.get(0).kept));
                neutral.put(description, List.copyOf(both.get(1).kept));
            }
            both.stream()
                    .map(series -> series.failure)
                    .filter(failure -> !failure.isEmpty())
                    .findFirst()
                    .ifPresent(failure -> without.put(description, failure));
        });
        return new Written(activating, neutral, without);
    }

    @Override
    public void close() {
        client.close();
    }
}
