package org.snmf.experiments.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snmf.errors.InputException;
import org.snmf.progress.Progress;
import org.snmf.store.Sentence;

/**
 * A labelled data set that a chat model writes from a list of concepts (paper, Appendix H.1): for each concept sentences that
 * show it, one after the other, each prompt showing those before. A concept's name is the label of its sentences.
 */
public final class ChatDataSet implements AutoCloseable {
    /** Sentences of a concept in the paper's data. */
    public static final int EACH = 10;

    private final ChatClient client;
    private final Map<String, SentenceSeries> series = new LinkedHashMap<>();

    /**
     * What was written.
     *
     * @param sentences in the order of the concepts
     * @param without why there are none, or fewer than were asked for, by concept
     */
    public record Written(List<Sentence> sentences, Map<String, String> without) {}

    /**
     * Nothing is asked yet.
     *
     * @param client asks, and is closed with this
     * @param templates folder of a person's own prompts
     * @param concepts the names, in the order in which they are written
     * @param each sentences of a concept, at least 1
     * @throws InputException if there is no concept, one is named twice or not at all, or no sentence is wanted
     */
    public ChatDataSet(ChatClient client, Optional<Path> templates, List<String> concepts, int each) {
        this.client = client;
        if (concepts.isEmpty()) {
            throw new InputException("concepts to write about", "at least one", "none", "");
        }
        PromptTemplate template = PromptTemplate.of(PromptTemplate.Name.WRITE_CONCEPT, templates);
        Set<String> known = new LinkedHashSet<>();
        for (String concept : concepts) {
            String name = concept.strip();
            if (name.isEmpty() || !known.add(name)) {
                throw new InputException(
                        "concepts to write about",
                        "names that differ",
                        name.isEmpty() ? "an empty one" : "'" + name + "' twice",
                        "");
            }
            series.put(name, new SentenceSeries(template, Map.of("concept", name), each));
        }
    }

    /** Who writes, for names of data. */
    public String name() {
        return "chat (" + client.model() + ")";
    }

    /** The labels, in the order in which they are written. */
    public List<String> concepts() {
        return List.copyOf(series.keySet());
    }

    /** What the writing will take at most, answers on disk not counted; nothing is sent. */
    public ChatPlan plan() {
        return series.entrySet().stream()
                .max(Comparator.comparingInt(one -> one.getKey().length()))
                .orElseThrow()
                .getValue()
                .plan(client, series.size());
    }

    /**
     * Writes, or goes on with, the sentences of all concepts side by side.
     *
     * @param progress a stop leaves out what was not written by then
     * @throws InputException as {@link ChatClient#ask}
     */
    public Written write(Progress progress) {
        SentenceSeries.write(client, List.copyOf(series.values()), progress);
        List<Sentence> sentences = new ArrayList<>();
        Map<String, String> without = new LinkedHashMap<>();
        series.forEach((concept, one) -> {
            one.sentences().forEach(text -> sentences.add(new Sentence(text, concept)));
            one.failure().ifPresent(why -> without.put(concept, one.sentences().size() + " written; " + why));
        });
        return new Written(sentences, without);
    }

    @Override
    public void close() {
        client.close();
    }
}
