package org.snmf.experiments.detect;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snmf.errors.InputException;
import org.snmf.experiments.chat.ChatClient;
import org.snmf.experiments.chat.ChatPlan;
import org.snmf.experiments.chat.PromptTemplate;
import org.snmf.experiments.chat.SentenceSeries;
import org.snmf.progress.Progress;

/**
 * Sentences that a chat model writes for descriptions: some that should activate a feature of that description, and some that
 * should not (paper, Appendices D.4 and H.2), a {@link SentenceSeries} of each.
 */
public final class ChatSentences implements AutoCloseable {
    /** Sentences of each kind that the paper scores a feature with. */
    public static final int EACH = 5;

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
        return series(activating, longest, each).plan(client, 2 * new LinkedHashSet<>(descriptions).size());
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
        Map<String, List<SentenceSeries>> all = new LinkedHashMap<>();
        for (String description : new LinkedHashSet<>(descriptions)) {
            all.put(description, List.of(series(activating, description, each), series(neutral, description, each)));
        }
        SentenceSeries.write(client, all.values().stream().flatMap(List::stream).toList(), progress);
        return written(all);
    }

    private static SentenceSeries series(PromptTemplate template, String description, int each) {
        return new SentenceSeries(template, Map.of("description", description), each);
    }

    private static Written written(Map<String, List<SentenceSeries>> all) {
        Map<String, List<String>> activating = new LinkedHashMap<>();
        Map<String, List<String>> neutral = new LinkedHashMap<>();
        Map<String, String> without = new LinkedHashMap<>();
        all.forEach((description, both) -> {
            if (both.stream().noneMatch(series -> series.sentences().isEmpty())) {
                activating.put(description, both.get(0).sentences());
                neutral.put(description, both.get(1).sentences());
            }
            both.stream()
                    .flatMap(series -> series.failure().stream())
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
