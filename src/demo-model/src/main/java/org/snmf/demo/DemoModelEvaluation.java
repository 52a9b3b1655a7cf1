package org.snmf.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.snmf.demo.text.TextGenerator;
import org.snmf.models.generate.Generation;
import org.snmf.models.network.LanguageModel;
import org.snmf.models.tokens.Tokenizer;
import org.snmf.store.Sentence;

/**
 * What a trained demo model can do, measured on text that it was not trained on.
 *
 * @param sameTemplates new text from the templates and frames of training
 * @param heldOut text from templates and frames that training never used
 * @param handWritten sentences written by hand, by the name of their data set
 * @param continuations prompt and greedy continuation
 * @param expectations prompt and the likeliest next words
 */
public record DemoModelEvaluation(
        Perplexity sameTemplates,
        Perplexity heldOut,
        Map<String, Perplexity> handWritten,
        Map<String, String> continuations,
        Map<String, List<Expectation>> expectations) {
    /** A next token and its probability. */
    public record Expectation(String token, double probability) {}

    private static final int SENTENCES = 2_000;
    private static final int NEW_TOKENS = 14;
    private static final int LIKELIEST = 5;
    static final List<String> PROMPTS = List.of(
            "They went to church on",
            "After Monday comes",
            "The day before Friday is",
            "In December, people",
            "In July the weather is",
            "The capital of France is",
            "It is Friday today, so",
            "The doctor works in the",
            "My favourite colour is",
            "The dog barked at the",
            "Anna plays the violin, so she is a",
            "The wheel of the",
            "She put butter on her",
            "When the wind blows,",
            "He broke his");

    /** Measures {@code model}, which was trained with {@code options} on text without {@code handWritten}. */
    static DemoModelEvaluation of(
            LanguageModel model, TrainingOptions options, Map<String, List<Sentence>> handWritten) {
        List<String> kept = handWritten.values().stream()
                .flatMap(Collection::stream)
                .map(Sentence::text)
                .toList();
        Tokenizer tokenizer = model.tokenizer();
        List<int[]> training = TrainingText.encode(new DemoModelTrainer(options, kept).paragraphs(), tokenizer);
        NgramModel counts = new NgramModel(training, tokenizer.vocabularySize());
        Map<String, Perplexity> byHand = new LinkedHashMap<>();
        handWritten.forEach((name, sentences) -> byHand.put(
                name,
                perplexity(model, counts, sentences.stream().map(Sentence::text).toList())));
        return new DemoModelEvaluation(
                perplexity(model, counts, composed(options.seed() + 100, TextGenerator.Part.TRAINING, kept)),
                perplexity(model, counts, composed(options.seed() + 101, TextGenerator.Part.HELD_OUT, kept)),
                byHand,
                continuations(model),
                expectations(model));
    }

    private static List<String> composed(long seed, TextGenerator.Part part, List<String> kept) {
        return TrainingText.paragraphs(new TextGenerator(seed, part, kept), SENTENCES);
    }

    private static Perplexity perplexity(LanguageModel model, NgramModel counts, List<String> texts) {
        int context = model.config().context();
        List<int[]> documents = TrainingText.encode(texts, model.tokenizer()).stream()
                .map(ids -> ids.length > context ? Arrays.copyOf(ids, context) : ids)
                .toList();
        return Perplexity.of(documents, counts, batch -> model.logitsOfAll(batch, List.of()));
    }

    private static Map<String, String> continuations(LanguageModel model) {
        List<int[]> prompts = PROMPTS.stream()
                .map(prompt -> model.tokenizer().encode(prompt, true).ids())
                .toList();
        List<int[]> continued = Generation.greedy(model, prompts, NEW_TOKENS);
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < PROMPTS.size(); i++) {
            texts.put(PROMPTS.get(i), firstSentence(model.tokenizer().decode(continued.get(i))));
        }
        return texts;
    }

    private static String firstSentence(String text) {
        int end = text.indexOf('.');
        return (end < 0 ? text : text.substring(0, end + 1)).strip();
    }

    private static Map<String, List<Expectation>> expectations(LanguageModel model) {
        Map<String, List<Expectation>> expectations = new LinkedHashMap<>();
        for (String prompt : PROMPTS) {
            int[] ids = model.tokenizer().encode(prompt, true).ids();
            float[] logits = model.logits(ids, List.of())[ids.length - 1];
            expectations.put(
                    prompt,
                    IntStream.range(0, logits.length)
                            .boxed()
                            .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                            .limit(LIKELIEST)
                            .map(id -> new Expectation(
                                    model.tokenizer().text(id).strip(),
                                    Math.exp(Perplexity.logProbability(logits, id))))
                            .toList());
        }
        return expectations;
    }

    /** The figures as a section of a model card. */
    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("| text | tokens | unigram | bigram | this model |");
        lines.add("|---|---|---|---|---|");
        lines.add(row("composed, templates and frames of training", sameTemplates));
        lines.add(row("composed, templates and frames held out", heldOut));
        handWritten.forEach((name, perplexity) -> lines.add(row("written by hand, " + name, perplexity)));
        lines.add("");
        lines.add("| prompt | greedy continuation | likeliest next words |");
        lines.add("|---|---|---|");
        continuations.forEach((prompt, text) -> {
            List<String> words = expectations.getOrDefault(prompt, List.of()).stream()
                    .map(next -> String.format(java.util.Locale.ROOT, "%s %.2f", next.token(), next.probability()))
                    .toList();
            lines.add("| " + prompt + " | " + text + " | " + String.join(", ", words) + " |");
        });
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, Perplexity p) {
        return String.format(
                java.util.Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f |",
                name,
                p.tokens(),
                p.unigram(),
                p.bigram(),
                p.network());
    }
}
