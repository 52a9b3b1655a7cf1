package org.snmf.experiments.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;

/**
 * Different sentences that a chat model writes from one template: one after the other, each prompt showing those before, and
 * several series side by side. A sentence that was written before is shown and asked for again, a few times. The client keeps
 * and counts the answers, so that writing which was stopped goes on where it was.
 */
public final class SentenceSeries {
    private static final int REPETITIONS = 3;
    private static final String PLACE = "sentences";
    private static final String LIKE = "The river rose so quickly after the storm that the bridge had to be closed.\n";

    private final PromptTemplate template;
    private final Map<String, String> values;
    private final int wanted;
    private final List<String> kept = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final Set<String> known = new LinkedHashSet<>();
    private @Nullable String failure;

    /**
     * @param template with a place for the sentences so far
     * @param values of its other places
     * @param wanted how many sentences
     * @throws InputException if none are wanted
     */
    public SentenceSeries(PromptTemplate template, Map<String, String> values, int wanted) {
        if (wanted < 1) {
            throw new InputException("sentences of each kind", "at least 1", String.valueOf(wanted), "");
        }
        this.template = template;
        this.values = Map.copyOf(values);
        this.wanted = wanted;
    }

    /**
     * Goes on with all series until each has its sentences, or can have no more.
     *
     * @param progress a stop leaves out what was not written by then
     * @throws InputException as {@link ChatClient#ask}
     */
    public static void write(ChatClient client, List<SentenceSeries> series, Progress progress) {
        List<SentenceSeries> open = series.stream().filter(SentenceSeries::open).toList();
        while (!open.isEmpty()) {
            List<ChatAnswer> answers =
                    client.ask(open.stream().map(SentenceSeries::prompt).toList(), progress);
            for (int i = 0; i < open.size(); i++) {
                open.get(i).take(answers.get(i));
            }
            open = open.stream().filter(SentenceSeries::open).toList();
        }
    }

    /** What so many series like this one will take at most, answers on disk not counted; nothing is sent. */
    public ChatPlan plan(ChatClient client, int series) {
        return client.plan(series * wanted, prompt(LIKE.repeat(wanted)));
    }

    /** The sentences so far. */
    public List<String> sentences() {
        return List.copyOf(kept);
    }

    /** Why there are fewer than were wanted. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private boolean open() {
        return kept.size() < wanted && failure == null;
    }

    private String prompt() {
        return prompt(shown.isEmpty() ? "(none)" : String.join("\n", shown));
    }

    private String prompt(String sentences) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(PLACE, sentences);
        return template.fill(all);
    }

    private void take(ChatAnswer answer) {
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
